"""`python -m huizhi` is the `huizhi` command."""

from huizhi.cli import main

main()
