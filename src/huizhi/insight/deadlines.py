"""One row per clock that facts have started: its last day by the law's own tables, and whether it is overdue.

The arithmetic is the law room's, said in joins: the value in force on the day the clock started, working days counted
in the table of days, months to the corresponding day, and the last day moved on by the reading of rest days. What
stops or extends a clock is not in the facts, so a deadline here is the plain one.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.linked import placed
from huizhi.lake.protocol import Lake

CLOCKS = ibis.schema(
    {
        "source": "string",
        "source_id": "string",
        "entity_id": "string",
        "key": "string",
        "started_on": "date",
        "ended_on": "date",
    }
)
"""A started clock: the record it comes from, the legal value it runs by, its first and (where it ended) last day."""
SCHEMA = ibis.schema(
    {
        **CLOCKS,
        "due": "date",
        "rights_due": "date",
        "awaits_notice": "boolean",
        "to_be_confirmed": "boolean",
        "overdue": "boolean",
    }
)
FOUND = ("source", "source_id", "key", "due", "rights_due", "awaits_notice", "to_be_confirmed")
_DAYS_UNITS = ("D", "M", "Y")
_MONTHS_A_YEAR = 12


def deadlines(lake: Lake, as_of: date) -> ir.Table:
    """Every clock of complaints, reports and food disposal with its deadline, overdue as of a day."""
    return reckoned(started(lake, as_of), lake.table("legal_values", as_of), lake.table("legal_days", as_of), as_of)


def started(lake: Lake, as_of: date) -> ir.Table:
    """The clocks the lake's facts started: acceptance, mediation, report and disposal; withdrawn matters have none.

    A mediation runs by two limits, and the earlier binds: it has a row for each.
    """
    matters, samples = placed(lake, as_of, "complaints"), placed(lake, as_of, "food_sampling")
    standing = matters.filter(matters.outcome.fill_null("open") != "withdrawn")
    complaints, reports = standing.filter(standing.kind == "complaint"), standing.filter(standing.kind == "report")
    mediated = complaints.filter(complaints.accepted_on.notnull(), complaints.outcome.fill_null("open") != "refused")
    failed = samples.filter(samples.sample_verdict == "fail", samples.item_no == 1)
    answered = ibis.coalesce(complaints.accepted_on, complaints.closed_on)
    return ibis.union(
        _clock(complaints, "complaint.acceptance_wd", complaints.received_at.date(), answered),
        _clock(mediated, "complaint.mediation_limit", mediated.accepted_on, mediated.closed_on),
        _clock(mediated, "complaint.regulation_limit", mediated.accepted_on, mediated.closed_on),
        _clock(reports, "report.decision_wd", reports.received_at.date(), reports.closed_on),
        _clock(failed, "food.disposal_days", failed.reported_on, failed.disposed_on),
    )


def reckoned(clocks: ir.Table, values: ir.Table, days: ir.Table, as_of: date) -> ir.Table:
    """Clocks with their deadlines; none where no value is in force on the first day, or the days do not reach."""
    terms = _terms(clocks, values)
    found = ibis.union(_in_working_days(terms, days), _in_days(terms, days))
    known = found.rename({f"found_{name}": name for name in FOUND[:3]})
    both = clocks.left_join(
        known,
        [
            clocks.source == known.found_source,
            clocks.source_id == known.found_source_id,
            clocks.key == known.found_key,
        ],
    )
    ended = ibis.coalesce(both.ended_on, ibis.date(as_of.isoformat()))
    return both.mutate(overdue=ended > both.due).select(*SCHEMA.names)


def _clock(facts: ir.Table, key: str, started_on: ir.DateValue, ended_on: ir.DateValue) -> ir.Table:
    clock = facts.select(
        source=facts.source,
        source_id=facts.source_id,
        entity_id=facts.entity_id,
        key=ibis.literal(key),
        started_on=started_on,
        ended_on=ended_on,
    )
    return clock.filter(clock.started_on.notnull())


def _terms(clocks: ir.Table, values: ir.Table) -> ir.Table:
    """Each clock with the value in force on its day: of several layers the highest."""
    held = values.filter(values.number.notnull()).select(
        value_key=values.key,
        since=values.in_force_from,
        until=values.in_force_to,
        unit=values.unit,
        number=values.number,
        rolls=values.rolls,
        to_be_confirmed=values.to_be_confirmed,
        layer_rank=values["rank"],
    )
    both = clocks.inner_join(held, clocks.key == held.value_key)
    on_the_day = both.filter(both.since <= both.started_on, both.until.isnull() | (both.started_on <= both.until))
    window = ibis.window(
        group_by=[on_the_day.source, on_the_day.source_id, on_the_day.key], order_by=on_the_day.layer_rank.desc()
    )
    ranked = on_the_day.mutate(place=ibis.row_number().over(window))
    return ranked.filter(ranked.place == 0).drop("place")


def _in_working_days(terms: ir.Table, days: ir.Table) -> ir.Table:
    """The day whose place among the worked ones is so many after that of the first day."""
    begun = days.select(start_on=days.on, counted=days.worked_before, start_awaits=days.awaits_notice)
    running = terms.filter(terms.unit == "WD").inner_join(begun, terms.started_on == begun.start_on)
    last = running.mutate(place=running.counted + running.number)
    ends = days.filter(days.worked).select(due=days.on, end_place=days.worked_before, end_awaits=days.awaits_notice)
    both = last.inner_join(ends, last.place == ends.end_place)
    awaits = both.start_awaits | both.end_awaits
    return both.mutate(rights_due=both.due, awaits_notice=awaits).select(*FOUND)


def _in_days(terms: ir.Table, days: ir.Table) -> ir.Table:
    """So many days or months on, and from there to where the readings let a last day stand."""
    running = terms.filter(terms.unit.isin(_DAYS_UNITS))
    months = ibis.cases(
        (running.unit == "M", running.number), (running.unit == "Y", running.number * _MONTHS_A_YEAR), else_=0
    )
    plain = ibis.ifelse(running.unit == "D", running.number, 0)
    begun = running.started_on.cast("timestamp")
    dated = running.mutate(last_on=(begun + months.as_interval("M") + plain.as_interval("D")).date())
    ends = days.select(
        end_on=days.on, end_awaits=days.awaits_notice, after_break=days.after_break, after_rest=days.after_rest
    )
    both = dated.inner_join(ends, dated.last_on == ends.end_on)
    moved = both.mutate(
        due=ibis.ifelse(both.rolls, both.after_break, both.last_on),
        rights_due=ibis.ifelse(both.rolls, both.after_rest, both.last_on),
    )
    final = days.select(final_on=days.on, final_awaits=days.awaits_notice)
    known = moved.inner_join(final, moved.rights_due == final.final_on)
    return known.mutate(awaits_notice=known.rolls & (known.end_awaits | known.final_awaits)).select(*FOUND)
