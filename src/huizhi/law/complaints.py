"""Deadlines of complaints and reports."""

from datetime import date

from huizhi.law.clocks import Deadline, deadline, earliest
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar


def acceptance_due(received_on: date, calendar: WorkCalendar) -> Deadline:
    """The last day to accept or refuse a complaint and tell the complainant."""
    return deadline("complaint.acceptance_wd", received_on, calendar)


def mediation_due(accepted_on: date, calendar: WorkCalendar, roll: str = "holiday") -> Deadline:
    """The last day of mediation: the earlier of the measures' limit and, once in force, the regulation's."""
    return earliest(("complaint.mediation_limit", "complaint.regulation_limit"), accepted_on, calendar, roll)


def decision_due(received_on: date, calendar: WorkCalendar, extended: bool = False) -> Deadline:
    """The last day to verify a report and decide on filing; `extended` once the head has approved an extension."""
    first = deadline("report.decision_wd", received_on, calendar)
    if not extended:
        return first
    extension = in_force("report.extension_wd", received_on)
    later = calendar.add_working_days(first.due, int(extension.value))
    return Deadline(later.on, extension, later.provisional or first.provisional or extension.provisional)
