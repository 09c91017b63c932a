"""The chance of a finding at a business's next inspection, with officers' severity estimated and averaged out.

A visit's chance is σ(η(x)) × the mean severity of those who go: `η` is linear in what was known of the business, a
severity is a ratio to the average officer. Both are shrunken (normal priors whose widths are estimated too), so an
officer of few visits counts as average. The prediction is the mean over all officers, which is a factor, because the
chance is linear in severity. Directed visits go where somebody suspects something that no record says; `η` has a term
for them, and the chance stated is that of a visit decided by a random draw. The factor is set so that over the visits
taught by, of each sort, as many findings are stated as were made. The prediction orders attention; it is never the sole
ground for an act.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from math import log
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from huizhi.insight.features import NUMBERS

POINTS_TO_DOUBLE = 20
"""Points that double the odds."""
_PER_POINT = log(2) / POINTS_TO_DOUBLE
LEAST_OF_A_CHOICE = 40
"""Visits to a trade or kind before it has a term of its own."""
CHOICES = ("entity_kind", "industry")
_HIGHEST, _LEAST_CHANCE, _ROUNDS, _PRIOR, _NARROWEST, _SETTLED = 0.97, 1e-4, 60, 0.5, 0.02, 1e-4
_WIDE = 1.0
"""Width of the prior behind a stated severity: so wide that the interval is the visits' own."""
_FREE = 2
"""Columns that are not shrunken: the base and whether the visit was directed."""


@dataclass(frozen=True)
class Severity:
    """One officer's severity against the average (1) with its 95 % interval, not shrunken; the visits it rests on."""

    value: float
    low: float
    high: float
    visits: int


@dataclass(frozen=True)
class Term:
    """One feature's line: points = round(weight × (value − mean)); a choice has points by code instead."""

    feature: str
    mean: float
    weight: float
    points: dict[str, int]


@dataclass(frozen=True)
class Model:
    """What predicts: whole points per feature and a base; `directed` points more when a visit is no random draw.

    `scale`: the factor for random and for directed visits; `highest`: no chance above it is stated; `usual`: the common
    share of findings when it was taught.
    """

    base: int
    directed: int
    scale: tuple[float, float]
    highest: float
    usual: float
    terms: tuple[Term, ...]
    visits: int
    findings: int

    def points(self, numbers: np.ndarray, choices: dict[str, np.ndarray]) -> np.ndarray:
        """Rows × terms in whole points; unknown numbers and rare choices give none."""
        columns = []
        for term in self.terms:
            if term.feature in CHOICES:
                columns.append(np.array([term.points.get(str(code), 0) for code in choices[term.feature]]))
            else:
                value = numbers[:, NUMBERS.index(term.feature)]
                columns.append(np.rint(np.nan_to_num(term.weight * (value - term.mean))).astype(int))
        return np.column_stack(columns)

    def chance(self, points: np.ndarray, directed: np.ndarray | bool = False) -> np.ndarray:
        """The probability from the sum of the points (rows × terms), the officers averaged out."""
        sort = np.asarray(directed).astype(int)
        total = self.base + points.sum(axis=1) + self.directed * sort
        return np.minimum(np.array(self.scale)[sort] * _sigmoid(_PER_POINT * total), self.highest)

    def to_json(self) -> dict[str, Any]:
        """For keeping; no officer is in it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> Model:
        """As kept. KeyError or TypeError when a part is missing."""
        return cls(**{**kept, "scale": tuple(kept["scale"]), "terms": tuple(Term(**term) for term in kept["terms"])})


@dataclass(frozen=True)
class Taught:
    """A model, the severities behind it by officer, and how widely severities spread (standard deviation)."""

    model: Model
    severities: dict[str, Severity]
    spread: float


@dataclass(frozen=True)
class Lessons:
    """Visits made: what was known the day before, whether one was directed, found something, and who went."""

    numbers: np.ndarray
    choices: dict[str, np.ndarray]
    directed: np.ndarray
    found: np.ndarray
    officers: list[tuple[str, ...]]


def teach(lessons: Lessons, usual: float) -> Taught:
    """Learn from visits made. `usual`: the common share of findings with which the features were reckoned."""
    design = _Design.of(lessons.numbers, lessons.choices)
    names, shares = _present(lessons.officers)
    table, found = design.matrix(lessons), lessons.found.astype(float)
    fit = _fit(table, found, shares)
    made = np.bincount(shares.indices, minlength=len(names))
    model = _come_true(design.model(fit.weights, usual, len(found), int(found.sum())), lessons)
    return Taught(model, _stated(names, made, _fit(table, found, shares, _WIDE)), fit.spread if names else 0.0)


def _come_true(model: Model, lessons: Lessons) -> Model:
    """With the factors by which as many findings are stated as were made; 1 where there were none to compare with.

    Nor is more stated of anybody than came true of the visits of highest chance: records add up without end, risk not.
    """
    stated = model.chance(model.points(lessons.numbers, lessons.choices), lessons.directed)
    sums = [(float(lessons.found[of].sum()), float(stated[of].sum())) for of in (~lessons.directed, lessons.directed)]
    scaled = replace(model, scale=tuple(made / said if made and said else 1.0 for made, said in sums))
    again = scaled.chance(scaled.points(lessons.numbers, lessons.choices), lessons.directed)
    top = np.argsort(-again, kind="stable")[: max(LEAST_OF_A_CHOICE, len(again) // 100)]
    return replace(scaled, highest=float(max(lessons.found[top].mean(), lessons.found.mean())))


def _stated(names: list[str], made: np.ndarray, fit: _Fit) -> dict[str, Severity]:
    """Severities as ratios to their mean over the visits, the mean's own uncertainty carried along."""
    part = made / max(made.sum(), 1)
    mean = float(part @ fit.severity) if names else 1.0
    ratio = fit.severity / mean
    slope = (np.eye(len(names)) - np.outer(ratio, part)) / mean
    half = 1.96 * np.sqrt(np.diag(slope @ fit.covariance @ slope.T))
    return {
        name: Severity(float(s), float(max(s - h, 0)), float(s + h), int(n))
        for name, s, h, n in zip(names, ratio, half, made, strict=True)
    }


def of_officers(text: str) -> tuple[str, ...]:
    """The names in "甲、乙", each once."""
    return tuple(dict.fromkeys(name for name in text.replace(",", "、").replace("，", "、").split("、") if name))


@dataclass(frozen=True)
class _Design:
    """How numbers and choices become columns: standardised numbers, then one column per common code of a choice."""

    mean: np.ndarray
    deviation: np.ndarray
    codes: dict[str, tuple[str, ...]]

    @classmethod
    def of(cls, numbers: np.ndarray, choices: dict[str, np.ndarray]) -> _Design:
        known = np.isfinite(numbers)
        count = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, numbers, 0).sum(axis=0) / count
        deviation = np.sqrt((np.where(known, numbers - mean, 0) ** 2).sum(axis=0) / count)
        codes = {}
        for name in CHOICES:
            each, times = np.unique(choices[name].astype(str), return_counts=True)
            codes[name] = tuple(each[times >= LEAST_OF_A_CHOICE].tolist())
        return cls(mean, np.where(deviation > 1e-9, deviation, np.inf), codes)

    def matrix(self, seen: Lessons) -> np.ndarray:
        standard = np.nan_to_num((seen.numbers - self.mean) / self.deviation)
        chosen = [(seen.choices[name].astype(str) == code).astype(float) for name in CHOICES
                  for code in self.codes[name]]  # fmt: skip
        return np.column_stack([np.ones(len(standard)), seen.directed.astype(float), standard, *chosen])

    def model(self, weights: np.ndarray, usual: float, visits: int, findings: int) -> Model:
        terms, place = [], _FREE
        for name, mean, deviation in zip(NUMBERS, self.mean, self.deviation, strict=True):
            terms.append(Term(name, float(mean), float(weights[place] / deviation / _PER_POINT), {}))
            place += 1
        for name in CHOICES:
            points = {code: round(float(weights[place + n]) / _PER_POINT) for n, code in enumerate(self.codes[name])}
            place += len(points)
            terms.append(Term(name, 0.0, 0.0, points))
        base, directed = (round(float(weight) / _PER_POINT) for weight in weights[:_FREE])
        return Model(base, directed, (1.0, 1.0), 1.0, usual, tuple(terms), visits, findings)


@dataclass(frozen=True)
class _Fit:
    weights: np.ndarray
    severity: np.ndarray
    covariance: np.ndarray
    spread: float


def _present(officers: list[tuple[str, ...]]) -> tuple[list[str], csr_array]:
    """Names, and visits × officers: each of k who went has 1/k. A visit by nobody known is left to the average."""
    names = sorted({name for pair in officers for name in pair})
    place = {name: n for n, name in enumerate(names)}
    ends = np.cumsum([0, *(len(pair) for pair in officers)])
    columns = np.array([place[name] for pair in officers for name in pair], dtype=int)
    parts = np.array([1 / len(pair) for pair in officers for _ in pair])
    return names, csr_array((parts, columns, ends), shape=(len(officers), len(names)))


def _fit(x: np.ndarray, found: np.ndarray, shares: csr_array, width: float | None = None) -> _Fit:
    """Fisher scoring for the most likely weights and severities, their priors' widths renewed in every round.

    With `width` the severities' prior keeps that width.
    """
    wide, many = x.shape[1], shares.shape[1]
    rate = float(np.clip(found.mean(), 0.01, 0.9))
    theta = np.concatenate([[log(rate / (1 - rate))], np.zeros(wide - 1), np.ones(many)])
    centre = np.concatenate([np.zeros(wide), np.ones(many)])
    unseen = 1 - shares.sum(axis=1)
    slope, spread = _PRIOR, width or _PRIOR
    for _ in range(_ROUNDS):
        before = theta
        prior = np.concatenate([np.full(_FREE, 1e-3), np.full(wide - _FREE, slope**-2), np.full(many, spread**-2)])
        base, mean = _sigmoid(x @ theta[:wide]), shares @ theta[wide:] + unseen
        pull, information = _score(x, shares, found, base, mean)
        covariance = np.linalg.inv(information + np.diag(prior))
        theta = theta + covariance @ (pull - prior * (theta - centre))
        theta[wide:] = np.maximum(theta[wide:], 0.01)
        error = np.diag(covariance)
        slope = max(float(np.sqrt(np.mean(theta[_FREE:wide] ** 2 + error[_FREE:wide]))), _NARROWEST)
        if many and width is None:
            spread = max(float(np.sqrt(np.mean((theta[wide:] - 1) ** 2 + error[wide:]))), _NARROWEST)
        if np.abs(theta - before).max() < _SETTLED:
            break
    return _Fit(theta[:wide], theta[wide:], covariance[wide:, wide:], spread)


def _score(
    x: np.ndarray, shares: csr_array, found: np.ndarray, base: np.ndarray, mean: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:  # fmt: skip
    """Gradient and expected information of the visits' likelihood, by weights and then by severities.

    Officers stay sparse: a large city has thousands, and two of them at a visit.
    """
    chance = np.clip(base * mean, _LEAST_CHANCE, _HIGHEST)
    room = chance * (1 - chance)
    inside = (base * mean > _LEAST_CHANCE) & (base * mean < _HIGHEST)
    by_weight, by_severity = base * (1 - base) * mean * inside, base * inside
    off = (found - chance) / room
    pull = np.concatenate([x.T @ (by_weight * off), shares.T @ (by_severity * off)])
    both = shares.T @ (x * (by_weight * by_severity / room)[:, None])
    own = (shares.T @ (shares.multiply((by_severity**2 / room)[:, None]))).toarray()
    return pull, np.block([[x.T @ (x * (by_weight**2 / room)[:, None]), both.T], [both, own]])


def _sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-np.clip(x, -35, 35)))
