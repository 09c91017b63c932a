"""Every day of a running clock and what became of it: counted, skipped, stood still, rolled over, or the last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huizhi.law.clock_events import Suspension, suspended_days
from huizhi.law.clocks import Deadline
from huizhi.law.holidays import is_break, is_worked
from huizhi.vocabulary.calendar import WorkCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayMark:
    """One day of a clock.

    `state`: "start" (not counted), "counted", "skipped" (no working day), "stopped" (suspended), "rolled" (passed
    over at the end) or "due". `number` is its place among the days counted, 0 when it is not. `kind` is what the
    calendar says: "worked", "makeup" (a worked Saturday or Sunday), "rest", "holiday"; `awaits` a notice to come.
    """

    on: date
    state: str
    number: int
    kind: str
    awaits: bool


def day_strip(found: Deadline, calendar: WorkCalendar, suspensions: Sequence[Suspension] = ()) -> list[DayMark]:
    """The days from the start of a clock in days or longer through its last day, each with what became of it."""
    stopped, working = suspended_days(suspensions), found.basis.unit == "WD"
    ends_on = found.counted_through or found.due
    marks, number = [], 0
    for n in range((found.due - found.started_on).days + 1):
        on = found.started_on + n * _DAY
        kind = day_kind(calendar, on)
        counts = n > 0 and on <= ends_on and on not in stopped and (not working or is_worked(calendar, on))
        number += counts
        state = _state(on, found, ends_on, on in stopped, counts)
        marks.append(DayMark(on, state, number if counts else 0, kind, calendar.is_provisional(on)))
    return marks


def day_kind(calendar: WorkCalendar, on: date) -> str:
    """What a day is by the calendar: "worked", "makeup", "rest" or "holiday"."""
    if is_worked(calendar, on):
        return "makeup" if on.weekday() >= 5 else "worked"
    return "holiday" if is_break(calendar, on) else "rest"


def _state(on: date, found: Deadline, ends_on: date, stopped: bool, counts: bool) -> str:
    if on == found.started_on:
        return "start"
    if on == found.due:
        return "due"
    if stopped:
        return "stopped"
    if on > ends_on:
        return "rolled"
    return "counted" if counts else "skipped"
