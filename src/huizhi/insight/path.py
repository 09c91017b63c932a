"""What would change a business's class: the earliest better day and what to do for it, and what would make it worse.

Everything said here was judged again with the records gone or added: nothing is estimated. It holds if nothing new
becomes known in between and what falls due (reports, permits, inspections) is done in time. Where a card moves classes
by the year, the class of a later day is that year's: a path may be to wait until the year turns.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from huizhi.insight.adjustments import Move, moves_on
from huizhi.insight.judging import Fact, Ground, Judgement, Subject, judge, weight_on
from huizhi.insight.path_days import Days
from huizhi.insight.remedies import Act, acts_open, after
from huizhi.insight.scorecard import ALWAYS_DAYS, Indicator, Scorecard
from huizhi.vocabulary.calendar import WorkCalendar

MOST_NEW_RECORDS = 5
"""How many further records of one kind the question "what would make it worse" looks at."""


@dataclass(frozen=True)
class Fading:
    """A reason that weighs less on the later day, or nothing (`points_then` 0): by age alone."""

    ground: Ground
    points_then: int


@dataclass(frozen=True)
class Adjusted:
    """From a day on the year's adjustment is this: the rules that move the class; none when nothing moves it."""

    on: date
    moves: tuple[Move, ...]


@dataclass(frozen=True)
class Path:
    """The earliest day of a better class, the acts it takes (none: waiting), what fades by then, and that judgement.

    `adjusted`: the adjustment on the day asked, then each change of it up to `on`; empty when nothing moves throughout.
    """

    on: date
    acts: tuple[Act, ...]
    fading: tuple[Fading, ...]
    judgement: Judgement
    adjusted: tuple[Adjusted, ...] = ()


@dataclass(frozen=True)
class Turn:
    """`count` further records, as slight as counted, would make it `grade`: at once, or as next year's class.

    `indicator`: the line that reads them; from `year_on` (the first day of the next year) the rule that does.
    """

    indicator: str
    count: int
    grade: str
    score: int
    year_on: date | None = None


def path_up(
    facts: Sequence[Fact], subject: Subject, as_of: date, card: Scorecard, calendar: WorkCalendar | None = None,
    *, acting: bool = True,
) -> Path | None:  # fmt: skip
    """The earliest path to a better class; None when it is the best already, or no act and no time leads there.

    Without `acting` only time works.
    """
    now = judge(facts, subject, as_of, card)
    rank = card.grades.index(now.grade)
    if rank == 0:
        return None
    acts = acts_open(facts, as_of, card, calendar) if acting else []
    quick = Days(facts, acts, subject, card)
    if (found := quick.first_better(quick.days(as_of), rank)) is None:
        return None
    day, possible = found
    needed = quick.fewest(day, possible, rank)
    then = judge(after(facts, needed), subject, day, card)
    if card.grades.index(then.grade) >= rank:
        raise ArithmeticError(f"the sums say better than {now.grade} on {day}, the judgement {then.grade}")
    adjusted = _adjusted(facts, needed, subject, as_of, day, card) if card.adjustments else ()
    return Path(day, tuple(needed), _fading(now, then, needed), then, adjusted)


def turns(facts: Sequence[Fact], subject: Subject, as_of: date, card: Scorecard, grade: str) -> list[Turn]:
    """What would bring the business to a worse class by tomorrow's night, or when the year turns if this year held it.

    Fewest records first; none in that class already.
    """
    floor, found = card.grades.index(grade), []
    quick = Days(facts, (), subject, card)
    totals, counts = quick.sums(quick.weights_on(as_of), ())
    steps = quick.years.steps(as_of, ())
    if quick.rank(totals, counts, steps) >= floor:
        return []
    for n, line in enumerate(card.indicators):
        if line.is_credit or not line.kinds or _of_several(line, card):
            continue
        weight = weight_on(Fact(line.kinds[0], as_of, max(line.severity_from, 1)), line, as_of, card)
        for count in range(1, MOST_NEW_RECORDS + 1):
            more = [total + weight * count * (n == m) for m, total in enumerate(totals)]
            further = [held + count * (n == m) for m, held in enumerate(counts)]
            if quick.rank(more, further, steps) >= floor:
                found.append(Turn(line.code, count, quick.grade(more, further, steps), quick.score(more)))
                break
    found += _next_year(facts, subject, as_of, card, floor)
    return sorted(found, key=lambda turn: (turn.count, -turn.score, turn.indicator))


def _of_several(line: Indicator, card: Scorecard) -> bool:
    """One of several lines between which a lasting state decides: a business is in one of them, not in a further."""
    return line.window_days >= ALWAYS_DAYS and len(card.readers[line.kinds[0]]) > 1


def _next_year(facts: Sequence[Fact], subject: Subject, as_of: date, card: Scorecard, floor: int) -> list[Turn]:
    """The rules of the year by which records of this day would do it from the first day of the next year on."""
    turns_on, found = date(as_of.year + 1, 1, 1), []
    if not card.adjustments or card.grades.index(judge(facts, subject, turns_on, card).grade) >= floor:
        return []
    for rule in card.adjustments:
        if rule.steps > 0:
            new = Fact(rule.kinds[0], as_of, max(rule.severity_from, 1), rule.amount_from or None)
            then = judge([*facts, *[new] * rule.least], subject, turns_on, card)
            if card.grades.index(then.grade) >= floor:
                found.append(Turn(rule.code, rule.least, then.grade, then.score, turns_on))
    return found


def _adjusted(
    facts: Sequence[Fact], acts: Sequence[Act], subject: Subject, as_of: date, on: date, card: Scorecard
) -> tuple[Adjusted, ...]:  # fmt: skip
    """The adjustment of as_of and each other one on the way, every act done on its first day."""
    turned = {date(year, 1, 1) for year in range(as_of.year + 1, on.year + 1)}
    found: list[Adjusted] = []
    for day in sorted({as_of, on, *turned, *(act.from_on for act in acts)}):
        known = after(facts, [act for act in acts if act.from_on <= day])
        moves = moves_on(known, subject.established_on, day, card.adjustments)
        if not found or moves != found[-1].moves:
            found.append(Adjusted(day, moves))
    return tuple(found) if any(each.moves for each in found) else ()


def _fading(now: Judgement, then: Judgement, acts: Sequence[Act]) -> tuple[Fading, ...]:
    taken = {act.fact for act in acts if act.remedy.takes_away}
    later = {(ground.indicator, ground.fact): ground.points for ground in then.grounds}
    against = [ground for ground in now.grounds if ground.points > 0 and ground.fact not in taken]
    found = [Fading(ground, later.get((ground.indicator, ground.fact), 0)) for ground in against]
    less = [each for each in found if each.points_then < each.ground.points]
    return tuple(sorted(less, key=lambda each: each.points_then - each.ground.points))
