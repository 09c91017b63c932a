"""Records of one entity that repeat each other: the latest stands for them all."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import exact
from huizhi.insight.event_kinds.rulings import standing
from huizhi.lake.protocol import Lake

YEAR, TWO_YEARS, THREE_YEARS = (timedelta(days=365 * years) for years in (1, 2, 3))
"""How far back records are counted together, each kind over one of these."""
MANY = 2
"""From how many on repetition is told; from how many it counts for a class is the card's to say."""


def repeated(facts: ir.Table, lake: Lake, day: str, per: tuple[str, ...], since: date, as_of: date) -> ir.Table:
    """The latest of the facts after `since` that agree in `per`, where there are several, with `many` of them.

    A record ruled away repeats nothing and is repeated by nothing.
    """
    known = standing(facts, lake, as_of)
    late = known.filter(known[day] > ibis.date(since.isoformat()), known[day] <= ibis.date(as_of.isoformat()))
    same = [late[column] for column in per]
    order = [ibis.desc(late[day]), late.source, late.source_id, late.row_number]
    counted = late.mutate(
        turn=ibis.row_number().over(ibis.window(group_by=same, order_by=order)),
        many=late.count().over(ibis.window(group_by=same)),
    )
    ranked = counted.mutate(many=exact(counted.many))
    return ranked.filter(ranked.turn == 0, ranked.many >= MANY)
