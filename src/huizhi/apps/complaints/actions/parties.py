"""What the two sides do by their codes: speak, consent, agree, withdraw, rate, ask to reopen, supplement."""

from datetime import datetime

from django.db import transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Party
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.filing import withdraw_filing as _take_back
from huizhi.apps.complaints.actions.keeping import about_of, kept, kept_on
from huizhi.apps.complaints.actions.own_rows import complaint_of
from huizhi.apps.complaints.models import ComplaintDetail, Message, Satisfaction
from huizhi.apps.complaints.queries.tracking import opened_by
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor
from huizhi.law.clocks import deadline


def withdraw_filing(*, number: str, code: str, at: datetime) -> tuple[str, ...]:
    """Take back the whole filing within the minutes of `filing.undo`; returns the numbers withdrawn."""
    access = opened_by(number, code, "complainant", "reporter")
    return _take_back(about=access.about, at=at)


def withdraw(*, number: str, code: str, at: datetime, version: int | None = None) -> None:
    """Withdraw one complaint or report later on, as long as it is open."""
    access = opened_by(number, code, "complainant", "reporter")
    casework.move(
        number, "withdraw", by=Party(access.role), at=at, version=version, fields={"outcome": "withdrawn"},
        also=lambda _: kept(number, at),
    )  # fmt: skip


def withdraw_for(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Withdraw a complaint or report at the word of whoever filed it, taken down by the unit that took it in."""
    return casework.move(
        number, "withdraw", by=by, at=at, version=version, note=note, fields={"outcome": "withdrawn"},
        also=lambda _: kept(number, at),
    )  # fmt: skip


def party_message(*, number: str, code: str, text: str, at: datetime) -> None:
    """Say something in the mediation room, or add facts to a report; the words are sealed."""
    access = opened_by(number, code, "complainant", "respondent", "reporter")
    verb = "supplement" if access.role == "reporter" else "message"
    _say(access.number, verb, access.role, text, by=Party(access.role), at=at)


def mediator_message(*, number: str, text: str, by: Actor, at: datetime, version: int | None = None) -> None:
    """Say something to both sides in the mediation room."""
    complaint_of(number, by=by, at=at)
    _say(number, "message", "mediator", text, by=by, at=at, version=version)


def party_consent(*, number: str, code: str, at: datetime) -> None:
    """Consent to delegated mediation (art. 19)."""
    access = opened_by(number, code, "complainant", "respondent")

    def also(matter) -> None:
        row = ComplaintDetail.objects.select_for_update().get(number=number)
        if row.mode != "delegated":
            raise refusals.not_now("没有需要同意的委托调解", "no delegation is proposed")
        row.consents = sorted({*row.consents, access.role})
        row.save(update_fields=["consents"])

    casework.move(number, "consent", by=Party(access.role), at=at, version=None, also=also)


def party_agree(*, number: str, code: str, terms_version: int, at: datetime) -> bool:
    """Agree to the terms on the table; True when now both sides have. Refused when the terms changed meanwhile."""
    access = opened_by(number, code, "complainant", "respondent")
    both = []

    def also(matter) -> None:
        row = ComplaintDetail.objects.select_for_update().get(number=number)
        if not row.terms_ref or row.terms_version != terms_version:
            raise refusals.not_now(
                "调解方案已经变化", "the terms have changed", "请阅读新的方案。", "Read the new terms."
            )
        row.agreed_by = sorted({*row.agreed_by, access.role})
        row.save(update_fields=["agreed_by"])
        both.append(set(row.agreed_by) >= {"complainant", "respondent"})

    casework.move(
        number, "party_agree", by=Party(access.role), at=at, version=None, fields={"terms": terms_version}, also=also
    )
    return both[0]


def rate(*, number: str, code: str, score: int, at: datetime, words: str = "") -> None:
    """Say how content one is with a closed matter, 1 to 5, once."""
    access = opened_by(number, code, "complainant", "reporter")
    if score not in range(1, 6):
        raise refusals.unknown_choice("评分", ["1", "2", "3", "4", "5"])

    def also(matter) -> None:
        if Satisfaction.objects.filter(number=number).exists():
            raise refusals.not_now("已经评价过了", "it is rated already", "感谢您的评价。", "Thank you.")
        sealed = identities.seal_text(text=words.strip(), about=access.about, at=at) if words.strip() else ""
        Satisfaction.objects.create(number=number, score=score, words_ref=sealed, at=at)

    casework.move(number, "rate", by=Party(access.role), at=at, version=None, fields={"score": score}, also=also)


def ask_reopen(*, number: str, code: str, reason: str, at: datetime) -> None:
    """Ask to have a closed complaint taken up again, within the days of `complaint.reopen`."""
    access = opened_by(number, code, "complainant")
    _require_time_to_reopen(number, at)
    _say(number, "ask_reopen", access.role, reason, by=Party(access.role), at=at)


def ask_reopen_for(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """The same at the complainant's word, taken down by the unit that took it in."""
    complaint_of(number, by=by, at=at)
    _require_time_to_reopen(number, at)
    return casework.move(number, "ask_reopen", by=by, at=at, version=version, note=note, also=lambda _: kept_on(number))


def _require_time_to_reopen(number: str, at: datetime) -> None:
    card = casework.matter_unguarded(number)
    if card is None or card.closed_at is None:
        raise refusals.not_now("尚未办结", "it is not closed")
    last = deadline("complaint.reopen", casework.civil_day(card.closed_at), casework.office_calendar()).rights_due
    if casework.civil_day(at) > last:
        raise refusals.not_now(
            "已超过申请重新办理的时间", "the time to ask has passed", "可以提出新的投诉。", "You may file anew."
        )


@casework.patiently
def _say(number: str, verb: str, role: str, text: str, *, by, at: datetime, version: int | None = None) -> None:
    """Seal words, move the matter with their reference, and keep the message."""
    if not text.strip():
        raise refusals.incomplete(["words"], ["内容"])
    with transaction.atomic():
        row = ComplaintDetail.objects.select_related("intake").filter(number=number).first()
        about, _kind = about_of(number)
        ref = identities.seal_text(text=text.strip(), about=about, at=at)
        casework.move(
            number, verb, by=by, at=at, version=version, sealed=ref, fields={"role": role},
            also=(lambda _: kept_on(number)) if verb == "ask_reopen" else None,
        )  # fmt: skip
        if row:
            Message.objects.create(
                complaint=row, role=role, at=at, text_ref=ref, officer_name=getattr(by, "name", ""),
                seq=casework.timeline(number)[-1].seq,
            )  # fmt: skip
