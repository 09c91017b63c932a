"""Bad habits: what goes wrong in a few rows of every file, and what a careful reader should make of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from huizhi.city import codes
from huizhi.city.randomness import Dice
from huizhi.city.sheets import Sheet

EXPECTED = {
    "bad_date": "quarantine",
    "missing": "quarantine",
    "unknown_code": "quarantine",
    "bad_number": "quarantine",
    "bad_division": "quarantine",
    "after_delivery": "quarantine",
    "before_other": "quarantine",
    "repeated_key": "quarantine",
    "wrong_field_count": "quarantine",
    "wrong_check": "flag",  # a credit code with a wrong check character: kept, never refused
    "full_width": "accept",
    "stray_space": "accept",
    "thousands": "accept",
    "brackets": "accept",
    "trailing_delimiter": "quarantine",  # one cell too many: wrong_field_count
}
"""Kind of mistake -> what should become of the row."""

_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
_BAD_DATES = ("2025-02-30", "2024/13/05", "不详", "20251", "1900-00-00", "2025-06-31", "#VALUE!")


@dataclass(frozen=True)
class Wrong:
    """One row that goes wrong: its place in the part, the kind and the column concerned."""

    at: int
    kind: str
    column: str
    value: str | None


@dataclass(frozen=True)
class Spoilt:
    """A part of a file with its mistakes made."""

    rows: pl.DataFrame
    line_edits: dict[int, tuple[str, int]]
    wrong: list[Wrong]


def kinds_of(sheet: Sheet) -> tuple[str, ...]:
    """The mistakes that can happen in a sheet."""
    text = sheet.kind == "csv"
    offered = {
        "bad_date": sheet.dates, "missing": sheet.required, "unknown_code": sheet.labels,
        "bad_number": sheet.counts + sheet.money, "bad_division": sheet.division,
        "after_delivery": sheet.dates and sheet.past,
        "before_other": sheet.order, "repeated_key": sheet.key, "wrong_field_count": text, "wrong_check": sheet.code,
        "full_width": sheet.dates, "stray_space": sheet.named, "thousands": sheet.money, "brackets": sheet.named,
        "trailing_delimiter": text,
    }  # fmt: skip
    return tuple(kind for kind, possible in offered.items() if possible)


def spoil(dice: Dice, sheet: Sheet, part: pl.DataFrame, delivery: int, day: date) -> Spoilt:
    """Make the mistakes of one part of one file; about `sheet.mistakes` of its rows."""
    kinds = kinds_of(sheet)
    uid = part["_uid"].to_numpy()
    hit = np.flatnonzero(dice.unit(f"mistake:{sheet.source}", uid, delivery) < sheet.mistakes)
    if not len(hit) or not kinds:
        return Spoilt(part, {}, [])
    chosen = dice.below(f"mistake kind:{sheet.source}", uid[hit], len(kinds), delivery)
    chances = dice.below(f"mistake value:{sheet.source}", uid[hit], 1 << 20, delivery)
    picked = [(int(at), kinds[k], int(c)) for at, k, c in zip(hit, chosen, chances, strict=True)]
    again = np.array([at for at, kind, _ in picked if kind == "repeated_key"], dtype=np.int64)
    order = np.sort(np.concatenate([np.arange(len(part)), again]), kind="stable")
    wrong: list[Wrong] = []
    edits: dict[str, dict[int, str | None]] = {}
    lines: dict[int, tuple[str, int]] = {}
    for at, kind, chance in picked:
        place = at + int(np.searchsorted(again, at, side="left"))
        made = _make(sheet, kind, part.row(at, named=True), chance, day)
        if made is None:
            continue
        column, value = made
        if kind == "repeated_key":
            place += 1
        elif kind in ("wrong_field_count", "trailing_delimiter"):
            lines[place] = (("extra_field", "short")[chance % 2] if kind == "wrong_field_count" else kind, chance)
        else:
            edits.setdefault(column, {})[place] = value
        wrong.append(Wrong(place, kind, column, value))
    rows = part[order] if len(again) else part
    for column, changes in edits.items():
        rows = rows.with_columns(rows[column].scatter(list(changes), list(changes.values())))
    return Spoilt(rows, lines, wrong)


def _make(sheet: Sheet, kind: str, row: dict[str, str | None], chance: int, day: date) -> tuple[str, str | None] | None:
    """Column and new value of one mistake; None if this row offers no place for it."""
    if kind == "missing":
        return sheet.required[chance % len(sheet.required)], None
    if kind == "bad_date":
        return sheet.dates[chance % len(sheet.dates)], _BAD_DATES[chance % len(_BAD_DATES)]
    if kind == "after_delivery":
        clock = " 09:30:00" if " " in (row[sheet.dates[0]] or "") else ""
        return sheet.dates[0], f"{day + timedelta(days=40 + chance % 300):%Y-%m-%d}{clock}"
    if kind == "before_other":
        return _before(sheet, row)
    if kind == "unknown_code":
        return sheet.labels[chance % len(sheet.labels)], ("待定", "其它情况", "99", "/")[chance % 4]
    if kind == "bad_number":
        columns = sheet.counts + sheet.money
        return columns[chance % len(columns)], ("约三千", "3O0", "12..5", "见附件")[chance % 4]
    if kind == "bad_division":
        return str(sheet.division), ("青岛市", "370202", "威海火星区")[chance % 3]
    if kind in ("repeated_key", "wrong_field_count", "trailing_delimiter"):
        return "", None
    return _sloppy(sheet, kind, row, chance)


def _sloppy(sheet: Sheet, kind: str, row: dict[str, str | None], chance: int) -> tuple[str, str | None] | None:
    """Values that are odd but readable."""
    column = {
        "wrong_check": sheet.code,
        "full_width": sheet.dates[0] if sheet.dates else None,
        "thousands": sheet.money[0] if sheet.money else None,
    }.get(kind, sheet.named)
    value = row.get(str(column))
    if column is None or not value:
        return None
    if kind == "wrong_check":
        return (column, codes.wrong_check(value)) if len(value) == 18 else None
    if kind == "full_width":
        return column, value.translate(_WIDE)
    if kind == "stray_space":
        return column, (" " + value, value + "\u3000", value[:2] + " " + value[2:], "\t" + value + " ")[chance % 4]
    if kind == "thousands":
        return (column, f"{float(value):,.2f}") if value.replace(".", "", 1).isdigit() else None
    swapped = value.translate(str.maketrans("（）", "()"))
    return (column, swapped) if swapped != value else None


def _before(sheet: Sheet, row: dict[str, str | None]) -> tuple[str, str | None] | None:
    """The later date put a year before the earlier one."""
    earlier, later = sheet.order or ("", "")
    value = row.get(earlier)
    if not value or not row.get(later) or not value[:4].isdigit():
        return None
    return later, f"{int(value[:4]) - 1}-01-15"
