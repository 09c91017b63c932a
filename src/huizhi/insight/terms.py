"""The legal terms analysis counts by, read from the law room; one function per term, dates in and out."""

from collections.abc import Callable
from datetime import date

from huizhi.law import complaints, repairs
from huizhi.law.clocks import deadline
from huizhi.law.parameters import in_force, parameters
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused

DAYS_A_YEAR = 365

Due = Callable[[date], date]
"""From the day a term starts to its last day."""


def annual_report_due(year: int) -> date:
    """The last day to publish the annual report for `year`: a month-day of the year after."""
    month, day = str(in_force("annual_report.due", date(year + 1, 1, 1)).value).split("-")
    return date(year + 1, int(month), int(day))


def answer_hours(on: date) -> int:
    """Clock hours to the first answer to a complaint or report, as the service standard of a day has it."""
    return int(in_force("response.hours", on).value)


def acceptance_due(calendar: WorkCalendar) -> Due:
    """The last day to accept or refuse a complaint, by the day it was received."""
    return lambda received_on: complaints.acceptance_due(received_on, calendar).due


def mediation_due(calendar: WorkCalendar) -> Due:
    """The last day of mediation, by the day of acceptance."""
    return lambda accepted_on: complaints.mediation_due(accepted_on, calendar).due


def decision_due(calendar: WorkCalendar, extended: bool = False) -> Due:
    """The last day to verify a report, by the day it was received; with the approved extension or without."""
    return lambda received_on: complaints.decision_due(received_on, calendar, extended).due


def disposal_due(calendar: WorkCalendar) -> Due:
    """The last day to finish disposing of non-conforming food, by the day the conclusion was reported."""
    return lambda reported_on: deadline("food.disposal_days", reported_on, calendar).due


def disposal_since() -> date:
    """The first day on which there was a term to dispose of non-conforming food."""
    return parameters().first_day("food.disposal_days")


def rectify_due(calendar: WorkCalendar) -> Due:
    """The last day to rectify a non-conforming product, by the day its order is taken to be made."""
    return lambda ordered_on: deadline("product.rectify", ordered_on, calendar).due


def rectify_since() -> date:
    """The first day on which there was a term to rectify a non-conforming product."""
    return parameters().first_day("product.rectify")


def correction_since() -> date:
    """The first day on which there was a term to put a finding right."""
    return parameters().first_day("inspection.correction")


def correction_days(on: date) -> int:
    """Calendar days to put a finding right where its order names no day."""
    return int(in_force("inspection.correction", on).value)


def coverage_days(key: str, on: date) -> int:
    """A cycle in years, as whole days of 365: what "inspected within the cycle" reaches back."""
    return int(in_force(key, on).value) * DAYS_A_YEAR


def repair_from(kind: str, document_on: date, calendar: WorkCalendar) -> date:
    """The first day a credit repair may take effect for dishonesty of a class, by the rule of the document's day.

    Documents older than the classes fall under the shortest publicity of the earlier measures.
    """
    try:
        return repairs.publicity_window(kind, document_on, calendar)[0]
    except Refused:
        return repairs.early_end_from(document_on, calendar)
