"""Food recalls by level 1-3."""

from datetime import date, datetime

from huizhi.law.clocks import Deadline, deadline, hour_deadline
from huizhi.vocabulary.calendar import WorkCalendar


def start_due(level: int, known_at: datetime) -> Deadline:
    """The instant by which a recall starts after the risk is known; clock hours, no roll-over."""
    return hour_deadline(f"recall.start_{level}", known_at)


def completion_due(level: int, announced_on: date, calendar: WorkCalendar) -> Deadline:
    """The last day to complete a recall after its announcement; a province may set longer for larger areas."""
    return deadline(f"recall.complete_{level}", announced_on, calendar)
