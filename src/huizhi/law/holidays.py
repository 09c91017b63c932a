"""Which days are statutory holidays themselves: the narrowest reading of 法定节假日, and known before any notice.

Where a year's notice is not published, the calendar follows the week; that 1 January is off is certain all the same.
"""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from huizhi.vocabulary.calendar import WorkCalendar

TABLE = Path(__file__).with_name("holidays.csv")


@cache
def statutory_days() -> frozenset[date]:
    """Every statutory holiday in the table; 13 a year from 2025."""
    found = set()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            on, last_on = date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"])
            while on <= last_on:
                found.add(on)
                on += timedelta(days=1)
    return frozenset(found)


def is_statutory(calendar: WorkCalendar, on: date) -> bool:
    """True on a statutory holiday that the calendar has off, or whose year has no notice yet."""
    return on in statutory_days() and (calendar.is_holiday(on) or on > calendar.published_through)


def is_break(calendar: WorkCalendar, on: date) -> bool:
    """True on the days of a published break, and on statutory holidays of years without a notice."""
    return calendar.is_holiday(on) or is_statutory(calendar, on)


def is_worked(calendar: WorkCalendar, on: date) -> bool:
    """True on working days; a statutory holiday is none even before the notice says so."""
    return calendar.is_working(on) and not is_statutory(calendar, on)
