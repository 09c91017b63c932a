"""Days in expressions: what every engine says the same way.

Adding an interval to a date yields a timestamp on one engine and a date on the other, so days are added to a timestamp
and cut back; a legal term counted in working days becomes a list of due days, looked up by the day it starts.
"""

from collections.abc import Callable
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir


def add_days(day: ir.DateValue, days: int) -> ir.DateValue:
    """The date `days` calendar days later, a date on every engine."""
    return (day.cast("timestamp") + ibis.interval(days=days)).date()


def days_between(start: ir.DateValue, end: ir.DateValue | date) -> ir.IntegerValue:
    """Whole calendar days from start to end; negative when end is earlier."""
    later = ibis.date(end.isoformat()) if isinstance(end, date) else end
    return later.delta(start, unit="day")


def due_day(start: ir.DateValue, first: date, last: date, due: Callable[[date], date]) -> ir.DateValue:
    """`due(start)` for starts from first through last, null outside; the law is asked once per day, not per row."""
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    terms = ibis.literal([(due(day) - day).days for day in days], type="array<int64>")
    place = days_between(ibis.date(first.isoformat()), start)
    inside = place.between(0, len(days) - 1)
    term = terms[ibis.ifelse(inside, place, 0)]
    later = (start.cast("timestamp") + term.as_interval("D")).date()
    return ibis.ifelse(inside, later, ibis.null("date"))


def thirty_day_steps(days: ir.IntegerValue) -> ir.IntegerValue:
    """days // 30 for 0 <= days < 40,000 in whole numbers throughout: engines divide integers in floating point."""
    return (days * 34_953) >> 20


def month_of(day: ir.DateValue) -> ir.StringValue:
    """The month as "2026-10"."""
    return day.strftime("%Y-%m")


def exact(total: ir.NumericValue) -> ir.IntegerValue:
    """A sum as int64 in files too: one engine widens integer sums to 128 bits, which Parquet would store as floats."""
    return total.cast("decimal(38, 0)").cast("int64")
