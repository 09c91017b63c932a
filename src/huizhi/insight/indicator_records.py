"""One row per record that an indicator counts: what it adds to the numerator (weight) and the denominator (base)."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.formulas import FORMULAS
from huizhi.insight.formulas.shape import Ground
from huizhi.insight.plan import Plan
from huizhi.lake.protocol import Lake
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.divisions import DivisionTable

SCHEMA = ibis.schema(
    {
        "indicator": "string",
        "source": "string",
        "source_id": "string",
        "entity_id": "string",
        "division": "string",
        "zone": "string",
        "occurred_on": "date",
        "month": "string",
        "weight": "int64",
        "base": "int64",
        "label": "string",
        "file_digest": "string",
        "row_number": "int64",
    }
)


def indicator_records(
    lake: Lake,
    as_of: date,
    *,
    plan: Plan,
    calendar: WorkCalendar | None = None,
    divisions: DivisionTable | None = None,
) -> ir.Table:
    """The records of the last twelve months of every indicator of the plan that has a formula."""
    ground = Ground.of(as_of, calendar or WorkCalendar.load(), divisions or DivisionTable.load())
    parts = [
        FORMULAS[line.formula](lake, as_of, ground).mutate(indicator=ibis.literal(line.code))
        for line in plan.indicators
        if line.formula
    ]
    if not parts:
        return _none(lake, as_of)
    counted = ibis.union(*parts)
    return _in_counties(counted, ground.divisions).select(*SCHEMA.names)


def _in_counties(counted: ir.Table, divisions: DivisionTable) -> ir.Table:
    """A functional zone written as the division becomes the zone, and the county it lies in the division."""
    zones = {zone.code: zone.lies_in for zone in divisions.zones() if zone.lies_in}
    if not zones:
        return counted
    is_zone = counted.division.isin(list(zones)).fill_null(False)
    return counted.mutate(
        zone=ibis.ifelse(is_zone, counted.division, counted.zone),
        division=counted.division.cases(*zones.items(), else_=counted.division),
    )


def _none(lake: Lake, as_of: date) -> ir.Table:
    """No record, for a plan that counts nothing yet."""
    known = lake.table("entities", as_of)
    typed = {name: ibis.null(str(kind)) for name, kind in SCHEMA.items()}
    return known.select(**typed).filter(ibis.literal(False))
