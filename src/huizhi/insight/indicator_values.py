"""One row per indicator, division and month: exactly the sums over its records. The city is the sum of all of them.

A functional zone has no row: its records are counted in its county-level unit, and by zone straight from the records.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import exact
from huizhi.insight.formulas.shape import months_to
from huizhi.insight.plan import Plan
from huizhi.lake.protocol import Lake
from huizhi.vocabulary.divisions import DivisionTable

SCHEMA = ibis.schema(
    {"indicator": "string", "division": "string", "month": "string", "numerator": "int64", "denominator": "int64"}
)


def indicator_values(lake: Lake, as_of: date, *, plan: Plan, divisions: DivisionTable | None = None) -> ir.Table:
    """Twelve months for the city and each county-level unit, zeros where nothing was counted, from the records."""
    table = divisions or DivisionTable.load()
    counted = lake.table("indicator_records", as_of)
    city = table.city.code if table.city else ""
    counties = [division.code for division in table.counties()]
    local = counted.filter(counted.division.isin(counties))
    everywhere = counted.mutate(division=ibis.literal(city))
    both = ibis.union(everywhere.select(*_COUNTED), local.select(*_COUNTED))
    sums = both.group_by("indicator", "division", "month").aggregate(
        numerator=exact(both.weight.sum()), denominator=exact(both.base.sum())
    )
    return _every_cell(sums, plan, [city, *counties], as_of)


_COUNTED = ("indicator", "division", "month", "weight", "base")


def _every_cell(sums: ir.Table, plan: Plan, places: list[str], as_of: date) -> ir.Table:
    """The sums with a row of zeros for each cell that nothing was counted in."""
    months = months_to(as_of)
    codes = [line.code for line in plan.indicators if line.formula]
    cells = _listed(codes, "cell_indicator").cross_join(_listed(places, "cell_division"), _listed(months, "cell_month"))
    keys = [
        cells.cell_indicator == sums.indicator,
        cells.cell_division == sums.division,
        cells.cell_month == sums.month,
    ]
    filled = cells.left_join(sums, keys).select(
        indicator=cells.cell_indicator,
        division=cells.cell_division,
        month=cells.cell_month,
        numerator=sums.numerator,
        denominator=sums.denominator,
    )
    return filled.mutate(numerator=filled.numerator.fill_null(0), denominator=filled.denominator.fill_null(0))


def _listed(values: list[str] | tuple[str, ...], name: str) -> ir.Table:
    """A column of given texts."""
    return ibis.literal(list(values), type="array<string>").unnest().name(name).as_table()
