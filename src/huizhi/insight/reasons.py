"""One row per entity, indicator and piece of evidence: what it adds to the score, since when, and until when.

The points of an entity's reasons sum to its score exactly. Caps and the floor at zero are not applied to totals but cut
from the evidence itself, in a fixed order: newest evidence first under a cap; credits last, down to zero.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import days_later, exact
from huizhi.insight.scorecard import ALWAYS_DAYS, Scorecard
from huizhi.insight.weighing import by_rule, holds_attribute, weighed_events
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
    counted = weighed_events(lake, as_of, scorecard, EVIDENCE)
    registered = _from_register(lake, as_of, scorecard)
    weighed = counted if registered is None else counted.union(registered)
    return _worded(_floored(_capped(weighed, scorecard)), scorecard)


def _from_register(lake: Lake, as_of: date, card: Scorecard) -> ir.Table | None:
    """The same shape from attributes of the register, evidence being the register's row; None without attributes."""
    known = lake.table("entities", as_of)
    parts = []
    for n, line in enumerate(card.indicators):
        if line.kinds:
            continue
        found = known.filter(holds_attribute(known, line))
        parts.append(
            found.select(
                entity_id=found.entity_id, rule=ibis.literal(n, type="int64"), kind=ibis.literal(line.column),
                detail=found[line.column], occurred_on=found.established_on, source=found.source,
                source_id=found.source_id, file_digest=found.file_digest, row_number=found.row_number,
                weight=ibis.literal(abs(line.points), type="int64"),
            )
        )  # fmt: skip
    return ibis.union(*parts) if parts else None


def _capped(weighed: ir.Table, card: Scorecard) -> ir.Table:
    """The evidence of one line up to its cap, newest first, points with their sign; what has none left falls away."""
    order = [ibis.desc(weighed.occurred_on), weighed.source, weighed.source_id, weighed.row_number, weighed.kind]
    line = ibis.window(group_by=[weighed.entity_id, weighed.rule], order_by=order, rows=(None, 0))
    running = weighed.mutate(total=exact(weighed.weight.sum().over(line)), place=ibis.row_number().over(line))
    caps = by_rule(running.rule, [abs(i.cap) for i in card.indicators])
    signs = by_rule(running.rule, [-1 if i.is_credit else 1 for i in card.indicators])
    kept = ibis.least(running.total, caps) - ibis.least(running.total - running.weight, caps)
    cut = running.mutate(points=kept * signs)
    return cut.filter(cut.points != 0)


def _floored(capped: ir.Table) -> ir.Table:
    """Credits only down to a score of zero: largest points first, credits last, each cut to what is left to take."""
    order = [ibis.desc(capped.points), capped.rule, capped.place]
    whole = ibis.window(group_by=capped.entity_id, order_by=order, rows=(None, 0))
    running = capped.mutate(
        score=exact(capped.points.sum().over(whole)),
        position=ibis.row_number().over(ibis.window(group_by=capped.entity_id, order_by=order)) + 1,
    )
    left = ibis.greatest(running.score, 0) - ibis.greatest(running.score - running.points, 0)
    cut = running.mutate(points=left)
    return cut.filter(cut.points != 0)


def _worded(cut: ir.Table, card: Scorecard) -> ir.Table:
    """Codes for numbers, and the first day on which the evidence no longer counts (null: while registered so)."""
    lines = card.indicators
    lasting = [line.window_days if 0 < line.window_days < ALWAYS_DAYS else None for line in lines]
    worded = cut.mutate(
        indicator=by_rule(cut.rule, [line.code for line in lines]),
        dimension=by_rule(cut.rule, [line.dimension for line in lines]),
        lapses_on=days_later(cut.occurred_on, by_rule(cut.rule, lasting)),
    )
    return worded.select(*SCHEMA.names)
