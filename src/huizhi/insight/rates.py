"""Shares with their intervals, differences of shares, calibration, and how far a population has moved. Pure numbers."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np

Z = 1.959963984540054
"""Intervals are 95 %."""
BINS, SIMULATED, EDGES = 10, 400, 10


@dataclass(frozen=True)
class Share:
    """`count` of `total` and Wilson's interval; all None when there is nothing to share."""

    count: int
    total: int
    value: float | None
    low: float | None
    high: float | None


def share(count: int, total: int) -> Share:
    """A share with Wilson's score interval."""
    if not total:
        return Share(0, 0, None, None, None)
    p, n = count / total, total
    middle, reach = p + Z * Z / (2 * n), Z * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    low, high = ((middle + side * reach) / (1 + Z * Z / n) for side in (-1, 1))
    return Share(count, total, p, max(low, 0.0), min(high, 1.0))


def difference(one: Share, other: Share) -> tuple[float, float, float] | None:
    """one − other with Newcombe's interval (low, high); None when either is empty."""
    if one.value is None or other.value is None:
        return None
    gap = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return gap, gap - below, gap + above


def apart(worst_last: list[Share]) -> bool:
    """Whether every share lies above the one before it with room between the intervals."""
    pairs = pairwise(worst_last)
    return all(a.high is not None and b.low is not None and a.high < b.low for a, b in pairs)


@dataclass(frozen=True)
class Bin:
    """Visits of like prediction: the mean chance stated, and how many had a finding."""

    stated: float
    found: Share


@dataclass(frozen=True)
class Reliability:
    """How far stated chances are from what came true, in shares of one.

    `gap`: mean stated − share found, with its interval (low, high), in which the visits that taught count as a sample
    too. `error`: the mean distance over bins of equal size; a perfect prediction of as many visits shows `by_chance`;
    `excess`: what is beyond that, at least 0.
    """

    bins: tuple[Bin, ...]
    gap: tuple[float, float, float]
    error: float
    by_chance: float
    excess: float


def reliability(chance: np.ndarray, found: np.ndarray, *, taught: int = 0, seed: int = 1) -> Reliability:
    """Stated against found, over ten bins of visits of like prediction. ValueError without visits.

    `taught`: how many visits set the level of what is stated; 0 when it is not from a sample.
    """
    if not len(chance):
        raise ValueError("no visits to compare with")
    order = np.argsort(chance, kind="stable")
    groups = [g for g in np.array_split(order, BINS) if len(g)]
    bins = tuple(Bin(float(chance[g].mean()), share(int(found[g].sum()), len(g))) for g in groups)
    rng = np.random.default_rng(seed)
    drawn = [_distance(chance, rng.random(len(chance)) < chance, groups) for _ in range(SIMULATED)]
    gap = stated_less_found(chance, found, taught) or (0.0, 0.0, 0.0)
    distance, usual = _distance(chance, found, groups), float(np.mean(drawn))
    return Reliability(bins, gap, distance, usual, max(distance - usual, 0.0))


def stated_less_found(
    chance: np.ndarray, found: np.ndarray, taught: int = 0
) -> tuple[float, float, float] | None:  # fmt: skip
    """Mean chance stated − share found, with its interval (low, high) as in `reliability`; None without visits."""
    if not len(chance):
        return None
    stated = float(chance.mean())
    spread = float((chance * (1 - chance)).sum()) / len(chance) ** 2
    error = sqrt(spread + (stated * (1 - stated) / taught if taught else 0.0))
    off = stated - float(found.mean())
    return off, off - Z * error, off + Z * error


def _distance(chance: np.ndarray, found: np.ndarray, groups: list[np.ndarray]) -> float:
    return float(sum(abs(chance[g].sum() - found[g].sum()) for g in groups) / len(chance))


def moved(then: np.ndarray, now: np.ndarray) -> float:
    """Population stability index between two samples of a number, cut at the tenths of the earlier one; NaN is a part.

    By usage below 0.1 is steady, above 0.25 another population.
    """
    edges = np.unique(np.nanquantile(then, np.linspace(0, 1, EDGES + 1)[1:-1])) if np.isfinite(then).any() else []
    places = [np.where(np.isnan(each), len(edges) + 1, np.searchsorted(edges, each)) for each in (then, now)]
    return _index(*(np.bincount(place, minlength=len(edges) + 2) for place in places))


def moved_choice(then: np.ndarray, now: np.ndarray) -> float:
    """The same for a choice by code."""
    codes = {code: n for n, code in enumerate(np.union1d(then, now))}
    return _index(*(np.bincount([codes[c] for c in each], minlength=len(codes)) for each in (then, now)))


def _index(then: np.ndarray, now: np.ndarray) -> float:
    """Half a count in every part keeps an empty part from weighing without bound."""
    held = (then + now) > 0
    a, b = then[held] + 0.5, now[held] + 0.5
    a, b = a / a.sum(), b / b.sum()
    return float(((b - a) * np.log(b / a)).sum())
