"""Residents as the denominator of a month: the latest year known that is not after the month's."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import month_of
from huizhi.insight.formulas.shape import COLUMNS, Ground
from huizhi.lake.protocol import Lake


def residents(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """A record per county-level unit and month: base = residents, weight 0.

    A row for the whole city or a functional zone would count the same people twice and is left out.
    """
    counted = lake.table("population", as_of)
    counties = [division.code for division in ground.divisions.counties()]
    own = counted.filter(counted.division.isin(counties))
    ends = ibis.literal(ground.month_ends(), type="array<date>").unnest().name("occurred_on").as_table()
    both = own.cross_join(ends)
    usable = both.filter(both.year <= both.occurred_on.year())
    newest = ibis.window(
        group_by=[usable.division, usable.occurred_on],
        order_by=[ibis.desc(usable.year), ibis.desc(usable.known_at), usable.source, usable.source_id],
    )
    ranked = usable.mutate(turn=ibis.row_number().over(newest))
    chosen = ranked.filter(ranked.turn == 0)
    return chosen.mutate(
        entity_id=ibis.null("string"),
        zone=ibis.null("string"),
        month=month_of(chosen.occurred_on),
        weight=ibis.literal(0, type="int64"),
        base=chosen.residents,
        label=chosen.year.cast("string"),
    ).select(*COLUMNS)
