"""The `huizhi` command: parse, call one function, print."""
