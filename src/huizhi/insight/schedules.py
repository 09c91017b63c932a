"""Judging an ordering of inspections: how many days earlier it would have found what was found, against chance.

The days on which somebody went out are kept, and how many visits each of them had: an ordering only says who is
visited first. Zero is therefore not the floor: what a random order gives depends on when the findings happened to fall
(−1.49 days on a public benchmark), so the figures of random orders always stand beside. Ties are broken at random and
averaged; the order of a file is close to the order of its days and would flatter. Pure numbers, the same for the same
seed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from huizhi.vocabulary.refused import Refused

LEVEL = 0.95
TIES = 20
"""How many random orders of tied scores are averaged."""


@dataclass(frozen=True)
class Visits:
    """Visits as they were made. `days`: whole days since any epoch; `found`: a finding or not; `officers`: who went."""

    days: np.ndarray
    found: np.ndarray
    officers: np.ndarray | None = None

    def __post_init__(self) -> None:
        lengths = {len(self.days), len(self.found), *([len(self.officers)] if self.officers is not None else [])}
        if len(lengths) != 1:
            raise ValueError(f"days, findings and officers differ in length: {sorted(lengths)}")
        if not np.any(self.found):
            raise Refused(
                "nothing_found",
                "这些检查没有发现任何问题，无法评价排序",
                "these inspections found nothing, so no ordering can be judged",
                what_to_do="换一个有问题记录的时段。",
                what_to_do_en="Take a period with findings.",
            )

    def __len__(self) -> int:
        return len(self.days)

    def only(self, rows: np.ndarray) -> Visits:
        """The visits at these rows (positions or a mask; a position may repeat)."""
        officers = None if self.officers is None else self.officers[rows]
        return Visits(self.days[rows], self.found[rows], officers)


Figure = Callable[[Visits, np.ndarray, np.random.Generator, int], float]
"""(visits, scores, generator, random orders of ties to average) -> a figure."""


@dataclass(frozen=True)
class Spread:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Judgement:
    """What an ordering is worth. Days are mean days earlier over the findings; shares and AUC are between 0 and 1.

    `within`: every officer keeps his own days and only their order changes; `within_auc` compares pairs of one
    officer. `random_days`, `random_within`: the middle 95 % of random orders. `lift_days` is `days` less the mean
    random order of the same visits. Intervals resample visits with replacement, except those of random orders.
    """

    visits: int
    findings: int
    days: Spread
    first_half: float
    first_half_before: float
    auc: Spread
    random_days: Spread
    perfect_days: float
    within: Spread | None = None
    within_auc: float | None = None
    random_within: Spread | None = None

    @property
    def lift_days(self) -> float:
        """Days earlier than the mean random order, which is the honest zero."""
        return self.days.value - self.random_days.value


def judge(visits: Visits, scores: np.ndarray, *, seed: int = 1, orders: int = 400, resamples: int = 400) -> Judgement:
    """Judge a schedule: the highest score is visited first."""
    if len(scores) != len(visits) or not np.all(np.isfinite(scores)):
        raise ValueError("one finite score for every visit")
    rng = np.random.default_rng(seed)
    days = _interval(visits, scores, rng, resamples, days_earlier)
    area = _interval(visits, scores, rng, resamples, lambda drawn, score, *_: auc(drawn.found, score))
    found = visits.found.astype(bool)
    half = np.mean([first_half(visits, scores, rng) for _ in range(_repeats(scores, TIES))])
    judged = Judgement(
        len(visits), int(found.sum()), days, float(half), first_half(visits, -_rank_days(visits.days), rng), area,
        _random(visits, rng, orders, days_earlier), days_earlier(visits, found.astype(float), rng),
    )  # fmt: skip
    if visits.officers is None:
        return judged
    return replace(
        judged, within=_interval(visits, scores, rng, resamples, days_within), within_auc=auc_within(visits, scores),
        random_within=_random(visits, rng, orders, days_within),
    )  # fmt: skip


def days_earlier(visits: Visits, scores: np.ndarray, rng: np.random.Generator, repeats: int = TIES) -> float:
    """Mean over the findings of (the day it was found − the day the schedule would have found it)."""
    return _gained(visits, scores, None, rng, repeats)


def days_within(visits: Visits, scores: np.ndarray, rng: np.random.Generator, repeats: int = TIES) -> float:
    """The same when every officer keeps his own days: only the order of his own visits changes."""
    return _gained(visits, scores, visits.officers, rng, repeats)


def first_half(visits: Visits, scores: np.ndarray, rng: np.random.Generator) -> float:
    """The share of the findings on the days by whose end fewer than half of all visits are made."""
    days, counts = np.unique(visits.days, return_counts=True)
    early = days[np.cumsum(counts) < len(visits) / 2]
    planned = _planned(visits.days, scores, None, rng)
    return float(np.isin(planned, early)[visits.found.astype(bool)].mean())


def auc(found: np.ndarray, scores: np.ndarray) -> float:
    """The chance that a finding scores above a visit without one; ties count half."""
    found = found.astype(bool)
    positive, negative = int(found.sum()), int((~found).sum())
    if not positive or not negative:
        return float("nan")
    _, place, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[place]
    return float((ranks[found].sum() - positive * (positive + 1) / 2) / (positive * negative))


def auc_within(visits: Visits, scores: np.ndarray) -> float:
    """AUC over pairs visited by the same officer; NaN when no officer has both kinds."""
    pairs, right = 0, 0.0
    for officer in np.unique(visits.officers):
        mine = visits.officers == officer
        found = visits.found[mine].astype(bool)
        many = int(found.sum()) * int((~found).sum())
        if many:
            pairs, right = pairs + many, right + many * auc(found, scores[mine])
    return right / pairs if pairs else float("nan")


@dataclass(frozen=True)
class OfOfficer:
    """One officer's visits under a schedule: how many, how many with a finding, mean days earlier, AUC (NaN: none)."""

    visits: int
    findings: int
    days: float
    auc: float


def by_officer(visits: Visits, scores: np.ndarray, *, seed: int = 1) -> dict[str, OfOfficer]:
    """What the schedule gains each officer who keeps his own days; officers who found nothing are left out."""
    rng, made = np.random.default_rng(seed), {}
    for officer in np.unique(visits.officers):
        mine = visits.officers == officer
        if np.any(visits.found[mine]):
            own, score = visits.only(mine), scores[mine]
            figures = days_earlier(own, score, rng), auc(own.found, score)
            made[str(officer)] = OfOfficer(int(mine.sum()), int(own.found.sum()), *figures)
    return made


def _gained(
    visits: Visits, scores: np.ndarray, officers: np.ndarray | None, rng: np.random.Generator, repeats: int
) -> float:  # fmt: skip
    times = range(_repeats(scores, repeats))
    planned = np.mean([_planned(visits.days, scores, officers, rng) for _ in times], axis=0)
    return float((visits.days - planned)[visits.found.astype(bool)].mean())


def _planned(days: np.ndarray, scores: np.ndarray, officers: np.ndarray | None, rng: np.random.Generator) -> np.ndarray:
    """The day each visit falls on when the highest score goes first; ties at random."""
    order, dates = [rng.random(len(days)), -scores], [days]
    if officers is not None:
        group = np.unique(officers, return_inverse=True)[1]
        order, dates = [*order, group], [*dates, group]
    planned = np.empty(len(days))
    planned[np.lexsort(order)] = days[np.lexsort(dates)]
    return planned


def _repeats(scores: np.ndarray, repeats: int) -> int:
    """Only ties make chance matter: without any, once is enough."""
    return repeats if len(np.unique(scores)) < len(scores) else 1


def _rank_days(days: np.ndarray) -> np.ndarray:
    """Distinct ranks in the order of the days, so that the schedule is the one that was kept."""
    rank = np.empty(len(days))
    rank[np.argsort(days, kind="stable")] = np.arange(len(days))
    return rank


def _interval(
    visits: Visits, scores: np.ndarray, rng: np.random.Generator, resamples: int, figure: Figure
) -> Spread:  # fmt: skip
    """A figure and its percentile interval over resampled visits; one random order of the ties in each resample."""
    drawn: list[float] = []
    while len(drawn) < resamples:
        rows = rng.integers(0, len(visits), len(visits))
        if np.any(visits.found[rows]):
            drawn.append(figure(visits.only(rows), scores[rows], rng, 1))
    return _spread(figure(visits, scores, rng, TIES), np.asarray(drawn))


def _random(visits: Visits, rng: np.random.Generator, orders: int, figure: Figure) -> Spread:
    """The mean of many random orders, and their middle 95 %."""
    drawn = np.array([figure(visits, rng.permutation(len(visits)).astype(float), rng, 1) for _ in range(orders)])
    return _spread(float(drawn.mean()), drawn)


def _spread(value: float, drawn: np.ndarray) -> Spread:
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(drawn, [tail, 1 - tail])
    return Spread(float(value), float(low), float(high))
