"""From what happened to a clock to the instants it is late: everything by `law`, nothing by hand. Pure.

Three instants come of three readings of the last day (docs/decisions/0006): the alarm orders the inbox, `due_at` puts a
matter on the late list, and citizens' rights end with the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone

from huizhi.law.clock_events import Extension, Restart, Suspension, started_again
from huizhi.law.clocks import Deadline, deadline, earliest, hour_deadline
from huizhi.law.parameters import Parameters
from huizhi.vocabulary.calendar import WorkCalendar

CIVIL = timezone(timedelta(hours=8), "Asia/Shanghai")
"""Chinese civil time: no summer time since 1991."""
NEVER = datetime(9999, 1, 1, tzinfo=CIVIL)
"""Stands where no clock rings, so that every row has a place in the order."""


@dataclass(frozen=True)
class History:
    """What happened to one clock: its legal values, when it started, and its events."""

    keys: tuple[str, ...]
    started_at: datetime
    suspensions: tuple[Suspension, ...] = ()
    extensions: tuple[Extension, ...] = ()
    restarts: tuple[Restart, ...] = ()

    @property
    def started_on(self) -> date:
        """The civil day it started."""
        return civil_day(self.started_at)

    @property
    def paused(self) -> bool:
        """Whether a suspension lasts."""
        return any(each.to_on is None for each in self.suspensions)


@dataclass(frozen=True)
class Reckoned:
    """A deadline with the instants that follow: the period is over from `due_at` on, the alarm from `alarm_at` on."""

    deadline: Deadline
    due_at: datetime
    alarm_at: datetime

    @property
    def in_hours(self) -> bool:
        """Whether the period runs in clock hours."""
        return self.deadline.due_at is not None


def civil_day(at: datetime) -> date:
    """The day in China of an instant."""
    return at.astimezone(CIVIL).date()


def end_of(on: date) -> datetime:
    """The instant a day ends, 24:00 in China: the first at which its deadline has passed."""
    return datetime.combine(on + timedelta(days=1), time(), CIVIL)


def until(due_at: datetime) -> str:
    """An end as people write it: midnight is 24:00 of the day that ends."""
    local = due_at.astimezone(CIVIL)
    if local.time() == time():
        return f"{local.date() - timedelta(days=1)} 24:00"
    return f"{local:%Y-%m-%d %H:%M}"


def reckon(history: History, calendar: WorkCalendar, law: Parameters) -> Reckoned:
    """When a clock is due by its history; Refused by `law` for events it does not allow."""
    key = history.keys[0]
    if law.in_force(key, history.started_on).unit == "H":
        found = hour_deadline(key, history.started_at.astimezone(CIVIL), law)
        return Reckoned(found, found.due_at, found.due_at)
    if len(history.keys) > 1:
        start = started_again(law.in_force(key, history.started_on), history.started_on, history.restarts)
        found = earliest(history.keys, start, calendar, suspensions=history.suspensions, law=law)
        found = replace(found, provisional=found.provisional or history.paused)
    else:
        found = deadline(
            key, history.started_on, calendar, suspensions=history.suspensions, extensions=history.extensions,
            restarts=history.restarts, law=law,
        )  # fmt: skip
    return Reckoned(found, end_of(found.due), end_of(found.alarm_due))


def allows(keys: Sequence[str], on: date, law: Parameters, *, restart: str = "", stop: str = "") -> bool:
    """Whether the clock's terms name a reason to start again or to stand still."""
    terms = law.in_force(keys[0], on).clock
    return bool(terms) and (restart in terms.restarts if restart else stop in terms.stops)
