"""What would change a business's class: the earliest better day and what to do for it, and what would make it worse.

Everything said here was judged again with the records gone or added: nothing is estimated. It holds if nothing new
becomes known in between and what falls due (reports, permits, inspections) is done in time.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from huizhi.insight.judging import (
    STEP_DAYS,
    Fact,
    Ground,
    Judgement,
    Subject,
    attribute_facts,
    class_of,
    faded,
    full_points,
    judge,
    line_reading,
    weight_on,
)
from huizhi.insight.scorecard import ALWAYS_DAYS, Indicator, Remedy, Scorecard
from huizhi.insight.terms import repair_from
from huizhi.vocabulary.calendar import WorkCalendar

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


def acts_open(facts: Sequence[Fact], as_of: date, card: Scorecard, calendar: WorkCalendar) -> list[Act]:
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
            from_on = max(tomorrow, repair_from(kind, fact.occurred_on, calendar))
        trace = (fact.source, fact.source_id, fact.file_digest, fact.row_number)
        leaves = Fact(remedy.leaves, from_on, 1, None, fact.detail, *trace) if remedy.leaves else None
        found.append(Act(remedy, fact, line, from_on, leaves))
    return found


def path_up(
    facts: Sequence[Fact], subject: Subject, as_of: date, card: Scorecard, calendar: WorkCalendar | None = None,
    *, acting: bool = True,
) -> Path | None:  # fmt: skip
    """The earliest path to a better class; None when it is the best already, or no act and no time leads there.

    Without `acting` only time works.
    """
    now = judge(facts, subject, as_of, card)
    order = [grade for grade, _ in card.bands]
    if now.grade == order[0]:
        return None
    better = set(order[: order.index(now.grade)])
    acts = acts_open(facts, as_of, card, calendar or _calendar()) if acting else []
    quick = _Quick(facts, acts, subject, card)
    for day in quick.days(as_of):
        ready = quick.ready(day)
        if quick.grade(ready, day) not in better:
            continue
        needed = _fewest(ready, lambda some, day=day: quick.grade(some, day) in better)
        then = judge(_after(facts, needed), subject, day, card)
        if then.grade not in better:
            raise ArithmeticError(f"the sums say {quick.grade(needed, day)} on {day}, the judgement {then.grade}")
        return Path(day, tuple(needed), _fading(now, then, needed), then)
    return None


def turns(facts: Sequence[Fact], subject: Subject, as_of: date, card: Scorecard, grade: str) -> list[Turn]:
    """What would bring the business to a worse class by tomorrow's night, fewest records first; none in it already."""
    order = [each for each, _ in card.bands]
    floor, found = order.index(grade), []
    if order.index(judge(facts, subject, as_of, card).grade) >= floor:
        return []
    for line in card.indicators:
        if line.is_credit or not line.kinds:
            continue
        for count in range(1, MOST_NEW_RECORDS + 1):
            slight = max(line.severity_from, 1)
            new = [Fact(line.kinds[0], as_of, slight, source="∅", source_id=str(n)) for n in range(count)]
            then = judge([*facts, *new], subject, as_of, card)
            if order.index(then.grade) >= floor:
                found.append(Turn(line.code, count, then.grade, then.score))
                break
    return sorted(found, key=lambda turn: (turn.count, -turn.score, turn.indicator))


class _Read(NamedTuple):
    """A fact with what its line says of it: line number, full points, first day as an ordinal, window, decay."""

    fact: Fact
    n: int
    full: int
    began: int
    window: int
    shares: tuple[int, ...]

    def weight(self, today: int) -> int:
        """What is left of it on a day (as an ordinal)."""
        return faded(self.full, today - self.began, self.window, self.shares)


class _Quick:
    """Scores of many days and sets of acts: sums only, without the order of the evidence."""

    def __init__(self, facts: Sequence[Fact], acts: Sequence[Act], subject: Subject, card: Scorecard) -> None:
        self.card, self.acts = card, acts
        self.facts = self._read_all(facts)
        self.left = {id(act): self._read_all([act.leaves]) for act in acts if act.leaves}
        self.about = {id(act): self._read_all([act.fact])[0] for act in acts}
        self.standing: dict[int, int] = {}
        for n, _ in attribute_facts(subject, card):
            self.standing[n] = self.standing.get(n, 0) + abs(card.indicators[n].points)

    def _read_all(self, facts: Sequence[Fact]) -> list[_Read]:
        found = []
        for fact in facts:
            if (n := line_reading(fact, self.card)) is not None:
                line = self.card.indicators[n]
                found.append(_Read(fact, n, full_points(fact, line), fact.occurred_on.toordinal(), line.window_days,
                                   self.card.decays[line.decay]))  # fmt: skip
        return found

    def days(self, as_of: date) -> list[date]:
        """Every day after as_of on which something counts less than the day before, or an act becomes possible."""
        found = {as_of + timedelta(1), *(act.from_on for act in self.acts)}
        for read in chain(self.facts, *self.left.values()):
            if self.card.indicators[read.n].is_credit or read.window >= ALWAYS_DAYS:
                continue
            ages = [STEP_DAYS * step for step in range(1, len(read.shares)) if STEP_DAYS * step < read.window]
            found |= {read.fact.occurred_on + timedelta(age) for age in (*ages, read.window)}
        return sorted(day for day in found if day > as_of)

    def ready(self, on: date) -> list[Act]:
        """What can be done by a day and leaves behind, if anything, less than it takes away or something good."""
        found, today = [], on.toordinal()
        for act in self.acts:
            left = [] if act.from_on > on else self.left.get(id(act), [])
            bad = sum(read.weight(today) for read in left if not self.card.indicators[read.n].is_credit)
            if act.from_on <= on and (not bad or bad < self.about[id(act)].weight(today)):
                found.append(act)
        return found

    def grade(self, done: Sequence[Act], on: date) -> str:
        """The class on a day when these acts are done."""
        gone = {id(act.fact) for act in done if act.remedy.takes_away}
        sums, today = dict(self.standing), on.toordinal()
        for read in chain(self.facts, *(self.left.get(id(act), ()) for act in done)):
            if id(read.fact) not in gone and (weight := read.weight(today)):
                sums[read.n] = sums.get(read.n, 0) + weight
        lines = self.card.indicators
        capped = (max(-total, lines[n].cap) if lines[n].is_credit else min(total, lines[n].cap)
                  for n, total in sums.items())  # fmt: skip
        forced = any(lines[n].one_vote for n in sums)
        return class_of(max(sum(capped), 0), forced, self.card)


def _after(facts: Sequence[Fact], acts: Sequence[Act]) -> list[Fact]:
    kept = list(facts)
    for act in acts:
        kept = act.done(kept)
    return kept


def _fewest(acts: list[Act], enough: Callable[[list[Act]], bool]) -> list[Act]:
    """The acts without any of which it would not be enough; those about the lightest records are left out first."""
    kept, before = list(acts), -1
    while len(kept) != before:  # once a heavier one is out, a lighter one may turn out to be idle too
        before = len(kept)
        for act in sorted(kept, key=lambda act: act.weight):
            without = [each for each in kept if each is not act]
            if enough(without):
                kept = without
    return kept


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
