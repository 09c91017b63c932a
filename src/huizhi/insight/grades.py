"""One row per entity: its score, its class, and how many reasons it has. Internal: a class is never shown in public."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import exact
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.protocol import Lake

SCHEMA = ibis.schema(
    {
        "entity_id": "string",
        "score": "int64",
        "grade": "string",
        "reason_count": "int64",
        "forced_by": "string",
        "scorecard": "string",
    }
)


def grades(lake: Lake, as_of: date, *, scorecard: Scorecard) -> ir.Table:
    """Every entity's class under a card, from `entities` and `reasons`; without reasons the score is 0."""
    totals = _totals(lake.table("reasons", as_of), scorecard)
    known = lake.table("entities", as_of).select("entity_id")
    both = known.left_join(totals, known.entity_id == totals.graded)
    named = both.select(known.entity_id, totals.total, totals.reasons, totals.force)
    scored = named.mutate(score=named.total.fill_null(0), reason_count=named.reasons.fill_null(0))
    classed = scored.mutate(
        grade=class_of(scored.score, scored.force, scorecard),
        forced_by=code_of(scored.force, scorecard),
        scorecard=ibis.literal(scorecard.version),
    )
    return classed.select(*SCHEMA.names)


def _totals(found: ir.Table, card: Scorecard) -> ir.Table:
    """(graded, total, reasons, force): force is the first one-vote line there is evidence for."""
    votes = [(line.code, n) for n, line in enumerate(card.indicators) if line.one_vote]
    force = found.indicator.cases(*votes, else_=ibis.null("int64")) if votes else ibis.null("int64")
    marked = found.mutate(force=force.cast("int64"))
    return marked.group_by(graded=marked.entity_id).aggregate(
        total=exact(marked.points.sum()), reasons=marked.count(), force=marked.force.min()
    )


def class_of(score: ir.IntegerValue, force: ir.IntegerValue, card: Scorecard) -> ir.StringValue:
    """The band the score lies in; the worst when a one-vote indicator speaks."""
    falling = [(score >= floor, grade) for grade, floor in reversed(card.bands)]
    return ibis.cases((force.notnull(), card.worst), *falling, else_=card.bands[0][0])


def code_of(force: ir.IntegerValue, card: Scorecard) -> ir.StringValue:
    """The one-vote indicator's code."""
    votes = [(n, line.code) for n, line in enumerate(card.indicators) if line.one_vote]
    return force.cases(*votes, else_=ibis.null("string")) if votes else ibis.null("string")
