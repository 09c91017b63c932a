"""Working days as the State Council's yearly notices set them, from an editable, dated table.

A row says what a notice changed: a break, a make-up working day, or that a year's notice is in the table. Every other
day follows the week. Where no notice is known yet, answers are given and marked provisional.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

from huizhi.vocabulary.calendar_rows import CalendarRow, bad_table, read_rows

BUILT_IN = Path(__file__).with_name("calendar.csv")
ROLLS = ("none", "holiday", "rest")
LAST_DAYS_OF_DECEMBER = timedelta(days=3)
_DAY = timedelta(days=1)


class Reckoned(NamedTuple):
    """A day reckoned on the calendar, and whether a notice not yet known may move it."""

    on: date
    provisional: bool


class WorkCalendar:
    """Which days are worked. Later rows win over earlier ones; `published_through` is the last day of known notices.

    The notice for a year has often moved the last days of the December before (29 December at the earliest), so those
    days of the last published year are provisional too.
    """

    def __init__(self, rows: Iterable[CalendarRow]) -> None:
        self.rows = tuple(rows)
        self._marks: dict[date, CalendarRow] = {}
        published = []
        for row in self.rows:
            if row.kind == "published":
                published.append(row)
            else:
                self._marks.update(dict.fromkeys(row.days(), row))
        if not published:
            raise bad_table("no year is marked as published", "没有任何一年标明已公布")
        published.sort(key=lambda row: row.first_on)
        self.published_from = published[0].first_on
        self.published_through = published[0].last_on
        for row in published:
            if row.first_on <= self.published_through + _DAY:
                self.published_through = max(self.published_through, row.last_on)

    @classmethod
    def load(cls, path: Path | str | None = None, extra: Path | str | None = None) -> "WorkCalendar":
        """The table in this room (or at `path`), with a bureau's own rows from `extra` on top when that file exists."""
        rows = read_rows(path or BUILT_IN)
        if extra is not None and Path(extra).exists():
            rows += read_rows(extra)
        return cls(rows)

    def mark(self, on: date) -> CalendarRow | None:
        """The row that says something of this day, or None when it simply follows the week."""
        found = self._marks.get(on)
        return None if found is None or found.kind == "ordinary" else found

    def is_working(self, on: date) -> bool:
        """True on make-up working days and on Monday-Friday outside the breaks."""
        found = self.mark(on)
        return found.kind == "working" if found else on.weekday() < 5

    def is_holiday(self, on: date) -> bool:
        """True on the days of a published break (a plain weekend is a rest day, not a holiday)."""
        found = self.mark(on)
        return found is not None and found.kind == "holiday"

    def is_provisional(self, on: date) -> bool:
        """True when a notice that is not in the table may still change this day."""
        settled = self.published_through - LAST_DAYS_OF_DECEMBER
        return not self.published_from <= on <= settled

    def add_working_days(self, start: date, count: int) -> Reckoned:
        """The `count`-th working day after `start`, which itself is not counted; `start` when `count` is 0."""
        if count < 0:
            raise ValueError("a period has no negative number of days")
        on = start
        while count:
            on += _DAY
            count -= self.is_working(on)
        return Reckoned(on, self.is_provisional(on) or self.is_provisional(start))

    def add_days(self, start: date, count: int, roll: str = "none") -> Reckoned:
        """The `count`-th calendar day after `start`; a last day that may not stand moves on by `roll`.

        "none": it stands; "holiday": to the first day after a published break; "rest": to the next working day.
        """
        if count < 0:
            raise ValueError("a period has no negative number of days")
        return self._rolled(start + count * _DAY, roll)

    def add_months(self, start: date, count: int, roll: str = "none") -> Reckoned:
        """The same day `count` months on, or the month's last day where there is no such day; then as `add_days`."""
        if count < 0:
            raise ValueError("a period has no negative number of months")
        year, month = divmod(start.year * 12 + start.month - 1 + count, 12)
        after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
        return self._rolled(min(date(year, month + 1, 1) + (start.day - 1) * _DAY, after - _DAY), roll)

    def working_days_between(self, start: date, end: date) -> tuple[int, bool]:
        """How many working days lie after `start` through `end`, and whether that is provisional; 0 if end < start."""
        span = (end - start).days
        count = sum(self.is_working(start + n * _DAY) for n in range(1, span + 1))
        return count, span > 0 and (self.is_provisional(end) or self.is_provisional(start))

    def _rolled(self, on: date, roll: str) -> Reckoned:
        if roll not in ROLLS:
            raise ValueError(f"roll must be one of {ROLLS}, got {roll!r}")
        while (roll == "holiday" and self.is_holiday(on)) or (roll == "rest" and not self.is_working(on)):
            on += _DAY
        return Reckoned(on, roll != "none" and self.is_provisional(on))
