"""Taking in a filing: once per key, both halves numbered, sealed and proved in one transaction."""

import secrets
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Party
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.keeping import kept
from huizhi.apps.complaints.codes import code_for, digest_of, key_digest
from huizhi.apps.complaints.filing import Filed, Filing, check
from huizhi.apps.complaints.models import ComplaintDetail, Intake, ReportDetail
from huizhi.apps.complaints.queries.filings import filed_again, proposal_for, said
from huizhi.apps.complaints.topics import DUTY_OF_TOPIC, TOPICS
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor, content_digest, new_salt, receipt, record
from huizhi.apps.people.facade import bureau_of, unit_cards
from huizhi.law.informing import duties
from huizhi.law.parameters import in_force

OWED = {
    "report.advertising_notice": "owe_advertising_notice",
    "report.false_information_notice": "owe_information_notice",
}
"""Legal value of a duty to inform that runs from receipt -> the move that starts its clock."""


@casework.patiently
def file_intake(filing: Filing, *, by: Actor | str, at: datetime) -> Filed:
    """Take in a complaint, a report or both; the same key again returns the same receipt.

    `by` is a `casework.Party`, an officer who takes the call, or the name of a program. Refused when the filing lacks
    what nobody can handle it without, or when the key was used for something else.
    """
    check(filing)
    try:
        with transaction.atomic():
            if Intake.objects.filter(key=key_digest(filing.key)).exists():
                return filed_again(filing, at)
            return _take_in(filing, by, at)
    except IntegrityError:
        if Intake.objects.filter(key=key_digest(filing.key)).exists():
            return filed_again(filing, at)  # another writer with the same key was faster
        raise


def _take_in(filing: Filing, by: Actor | str, at: datetime) -> Filed:
    received_at = filing.received_at or at
    wanted = [kind for kind, yes in (("complaint", filing.complaint), ("report", filing.report)) if yes]
    holders = {kind: _holder(filing, kind, by, received_at) for kind in wanted}
    units = unit_cards()
    offices = {kind: bureau_of(holder, units) for kind, holder in holders.items()}
    on = casework.civil_day(received_at)
    for office in sorted(set(offices.values())):
        casework.hold_series(office=office, kinds=[kind for kind in wanted if offices[kind] == office], on=on)
    salt, about = new_salt(), f"filing-{secrets.token_hex(12)}"
    code = code_for("tracking", filing.key)
    intake = _row(filing, about, offices[wanted[0]], received_at, at, by, salt)
    intake.tracking_hash = digest_of(code)
    numbers = {kind: _open(filing, kind, intake, holders[kind], offices[kind], by, at) for kind in wanted}
    told = {"channel": filing.channel, "numbers": numbers, "topic": filing.topic}
    words = said(intake, filing.facts, filing.claim, numbers)
    act = record(
        verb="filing.received", by=by, at=at, object_kind="filing", object_id=about,
        payload={**told, "content_sha256": content_digest(words, salt)},
    )  # fmt: skip
    intake.seq = act.seq
    intake.save(update_fields=["seq"])
    return Filed(
        about, numbers.get("complaint", ""), numbers.get("report", ""), code, receipt(act.seq, words, salt),
        received_at, undo_until(at),
    )  # fmt: skip


def undo_until(filed_at: datetime) -> datetime:
    """The last instant at which a filing may be taken back by whoever made it."""
    return filed_at + timedelta(minutes=in_force("filing.undo", casework.civil_day(filed_at)).number)


def _holder(filing: Filing, kind: str, by: Actor | str, received_at: datetime) -> str:
    """The unit proposed; where the place is unknown the unit that takes it in, else the city's bureau."""
    found = proposal_for(filing, kind, casework.civil_day(received_at))
    if found.unit:
        return found.unit
    if not isinstance(by, str | Party):
        return by.unit_code
    return next(code for code, unit in unit_cards().items() if not unit.parent)


def _row(
    filing: Filing, about: str, office: str, received_at: datetime, at: datetime, by: Actor | str, salt: bytes
) -> Intake:
    """The filing's own row, with everything personal sealed before."""
    sealed = {}
    if filing.complaint:
        sealed["person_ref"] = identities.seal_person(fields=filing.person, about=about, by=by, at=at)
    if filing.report and not filing.anonymous:
        sealed["reporter_ref"] = identities.seal_person(
            fields=filing.person, about=about, by=by, at=at, confidential=True
        )
    if any(filing.agent.values()):
        sealed["agent_ref"] = identities.seal_person(fields=filing.agent, about=about, by=by, at=at)
    for name, text in (("facts_ref", filing.facts), ("claim_ref", filing.claim), ("salt_ref", salt.hex())):
        if text:
            sealed[name] = identities.seal_text(text=text, about=about, at=at)
    same = (
        "channel", "topic", "goods", "target", "respondent_name", "respondent_address", "respondent_entity_id",
        "amount_fen", "quantity", "bought_on", "known_on", "asked_return_on", "supplements",
    )  # fmt: skip
    return Intake(
        key=key_digest(filing.key), about=about, office_id=office, received_at=received_at, filed_at=at, seq=0,
        anonymous=filing.anonymous and not filing.complaint, source_number=filing.source_number or None, **sealed,
        **{name: getattr(filing, name) for name in same},
    )  # fmt: skip


def _open(filing: Filing, kind: str, intake: Intake, holder: str, office: str, by: Actor | str, at: datetime) -> str:
    actor = Party("complainant" if kind == "complaint" else "reporter") if isinstance(by, Party) else by
    opening = casework.Opening(
        kind=kind, office=office, holder=holder, title=f"{TOPICS[filing.topic][0]}｜{filing.respondent_name}"[:200],
        received_at=intake.received_at, topic=filing.topic, respondent_name=filing.respondent_name,
        respondent_entity_id=filing.respondent_entity_id, division=filing.division, zone=filing.zone,
        station=filing.station, channel=filing.channel,
    )  # fmt: skip
    number = casework.open_matter(opening, by=actor, at=at, also=_detail(filing, kind, intake)).number
    if kind == "report":
        _owe(number, filing, intake, at)
    return number


def _detail(filing: Filing, kind: str, intake: Intake) -> Callable:
    """Writes what the kind has of its own beside the matter."""

    def also(matter) -> dict:
        if intake.pk is None:
            intake.save()
        if kind == "complaint":
            ComplaintDetail.objects.create(number=matter.number, intake=intake)
        else:
            ReportDetail.objects.create(
                number=matter.number, intake=intake, named=not intake.anonymous and bool(filing.person.get("name")),
                duty=DUTY_OF_TOPIC.get(filing.topic, ""),
            )  # fmt: skip
        return {"filing": intake.about}

    return also


def _owe(number: str, filing: Filing, intake: Intake, at: datetime) -> None:
    """Start the clocks of the duties to inform that run from receipt."""
    detail = ReportDetail.objects.get(number=number)
    for duty in duties(detail.duty, casework.civil_day(intake.received_at), detail.named):
        if verb := OWED.get(duty.key):
            clock = verb.removeprefix("owe_")
            casework.move(
                number, verb, by="system:filing", at=at, version=None, starts={clock: intake.received_at},
                fields={"duty": duty.code},
            )  # fmt: skip


def withdraw_filing(*, about: str, at: datetime) -> tuple[str, ...]:
    """Take a whole filing back within the minutes of `filing.undo`; returns the numbers withdrawn."""
    with transaction.atomic():
        intake = Intake.objects.select_for_update().get(about=about)
        if at > undo_until(intake.filed_at) or intake.withdrawn_at:
            raise refusals.too_late_to_undo()
        numbers = []
        for row, role in (
            (getattr(intake, "complaint", None), "complainant"),
            (getattr(intake, "report", None), "reporter"),
        ):
            if row is not None:
                casework.move(
                    row.number, "withdraw", by=Party(role), at=at, version=None,
                    fields={"outcome": "withdrawn", "within": "undo"},
                )  # fmt: skip
                numbers.append(row.number)
        intake.withdrawn_at = at
        intake.save(update_fields=["withdrawn_at"])
        kept(numbers[0], at)
    return tuple(numbers)
