"""The exact chance each object had: sequential Poisson sampling by numerical integration over the cut-off.

An object of weight w is drawn when its `U / w` (U uniform on 0..1) is among the n smallest of its stratum, that is when
fewer than n of the others lie below it. Their number below t is a sum of independent yes/no draws with chances
`min(1, w_i t)`, so the chance of inclusion is `w` times the integral over t from 0 to 1/w of P(that number < n).
The distribution comes from its characteristic function, exactly but for rounding. With equal weights the answer is n/N.
"""

from __future__ import annotations

import cmath
import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from huizhi.draw.files import Frame
from huizhi.draw.plan import Quota
from huizhi.draw.selection import certain, quotas_with_rows

_REACH = 10
"""Standard deviations beyond which a tail counts as nothing: about 1e-23."""
_NODES = (
    (0.1834346424956498, 0.3626837833783620), (0.5255324099163290, 0.3137066458778873),
    (0.7966664774136267, 0.2223810344533745), (0.9602898564975363, 0.1012285362903763),
)  # fmt: skip
"""Gauss-Legendre with eight points: abscissa and weight of the positive half."""


def chances(frame: Frame, strata: Mapping[str, Quota]) -> dict[tuple[str, int], float]:
    """(stratum, weight) -> probability of being drawn, for the plan's strata. Refused: stratum_too_small.

    Two objects of one stratum and weight have one chance; certain objects have 1.0.
    """
    found: dict[tuple[str, int], float] = {}
    for name, n, rows in quotas_with_rows(frame, strata):
        sure = set(certain(rows, frame.weights, n))
        left = Counter(frame.weights[row] for row in rows if row not in sure)
        found |= {(name, frame.weights[row]): 1.0 for row in sure}
        found |= {(name, weight): chance for weight, chance in inclusion(left, n - len(sure)).items()}
    return found


def inclusion(counts: Mapping[int, int], n: int) -> dict[int, float]:
    """Weight -> chance of being among the n smallest `U / w`, where `counts` says how many objects have each weight.

    The relative error is below 1e-6; the chances of all objects add up to n.
    """
    total = sum(counts.values())
    if n <= 0 or n >= total:
        return dict.fromkeys(counts, float(n >= total > 0))
    if len(counts) == 1:
        return dict.fromkeys(counts, n / total)
    weights, many = sorted(counts), [counts[weight] for weight in sorted(counts)]
    unit = max(weights)
    scaled = [weight / unit for weight in weights]
    found = [0.0] * len(weights)
    for left, right in _panels(scaled, many, n):
        for t, share in _points(left, right):
            below = _fewer_than(scaled, many, n, t)
            for k, weight in enumerate(scaled):
                if t * weight < 1:
                    found[k] += weight * share * below[k]
    return dict(zip(weights, (min(1.0, chance) for chance in found), strict=True))


def _panels(weights: Sequence[float], many: Sequence[int], n: int) -> Iterator[tuple[float, float]]:
    """Stretches of t on which the integrand is smooth: cut in steps around the cut-off, and where a chance tops 1."""
    last = 1 / weights[0]
    cuts = {0.0, last, *(1 / weight for weight in weights)}
    spread = math.sqrt(n)
    cuts |= {_where(weights, many, n + k * spread, last) for k in range(-_REACH, 2 * _REACH + 1)}
    ordered = sorted(cuts)
    yield from ((a, b) for a, b in pairwise(ordered) if b - a > 1e-15 * last)


def _points(left: float, right: float) -> Iterator[tuple[float, float]]:
    middle, half = (left + right) / 2, (right - left) / 2
    for place, weight in _NODES:
        yield middle - half * place, half * weight
        yield middle + half * place, half * weight


def _where(weights: Sequence[float], many: Sequence[int], target: float, last: float) -> float:
    """The t at which the expected number below it is `target`, by bisection; 0 or `last` where none is."""
    low, high = 0.0, last
    for _ in range(60):
        t = (low + high) / 2
        if sum(m * min(1.0, w * t) for w, m in zip(weights, many, strict=True)) < target:
            low = t
        else:
            high = t
    return (low + high) / 2


def _fewer_than(weights: Sequence[float], many: Sequence[int], n: int, t: float) -> list[float]:
    """For an object of each weight: the chance that fewer than n of the others lie below t."""
    chance = [min(1.0, weight * t) for weight in weights]
    mean = sum(m * p for m, p in zip(many, chance, strict=True))
    width = _REACH * math.sqrt(sum(m * p * (1 - p) for m, p in zip(many, chance, strict=True))) + 2 * _REACH
    if n > mean + width:
        return [1.0] * len(weights)
    if n < mean - width:
        return [0.0] * len(weights)
    first, size = math.floor(mean - width), 2 * math.ceil(width) + 5
    size += 1 - size % 2  # odd, so that no factor is ever zero
    terms = n - first
    found = [terms / size] * len(weights)
    for j in range(1, size // 2 + 1):
        turn = cmath.exp(2j * math.pi * j / size)
        factors = [1 - p + p * turn for p in chance]
        whole = cmath.exp(sum(m * cmath.log(factor) for m, factor in zip(many, factors, strict=True)))
        back = 1 / turn
        summed = back**first * (1 - back**terms) / (1 - back) * whole
        for k, factor in enumerate(factors):
            found[k] += 2 * (summed / factor).real / size
    return [min(1.0, max(0.0, each)) for each in found]
