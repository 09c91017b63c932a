"""Special equipment: the elevator schedule and inspection cycles."""

from dataclasses import dataclass
from datetime import date, timedelta

from huizhi.law.clocks import deadline, months_before
from huizhi.law.parameters import in_force, parameters
from huizhi.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True)
class ElevatorVisit:
    """What an elevator needs in one year of use: an "inspection" or a "self_test", from a day through a day."""

    year: int
    kind: str
    opens_on: date
    due: date


def elevator_visit(passed_on: date, year: int, month: int | None = None) -> ElevatorVisit:
    """The visit of a year of use, counted from the supervision inspection passed on installation or alteration.

    It falls in the calendar month of the last supervision inspection passed (`month`, else that of `passed_on`),
    however early it may be done. ValueError for a year before the first.
    """
    if year < 1:
        raise ValueError("years of use are counted from 1")
    first = date(passed_on.year + year, month or passed_on.month, 1)
    years, yearly = in_force("equipment.elevator_years", first), in_force("equipment.elevator_yearly_after", first)
    inspected = year in years.numbers or year > yearly.number
    early = in_force("equipment.elevator_early" if inspected else "equipment.elevator_test_early", first).number
    last = months_before(first, -1) - timedelta(days=1)
    return ElevatorVisit(year, "inspection" if inspected else "self_test", months_before(first, early), last)


def apply_by(expires_on: date) -> date:
    """The last day to ask for a periodic inspection before the last one expires."""
    return months_before(expires_on, in_force("equipment.apply_inspection", expires_on).number)


def next_inspection(kind: str, last_on: date, calendar: WorkCalendar) -> date:
    """The last day of the cycle `equipment.<kind>` after an inspection; it does not roll over.

    Inspections before the current code commenced are counted by its cycle.
    """
    key = f"equipment.{kind}"
    return deadline(key, last_on, calendar, version_on=max(last_on, parameters().first_day(key))).due


def must_tell_of_stop(stopped_on: date, planned_until: date, calendar: WorkCalendar) -> date | None:
    """The last day to tell the county office of a stop of a year or more; None for a shorter one."""
    if planned_until < deadline("equipment.long_stop", stopped_on, calendar).due:
        return None
    return deadline("equipment.stop_notice", stopped_on, calendar).due
