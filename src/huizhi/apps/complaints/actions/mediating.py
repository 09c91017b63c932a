"""Mediation (调解): called on the spot, on line or delegated; stayed and resumed; settled or ended, and told."""

import secrets
from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.keeping import kept, kept_on
from huizhi.apps.complaints.actions.own_rows import move_complaint
from huizhi.apps.complaints.codes import code_for, digest_of
from huizhi.apps.complaints.models import ComplaintDetail
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor
from huizhi.law.clocks import deadline
from huizhi.law.complaints import TERMINATIONS
from huizhi.law.parameters import parameters

MODES = {"on_site": ("现场调解", "on site"), "online": ("网上调解", "on line"), "delegated": ("委托调解", "delegated")}
"""How mediation is held -> Chinese, English."""
BOOKS = {
    "made": ("制作调解书", "an agreement on paper is made"),
    "performed": ("即时履行，不制作调解书", "performed at once, no paper"),
    "waived": ("双方同意不制作调解书", "both sides waive the paper"),
}
"""What became of the agreement on paper (Order 121 art. 24) -> Chinese, English."""


def invite(
    *, number: str, mode: str, by: Actor, at: datetime, version: int | None = None, delegate: str = "", note: str = ""
) -> str:
    """Call both sides to mediation; returns the business's code for the online room (shown once), "" otherwise.

    Delegation needs both sides' consent (art. 19): it is offered here and takes effect when both have consented.
    """
    if mode not in MODES or (mode == "delegated" and not delegate.strip()):
        raise refusals.unknown_choice("调解方式", list(MODES))
    code = code_for("respondent", secrets.token_hex(16))

    def also(matter) -> None:
        rows = ComplaintDetail.objects.filter(number=number)
        rows.update(mode=mode, delegate=delegate.strip(), consents=[])
        if mode == "online":
            rows.update(respondent_code=digest_of(code))

    move_complaint(number, "invite", by=by, at=at, version=version, note=note, fields={"mode": mode}, also=also)
    return code if mode == "online" else ""


def propose_terms(*, number: str, terms: str, by: Actor, at: datetime, version: int | None = None):
    """Put terms to both sides; whoever agreed to earlier ones is asked again."""
    from_staff = _words(terms)

    def also(matter) -> None:
        row = ComplaintDetail.objects.select_for_update().get(number=number)
        row.terms_ref = identities.seal_text(text=from_staff, about=row.intake.about, at=at)
        row.terms_version, row.agreed_by = row.terms_version + 1, []
        row.save(update_fields=["terms_ref", "terms_version", "agreed_by"])

    return move_complaint(
        number, "message", by=by, at=at, version=version, fields={"what": "terms"}, also=also
    )  # fmt: skip


def stay(
    *, number: str, reason: str, document: str, by: Actor, at: datetime, version: int | None = None, note: str = ""
):
    """Stay mediation for testing or a recusal. Whether a recusal stops the clock is the legal office's switch."""
    fields = {"reason": reason, "document": document}
    switch = parameters().find("complaint.recusal_stops", casework.civil_day(at))
    runs = reason == "recusal" and not (switch and switch.value == 1)
    return move_complaint(
        number, "stay_only" if runs else "stay", by=by, at=at, version=version, note=note, fields=fields
    )


def resume(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Mediation goes on."""
    return move_complaint(number, "resume", by=by, at=at, version=version, note=note)


def agree(
    *, number: str, book: str, by: Actor, at: datetime, version: int | None = None, taken_back: bool | None = None,
    note: str = "",
):  # fmt: skip
    """The two sides have agreed: the complaint is closed, with or without an agreement on paper."""
    if book not in BOOKS:
        raise refusals.unknown_choice("调解书", list(BOOKS))

    def also(matter) -> None:
        on = casework.civil_day(at)
        due = deadline("complaint.publication", on, casework.office_calendar()).due
        ComplaintDetail.objects.filter(number=number).update(book=book, taken_back=taken_back, publicity_on=due)
        kept(number, at)

    return move_complaint(
        number, "agree", by=by, at=at, version=version, note=note, also=also,
        fields={"outcome": "mediated", "book": book},
    )  # fmt: skip


def terminate(*, number: str, ground: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """End mediation (终止调解) on a ground of art. 23; both sides must then be told in time."""
    if ground not in TERMINATIONS:
        raise refusals.bad_grounds("终止调解须有法定事由", "ending mediation needs a ground of the rule")

    def also(matter) -> None:
        ComplaintDetail.objects.filter(number=number).update(ground=ground)

    return move_complaint(
        number, "terminate", by=by, at=at, version=version, note=note, fields={"ground": ground}, also=also
    )


def tell_both(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Tell both sides that mediation ended; the complaint is closed."""

    def also(matter) -> None:
        row = ComplaintDetail.objects.get(number=number)
        row.publicity_on = deadline("complaint.publication", casework.civil_day(at), casework.office_calendar()).due
        row.save(update_fields=["publicity_on"])
        kept(number, at)

    ground = ComplaintDetail.objects.filter(number=number).values_list("ground", flat=True).first()
    outcome = "withdrawn" if ground == "T1" else "not_mediated"
    return move_complaint(
        number, "tell_both", by=by, at=at, version=version, note=note, fields={"outcome": outcome}, also=also
    )


def reopen(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Mediate once more what the citizen asked to have reopened; a new limit starts."""

    def also(matter) -> None:
        ComplaintDetail.objects.filter(number=number).update(book="", ground="", agreed_by=[], publicity_on=None)
        kept_on(number)

    return move_complaint(number, "reopen", by=by, at=at, version=version, note=note, also=also)


def keep_closed(*, number: str, reasons: str, by: Actor, at: datetime, version: int | None = None):
    """Tell the citizen why the complaint stays closed."""
    return move_complaint(
        number, "keep_closed", by=by, at=at, version=version, note=_words(reasons), also=lambda _: kept(number, at)
    )


def _words(text: str) -> str:
    if not text.strip():
        raise refusals.incomplete(["words"], ["内容"])
    return text.strip()
