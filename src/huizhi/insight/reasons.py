"""One row per entity, indicator and piece of evidence: what it adds to the score, since when, and until when.

The points of an entity's reasons sum to its score exactly. Caps and the floor at zero are not applied to totals but cut
from the evidence itself, in a fixed order: newest evidence first under a cap; credits last, down to zero.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days, days_between, exact, thirty_day_steps
from huizhi.insight.scorecard import Indicator, Scorecard
from huizhi.lake.protocol import Lake

SCHEMA = ibis.schema(
    {
        "entity_id": "string",
        "position": "int64",
        "indicator": "string",
        "dimension": "string",
        "points": "int64",
        "kind": "string",
        "detail": "string",
        "occurred_on": "date",
        "lapses_on": "date",
        "source": "string",
        "source_id": "string",
        "file_digest": "string",
        "row_number": "int64",
    }
)

EVIDENCE = ("kind", "detail", "occurred_on", "source", "source_id", "file_digest", "row_number")


def reasons(lake: Lake, as_of: date, *, scorecard: Scorecard) -> ir.Table:
    """Reasons as of a day under a card, from `events` and `entities`; position 1 weighs most."""
    counted = _from_events(lake, as_of, scorecard)
    registered = _from_register(lake, as_of, scorecard)
    weighed = counted if registered is None else counted.union(registered)
    return _worded(_floored(_capped(weighed, scorecard)), scorecard)


def _from_events(lake: Lake, as_of: date, card: Scorecard) -> ir.Table:
    """(entity_id, rule, weight, evidence…): events some line of the card reads and whose time has not run out."""
    events = lake.table("events", as_of)
    lines = [(n, line) for n, line in enumerate(card.indicators) if line.kinds]
    cases = [(_reads(events, line), ibis.literal(n, type="int64")) for n, line in lines]
    read = events.mutate(rule=ibis.cases(*cases, else_=ibis.null("int64")), age=days_between(events.occurred_on, as_of))
    windows = _by_rule(read.rule, [line.window_days for line in card.indicators])
    live = read.filter(read.rule.notnull(), read.age >= 0, read.age < windows)
    weighed = live.mutate(full=_full_points(live, card))
    weight = ibis.greatest((weighed.full * _decay(weighed, card)) >> 10, 1)
    return weighed.select("entity_id", "rule", *EVIDENCE, weight=weight)


def _from_register(lake: Lake, as_of: date, card: Scorecard) -> ir.Table | None:
    """The same shape from attributes of the register, evidence being the register's row; None without attributes."""
    known = lake.table("entities", as_of)
    parts = []
    for n, line in enumerate(card.indicators):
        if line.kinds:
            continue
        value = known[line.column]
        found = known.filter(_any([value.startswith(text) for text in line.starts]), known.established_on.notnull())
        parts.append(
            found.select(
                entity_id=found.entity_id, rule=ibis.literal(n, type="int64"), kind=ibis.literal(line.column),
                detail=found[line.column], occurred_on=found.established_on, source=found.source,
                source_id=found.source_id, file_digest=found.file_digest, row_number=found.row_number,
                weight=ibis.literal(abs(line.points), type="int64"),
            )
        )  # fmt: skip
    return ibis.union(*parts) if parts else None


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
    full = _by_rule(live.rule, [abs(line.points) for line in lines])
    graded = [line.per_severity != 0 for line in lines]
    if any(graded):
        most = _by_rule(live.rule, [line.severity_most for line in lines])
        steps = ibis.greatest(ibis.least(live.severity, most) - 1, 0)
        full = full + steps * _by_rule(live.rule, [abs(line.per_severity) for line in lines])
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
    first = _by_rule(live.rule, [starts[line.decay] for line in card.indicators])
    last = _by_rule(live.rule, [starts[i.decay] + len(card.decays[i.decay]) - 1 for i in card.indicators])
    step = ibis.least(first + thirty_day_steps(live.age), last)
    return ibis.literal(steps, type="array<int64>")[step]


def _capped(weighed: ir.Table, card: Scorecard) -> ir.Table:
    """The evidence of one line up to its cap, newest first, points with their sign; what has none left falls away."""
    order = [ibis.desc(weighed.occurred_on), weighed.source, weighed.source_id, weighed.row_number, weighed.kind]
    line = ibis.window(group_by=[weighed.entity_id, weighed.rule], order_by=order, rows=(None, 0))
    running = weighed.mutate(total=weighed.weight.sum().over(line))
    caps = _by_rule(running.rule, [abs(i.cap) for i in card.indicators])
    signs = _by_rule(running.rule, [-1 if i.is_credit else 1 for i in card.indicators])
    kept = ibis.least(running.total, caps) - ibis.least(running.total - running.weight, caps)
    cut = running.mutate(points=kept * signs)
    return cut.filter(cut.points != 0)


def _floored(capped: ir.Table) -> ir.Table:
    """Credits only down to a score of zero: largest points first, credits last, each cut to what is left to take."""
    order = [
        ibis.desc(capped.points), capped.rule, ibis.desc(capped.occurred_on), capped.source, capped.source_id,
        capped.row_number, capped.kind,
    ]  # fmt: skip
    whole = ibis.window(group_by=capped.entity_id, order_by=order, rows=(None, 0))
    running = capped.mutate(
        score=capped.points.sum().over(whole),
        position=ibis.row_number().over(ibis.window(group_by=capped.entity_id, order_by=order)) + 1,
    )
    left = ibis.greatest(running.score, 0) - ibis.greatest(running.score - running.points, 0)
    cut = running.mutate(points=exact(left))
    return cut.filter(cut.points != 0)


def _worded(cut: ir.Table, card: Scorecard) -> ir.Table:
    """Codes for numbers, and the first day on which the evidence no longer counts (null: while registered so)."""
    lines = list(enumerate(card.indicators))
    lapses = [(cut.rule == n, add_days(cut.occurred_on, line.window_days)) for n, line in lines if line.window_days]
    worded = cut.mutate(
        indicator=cut.rule.cases(*[(n, line.code) for n, line in lines], else_=""),
        dimension=cut.rule.cases(*[(n, line.dimension) for n, line in lines], else_=""),
        lapses_on=ibis.cases(*lapses, else_=ibis.null("date")),
    )
    return worded.select(*SCHEMA.names)


def _by_rule(rule: ir.IntegerValue, values: list[int]) -> ir.IntegerValue:
    """The value that belongs to each rule number."""
    return ibis.literal(values, type="array<int64>")[rule]


def _any(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    """True when one holds."""
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole | condition
    return whole
