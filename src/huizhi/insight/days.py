"""Days in expressions: what every engine says the same way.

Adding an interval to a date yields a timestamp on one engine and a date on the other, so days are added to a timestamp
and cut back; a legal term counted in working days becomes a list of due days, looked up by the day it starts.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

_LINE, _FIELD, _NOTHING = "¶", "¦", "∅"


def add_days(day: ir.DateValue, days: int) -> ir.DateValue:
    """The date `days` calendar days later, a date on every engine."""
    return (day.cast("timestamp") + ibis.interval(days=days)).date()


def days_later(day: ir.DateValue, days: ir.IntegerValue) -> ir.DateValue:
    """The date as many calendar days later as a column says, null where it says nothing."""
    return (day.cast("timestamp") + days.as_interval("D")).date()


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
    later = days_later(start, terms[ibis.ifelse(inside, place, 0)])
    return ibis.ifelse(inside, later, ibis.null("date"))


def rows_of(rows: Sequence[Mapping[str, object]], schema: ibis.Schema) -> ir.Table:
    """A table written into the expression itself, so that every engine reads the same rows and none has to load them.

    The rows travel as one text, cut up by the engine: a literal per row takes minutes to compile. Types: string, date,
    int64, boolean; None stays null. ValueError for a text that holds one of the two marks.
    """
    lines = [_FIELD.join(_packed(row[name]) for name in schema.names) for row in rows]
    line = ibis.literal(_LINE.join(lines)).split(_LINE).unnest().name("line").as_table()
    cells = line.select(cells=line.line.split(_FIELD)).cells
    table = cells.as_table()
    return table.select(**{
        name: table.cells[place].nullif(_NOTHING).cast(kind) for place, (name, kind) in enumerate(schema.items())
    })  # fmt: skip


def _packed(value: object) -> str:
    text = _NOTHING if value is None else str(value).lower() if isinstance(value, bool) else str(value)
    if _LINE in text or _FIELD in text:
        raise ValueError(f"{text!r} holds a mark that separates rows or fields")
    return text


def thirty_day_steps(days: ir.IntegerValue) -> ir.IntegerValue:
    """days // 30 for 0 <= days < 40,000 in whole numbers throughout: engines divide integers in floating point."""
    return (days * 34_953) >> 20


def month_of(day: ir.DateValue) -> ir.StringValue:
    """The month as "2026-10"."""
    return day.strftime("%Y-%m")


def exact(total: ir.NumericValue) -> ir.IntegerValue:
    """A sum as int64 in files too: one engine widens integer sums to 128 bits, which Parquet would store as floats."""
    return total.cast("decimal(38, 0)").cast("int64")
