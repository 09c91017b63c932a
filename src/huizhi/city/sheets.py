"""How one source's files look: names, headers, format, and which of its columns may go wrong in which way."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

HIDDEN = ("_d", "_id", "_uid", "_link", "_late", "_final")
"""Columns of a source's frame that are never written: delivery, entity index, row identity, link method, days late,
whether the row is the record's last state."""


def listed(text: str) -> tuple[str, ...]:
    """Words set apart by spaces or line breaks, as column headers are listed here."""
    return tuple(text.split())


@dataclass(frozen=True)
class Sheet:
    """One source. `names` are used in turn, with {ymd}, {ym} and {q} of the delivery day filled in."""

    source: str
    names: tuple[str, ...]
    headers: tuple[str, ...]
    kind: str = "csv"  # csv, xlsx, json or jsonl
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    other_encodings: dict[int, str] = field(default_factory=dict)  # delivery -> encoding
    newline: str = "\r\n"
    title: str | None = None  # xlsx: a merged title above the header
    key: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()  # required dates, the first is when it happened
    order: tuple[str, str] | None = None  # (earlier, later)
    labels: tuple[str, ...] = ()  # required columns with a closed list of values
    counts: tuple[str, ...] = ()  # whole numbers
    money: tuple[str, ...] = ()
    code: str | None = None  # credit code column
    division: str | None = None
    named: str | None = None  # column with a business name
    real_dates: tuple[str, ...] = ()  # xlsx: half of these cells are real dates
    bare_numbers: tuple[str, ...] = ()  # json: some of these are numbers, not text
    every: int = 1  # delivered every so many months
    corrected: str | None = None  # column that a few later rows correct
    past: bool = True  # the first date cannot lie after the delivery
    mistakes: float = 0.003
    contract: bool = True

    def file_name(self, delivery: int, day: date) -> str:
        """The file's name in one delivery."""
        pattern = self.names[delivery % len(self.names)]
        return pattern.format(ymd=f"{day:%Y%m%d}", ym=f"{day:%Y%m}", q=f"{day.year}Q{(day.month + 2) // 3}")

    def encoding_of(self, delivery: int) -> str:
        """The text encoding in one delivery."""
        return self.other_encodings.get(delivery, self.encoding)
