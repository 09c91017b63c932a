"""The shape of a counted record, and the ground every formula stands on."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import month_of
from huizhi.lake.protocol import Lake
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.divisions import DivisionTable

MONTHS = 12

COLUMNS = (
    "source", "source_id", "entity_id", "division", "zone", "occurred_on", "month", "weight", "base", "label",
    "file_digest", "row_number",
)  # fmt: skip


def months_to(as_of: date) -> tuple[str, ...]:
    """The last twelve months, the one of as_of included, oldest first: ("2025-11", …, "2026-10")."""
    last = as_of.year * 12 + as_of.month - 1
    return tuple(f"{n // 12:04}-{n % 12 + 1:02}" for n in range(last - MONTHS + 1, last + 1))


@dataclass(frozen=True)
class Ground:
    """The months counted (oldest first), up to which day, and the calendar and divisions they are counted by."""

    months: tuple[str, ...]
    as_of: date
    calendar: WorkCalendar
    divisions: DivisionTable

    @classmethod
    def of(cls, as_of: date, calendar: WorkCalendar, divisions: DivisionTable) -> "Ground":
        """The ground of a day."""
        return cls(months_to(as_of), as_of, calendar, divisions)

    @property
    def first(self) -> date:
        """The first day of the first month."""
        return date.fromisoformat(f"{self.months[0]}-01")

    def month_ends(self) -> list[date]:
        """The last day of each month, as_of for the running one."""
        firsts = [date.fromisoformat(f"{month}-01") for month in self.months]
        return [min(d.replace(day=monthrange(d.year, d.month)[1]), self.as_of) for d in firsts]

    def within(self, day: ir.DateValue) -> ir.BooleanValue:
        """True for the days counted."""
        return day.between(ibis.date(self.first.isoformat()), ibis.date(self.as_of.isoformat()))


Formula = Callable[[Lake, date, Ground], ir.Table]


def record(
    facts: ir.Table,
    on: ir.DateValue,
    *,
    weight: ir.BooleanValue | ir.IntegerValue | int,
    base: ir.BooleanValue | ir.IntegerValue | int = 1,
    label: ir.StringValue,
) -> ir.Table:
    """One counted record per fact (as `placed` gives them), in the month of `on`; yes counts 1, no and unknown 0."""
    division = facts.division if "division" in facts.columns else ibis.null("string")
    return facts.select(
        source=facts.source,
        source_id=facts.source_id,
        entity_id=facts.entity_id,
        division=ibis.coalesce(division, facts.own_division),
        zone=facts.own_zone,
        occurred_on=on,
        month=month_of(on),
        weight=_whole(weight),
        base=_whole(base),
        label=label.fill_null(""),
        file_digest=facts.file_digest,
        row_number=facts.row_number,
    )


def _whole(value: ir.Value | int) -> ir.IntegerValue:
    if isinstance(value, int):
        return ibis.literal(value, type="int64")
    return value.cast("int64").fill_null(0)
