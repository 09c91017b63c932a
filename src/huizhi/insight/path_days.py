"""Many days and sets of acts at once: what a business would weigh, and which class that would be."""

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np

from huizhi.insight.adjustments import moves_on, steps_of
from huizhi.insight.judging import (
    STEP_DAYS,
    Fact,
    Subject,
    attribute_facts,
    class_of,
    full_points,
    line_reading,
)
from huizhi.insight.remedies import Act, after
from huizhi.insight.scorecard import ALWAYS_DAYS, DECAY_ONE, Scorecard

DAYS_AT_ONCE = 128
"""Days weighed together: the earliest is looked for, so not all of them at once."""


class Days:
    """Scores of many days and sets of acts: sums only, without the order of the evidence.

    The reads are the facts some line counts, then what the acts leave behind; a column of a table of weights each.
    """

    def __init__(self, facts: Sequence[Fact], acts: Sequence[Act], subject: Subject, card: Scorecard) -> None:
        self.card, self.acts, self.lines = card, list(acts), card.indicators
        self.years = Years(facts, acts, subject, card)
        counted = [(fact, n) for fact in facts if (n := line_reading(fact, card)) is not None]
        left = [(act.leaves, n, a) for a, act in enumerate(self.acts)
                if act.leaves and (n := line_reading(act.leaves, card)) is not None]  # fmt: skip
        reads = [*counted, *((fact, n) for fact, n, _ in left)]
        self.rule = [n for _, n in reads]
        self.full = np.array([full_points(fact, self.lines[n]) for fact, n in reads], dtype=np.int64)
        self.began = np.array([fact.occurred_on.toordinal() for fact, _ in reads], dtype=np.int64)
        self.window = np.array([self.lines[n].window_days for n in self.rule], dtype=np.int64)
        starts, shares = {}, []
        for name, steps in card.decays.items():
            starts[name] = len(shares)
            shares += steps
        decays = [self.lines[n].decay for n in self.rule]
        self.shares = np.array(shares, dtype=np.int64)
        self.first = np.array([starts[name] for name in decays], dtype=np.int64)
        self.last = self.first + np.array([len(card.decays[name]) - 1 for name in decays], dtype=np.int64)
        place = {id(fact): c for c, (fact, _) in enumerate(counted)}
        self.about = [place[id(act.fact)] for act in self.acts]
        self.left = {a: len(counted) + c for c, (_, _, a) in enumerate(left)}
        self.columns: list[list[int]] = [[] for _ in self.lines]
        for column, n in enumerate(self.rule):
            self.columns[n].append(column)
        self.standing = [0] * len(self.lines)
        for n, _ in attribute_facts(subject, card):
            self.standing[n] += abs(self.lines[n].points)

    def days(self, as_of: date) -> list[date]:
        """Every day after as_of on which something counts less, an act becomes possible, or the year turns."""
        found = {as_of.toordinal() + 1, *(act.from_on.toordinal() for act in self.acts)}
        found |= {day.toordinal() for day in self.years.begin(as_of)}
        for began, n in zip(self.began.tolist(), self.rule, strict=True):
            line = self.lines[n]
            if line.is_credit or line.window_days >= ALWAYS_DAYS:
                continue
            steps = range(STEP_DAYS, min(line.window_days, STEP_DAYS * len(self.card.decays[line.decay])), STEP_DAYS)
            found |= {began + age for age in (*steps, line.window_days)}
        return [date.fromordinal(day) for day in sorted(found) if day > as_of.toordinal()]

    def first_better(self, days: Sequence[date], rank: int) -> tuple[date, list[int]] | None:
        """The first day on which everything possible brings a band before `rank`, and the acts possible that day."""
        for at in range(0, len(days), DAYS_AT_ONCE):
            some = days[at : at + DAYS_AT_ONCE]
            today = np.array([day.toordinal() for day in some], dtype=np.int64)
            weights = self._weights(today)
            ready = self._ready(today, weights)
            better = np.flatnonzero(self._ranks(some, weights, ready) < rank)
            if len(better):
                return some[better[0]], np.flatnonzero(ready[better[0]]).tolist()
        return None

    def _ranks(self, days: Sequence[date], weights: np.ndarray, ready: np.ndarray) -> np.ndarray:
        """The class of each day with everything possible done, as its place among the bands."""
        left = weights.copy()
        for a, act in enumerate(self.acts):
            if act.remedy.takes_away:
                left[ready[:, a], self.about[a]] = 0
            if a in self.left:
                left[~ready[:, a], self.left[a]] = 0
        score, forced = np.zeros(len(left), dtype=np.int64), np.zeros(len(left), dtype=bool)
        for n, line in enumerate(self.lines):
            if not self.columns[n] and not self.standing[n]:
                continue
            total = left[:, self.columns[n]].sum(axis=1) + self.standing[n]
            score += np.maximum(-total, line.cap) if line.is_credit else np.minimum(total, line.cap)
            forced |= line.one_vote & (total > 0)
        floors = [floor for _, floor in self.card.bands]
        place = np.searchsorted(floors, np.maximum(score, 0), side="right") - 1
        if self.card.adjustments:
            steps = [self.years.steps(day, np.flatnonzero(done)) for day, done in zip(days, ready, strict=True)]
            place = np.clip(place + np.array(steps, dtype=np.int64), 0, len(floors) - 1)
        return np.where(forced, len(floors) - 1, place)

    def weights_on(self, day: date) -> list[int]:
        """What each read weighs on a day."""
        return self._weights(np.array([day.toordinal()], dtype=np.int64))[0].tolist()

    def _weights(self, today: np.ndarray) -> np.ndarray:
        age = today[:, None] - self.began[None, :]
        step = np.minimum(self.first + np.maximum(age, 0) // STEP_DAYS, self.last)
        faded = np.maximum(self.full * self.shares[step] // DECAY_ONE, 1)
        return np.where((age >= 0) & (age < self.window), faded, 0)

    def _ready(self, today: np.ndarray, weights: np.ndarray) -> np.ndarray:
        """What can be done by a day and leaves behind, if anything, less than it takes away or something good."""
        found = np.zeros((len(today), len(self.acts)), dtype=bool)
        for a, act in enumerate(self.acts):
            found[:, a] = today >= act.from_on.toordinal()
            column = self.left.get(a)
            if column is not None and not self.lines[self.rule[column]].is_credit:
                bad = weights[:, column]
                found[:, a] &= (bad == 0) | (bad < weights[:, self.about[a]])
        return found

    def sums(self, weights: Sequence[int], done: Sequence[int]) -> tuple[list[int], list[int]]:
        """What the evidence of each line weighs together when these acts are done, and how many pieces there are."""
        gone = {self.about[a] for a in done if self.acts[a].remedy.takes_away}
        kept = {self.left[a] for a in done if a in self.left}
        facts = len(self.rule) - len(self.left)
        totals, counts = list(self.standing), [int(held > 0) for held in self.standing]
        for column, weight in enumerate(weights):
            if weight and (column not in gone if column < facts else column in kept):
                totals[self.rule[column]] += int(weight)
                counts[self.rule[column]] += 1
        return totals, counts

    def score(self, totals: Sequence[int]) -> int:
        """The sum of the lines, each up to its cap, never below 0."""
        return max(sum(max(-total, line.cap) if line.is_credit else min(total, line.cap)
                       for total, line in zip(totals, self.lines, strict=True)), 0)  # fmt: skip

    def grade(self, totals: Sequence[int], counts: Sequence[int], steps: int) -> str:
        """The class these sums make, moved by `steps`."""
        forced = any(line.one_vote and count for line, count in zip(self.lines, counts, strict=True))
        return class_of(self.score(totals), forced, self.card, steps)

    def rank(self, totals: Sequence[int], counts: Sequence[int], steps: int) -> int:
        """The class's place among the bands, 0 the best."""
        return self.card.grades.index(self.grade(totals, counts, steps))

    def fewest(self, day: date, possible: Sequence[int], rank: int) -> list[Act]:
        """The acts without any of which it would not be enough; those about the lightest records are left out first."""
        weights, kept, before = self.weights_on(day), list(possible), -1
        totals, counts = self.sums(weights, kept)
        while len(kept) != before:  # once a heavier one is out, a lighter one may turn out to be idle too
            before = len(kept)
            for a in sorted(kept, key=lambda a: self.acts[a].weight):
                self._undo(a, weights, totals, counts, 1)
                steps = self.years.steps(day, [other for other in kept if other != a])
                if self.rank(totals, counts, steps) < rank:
                    kept.remove(a)
                else:
                    self._undo(a, weights, totals, counts, -1)
        return [self.acts[a] for a in kept]

    def _undo(self, a: int, weights: Sequence[int], totals: list[int], counts: list[int], sign: int) -> None:
        """Change the sums as if an act were not done (sign 1), or done again (-1)."""
        if self.acts[a].remedy.takes_away and (weight := weights[self.about[a]]):
            totals[self.rule[self.about[a]]] += sign * weight
            counts[self.rule[self.about[a]]] += sign
        if a in self.left and (weight := weights[self.left[a]]):
            totals[self.rule[self.left[a]]] -= sign * weight
            counts[self.rule[self.left[a]]] -= sign


class Years:
    """How far a card's adjustments move the class of a year, whichever acts are done: asked of the rules themselves."""

    def __init__(self, facts: Iterable[Fact], acts: Sequence[Act], subject: Subject, card: Scorecard) -> None:
        reads = {kind for rule in card.adjustments for kind in rule.reads}
        self.rules, self.since, self.acts = card.adjustments, subject.established_on, list(acts)
        self.facts = [fact for fact in facts if fact.kind in reads] if reads else []
        self.touching = {a for a, act in enumerate(self.acts)
                         if (act.remedy.takes_away and act.fact.kind in reads)
                         or (act.leaves and act.leaves.kind in reads)}  # fmt: skip
        self._known: dict[tuple[int, frozenset[int]], int] = {}

    def begin(self, as_of: date) -> list[date]:
        """The first days of the years after as_of in which any rule may say something else than the year before."""
        if not self.rules:
            return []
        known = (*(fact.occurred_on for fact in self.facts), *(act.from_on for act in self.acts), as_of)
        last = max(known).year + max(rule.years for rule in self.rules) + 1
        return [date(year, 1, 1) for year in range(as_of.year + 1, last + 1)]

    def steps(self, day: date, done: Iterable[int]) -> int:
        """How far the class of a day is moved when these acts, all possible by then, are done."""
        if not self.rules:
            return 0
        key = day.year, frozenset(self.touching.intersection(done))
        if key not in self._known:
            known = after(self.facts, [self.acts[a] for a in key[1]])
            self._known[key] = steps_of(moves_on(known, self.since, day, self.rules))
        return self._known[key]
