"""From a legal value and the day a clock started to the day it is due."""

from dataclasses import dataclass
from datetime import date

from huizhi.law.parameters import LegalValue, in_force, parameters
from huizhi.vocabulary.calendar import Reckoned, WorkCalendar


@dataclass(frozen=True)
class Deadline:
    """The last day, the value it rests on, and whether a later notice or the legal office may still change it."""

    due: date
    basis: LegalValue
    provisional: bool


def deadline(key: str, started_on: date, calendar: WorkCalendar, roll: str = "holiday") -> Deadline:
    """The last day of the period `key` that started on a day, which itself is not counted.

    The value is the one in force on `started_on`. `roll` says what moves the last day of a period in calendar days,
    months or years (see WorkCalendar.add_days); "holiday" is the wording of the rules, "none" is the officer's alarm.
    ValueError for values that are no period in days or longer.
    """
    return _reckon(in_force(key, started_on), started_on, calendar, roll)


def earliest(keys: tuple[str, ...], started_on: date, calendar: WorkCalendar, roll: str = "holiday") -> Deadline:
    """The earliest of several limits that bind at once; the first must be in force, others join when they commence."""
    values = [in_force(keys[0], started_on), *filter(None, (parameters().find(k, started_on) for k in keys[1:]))]
    return min((_reckon(value, started_on, calendar, roll) for value in values), key=lambda found: found.due)


def _reckon(value: LegalValue, started_on: date, calendar: WorkCalendar, roll: str) -> Deadline:
    if not isinstance(value.value, int) or value.unit not in ("WD", "D", "M", "Y"):
        raise ValueError(f"{value.key} is no period of days: {value.value} {value.unit}")
    reckoned: Reckoned
    if value.unit == "WD":
        reckoned = calendar.add_working_days(started_on, value.value)
    elif value.unit == "D":
        reckoned = calendar.add_days(started_on, value.value, roll)
    else:
        reckoned = calendar.add_months(started_on, value.value * (12 if value.unit == "Y" else 1), roll)
    return Deadline(reckoned.on, value, reckoned.provisional or value.provisional)
