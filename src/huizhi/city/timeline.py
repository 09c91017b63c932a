"""The city's time: four years of events and the days on which departments deliver their files. Days count from 1970."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

EPOCH = date(1970, 1, 1)
NEVER = 10**6
"""A day that never comes."""
MONTHS = 48
"""Slots of equal length into which the four years are cut."""


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return (day - EPOCH).days


def months_later(day: date, months: int) -> date:
    """The same day some months later (or earlier), or that month's last day."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Timeline:
    """Deliveries: index 0 is the first load one year before `until`, 1..12 follow month by month up to `until`."""

    until: date

    @property
    def start(self) -> int:
        """First day of history (four years before `until`)."""
        return day_number(months_later(self.until, -48))

    @property
    def end(self) -> int:
        """The last day, `until` itself."""
        return day_number(self.until)

    @property
    def load(self) -> int:
        """The day of the first load."""
        return self.days[0]

    @property
    def dates(self) -> list[date]:
        """The thirteen delivery days."""
        return [months_later(self.until, k - 12) for k in range(13)]

    @property
    def days(self) -> list[int]:
        """The thirteen delivery days as day numbers."""
        return [day_number(d) for d in self.dates]

    def delivery_of(self, days: np.ndarray, every: int = 1) -> np.ndarray:
        """First delivery on or after each day; 99 if none. `every` 3 uses only each third delivery (quarters)."""
        found = np.searchsorted(np.array(self.days), days, side="left")
        found = -(-found // every) * every
        return np.where(found > 12, 99, found)

    def slot_days(self, slots: np.ndarray, part: np.ndarray, of: int = MONTHS) -> np.ndarray:
        """A day inside slot number `slots` of `of` equal slots, at `part` (0..1) of it."""
        span = self.end - self.start
        return self.start + np.floor((slots + part) * span / of).astype(np.int64)


def text_days(days: np.ndarray, pattern: str = "%Y-%m-%d") -> pl.Series:
    """Day numbers as text; days at or past NEVER become null."""
    days = np.asarray(days)
    known = days < NEVER
    column = pl.Series(np.where(known, days, 0).astype(np.int32)).cast(pl.Date).dt.strftime(pattern)
    return column if known.all() else column.set(pl.Series(~known), None)


def year_of(days: np.ndarray) -> np.ndarray:
    """Calendar year of each day."""
    return np.asarray(days).astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970


def month_of(days: np.ndarray) -> np.ndarray:
    """Calendar month 1..12 of each day."""
    return np.asarray(days).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12 + 1
