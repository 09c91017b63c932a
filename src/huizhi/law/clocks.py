"""From a legal value and the day a clock started to the day it is due.

The start day is not counted. Working days skip every rest day. A last day in calendar days, months or years that falls
on a day off moves on, and how far is a reading of 法定节假日: the alarm takes the narrowest (only a statutory holiday
moves it, never a plain weekend), citizens' rights the widest (any rest day moves it), `due` the published break.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from huizhi.law.clock_events import (
    Extension,
    Restart,
    Suspension,
    check_suspensions,
    in_order,
    refused,
    started_again,
    suspended_days,
)
from huizhi.law.holidays import is_break, is_statutory, is_worked
from huizhi.law.parameters import Parameters, parameters
from huizhi.law.units import PERIODS
from huizhi.law.values import SETTLED, LegalValue
from huizhi.vocabulary.calendar import WorkCalendar

_DAY = timedelta(days=1)
_MONTHS = {"M": 1, "Y": 12}


@dataclass(frozen=True)
class Deadline:
    """The last day of a period, what it rests on, and how firm it is.

    `due` is the last day; `alarm_due` the earliest and `rights_due` the latest that the wording allows; `days` the
    calendar days from the start to `due`. `awaits_notice`: a calendar not yet published may move it. `provisional`:
    that, or the legal office has a value of it to confirm, or a suspension has not ended. `due_at` only for hours.
    `counted_through` is the last day the period itself reaches; the days from it to `due` are rolled over.
    """

    due: date
    basis: LegalValue
    alarm_due: date
    rights_due: date
    provisional: bool
    days: int
    started_on: date
    awaits_notice: bool = False
    extended_by: tuple[LegalValue, ...] = ()
    due_at: datetime | None = None
    counted_through: date | None = None

    def overdue(self, on: date) -> bool:
        """True from the day after the last day."""
        return on > self.due


@dataclass(frozen=True)
class _Length:
    """How long a period is: so many working days, then so many months, then so many calendar days."""

    working_days: int = 0
    months: int = 0
    days: int = 0

    def plus(self, count: int, unit: str) -> "_Length":
        if unit == "WD":
            return replace(self, working_days=self.working_days + count)
        if unit == "D":
            return replace(self, days=self.days + count)
        return replace(self, months=self.months + count * _MONTHS[unit])


def deadline(
    key: str,
    started_on: date,
    calendar: WorkCalendar,
    roll: str = "holiday",
    *,
    suspensions: Sequence[Suspension] = (),
    extensions: Sequence[Extension] = (),
    restarts: Sequence[Restart] = (),
    version_on: date | None = None,
    law: Parameters | None = None,
) -> Deadline:
    """The last day of the period `key` that started on a day, which itself is not counted.

    The value is the one in force on the day the clock started (or was last restarted), or on `version_on` where the
    matter began under an earlier version. `roll` chooses `due`: "none",
    "statutory", "holiday" (the published break) or "rest". Days suspended are added; an extension must be approved by
    the day the period would end without it. Refused for events the clock does not allow, ValueError for values that
    are no period in days or longer.
    """
    law = law or parameters()
    started_on = started_again(law.in_force(key, version_on or started_on), started_on, restarts)
    value = law.in_force(key, version_on or started_on)
    found = _extended(value, started_on, calendar, roll, suspensions, extensions, law)
    for transition in value.transitions:
        if started_on < transition.on <= found.due:
            new = law.in_force(key, transition.on)
            later = _extended(new, started_on, calendar, roll, suspensions, (), law)
            alarm = min(found.alarm_due, later.alarm_due)
            awaits = found.awaits_notice or (alarm == later.alarm_due and later.awaits_notice)
            unsure = found.provisional or transition.basis.to_be_confirmed or awaits
            found = replace(found, alarm_due=alarm, provisional=unsure, awaits_notice=awaits)
    return found


def earliest(
    keys: tuple[str, ...],
    started_on: date,
    calendar: WorkCalendar,
    roll: str = "holiday",
    *,
    suspensions: Sequence[Suspension] = (),
    law: Parameters | None = None,
) -> Deadline:
    """The earliest of several limits that bind at once; the first must be in force, others join when they commence.

    Each of its days is the earliest of the limits'; it is provisional when the limit that gives the last day is.
    """
    law = law or parameters()
    law.in_force(keys[0], started_on)
    binding = [key for key in keys if law.find(key, started_on)]
    found = [deadline(key, started_on, calendar, roll, suspensions=suspensions, law=law) for key in binding]
    first = min(found, key=lambda each: each.due)
    return replace(
        first,
        alarm_due=min(each.alarm_due for each in found),
        rights_due=min(each.rights_due for each in found),
        awaits_notice=any(each.awaits_notice for each in found),
        provisional=first.provisional or any(each.awaits_notice for each in found),
    )


def hour_deadline(key: str, started_at: datetime, law: Parameters | None = None) -> Deadline:
    """The instant a period in hours ends: clock hours through nights, weekends and holidays, with no roll-over."""
    value = (law or parameters()).in_force(key, started_at.date())
    if value.unit != "H":
        raise ValueError(f"{value.key} is no period in hours: {value.value} {value.unit}")
    at = started_at + timedelta(hours=value.number)
    on, started_on = at.date(), started_at.date()
    return Deadline(on, value, on, on, value.provisional, (on - started_on).days, started_on, due_at=at)


def no_later_than(key: str, event_on: date, calendar: WorkCalendar, law: Parameters | None = None) -> Deadline:
    """The last day to act when something must be done a period before an event; the event's day is not counted.

    The days are counted back, so that the event is never too near; nothing rolls. `started_on` is the event's day.
    """
    value = (law or parameters()).in_force(key, event_on)
    on = event_on
    if value.unit == "WD":
        left = value.number
        while left:
            on -= _DAY
            left -= is_worked(calendar, on)
    elif value.unit == "D":
        on -= value.number * _DAY
    elif value.unit in _MONTHS:
        on = months_before(event_on, value.number * _MONTHS[value.unit])
    else:
        raise ValueError(f"{value.key} is no period of days: {value.value} {value.unit}")
    awaits = value.unit == "WD" and (calendar.is_provisional(event_on) or calendar.is_provisional(on))
    return Deadline(on, value, on, on, awaits or value.provisional, (on - event_on).days, event_on, awaits)


def months_before(on: date, count: int) -> date:
    """The same day `count` months earlier, or that month's last day where there is no such day."""
    year, month = divmod(on.year * 12 + on.month - 1 - count, 12)
    after = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + (on.day - 1) * _DAY, after - _DAY)


def _extended(
    value: LegalValue, started_on: date, calendar: WorkCalendar, roll: str,
    suspensions: Sequence[Suspension], extensions: Sequence[Extension], law: Parameters,
) -> Deadline:  # fmt: skip
    """The period with its suspensions and extensions, each extension checked against the day it had to be given by."""
    if value.unit not in PERIODS:
        raise ValueError(f"{value.key} is no period of days: {value.value} {value.unit}")
    check_suspensions(value, suspensions)
    stopped = suspended_days(suspensions)
    length, granted = _Length().plus(value.number, value.unit), [value]
    found = _reckon(granted, length, started_on, calendar, roll, stopped)
    for each in in_order(value, extensions):
        if each.approved_on > found.due:
            raise refused("extension_too_late", "期限届满后才批准延长", "the extension came after the last day", value)
        if each.key == SETTLED:
            length = length.plus(each.days, "D")
        else:
            more = law.in_force(each.key, started_on)
            length, granted = length.plus(more.number, more.unit), [*granted, more]
        found = _reckon(granted, length, started_on, calendar, roll, stopped)
    lasting = any(each.to_on is None for each in suspensions)
    return replace(found, provisional=found.provisional or lasting)


def _reckon(
    granted: Sequence[LegalValue], length: _Length, started_on: date, calendar: WorkCalendar, roll: str,
    stopped: frozenset[date],
) -> Deadline:  # fmt: skip
    last = _walk(started_on, length.working_days, lambda on: on not in stopped and is_worked(calendar, on))
    may_roll = granted[0].clock is None or granted[0].clock.rolls
    in_days = bool(length.months or length.days or not length.working_days)
    if in_days:
        span = (calendar.add_months(last, length.months).on - last).days + length.days
        last = _walk(last, span, lambda on: on not in stopped) if stopped else last + span * _DAY
    rolls = in_days and may_roll
    policies = {name: name if rolls else "none" for name in ("statutory", roll, "rest")}
    moved = {name: _rolled(last, calendar, policy, stopped) for name, policy in policies.items()}
    touched = [*([last, *moved.values()] if rolls else []), *([started_on, last] if length.working_days else [])]
    awaits = any(calendar.is_provisional(on) for on in touched)
    unsure = any(value.provisional for value in granted)
    due = moved[roll]
    return Deadline(
        due, granted[0], moved["statutory"], moved["rest"], awaits or unsure, (due - started_on).days, started_on,
        awaits, tuple(granted[1:]), counted_through=last,
    )  # fmt: skip


def _walk(start: date, count: int, counts: Callable[[date], bool]) -> date:
    """The `count`-th day after `start` that counts."""
    on = start
    while count:
        on += _DAY
        count -= counts(on)
    return on


def _rolled(on: date, calendar: WorkCalendar, policy: str, stopped: frozenset[date]) -> date:
    off: dict[str, Callable[[date], bool]] = {
        "none": lambda _: False,
        "statutory": lambda day: is_statutory(calendar, day),
        "holiday": lambda day: is_break(calendar, day),
        "rest": lambda day: not is_worked(calendar, day),
    }
    if policy not in off:
        raise ValueError(f"roll must be one of {', '.join(off)}, got {policy!r}")
    while off[policy](on) or (policy != "none" and on in stopped):
        on += _DAY
    return on
