"""What would change a business's class: the earliest better day and what to do for it, and what would make it worse.

Everything said here was judged again with the records gone or added: nothing is estimated. It holds if nothing new
becomes known in between and what falls due (reports, permits, inspections) is done in time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import numpy as np

from huizhi.insight.judging import (
    STEP_DAYS,
    Fact,
    Ground,
    Judgement,
    Subject,
    attribute_facts,
    class_of,
    full_points,
    judge,
    line_reading,
    weight_on,
)
from huizhi.insight.scorecard import ALWAYS_DAYS, DECAY_ONE, Indicator, Remedy, Scorecard
from huizhi.insight.terms import repair_from
from huizhi.vocabulary.calendar import WorkCalendar

DAYS_AT_ONCE = 128
"""Days weighed together: the earliest is looked for, so not all of them at once."""
MOST_NEW_RECORDS = 5
"""How many further records of one kind the question "what would make it worse" looks at."""


@dataclass(frozen=True)
class Act:
    """One thing the business can do about a record: from when at the earliest, and what it leaves behind."""

    remedy: Remedy
    fact: Fact
    line: Indicator
    from_on: date
    leaves: Fact | None

    @property
    def weight(self) -> int:
        """What the record weighed on the day it happened."""
        return full_points(self.fact, self.line)

    def done(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts once this is done."""
        kept = [fact for fact in facts if not (self.remedy.takes_away and fact == self.fact)]
        return kept + ([self.leaves] if self.leaves else [])


@dataclass(frozen=True)
class Fading:
    """A reason that weighs less on the later day, or nothing (`points_then` 0): by age alone."""

    ground: Ground
    points_then: int


@dataclass(frozen=True)
class Path:
    """The earliest day of a better class, the acts it takes (none: waiting), what fades by then, and that judgement."""

    on: date
    acts: tuple[Act, ...]
    fading: tuple[Fading, ...]
    judgement: Judgement


@dataclass(frozen=True)
class Turn:
    """`count` further records that the line `indicator` reads, as slight as it reads them, would make it `grade`."""

    indicator: str
    count: int
    grade: str
    score: int


def acts_open(
    facts: Sequence[Fact], as_of: date, card: Scorecard, calendar: WorkCalendar | None = None
) -> list[Act]:  # fmt: skip
    """What can be done about the records that count on a day; the night after `as_of` is the first to know of it."""
    tomorrow, found = as_of + timedelta(1), []
    settled = {(fact.source, fact.source_id) for fact in facts if fact.kind == "correction"}
    for fact in facts:
        n = line_reading(fact, card)
        line = None if n is None else card.indicators[n]
        if line is None or not line.remedy or fact.kind not in line.kinds or not weight_on(fact, line, as_of, card):
            continue
        remedy = card.remedies[line.remedy]
        if remedy.leaves == "correction" and (fact.source, fact.source_id) in settled:
            continue
        from_on = tomorrow
        if remedy.repairs:
            kind = remedy.repairs[min(max(fact.severity, 1), len(remedy.repairs)) - 1]
            from_on = max(tomorrow, repair_from(kind, fact.occurred_on, calendar or _calendar()))
        trace = (fact.source, fact.source_id, fact.file_digest, fact.row_number)
        leaves = Fact(remedy.leaves, from_on, 1, None, fact.detail, *trace) if remedy.leaves else None
        found.append(Act(remedy, fact, line, from_on, leaves))
    return found


def path_up(
    facts: Sequence[Fact], subject: Subject, as_of: date, card: Scorecard, calendar: WorkCalendar | None = None,
    *, acting: bool = True,
) -> Path | None:  # fmt: skip
    """The earliest path to a better class; None when it is the best already, or no act and no time leads there.

    Without `acting` only time works. ValueError for a card that adjusts by the year: it looks for no path.
    """
    _demand_no_year(card)
    now = judge(facts, subject, as_of, card)
    order = [grade for grade, _ in card.bands]
    if now.grade == order[0]:
        return None
    rank = order.index(now.grade)
    acts = acts_open(facts, as_of, card, calendar) if acting else []
    quick = _Days(facts, acts, subject, card)
    if (found := quick.first_better(quick.days(as_of), rank)) is None:
        return None
    day, possible = found
    needed = quick.fewest(day, possible, rank)
    then = judge(_after(facts, needed), subject, day, card)
    if order.index(then.grade) >= rank:
        raise ArithmeticError(f"the sums say better than {now.grade} on {day}, the judgement {then.grade}")
    return Path(day, tuple(needed), _fading(now, then, needed), then)


def turns(facts: Sequence[Fact], subject: Subject, as_of: date, card: Scorecard, grade: str) -> list[Turn]:
    """What would bring the business to a worse class by tomorrow's night, fewest records first; none in it already.

    ValueError for a card that adjusts by the year.
    """
    _demand_no_year(card)
    order = [each for each, _ in card.bands]
    floor, found = order.index(grade), []
    quick = _Days(facts, (), subject, card)
    totals, counts = quick.sums(quick.weights_on(as_of), ())
    if quick.rank(totals, counts) >= floor:
        return []
    for n, line in enumerate(card.indicators):
        if line.is_credit or not line.kinds:
            continue
        weight = weight_on(Fact(line.kinds[0], as_of, max(line.severity_from, 1)), line, as_of, card)
        for count in range(1, MOST_NEW_RECORDS + 1):
            more = [total + weight * count * (n == m) for m, total in enumerate(totals)]
            further = [held + count * (n == m) for m, held in enumerate(counts)]
            if quick.rank(more, further) >= floor:
                found.append(Turn(line.code, count, quick.grade(more, further), quick.score(more)))
                break
    return sorted(found, key=lambda turn: (turn.count, -turn.score, turn.indicator))


def _demand_no_year(card: Scorecard) -> None:
    if card.adjustments:
        raise ValueError(f"{card.version} moves classes by the year, which this search does not follow")


class _Days:
    """Scores of many days and sets of acts: sums only, without the order of the evidence.

    The reads are the facts some line counts, then what the acts leave behind; a column of a table of weights each.
    """

    def __init__(self, facts: Sequence[Fact], acts: Sequence[Act], subject: Subject, card: Scorecard) -> None:
        self.card, self.acts, self.lines = card, list(acts), card.indicators
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
        """Every day after as_of on which something counts less than the day before, or an act becomes possible."""
        found = {as_of.toordinal() + 1, *(act.from_on.toordinal() for act in self.acts)}
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
            better = np.flatnonzero(self._ranks(weights, ready) < rank)
            if len(better):
                return some[better[0]], np.flatnonzero(ready[better[0]]).tolist()
        return None

    def _ranks(self, weights: np.ndarray, ready: np.ndarray) -> np.ndarray:
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

    def grade(self, totals: Sequence[int], counts: Sequence[int]) -> str:
        """The class these sums make."""
        forced = any(line.one_vote and count for line, count in zip(self.lines, counts, strict=True))
        return class_of(self.score(totals), forced, self.card)

    def rank(self, totals: Sequence[int], counts: Sequence[int]) -> int:
        """The class's place among the bands, 0 the best."""
        grade = self.grade(totals, counts)
        return next(n for n, (each, _) in enumerate(self.card.bands) if each == grade)

    def fewest(self, day: date, possible: Sequence[int], rank: int) -> list[Act]:
        """The acts without any of which it would not be enough; those about the lightest records are left out first."""
        weights, kept, before = self.weights_on(day), list(possible), -1
        totals, counts = self.sums(weights, kept)
        while len(kept) != before:  # once a heavier one is out, a lighter one may turn out to be idle too
            before = len(kept)
            for a in sorted(kept, key=lambda a: self.acts[a].weight):
                self._undo(a, weights, totals, counts, 1)
                if self.rank(totals, counts) < rank:
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


def _after(facts: Sequence[Fact], acts: Sequence[Act]) -> list[Fact]:
    gone = {act.fact for act in acts if act.remedy.takes_away}
    return [*(fact for fact in facts if fact not in gone), *(act.leaves for act in acts if act.leaves)]


def _fading(now: Judgement, then: Judgement, acts: Sequence[Act]) -> tuple[Fading, ...]:
    taken = {act.fact for act in acts if act.remedy.takes_away}
    later = {(ground.indicator, ground.fact): ground.points for ground in then.grounds}
    against = [ground for ground in now.grounds if ground.points > 0 and ground.fact not in taken]
    found = [Fading(ground, later.get((ground.indicator, ground.fact), 0)) for ground in against]
    less = [each for each in found if each.points_then < each.ground.points]
    return tuple(sorted(less, key=lambda each: each.points_then - each.ground.points))


@lru_cache(maxsize=1)
def _calendar() -> WorkCalendar:
    return WorkCalendar.load()
