"""What each piece of evidence weighs under a card on a day, before caps: what `reasons` and `scores` share."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import days_between, thirty_day_steps
from huizhi.insight.scorecard import MOST, Indicator, Scorecard
from huizhi.lake.protocol import Lake


def weighed_events(lake: Lake, as_of: date, card: Scorecard, kept: Sequence[str]) -> ir.Table:
    """(entity_id, rule, weight, kept columns): events some line reads and whose time has not run out.

    `rule` is the line's place on the card; `weight` is its points of that day without sign, at least 1.
    """
    events = lake.table("events", as_of)
    first = as_of - timedelta(days=max(line.window_days for line in card.indicators) - 1)
    near = events.filter(events.occurred_on.between(ibis.date(first.isoformat()), ibis.date(as_of.isoformat())))
    read = near.mutate(rule=_line_reading(near, card), age=days_between(near.occurred_on, as_of))
    live = read.filter(read.age < by_rule(read.rule, [line.window_days for line in card.indicators]))
    weighed = live.mutate(full=_full_points(live, card))
    weight = ibis.greatest((weighed.full * _decay(weighed, card)) >> 10, 1)
    return weighed.select("entity_id", "rule", *kept, weight=weight)


def holds_attribute(known: ir.Table, line: Indicator) -> ir.BooleanValue:
    """True for entities whose register column begins with what the line counts."""
    value = known[line.column]
    return any_of([value.startswith(text) for text in line.starts]) & known.established_on.notnull()


def _line_reading(events: ir.Table, card: Scorecard) -> ir.IntegerValue:
    """The number of the line that counts an event, null when none does: looked up by kind and step of severity.

    A step begins at each severity from which another line may count; engines look a kind up once per dictionary.
    """
    lines = [(n, line) for n, line in enumerate(card.indicators) if line.kinds]
    kinds = sorted({kind for _, line in lines for kind in line.reads})
    edges = {line.severity_from for _, line in lines} | {line.severity_to + 1 for _, line in lines}
    steps = sorted(edge for edge in edges if 0 < edge <= MOST)
    table: list[int | None] = [None] * (len(kinds) * (len(steps) + 1))
    for n, line in lines:
        for place, lowest in enumerate((0, *steps)):
            if line.severity_from <= lowest <= line.severity_to:
                for kind in line.reads:
                    table[kinds.index(kind) * (len(steps) + 1) + place] = n
    kind = ibis.literal(kinds, type="array<string>").index(events.kind)
    step = sum((ibis.ifelse(events.severity >= edge, 1, 0) for edge in steps), start=ibis.literal(0, type="int64"))
    return by_rule(ibis.ifelse(kind >= 0, kind * (len(steps) + 1) + step, ibis.null("int64")), table)


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
    longest = max(len(shares) for shares in card.decays.values())
    padded = {name: [*shares, *[shares[-1]] * (longest - len(shares))] for name, shares in card.decays.items()}
    starts = {name: place * longest for place, name in enumerate(padded)}
    first = by_rule(live.rule, [starts[line.decay] for line in card.indicators])
    every = [share for shares in padded.values() for share in shares]
    return ibis.literal(every, type="array<int64>")[first + ibis.least(thirty_day_steps(live.age), longest - 1)]


def by_rule(rule: ir.IntegerValue, values: Sequence[Any]) -> ir.Value:
    """The whole number, or the text, that belongs to each rule number."""
    kind = "string" if any(isinstance(value, str) for value in values) else "int64"
    return ibis.literal(values, type=f"array<{kind}>")[rule]


def any_of(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    """True when one holds."""
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole | condition
    return whole
