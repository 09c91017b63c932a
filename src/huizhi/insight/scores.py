"""One row per entity: score, class and points by line, without the evidence: the fast plan of a full regrading.

One pass over the events and no window: what a line gives is the sum of its evidence up to its cap, in whatever order.
Sums travel as counters of 21 bits, three to a number, points of lines as narrower ones; `fits` tells whether the sums
of a run could have run over. Tests hold all equal to `reasons` and `grades`; evidence is judged on demand (`judging`).
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import exact
from huizhi.insight.grades import class_of, code_of
from huizhi.insight.scorecard import Scorecard
from huizhi.insight.weighing import by_rule, holds_attribute, weighed_events
from huizhi.lake.protocol import Lake

SUM_BITS, SUMS_EACH = 21, 3
NUMBER_BITS = 63


def schema(card: Scorecard) -> ibis.Schema:
    """entity_id, score, grade, forced_by, credit (not positive), evidence (pieces counted), packed points by line."""
    packed = {f"points_{k}": "int64" for k in range(len(_lanes(card)))}
    shared = {"entity_id": "string", "score": "int64", "grade": "string", "forced_by": "string", "credit": "int64"}
    return ibis.schema(shared | {"evidence": "int64"} | packed)


def scores(lake: Lake, as_of: date, *, scorecard: Scorecard) -> ir.Table:
    """Every entity's score and class under a card, from `entities` and `events`; right where `fits` says so."""
    lines = list(enumerate(scorecard.indicators))
    sums = _sums(weighed_events(lake, as_of, scorecard, ()), scorecard)
    known = lake.table("entities", as_of)
    both = known.left_join(sums, known.entity_id == sums.summed)
    columns = sorted({line.column for line in scorecard.indicators if line.column} | {"established_on"})
    packed = [c for c in sums.columns if c != "summed"]
    named = both.select(known.entity_id, *[known[c] for c in columns], *[sums[c].fill_null(0).name(c) for c in packed])
    points = {}
    for n, line in lines:
        if line.kinds:
            points[f"p{n}"] = ibis.least(_unpacked(named, n), abs(line.cap))
        else:
            points[f"p{n}"] = ibis.ifelse(holds_attribute(named, line).fill_null(False), abs(line.points), 0)
    capped = named.select("entity_id", "evidence", **points)
    against = _total([capped[f"p{n}"] for n, line in lines if not line.is_credit])
    credit = _total([capped[f"p{n}"] for n, line in lines if line.is_credit])
    votes = [(capped[f"p{n}"] > 0, ibis.literal(n, type="int64")) for n, line in lines if line.one_vote]
    force = ibis.cases(*votes, else_=ibis.null("int64")) if votes else ibis.null("int64")
    scored = capped.mutate(score=ibis.greatest(against - credit, 0), against=against, force=force)
    lanes = {
        f"points_{k}": _total([scored[f"p{n}"] << shift for n, shift in lane]).cast("int64")
        for k, lane in enumerate(_lanes(scorecard))
    }
    return scored.select(
        scored.entity_id, score=scored.score.cast("int64"), grade=class_of(scored.score, scored.force, scorecard),
        forced_by=code_of(scored.force, scorecard), credit=(scored.score - scored.against).cast("int64"),
        evidence=scored.evidence.cast("int64"), **lanes,
    )  # fmt: skip


def fits(card: Scorecard, most_evidence: int) -> bool:
    """False when an entity with that much evidence could have run a counter over: grade by `reasons` then."""
    return most_evidence * max(_heaviest(card), 1) < 1 << SUM_BITS


def points_of(row: dict[str, object], card: Scorecard) -> dict[str, int]:
    """A row's points by line that is no credit, those with none left out."""
    found, mask = {}, (1 << _bits(card)) - 1
    for k, lane in enumerate(_lanes(card)):
        for n, shift in lane:
            if points := (int(row[f"points_{k}"]) >> shift) & mask:
                found[card.indicators[n].code] = points
    return found


def _heaviest(card: Scorecard) -> int:
    """The most one piece of evidence can weigh."""
    return max(
        (abs(i.points) + max(i.severity_most - 1, 0) * abs(i.per_severity) + sum(points for _, points in i.amount_tiers)
         for i in card.indicators), default=0,
    )  # fmt: skip


def _bits(card: Scorecard) -> int:
    """Bits that hold the points of any line after its cap."""
    return max(max(abs(line.cap), abs(line.points)) for line in card.indicators).bit_length()


def _lanes(card: Scorecard) -> list[list[tuple[int, int]]]:
    """Which lines' points share a number: (line, shift) each."""
    bits = _bits(card)
    lines = [n for n, line in enumerate(card.indicators) if not line.is_credit]
    each = NUMBER_BITS // bits
    return [[(n, place * bits) for place, n in enumerate(lines[at : at + each])] for at in range(0, len(lines), each)]


def _sums(weighed: ir.Table, card: Scorecard) -> ir.Table:
    """(summed, evidence, sums_0, …): what the evidence of each line weighs together, packed, by entity."""
    count = len(card.indicators)
    shifts = by_rule(weighed.rule, [n % SUMS_EACH * SUM_BITS for n in range(count)])
    lanes = by_rule(weighed.rule, [n // SUMS_EACH for n in range(count)])
    placed = weighed.select("entity_id", lane=lanes, shifted=weighed.weight << shifts)
    sums = {
        f"sums_{k}": exact(ibis.ifelse(placed.lane == k, placed.shifted, 0).sum())
        for k in range(-(-count // SUMS_EACH))
    }
    return placed.group_by(summed=placed.entity_id).aggregate(evidence=placed.count(), **sums)


def _unpacked(named: ir.Table, n: int) -> ir.IntegerValue:
    """The sum of line n."""
    return (named[f"sums_{n // SUMS_EACH}"] >> (n % SUMS_EACH * SUM_BITS)) & ((1 << SUM_BITS) - 1)


def _total(points: list[ir.IntegerValue]) -> ir.IntegerValue:
    """The sum of several columns; 0 of none."""
    return sum(points[1:], points[0]) if points else ibis.literal(0, type="int64")
