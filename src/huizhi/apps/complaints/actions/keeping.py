"""How long what was sealed is kept: the term starts when a filing's matters are closed and stops when one reopens."""

from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints.models import ComplaintDetail, ReportDetail
from huizhi.apps.identities import facade as identities

_ROWS = {"complaint": ComplaintDetail, "report": ReportDetail}


def about_of(number: str) -> tuple[str, str]:
    """The filing a matter came from, and which half it is; "" for a clue nobody filed."""
    for kind, rows in _ROWS.items():
        if row := rows.objects.filter(number=number).select_related("intake").first():
            return (row.intake.about if row.intake else ""), kind
    return "", ""


def kept(number: str, at: datetime) -> None:
    """Start the term of a matter that closes. Inside the caller's transaction."""
    about, kind = about_of(number)
    if about:
        identities.keep_until(about=about, rule=kind, closed_on=casework.civil_day(at))


def kept_on(number: str) -> None:
    """Stop the term: the matter is open again. Inside the caller's transaction."""
    about, _kind = about_of(number)
    if about:
        identities.keep_on(about=about)
