"""Draws and visits: how many at least, how often, by how many officers, and when the result is due."""

from datetime import date

from huizhi.law.clocks import Deadline, deadline, months_before
from huizhi.law.parameters import in_force, parameters
from huizhi.vocabulary.calendar import WorkCalendar


def least_drawn(registered: int, on: date) -> int:
    """How many of the registered enterprises a year's undirected draws take at least; parts count as one."""
    return -(-registered * in_force("draw.minimum_ratio", on).number // 100)


def officers_suffice(officers: int, on: date) -> bool:
    """True when enough officers with a certificate make the visit; experts and grid workers do not count."""
    return officers >= in_force("inspection.officers", on).number


def rechecked(finished: int, on: date) -> int:
    """How many of so many finished visits are checked again blindly; parts count as one."""
    return -(-finished * in_force("inspection.recheck_share", on).number // 100)


def full_scope_due(last_on: date, calendar: WorkCalendar) -> Deadline:
    """The last day to inspect a food operator on every item again; it does not roll over."""
    version_on = max(last_on, parameters().first_day("inspection.full_scope"))
    return deadline("inspection.full_scope", last_on, calendar, version_on=version_on)


def may_repeat(superior_on: date, on: date, suspicion: bool) -> bool:
    """True when items a superior has inspected may be inspected again: after some months, or on suspicion."""
    months = in_force("inspection.no_repeat", on).number
    return suspicion or superior_on < months_before(on, months)


def result_due(finished_on: date, calendar: WorkCalendar, food: bool = False) -> Deadline:
    """The last day to publish the result of a visit."""
    return deadline("inspection.food_result" if food else "inspection.result", finished_on, calendar)


def plan_filing_due(year: int) -> date:
    """The last day to file the inspection plan of `year`."""
    return date.fromisoformat(f"{year}-{in_force('inspection.plan_filing', date(year, 12, 31)).value}")
