"""One row per entity: score, class and points by line, without the evidence: the fast plan of a full regrading.

No window: what a line gives is the sum of its evidence up to its cap, in whatever order. The points of lines travel as
lanes of few bits, several to a number; a line is in its lane once and within its cap, so no lane can run over. Tests
hold all equal to `reasons` and `grades`; evidence is judged on demand (`judging`).
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import exact
from huizhi.insight.grades import class_of, code_of, with_steps
from huizhi.insight.scorecard import Scorecard
from huizhi.insight.weighing import by_rule, holds_attribute, weighed_events
from huizhi.lake.protocol import Lake

NUMBER_BITS = 63


def schema(card: Scorecard) -> ibis.Schema:
    """entity_id, score, grade, forced_by, credit (not positive), evidence (pieces counted), packed points by line."""
    packed = {f"points_{k}": "int64" for k in range(len(_lanes(card)))}
    shared = {"entity_id": "string", "score": "int64", "grade": "string", "forced_by": "string", "credit": "int64"}
    return ibis.schema(shared | {"evidence": "int64"} | packed)


def scores(lake: Lake, as_of: date, *, scorecard: Scorecard) -> ir.Table:
    """Every entity's score and class under a card, from `entities` and `events`."""
    found = _by_entity(_by_line(weighed_events(lake, as_of, scorecard, ()), scorecard), scorecard)
    known = lake.table("entities", as_of)
    both = known.left_join(found, known.entity_id == found.graded)
    lanes = {f"points_{k}": lane for k, lane in enumerate(_lanes(scorecard))}
    counted = [c for c in found.columns if c not in ("graded", "force")]
    named = both.select(known.entity_id, found.force, *[found[c].fill_null(0).name(c) for c in counted], **{
        f"p{n}": ibis.ifelse(holds_attribute(known, line).fill_null(False), abs(line.points), 0)
        for n, line in enumerate(scorecard.indicators) if not line.kinds
    })  # fmt: skip
    held = {n: named[f"p{n}"] for n, line in enumerate(scorecard.indicators) if not line.kinds}
    against = _total([named.against, *[held[n] for n in held if not scorecard.indicators[n].is_credit]])
    credit = _total([named.credit, *[held[n] for n in held if scorecard.indicators[n].is_credit]])
    votes = [(held[n] > 0, ibis.literal(n, type="int64")) for n in held if scorecard.indicators[n].one_vote]
    force = ibis.least(named.force, ibis.cases(*votes, else_=ibis.null("int64"))) if votes else named.force
    scored = named.mutate(score=ibis.greatest(against - credit, 0), against=against, force=force)
    scored, steps = with_steps(scored, lake, as_of, scorecard)
    points = {
        name: _total([scored[name], *[scored[f"p{n}"] << shift for n, shift in lane if n in held]])
        for name, lane in lanes.items()
    }
    return scored.select(
        scored.entity_id, score=scored.score.cast("int64"),
        grade=class_of(scored.score, scored.force, scorecard, steps),
        forced_by=code_of(scored.force, scorecard), credit=(scored.score - scored.against).cast("int64"),
        evidence=scored.evidence.cast("int64"), **{name: each.cast("int64") for name, each in points.items()},
    )  # fmt: skip


def points_of(row: dict[str, object], card: Scorecard) -> dict[str, int]:
    """A row's points by line that is no credit, those with none left out."""
    found, mask = {}, (1 << _bits(card)) - 1
    for k, lane in enumerate(_lanes(card)):
        for n, shift in lane:
            if points := (int(row[f"points_{k}"]) >> shift) & mask:
                found[card.indicators[n].code] = points
    return found


def _bits(card: Scorecard) -> int:
    """Bits that hold the points of any line after its cap."""
    return max(max(abs(line.cap), abs(line.points)) for line in card.indicators).bit_length()


def _lanes(card: Scorecard) -> list[list[tuple[int, int]]]:
    """Which lines' points share a number: (line, shift) each."""
    bits = _bits(card)
    lines = [n for n, line in enumerate(card.indicators) if not line.is_credit]
    each = NUMBER_BITS // bits
    return [[(n, place * bits) for place, n in enumerate(lines[at : at + each])] for at in range(0, len(lines), each)]


def _by_line(weighed: ir.Table, card: Scorecard) -> ir.Table:
    """(entity_id, rule, points, evidence): what a line gives an entity, up to its cap and without sign."""
    sums = weighed.group_by("entity_id", "rule").aggregate(weight=exact(weighed.weight.sum()), evidence=weighed.count())
    caps = by_rule(sums.rule, [abs(line.cap) for line in card.indicators])
    return sums.select("entity_id", "rule", "evidence", points=ibis.least(sums.weight, caps))


def _by_entity(given: ir.Table, card: Scorecard) -> ir.Table:
    """(graded, evidence, against, credit, force, points_0, …): an entity's lines together."""
    lanes = _lanes(card)
    lane_of = {n: (k, shift) for k, lane in enumerate(lanes) for n, shift in lane}
    nowhere = (len(lanes), 0)
    lines = range(len(card.indicators))
    lane = by_rule(given.rule, [lane_of.get(n, nowhere)[0] for n in lines])
    shift = by_rule(given.rule, [lane_of.get(n, nowhere)[1] for n in lines])
    votes = by_rule(given.rule, [n if card.indicators[n].one_vote else None for n in lines])
    placed = given.mutate(lane=lane, shifted=given.points << shift, force=votes)
    against = placed.lane < len(lanes)
    return placed.group_by(graded=placed.entity_id).aggregate(
        evidence=exact(placed.evidence.sum()), force=placed.force.min(),
        against=exact(ibis.ifelse(against, placed.points, 0).sum()),
        credit=exact(ibis.ifelse(against, 0, placed.points).sum()),
        **{f"points_{k}": exact(ibis.ifelse(placed.lane == k, placed.shifted, 0).sum()) for k in range(len(lanes))},
    )  # fmt: skip


def _total(points: list[ir.IntegerValue]) -> ir.IntegerValue:
    """The sum of several columns."""
    return sum(points[1:], points[0])
