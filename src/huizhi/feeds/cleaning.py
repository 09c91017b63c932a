"""Makes delivered text comparable before it is typed: trimmed, full width folded, nothing where nothing was said."""

import unicodedata
from collections.abc import Callable

import polars as pl

from huizhi.feeds.contract import Column


def cleaned(raw: pl.Series, column: Column) -> pl.Series:
    """The column's text, trimmed; empty becomes null; full-width characters fold unless it is free text."""
    text = raw.str.strip_chars()
    if column.type != "text" or column.identifier:
        text = folded(text)
    for pattern, plain in column.replace:
        text = text.str.replace_all(pattern, plain)
    nothing = ["", *column.empties]
    return text.set(text.is_in(nothing).fill_null(False), None)


def folded(text: pl.Series) -> pl.Series:
    """NFKC for the values that are not plain ASCII."""
    wide = (text.str.len_bytes() != text.str.len_chars()).fill_null(False)
    if not wide.any():
        return text
    return by_distinct(text, lambda distinct: distinct.str.normalize("NFKC").str.strip_chars())


def fold(text: str) -> str:
    """One text folded the way a column is."""
    return unicodedata.normalize("NFKC", text.strip()).strip()


def by_distinct(text: pl.Series, work: Callable[[pl.Series], pl.Series]) -> pl.Series:
    """Do `work` once per distinct value where values repeat, else on the whole column; the result is the same."""
    if len(text) < 1000 or text.head(1000).n_unique() > 900:
        return work(text)
    distinct = text.unique()
    if len(distinct) * 4 > len(text):
        return work(text)
    done = work(distinct)
    return text.replace_strict(distinct, done, default=None, return_dtype=done.dtype)


def by_value(text: pl.Series, work: Callable[[str], object], kind: type[pl.DataType]) -> pl.Series:
    """Call `work` once per distinct value; null stays null."""
    distinct = text.drop_nulls().unique()
    if not len(distinct):
        return pl.Series(text.name, [None], dtype=kind).new_from_index(0, len(text))
    done = pl.Series([work(value) for value in distinct], dtype=kind)
    return text.replace_strict(distinct, done, default=None, return_dtype=kind)
