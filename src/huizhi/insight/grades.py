"""One row per entity: its score, its class, and how many reasons it has. Internal: a class is never shown in public."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.adjustments import moved
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
    scored, steps = with_steps(scored, lake, as_of, scorecard)
    classed = scored.mutate(
        grade=class_of(scored.score, scored.force, scorecard, steps),
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


def with_steps(
    scored: ir.Table, lake: Lake, as_of: date, card: Scorecard
) -> tuple[ir.Table, ir.IntegerValue | None]:  # fmt: skip
    """The table with how far the year's adjustment moves each entity's class; unchanged, and None, without rules."""
    if not card.adjustments:
        return scored, None
    found = moved(lake.table("events", as_of), lake.table("entities", as_of), as_of, card.adjustments)
    both = scored.left_join(found, scored.entity_id == found.moved)
    joined = both.select(*[scored[c] for c in scored.columns], steps=found.steps.fill_null(0))
    return joined, joined.steps


def class_of(
    score: ir.IntegerValue, force: ir.IntegerValue, card: Scorecard, steps: ir.IntegerValue | None = None
) -> ir.StringValue:  # fmt: skip
    """The band the score lies in, moved by `steps`; the worst when a one-vote indicator speaks."""
    if steps is None:
        falling = [(score >= floor, grade) for grade, floor in reversed(card.bands)]
        return ibis.cases((force.notnull(), card.worst), *falling, else_=card.bands[0][0])
    last = len(card.bands) - 1
    places = [(score >= floor, place) for place, (_, floor) in reversed(list(enumerate(card.bands)))]
    moved_to = ibis.greatest(ibis.least(ibis.cases(*places, else_=0) + steps, last), 0)
    return ibis.ifelse(force.notnull(), last, moved_to).cases(*enumerate(card.grades), else_=card.worst)


def code_of(force: ir.IntegerValue, card: Scorecard) -> ir.StringValue:
    """The one-vote indicator's code."""
    votes = [(n, line.code) for n, line in enumerate(card.indicators) if line.one_vote]
    return force.cases(*votes, else_=ibis.null("string")) if votes else ibis.null("string")
