"""`python -m huizhi.cli` is the `huizhi` command."""

from huizhi.cli import main

main()
