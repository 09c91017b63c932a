"""What a new notice or a new value does to matters that are open: who moves, from when to when, and nobody else."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huizhi.law.clock_events import Extension, Restart, Suspension
from huizhi.law.clocks import Deadline, deadline
from huizhi.law.parameters import Parameters, parameters
from huizhi.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True)
class Matter:
    """A clock: the matter's number, the legal value it runs by, its start, what happened to it, and its end if any."""

    number: str
    key: str
    started_on: date
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    ended_on: date | None = None
    restarts: tuple[Restart, ...] = ()


@dataclass(frozen=True)
class Retimed:
    """A matter whose deadline moved or became firm."""

    matter: Matter
    before: Deadline
    after: Deadline

    @property
    def moved(self) -> bool:
        """True when one of its days changed, not only how firm they are."""
        days = ("due", "alarm_due", "rights_due")
        return any(getattr(self.before, day) != getattr(self.after, day) for day in days)


def reckon(matter: Matter, calendar: WorkCalendar, law: Parameters | None = None) -> Deadline:
    """The deadline of a matter by a calendar and a set of values."""
    return deadline(
        matter.key, matter.started_on, calendar, suspensions=matter.suspensions, extensions=matter.extensions,
        restarts=matter.restarts, law=law,
    )  # fmt: skip


def load_notice(
    matters: Iterable[Matter], before: WorkCalendar, after: WorkCalendar, law: Parameters | None = None
) -> list[Retimed]:
    """The matters a newly published calendar moves or makes firm: only ones that awaited it."""
    changes = (Retimed(matter, reckon(matter, before, law), reckon(matter, after, law)) for matter in matters)
    return [each for each in changes if each.moved or each.before.awaits_notice != each.after.awaits_notice]


def retimed_since(
    since: date, matters: Iterable[Matter], calendar: WorkCalendar, law: Parameters | None = None
) -> list[Retimed]:
    """The open matters that what took effect since a day moves, wherever they come from."""
    law = law or parameters()
    return rehearse(matters, calendar, law.unchanged_since(since), law)


def rehearse(matters: Iterable[Matter], calendar: WorkCalendar, before: Parameters, after: Parameters) -> list[Retimed]:
    """The matters another set of values moves; a matter whose value one of them lacks on its day is left out."""
    changes = []
    for matter in matters:
        if all(matter.key in law and law.find(matter.key, matter.started_on) for law in (before, after)):
            changes.append(Retimed(matter, reckon(matter, calendar, before), reckon(matter, calendar, after)))
    return [each for each in changes if each.moved]
