"""What a random draw tells about everybody: the share in violation over the whole frame, with its 95 % interval.

Each object stands for 1/chance objects (Horvitz and Thompson 1952); the share is the ratio of two such sums (Hajek
1971), its variance Rosen's for order sampling (1997) of the ratio's residuals, and the interval Wilson's score interval
with the number of independent visits that this variance is worth. Objects drawn but not visited are stood for by the
visited ones of their stratum, and two bounds say what could be if none, or all, of them were in violation.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Weights = Callable[["Visited"], float]
Z_95 = 1.959963984540054
VIOLATION, CLEAN, NOT_VISITED, GONE = "violation", "clean", "not_visited", "gone"
OUTCOMES = (VIOLATION, CLEAN, NOT_VISITED, GONE)
"""Found in violation; nothing found; drawn but not visited, for a reason that says nothing of it; no longer there."""


@dataclass(frozen=True)
class Visited:
    """One drawn object: its chance of being drawn (0 < chance <= 1), and one of OUTCOMES."""

    object_id: str
    stratum: str
    chance: float
    outcome: str


@dataclass(frozen=True)
class Estimate:
    """The share in violation, 0..1, among the objects that are there; None where it cannot be known.

    It cannot where nothing was visited, or where a stratum has drawn objects and none of them was visited.

    `raw` is the share among the visited, the "problem-finding rate": it follows how much heavier risky objects were
    drawn, not how the city is. `least` and `most` are the shares if none, or all, of the missed were in violation.
    """

    drawn: int
    visited: int
    missed: int
    gone: int
    share: float | None
    low: float | None
    high: float | None
    raw: float | None
    least: float | None
    most: float | None


def estimate(drawn: Sequence[Visited], member: Callable[[Visited], bool] = lambda _: True) -> Estimate:
    """The estimate for the part of the frame that `member` names; give the whole draw even for a part."""
    inside = [one for one in drawn if member(one)]
    seen = [one for one in inside if one.outcome in (VIOLATION, CLEAN)]
    missed = [one for one in inside if one.outcome == NOT_VISITED]
    counts = len(inside), len(seen), len(missed), sum(one.outcome == GONE for one in inside)
    found = [one for one in seen if one.outcome == VIOLATION]
    bad, unknown, there = (sum(1 / one.chance for one in some) for some in (found, missed, [*seen, *missed]))
    raw = len(found) / len(seen) if seen else None
    bounds = (bad / there, (bad + unknown) / there) if there else (None, None)
    if not {one.stratum for one in missed} <= {one.stratum for one in seen} or not seen:
        return Estimate(*counts, None, None, None, raw, *bounds)
    stands_for = _stands_for(drawn)
    total = sum(map(stands_for, seen))
    share = sum(map(stands_for, found)) / total
    variance = _variance(drawn, share, total, {one.object_id for one in seen}, stands_for)
    low, high = _wilson(share, _worth(share, variance, len(seen), total))
    return Estimate(*counts, share, low, high, raw, *bounds)


def _stands_for(drawn: Sequence[Visited]) -> Weights:
    """How many objects one that was visited stands for: 1/chance, times the drawn per visited of its stratum."""
    all_of = Counter(one.stratum for one in drawn)
    missed = Counter(one.stratum for one in drawn if one.outcome == NOT_VISITED)
    return lambda one: all_of[one.stratum] / ((all_of[one.stratum] - missed[one.stratum]) * one.chance)


def _variance(drawn: Sequence[Visited], share: float, total: float, seen: set[str], stands_for: Weights) -> float:
    """Rosen's variance of the ratio's residuals, stratum by stratum; an object that is not in `seen` has none.

    The visited are the sample, each with its chance of being drawn and visited. So that a stratum in which few or no
    violations were found does not pass for one without spread, half a violation and half a clean visit are reckoned
    with beside the found ones (Jeffreys' prior); the test suite shows how often the interval is then right.
    """
    strata: dict[str, list[Visited]] = defaultdict(list)
    for one in drawn:
        if one.outcome != NOT_VISITED:
            strata[one.stratum].append(one)
    variance = 0.0
    for some in strata.values():
        weights = [stands_for(one) for one in some if one.object_id in seen]
        if not weights or max(weights) <= 1:
            continue
        mean = sum(weights) / len(weights)
        rows = [(0.5, 1 - 1 / mean, mean * (1 - share)), (0.5, 1 - 1 / mean, -mean * share)]
        for one in some:
            weight = stands_for(one)
            gap = (one.outcome == VIOLATION) - share if one.object_id in seen else 0.0
            rows.append((1.0, 1 - 1 / weight, weight * gap))
        open_ = sum(many * left for many, left, _ in rows)
        middle = sum(many * left * value for many, left, value in rows) / open_
        spread = sum(many * left * (value - middle) ** 2 for many, left, value in rows)
        variance += spread  # times n/(n+1) for the visit added, times (n+1)/n for the degree of freedom lost
    return variance / total**2


def _worth(share: float, variance: float, seen: int, total: float) -> float:
    """How many independent visits the estimate is worth; where all agree, the visits, more where few are left."""
    if 0 < share < 1:
        return share * (1 - share) / variance if variance > 0 else math.inf
    return seen / (1 - seen / total) if seen < total else math.inf


def interval(found: int, seen: int) -> tuple[float, float] | None:
    """Wilson's 95 % interval for `found` of `seen` that were chosen with equal chance; None where none were."""
    return _wilson(found / seen, seen) if seen else None


def _wilson(share: float, n: float) -> tuple[float, float]:
    """Wilson's 95 % interval for a share that n independent visits gave."""
    if math.isinf(n):
        return share, share
    z2 = Z_95**2
    middle = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = Z_95 / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)
