"""annual_report, annual_report_late, annual_report_missing."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days
from huizhi.insight.event_kinds.shape import event
from huizhi.insight.linked import about_entities
from huizhi.insight.terms import annual_report_due
from huizhi.lake.protocol import Lake

FIRST_YEAR = 2014
"""The first report year whose due day 企业信息公示暂行条例 set; it commenced on 2014-10-01."""
OBLIGED = ("enterprise", "cooperative")


def annual_report_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Reports by their day, late ones apart, and the years an active enterprise left out."""
    reports = about_entities(lake, as_of, "annual_reports")
    dated = reports.mutate(due_on=due_on(reports.report_year, as_of))
    late = ibis.ifelse(dated.reported_on > dated.due_on, "annual_report_late", "annual_report")
    missing = missing_reports(lake, as_of)
    left_out = event(
        missing, "annual_report_missing", add_days(missing.due_on, 1), detail=missing.report_year.cast("string")
    )
    return [
        event(dated, late, dated.reported_on, detail=dated.report_year.cast("string")),
        left_out,
    ]


def due_on(report_year: ir.IntegerValue, as_of: date) -> ir.DateValue:
    """The last day for the report of a year, by the law of that day; null for years before there was one."""
    years = range(FIRST_YEAR, as_of.year + 1)
    dues = [(year, ibis.date(annual_report_due(year).isoformat())) for year in years]
    return report_year.cases(*dues, else_=ibis.null("date"))


def missing_reports(lake: Lake, as_of: date) -> ir.Table:
    """Each obliged entity and year without a report, once the source has spoken since the due day.

    A year nobody's reports were delivered for is silence of the source, not of the enterprises.
    """
    reports = about_entities(lake, as_of, "annual_reports")
    obliged = obliged_entities(lake, as_of)
    years = _spoken_years(lake, as_of)
    owed = obliged.inner_join(years, obliged.established_on.year() <= years.covered_year).select(
        *[obliged[c] for c in obliged.columns], report_year=years.covered_year, due_on=years.due_on
    )
    return owed.anti_join(
        reports.select("entity_id", "report_year"),
        ["entity_id", "report_year"],
    )


def obliged_entities(lake: Lake, as_of: date) -> ir.Table:
    """Active enterprises and cooperatives as facts (with known_at), for evidence."""
    known = lake.table("entities", as_of)
    obliged = known.filter(known.entity_kind.isin(OBLIGED), known.status == "active", known.established_on.notnull())
    columns = ["entity_id", "name", "division", "zone", "established_on"]
    evidence = ["source", "source_id", "file_digest", "row_number"]
    return obliged.select(*columns, *evidence, known_at=obliged.established_on.cast("timestamp(6)"))


def _spoken_years(lake: Lake, as_of: date) -> ir.Table:
    """(covered_year, due_on): years some report was delivered for and whose due day the latest delivery has passed."""
    facts = lake.table("annual_reports", as_of)
    latest = facts.aggregate(heard_on=facts.known_at.max().date())
    years = facts.select(covered_year=facts.report_year).distinct()
    dated = years.mutate(due_on=due_on(years.covered_year, as_of))
    heard = dated.cross_join(latest)
    return heard.filter(heard.due_on < heard.heard_on).select("covered_year", "due_on")
