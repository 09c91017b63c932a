"""Tests of the `huizhi` command."""
