"""How long what was sealed is kept: terms start when all matters of a filing are closed, and stop when one reopens."""

from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints.models import ComplaintDetail, Intake, ReportDetail
from huizhi.apps.identities import facade as identities

_ROWS = {"complaint": ComplaintDetail, "report": ReportDetail}


def about_of(number: str) -> tuple[str, str]:
    """The filing a matter came from, and which half it is; of a clue, the filing it was found in. "" for none."""
    for kind, rows in _ROWS.items():
        if row := rows.objects.filter(number=number).select_related("intake").first():
            if row.intake:
                return row.intake.about, kind
            return (about_of(row.clue_of)[0] if row.clue_of else ""), kind
    return "", ""


def kept(number: str, at: datetime) -> None:
    """Start the terms once the last matter of the filing is closed. Inside the transaction that closes this one.

    The later of the terms decides; while a report or a clue is open, nothing of the complaint goes either.
    """
    about, _kind = about_of(number)
    matters = casework.cards_of(_matters_of(about))
    if any(card.closed_at is None for card in matters.values()):
        return
    for card in matters.values():
        rule = "complaint" if card.kind == "complaint" else "report"
        identities.keep_until(about=about, also=tuple(matters), rule=rule, closed_on=casework.civil_day(card.closed_at))


def kept_on(number: str) -> None:
    """Stop the terms: a matter is open again. Inside the caller's transaction."""
    about, _kind = about_of(number)
    if about:
        identities.keep_on(about=about, also=_matters_of(about))


def _matters_of(about: str) -> list[str]:
    """The numbers of everything that came of a filing: its complaint, its report, a clue found in mediation."""
    intake = Intake.objects.select_related("complaint", "report").filter(about=about).first() if about else None
    if intake is None:
        return []
    complaint, report = getattr(intake, "complaint", None), getattr(intake, "report", None)
    found = [row.number for row in (complaint, report) if row is not None]
    return [*found, complaint.clue_number] if complaint and complaint.clue_number else found
