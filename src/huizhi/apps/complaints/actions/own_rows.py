"""The row a verb is about. A matter not seen is refused as one that is not there; one of another kind, by its kind."""

from datetime import datetime
from typing import TypeVar

from django.db.models import Model

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Party
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.models import ComplaintDetail, ReportDetail
from huizhi.apps.ledger.facade import Actor

Row = TypeVar("Row", bound=Model)


def complaint_of(number: str, *, by: Actor | Party | str, at: datetime) -> ComplaintDetail:
    """What a complaint has of its own. Refused for a report, a clue, and any other matter."""
    return _own(ComplaintDetail, number, by, at, "投诉", "a complaint")


def report_of(number: str, *, by: Actor | Party | str, at: datetime) -> ReportDetail:
    """What a report or a clue has of its own. Refused for any other matter."""
    return _own(ReportDetail, number, by, at, "举报或者违法线索", "a report or a clue")


def move_complaint(number: str, verb: str, *, by: Actor | Party | str, at: datetime, **given):
    """Make a move of a complaint; of no other kind, though it may know a move of that name."""
    complaint_of(number, by=by, at=at)
    return casework.move(number, verb, by=by, at=at, **given)


def move_report(number: str, verb: str, *, by: Actor | Party | str, at: datetime, **given):
    """Make a move of a report or clue; of no other kind, though it may know a move of that name."""
    report_of(number, by=by, at=at)
    return casework.move(number, verb, by=by, at=at, **given)


def _own(rows: type[Row], number: str, by: Actor | Party | str, at: datetime, zh: str, en: str) -> Row:
    if not isinstance(by, str | Party):
        casework.matter(number, viewer=by, at=at)  # refuses what `by` does not see, before anything is said of it
    row = rows.objects.select_related("intake").filter(number=number).first()
    if row is None:
        raise refusals.of_another_kind(zh, en)
    return row
