"""Who complained or reported, as far as an officer may know: the mask, the person opened, and who may open it."""

from dataclasses import dataclass
from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints.models import ComplaintDetail, ReportDetail
from huizhi.apps.complaints.refusals import no_such_filing
from huizhi.apps.identities import facade as identities
from huizhi.apps.people.facade import may, officer_cards


@dataclass(frozen=True)
class PersonKnown:
    """The person of a matter as one officer knows it; `ref` is empty where nobody is to be opened."""

    ref: str
    anonymous: bool
    report: bool
    mask: str
    may_look: bool
    looks: int
    who_may: tuple[str, ...]


def identity_of(number: str, *, viewer, at: datetime) -> PersonKnown:
    """What a viewer may know of the person of a matter she may read."""
    works = casework.WORKER in casework.standing_of(number, viewer=viewer, at=at)
    intake, report = filed(number)
    ref = "" if intake is None else (intake.reporter_ref or intake.person_ref if report else intake.person_ref)
    masks = {} if report or not ref else identities.masks([ref]).get(ref, {})
    return PersonKnown(
        ref, bool(intake and intake.anonymous), report,
        " ".join(masks[field] for field in ("name", "phone") if masks.get(field)),
        bool(ref) and works and may(viewer, "look_at_identity"),
        identities.looks_at(ref) if ref else 0, _workers(number, viewer, at),
    )  # fmt: skip


def filed(number: str):
    """The filing behind a matter and whether the matter is its report; none for a clue nobody filed."""
    for rows, report in ((ComplaintDetail, False), (ReportDetail, True)):
        if row := rows.objects.select_related("intake").filter(number=number).first():
            return row.intake, report
    raise no_such_filing()


def _workers(number: str, viewer, at: datetime) -> tuple[str, ...]:
    card = casework.matter(number, viewer=viewer, at=at)
    accounts = [each for each in (card.assignee, *casework.co_handlers(number)) if each]
    names = officer_cards(set(accounts))
    return tuple(names[each].name for each in accounts if each in names)
