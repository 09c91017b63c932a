"""Businesses themselves: coming into the market, and reporting on time."""

from datetime import date

import ibis.expr.types as ir

from huizhi.insight.event_kinds.annual_reports import due_on, missing_reports
from huizhi.insight.formulas.population import residents
from huizhi.insight.formulas.shape import Ground, record
from huizhi.insight.linked import placed
from huizhi.lake.protocol import Lake


def annual_reports_on_time(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Annual reports due in the month: published by the day, among those published at all or owed and missing."""
    facts = placed(lake, as_of, "annual_reports")
    reported = facts.filter(facts.entity_id.notnull())
    dated = reported.mutate(limit_on=due_on(reported.report_year, as_of))
    told = dated.filter(ground.within(dated.limit_on))
    year = told.report_year.cast("string")
    published = record(told, told.limit_on, weight=told.reported_on <= told.limit_on, label=year)
    missing = missing_reports(lake, as_of)
    owed = missing.mutate(own_division=missing.division, own_zone=missing.zone).filter(ground.within(missing.due_on))
    return published.union(record(owed, owed.due_on, weight=0, label=owed.report_year.cast("string")))


def new_entities_per_thousand(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Entities established in the month (numerator) and the residents (denominator of each month)."""
    known = lake.table("entities", as_of)
    new = known.filter(ground.within(known.established_on))
    placed_new = new.mutate(own_division=new.division, own_zone=new.zone)
    born = record(placed_new, placed_new.established_on, weight=1, base=0, label=placed_new.name)
    return born.union(residents(lake, as_of, ground))
