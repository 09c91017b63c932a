"""Turns cleaned text into typed values, one function per type; what does not fit comes back with its reason."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import polars as pl

from huizhi.feeds.cleaning import by_distinct, by_value, fold
from huizhi.feeds.contract import Column
from huizhi.feeds.credit import credit_flags
from huizhi.vocabulary.divisions import DivisionTable

EARLIEST = date(1900, 1, 1)
ISO_DATES = ("%Y-%m-%d", "%Y-%m-%d %H:%M:%S")
NUMBER = r"^[+-]?(?:(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?|\.\d+)$"
WHOLE = r"^[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.0*)?$"
CONTROLS = r"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]"
DIRECTIVES = {
    "%Y": r"\d{4}", "%m": r"(?:0?[1-9]|1[0-2])", "%d": r"(?:0?[1-9]|[12]\d|3[01])",
    "%H": r"(?:[01]?\d|2[0-3])", "%M": r"[0-5]?\d", "%S": r"[0-5]?\d",
}  # fmt: skip
STRICT = {
    "%Y": r"\d{4}", "%m": r"(?:0[1-9]|1[0-2])", "%d": r"(?:0[1-9]|[12]\d|3[01])",
    "%H": r"(?:[01]\d|2[0-3])", "%M": r"[0-5]\d", "%S": r"[0-5]\d",
}  # fmt: skip
"""What a date's parts may look like; two digits are a must where no separator stands between parts."""


@dataclass
class Typed:
    """A typed column, the rows that do not fit by reason, and the flags of odd values that are kept."""

    values: pl.Series
    problems: list[tuple[str, pl.Series]]
    flags: pl.Series | None = None


@dataclass(frozen=True)
class Circumstances:
    """What typing needs to know beside the text."""

    delivered_on: date
    divisions: DivisionTable
    native: bool = False
    controls: bool = True


def typed(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    """Type one cleaned column."""
    result = CASTS[column.type](text, column, known)
    if column.required:
        result.problems.insert(0, ("missing", text.is_null()))
    return result


def _text(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    problems = []
    if known.controls:
        problems.append(("control_character", _holds(text.str.contains(CONTROLS))))
    if column.max_length is not None:
        problems.append(("too_long", _holds(text.str.len_chars() > column.max_length)))
    if column.pattern:
        problems.append(("pattern", _holds(~text.str.contains(column.pattern))))
    return Typed(text, problems)


def _credit_code(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    codes = text.str.to_uppercase()
    spaced = codes.str.contains(r"\s")
    if spaced.any():
        codes = codes.str.replace_all(r"\s", "")
    problems = [("control_character", _holds(codes.str.contains(CONTROLS)))] if known.controls else []
    return Typed(codes, problems, credit_flags(codes, column.name))


def _code(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    codes = {fold(written): code for written, code in column.codes.items()}
    values = by_value(text, codes.get, pl.String)
    return Typed(values, [_unfit("unknown_code", text, values)])


def _codes(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    codes = {fold(written): code for written, code in column.codes.items()}

    def all_of(written: str) -> str | None:
        found = [codes.get(part.strip()) for part in written.split(fold(column.separator)) if part.strip()]
        return None if None in found or not found else ";".join(dict.fromkeys(found))

    values = by_value(text, all_of, pl.String)
    return Typed(values, [_unfit("unknown_code", text, values)])


def _boolean(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    codes = {"true": True, "false": False, **{fold(written): code for written, code in column.codes.items()}}
    values = by_value(text, lambda t: codes.get(t, codes.get(t.lower())), pl.Boolean)
    return Typed(values, [_unfit("unknown_code", text, values)])


def _division(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    def code(written: str) -> str | None:
        found = known.divisions.find(written)
        standard = found and (known.divisions.county_of(found) or found)
        return standard.code if standard else None

    values = by_value(text, code, pl.String)
    return Typed(values, [_unfit("bad_division", text, values)])


def _date(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    values = by_distinct(text, lambda distinct: _moments(distinct, column, known).dt.date())
    return Typed(values, [_unfit("bad_date", text, values), *_date_limits(values, values, column, known)])


def _timestamp(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    values = by_distinct(text, lambda distinct: _moments(distinct, column, known))
    return Typed(values, [_unfit("bad_date", text, values), *_date_limits(values, values.dt.date(), column, known)])


def _date_limits(values: pl.Series, days: pl.Series, column: Column, known: Circumstances) -> list:
    problems = [("out_of_range", _holds(days < EARLIEST))]
    if column.not_after_delivery:
        problems.append(("after_delivery", _holds(days > known.delivered_on)))
    return problems


def _moments(text: pl.Series, column: Column, known: Circumstances) -> pl.Series:
    """Timestamps read with the first declared format that fits; a native date is read in ISO form."""
    result = pl.Series(text.name, [None], dtype=pl.Datetime("us")).new_from_index(0, len(text))
    for form in dict.fromkeys((*column.formats, *(ISO_DATES if known.native else ()))):
        open_ = result.is_null() & text.is_not_null()
        if not open_.any():
            break
        fits = (open_ & text.str.contains(shape(form))).fill_null(False)
        if not fits.any():
            continue
        if "%H" in form:
            read = text.filter(fits).str.to_datetime(form, strict=False, time_unit="us")
        else:
            read = text.filter(fits).str.to_date(form, strict=False).cast(pl.Datetime("us"))
        result = read if fits.all() else result.scatter(fits.arg_true(), read)
    return result


def shape(form: str) -> str:
    """The regular expression of texts that a date format reads whole."""
    parts = re.split(r"(%[YmdHMS])", form)
    loose = all(between for between in parts[2:-1:2])
    return "^" + "".join((DIRECTIVES if loose else STRICT).get(p, re.escape(p)) for p in parts) + "$"


def _integer(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    values = text.cast(pl.Int64, strict=False)
    if values.null_count() != text.null_count():
        right = text.set(~text.str.contains(WHOLE), None).str.replace_all(",", "", literal=True)
        values = right.str.replace(r"\.0*$", "").cast(pl.Int64, strict=False)
    return Typed(values, [_unfit("bad_number", text, values), _range(values, column)])


def _money(text: pl.Series, column: Column, known: Circumstances) -> Typed:
    values = by_distinct(text, lambda distinct: _fen(distinct, len(str(column.unit_yuan)) + 1))
    return Typed(values, [_unfit("bad_number", text, values), _range(values, column)])


def _fen(text: pl.Series, places: int) -> pl.Series:
    """Whole fen from decimal text whose unit is 10^places fen; null where it is no number or finer than one fen."""
    amounts = text.str.strip_prefix("¥").str.strip_chars_start()
    amounts = amounts.set(~amounts.str.contains(NUMBER), None).str.replace_all(",", "", literal=True)
    frame = amounts.str.split_exact(".", 1).struct.unnest()
    whole, rest = frame["field_0"], frame["field_1"].fill_null("").str.strip_chars_end("0")
    digits = whole + rest.str.pad_end(places, "0")
    return digits.set(rest.str.len_bytes() > places, None).cast(pl.Int64, strict=False)


def _range(values: pl.Series, column: Column) -> tuple[str, pl.Series]:
    outside = pl.Series([False]).new_from_index(0, len(values))
    if column.minimum is not None:
        outside = outside | _holds(values < column.minimum)
    if column.maximum is not None:
        outside = outside | _holds(values > column.maximum)
    return "out_of_range", outside


def _unfit(reason: str, text: pl.Series, values: pl.Series) -> tuple[str, pl.Series]:
    return reason, text.is_not_null() & values.is_null()


def _holds(mask: pl.Series) -> pl.Series:
    return mask.fill_null(False)


CASTS: dict[str, Callable[[pl.Series, Column, Circumstances], Typed]] = {
    "text": _text, "credit_code": _credit_code, "code": _code, "codes": _codes, "boolean": _boolean,
    "division": _division, "date": _date, "timestamp": _timestamp, "integer": _integer, "money": _money,
}  # fmt: skip
