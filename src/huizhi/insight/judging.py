"""One business judged from its own facts, in plain Python: the same card, points and order as the night's.

The night judges everybody with `reasons` and `grades`; this judges one, on any day, with records added or taken away,
in a millisecond. Tests hold the two equal, evidence by evidence.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from huizhi.insight.adjustments import Move, moves_on, steps_of
from huizhi.insight.scorecard import ALWAYS_DAYS, DECAY_ONE, Indicator, Scorecard

STEP_DAYS = 30


@dataclass(frozen=True)
class Fact:
    """One event of a business: `severity` and `amount_fen` as in `events`; evidence is the row that says so."""

    kind: str
    occurred_on: date
    severity: int = 1
    amount_fen: int | None = None
    detail: str = ""
    source: str = ""
    source_id: str = ""
    file_digest: str = ""
    row_number: int = 0


@dataclass(frozen=True)
class Subject:
    """What the register says of the business: the columns a card may read, since when, and the register's row."""

    columns: Mapping[str, str | None]
    established_on: date | None
    source: str = ""
    source_id: str = ""
    file_digest: str = ""
    row_number: int = 0


@dataclass(frozen=True)
class Ground:
    """One reason: points as they count after caps and the floor; `lapses_on` None while the register says so."""

    position: int
    indicator: str
    dimension: str
    points: int
    fact: Fact
    lapses_on: date | None


@dataclass(frozen=True)
class Judgement:
    """Score and class on a day, with its reasons, position 1 weighing most; `forced_by`: a one-vote line or None.

    `moves`: what moved the class of the score to the class of the year, if anything.
    """

    score: int
    grade: str
    forced_by: str | None
    grounds: tuple[Ground, ...]
    moves: tuple[Move, ...] = ()


def judge(facts: Iterable[Fact], subject: Subject, on: date, card: Scorecard) -> Judgement:
    """The class on a day if exactly these facts were known: what `reasons` and `grades` say of one entity."""
    facts = list(facts)
    by_line: dict[int, list[tuple[Fact, int]]] = {}
    for n, fact, weight in _weighed(facts, subject, on, card):
        by_line.setdefault(n, []).append((fact, weight))
    capped = []
    for n, evidence in by_line.items():
        line, used = card.indicators[n], 0
        for fact, weight in sorted(evidence, key=lambda each: _newest_first(each[0])):
            kept = min(weight, abs(line.cap) - used)
            if kept > 0:
                used += kept
                capped.append((-kept if line.is_credit else kept, n, fact))
    capped.sort(key=lambda each: (-each[0], each[1], *_newest_first(each[2])))
    score, grounds = 0, []
    for points, n, fact in capped:
        counted = max(score + points, 0) - score
        score += counted
        if counted:
            grounds.append(_ground(len(grounds) + 1, card.indicators[n], counted, fact))
    voted = {ground.indicator for ground in grounds}
    forced = next((line.code for line in card.indicators if line.one_vote and line.code in voted), None)
    moves = moves_on(facts, subject.established_on, on, card.adjustments)
    grade = class_of(score, forced is not None, card, steps_of(moves))
    return Judgement(score, grade, forced, tuple(grounds), moves)


def class_of(score: int, forced: bool, card: Scorecard, steps: int = 0) -> str:
    """The band the score lies in, moved by `steps`; the worst when a one-vote line speaks."""
    if forced:
        return card.worst
    place = next(n for n, (_, floor) in reversed(list(enumerate(card.bands))) if score >= floor)
    return card.grades[min(max(place + steps, 0), len(card.bands) - 1)]


def line_reading(fact: Fact, card: Scorecard) -> int | None:
    """The number of the line that counts a fact; None when none does."""
    for n, line in card.readers.get(fact.kind, ()):
        if line.severity_from <= fact.severity <= line.severity_to:
            return n
    return None


def full_points(fact: Fact, line: Indicator) -> int:
    """What a fact weighs on the day it happened, without sign."""
    steps = max(min(fact.severity, line.severity_most) - 1, 0) if line.per_severity else 0
    tiers = sum(points for fen, points in line.amount_tiers if (fact.amount_fen or 0) >= fen)
    return abs(line.points) + steps * abs(line.per_severity) + tiers


def weight_on(fact: Fact, line: Indicator, on: date, card: Scorecard) -> int:
    """What is left of a fact on a day, at least 1 while it counts, 0 before it happened and after it lapsed."""
    age = (on - fact.occurred_on).days
    return faded(full_points(fact, line), age, line.window_days, card.decays[line.decay])


def faded(full: int, age: int, window_days: int, shares: tuple[int, ...]) -> int:
    """What is left of full points at an age in days, at least 1 inside the window, 0 outside it."""
    if not 0 <= age < window_days:
        return 0
    return max(full * shares[min(age // STEP_DAYS, len(shares) - 1)] // DECAY_ONE, 1)


def attribute_facts(subject: Subject, card: Scorecard) -> list[tuple[int, Fact]]:
    """(line, fact) of the attributes of the register that the card counts."""
    found = []
    for n, line in enumerate(card.indicators):
        value = subject.columns.get(line.column) if line.column else None
        if value is not None and value.startswith(line.starts) and subject.established_on is not None:
            fact = Fact(line.column, subject.established_on, detail=value, source=subject.source,
                        source_id=subject.source_id, file_digest=subject.file_digest,
                        row_number=subject.row_number)  # fmt: skip
            found.append((n, fact))
    return found


def _weighed(
    facts: Iterable[Fact], subject: Subject, on: date, card: Scorecard
) -> Iterable[tuple[int, Fact, int]]:  # fmt: skip
    """(line, fact, weight) of everything that counts on the day."""
    for fact in facts:
        n = line_reading(fact, card)
        weight = 0 if n is None else weight_on(fact, card.indicators[n], on, card)
        if n is not None and weight:
            yield n, fact, weight
    for n, fact in attribute_facts(subject, card):
        yield n, fact, abs(card.indicators[n].points)


def _newest_first(fact: Fact) -> tuple[int, str, str, int, str]:
    return -fact.occurred_on.toordinal(), fact.source, fact.source_id, fact.row_number, fact.kind


def _ground(position: int, line: Indicator, points: int, fact: Fact) -> Ground:
    passes = 0 < line.window_days < ALWAYS_DAYS
    lapses = fact.occurred_on + timedelta(line.window_days) if passes else None
    return Ground(position, line.code, line.dimension, points, fact, lapses)
