"""Inspections: coverage of those who must be seen, findings put right, and how businesses were chosen."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days, days_between
from huizhi.insight.event_kinds.shape import joined
from huizhi.insight.formulas.shape import Ground, record
from huizhi.insight.linked import linked, placed
from huizhi.insight.terms import correction_days, coverage_days
from huizhi.lake.protocol import Lake


def small_workshops_covered(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Registered small workshops, each in its month of registration: inspected in the cycle before."""
    return _covered(lake, as_of, ground, ("small_workshop",), coverage_days("inspection.workshop_cycle", as_of))


def food_businesses_covered(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Licensed food businesses, each in its month of issue: inspected in the cycle the law sets before."""
    days = coverage_days("inspection.full_scope", as_of)
    return _covered(lake, as_of, ground, ("food_business", "food_production"), days)


def findings_corrected(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Inspections that ordered a correction, whose time for it ended in the month: corrected by then.

    Findings left pending go on to a case and are not counted.
    """
    facts = placed(lake, as_of, "inspections")
    found = facts.filter(facts.result == "ordered_correction")
    dated = found.mutate(limit_on=add_days(found.inspected_on, correction_days(as_of)))
    counted = dated.filter(ground.within(dated.limit_on))
    told = joined(counted.inspection_no, counted["item"])
    return record(counted, counted.limit_on, weight=counted.corrected_on <= counted.limit_on, label=told)


def clean_share(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Inspections in the month that met somebody: without findings. Says more about who was chosen than about all."""
    facts = placed(lake, as_of, "inspections")
    met = facts.filter(~facts.result.isin(("not_found", "closed", "not_active")), ground.within(facts.inspected_on))
    told = joined(met.inspection_no, met.name)
    return record(met, met.inspected_on, weight=met.result == "none_found", label=told)


def random_share(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Planned inspections in the month (random, routine, campaign): chosen by a random draw."""
    facts = placed(lake, as_of, "inspections")
    planned = facts.filter(facts.kind.isin(("random", "routine", "campaign")), ground.within(facts.inspected_on))
    told = joined(planned.inspection_no, planned["item"])
    return record(planned, planned.inspected_on, weight=planned.kind == "random", label=told)


def _covered(lake: Lake, as_of: date, ground: Ground, kinds: tuple[str, ...], days: int) -> ir.Table:
    """Licences in force of active entities, looked at once a year, at the end of the month they were issued in."""
    facts = placed(lake, as_of, "licences")
    standing = facts.filter(
        facts.licence_kind.isin(kinds), facts.status.fill_null("valid") == "valid", facts.own_status == "active"
    )
    ends = ibis.literal(ground.month_ends(), type="array<date>").unnest().name("end_on").as_table()
    both = standing.cross_join(ends)
    due = both.filter(
        both.issued_on.month() == both.end_on.month(),
        days_between(both.issued_on, both.end_on) >= days,
        both.valid_until.isnull() | (both.valid_until >= both.end_on),
    )
    seen = _seen(lake, as_of, due, days)
    judged = due.left_join(seen, [due.entity_id == seen.seen_entity, due.end_on == seen.seen_by])
    counted = judged.select(*[due[c] for c in due.columns], seen.seen_by)
    told = joined(counted.licence_no, counted.name)
    return record(counted, counted.end_on, weight=counted.seen_by.notnull(), label=told)


def _seen(lake: Lake, as_of: date, due: ir.Table, days: int) -> ir.Table:
    """(seen_entity, seen_by): entities that met an inspector in the `days` up to and including a day."""
    visits = linked(lake, as_of, "inspections")
    met = visits.filter(visits.result != "not_found").select(visited="entity_id", visited_on="inspected_on")
    asked = due.select("entity_id", "end_on").distinct()
    pairs = asked.inner_join(met, asked.entity_id == met.visited)
    age = days_between(pairs.visited_on, pairs.end_on)
    kept = pairs.filter(age.between(0, days - 1))
    return kept.select(seen_entity="entity_id", seen_by="end_on").distinct()
