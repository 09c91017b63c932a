"""What each piece of evidence weighs under a card on a day, before caps: what `reasons` and `scores` share."""

from collections.abc import Sequence
from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import days_between, thirty_day_steps
from huizhi.insight.scorecard import Indicator, Scorecard
from huizhi.lake.protocol import Lake


def weighed_events(lake: Lake, as_of: date, card: Scorecard, kept: Sequence[str]) -> ir.Table:
    """(entity_id, rule, weight, kept columns): events some line reads and whose time has not run out.

    `rule` is the line's place on the card; `weight` is its points of that day without sign, at least 1.
    """
    events = lake.table("events", as_of)
    lines = [(n, line) for n, line in enumerate(card.indicators) if line.kinds]
    kinds = sorted({kind for _, line in lines for kind in line.kinds})
    first = as_of - timedelta(days=max(line.window_days for _, line in lines) - 1)
    near = events.filter(
        events.kind.isin(kinds), events.occurred_on.between(ibis.date(first.isoformat()), ibis.date(as_of.isoformat()))
    )
    cases = [(_reads(near, line), ibis.literal(n, type="int64")) for n, line in lines]
    read = near.mutate(rule=ibis.cases(*cases, else_=ibis.null("int64")), age=days_between(near.occurred_on, as_of))
    windows = by_rule(read.rule, [line.window_days for line in card.indicators])
    live = read.filter(read.rule.notnull(), read.age < windows)
    weighed = live.mutate(full=_full_points(live, card))
    weight = ibis.greatest((weighed.full * _decay(weighed, card)) >> 10, 1)
    return weighed.select("entity_id", "rule", *kept, weight=weight)


def holds_attribute(known: ir.Table, line: Indicator) -> ir.BooleanValue:
    """True for entities whose register column begins with what the line counts."""
    value = known[line.column]
    return any_of([value.startswith(text) for text in line.starts]) & known.established_on.notnull()


def _reads(events: ir.Table, line: Indicator) -> ir.BooleanValue:
    """True for the events a line counts."""
    reads = events.kind.isin(line.kinds)
    if line.severity_from > 0:
        reads = reads & (events.severity >= line.severity_from)
    if line.severity_to < 1_000_000:
        reads = reads & (events.severity <= line.severity_to)
    return reads


def _full_points(live: ir.Table, card: Scorecard) -> ir.IntegerValue:
    """The weight of each piece of evidence on the day it happened, without sign."""
    lines = card.indicators
    full = by_rule(live.rule, [abs(line.points) for line in lines])
    graded = [line.per_severity != 0 for line in lines]
    if any(graded):
        most = by_rule(live.rule, [line.severity_most for line in lines])
        steps = ibis.greatest(ibis.least(live.severity, most) - 1, 0)
        full = full + steps * by_rule(live.rule, [abs(line.per_severity) for line in lines])
    tiers = [(n, fen, points) for n, line in enumerate(lines) for fen, points in line.amount_tiers]
    for n, fen, points in tiers:
        reached = (live.rule == n) & (live.amount_fen.fill_null(0) >= fen)
        full = full + ibis.ifelse(reached, points, 0)
    return full


def _decay(live: ir.Table, card: Scorecard) -> ir.IntegerValue:
    """The share of the weight left at this age, in 1/1024, from one list of all the card's decays."""
    starts, steps = {}, []
    for name, shares in card.decays.items():
        starts[name] = len(steps)
        steps += shares
    first = by_rule(live.rule, [starts[line.decay] for line in card.indicators])
    last = by_rule(live.rule, [starts[i.decay] + len(card.decays[i.decay]) - 1 for i in card.indicators])
    step = ibis.least(first + thirty_day_steps(live.age), last)
    return ibis.literal(steps, type="array<int64>")[step]


def by_rule(rule: ir.IntegerValue, values: list[int]) -> ir.IntegerValue:
    """The value that belongs to each rule number."""
    return ibis.literal(values, type="array<int64>")[rule]


def any_of(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    """True when one holds."""
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole | condition
    return whole
