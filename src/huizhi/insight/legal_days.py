"""One row per day a term may start or end on: worked or not, by whose reading it moves on, and to which day."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import rows_of
from huizhi.lake.protocol import Lake
from huizhi.law.reference import DAY_COLUMNS, day_rows
from huizhi.vocabulary.calendar import WorkCalendar

SCHEMA = ibis.schema(
    {
        "on": "date",
        "worked": "boolean",
        "in_break": "boolean",
        "statutory_holiday": "boolean",
        "awaits_notice": "boolean",
        "worked_before": "int64",
        "after_statutory": "date",
        "after_break": "date",
        "after_rest": "date",
    }
)
"""`worked_before`: working days through that day; `after_…`: that day, or the first after it that may end a term."""
YEARS_BACK, YEARS_ON = 10, 12


def legal_days(_lake: Lake, as_of: date, *, calendar: WorkCalendar | None = None) -> ir.Table:
    """The days some years around a day, as the clocks read the calendar."""
    return rows_of(days_around(as_of, calendar or WorkCalendar.load()), SCHEMA)


def days_around(as_of: date, calendar: WorkCalendar) -> list[dict[str, object]]:
    """The rows of the table, oldest first."""
    first, last = date(as_of.year - YEARS_BACK, 1, 1), date(as_of.year + YEARS_ON, 12, 31)
    days = [dict(zip(DAY_COLUMNS, row, strict=True)) for row in day_rows(calendar, first, last)]
    count, rows = 0, []
    for day in days:
        count += bool(day["worked"])
        rows.append({**day, "worked_before": count})
    ends = {"after_statutory": "statutory_holiday", "after_break": "in_break", "after_rest": "worked"}
    following = dict.fromkeys(ends, last + timedelta(days=1))
    for row in reversed(rows):
        for name, column in ends.items():
            may_end = row[column] if column == "worked" else not row[column]
            following[name] = row["on"] if may_end else following[name]
            row[name] = following[name]
    return rows
