"""Reports (举报): verified, decided, told; repeats merged; clues of mediation opened; passed on as penalty cases."""

from datetime import datetime

from django.db import transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.keeping import kept
from huizhi.apps.complaints.actions.own_rows import complaint_of, move_complaint, move_report, report_of
from huizhi.apps.complaints.models import CaseReferral, ComplaintDetail, ReportDetail
from huizhi.apps.complaints.topics import DUTY_OF_TOPIC
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor
from huizhi.law.informing import FIELDS, Informing, duties

_OWES = {"advertising": "owe_advertising_notice", "published_information": "owe_information_notice"}
"""Field of law -> the move that starts the clock of its duty to inform."""


def verify(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Start to verify a report."""
    return move_report(number, "verify", by=by, at=at, version=version, note=note)


def decide(*, number: str, file_case: bool, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Decide whether a case is filed; filing passes it on to the penalty procedure. Starts the notice a rule owes."""
    verb, outcome = ("file_case", "case_filed") if file_case else ("not_file", "no_case")

    def also(matter) -> None:
        on = casework.civil_day(at)
        ReportDetail.objects.filter(number=number).update(decided_on=on)
        if file_case:
            CaseReferral.objects.create(
                report_number=number, unit_id=matter.holder_id, decided_on=on, topic=matter.topic,
                respondent_name=matter.respondent_name, respondent_entity_id=matter.respondent_entity_id,
            )  # fmt: skip

    with transaction.atomic():
        matter = move_report(
            number, verb, by=by, at=at, version=version, note=note, fields={"outcome": outcome}, also=also
        )
        if any(duty.key == "report.named_notice" for duty in owed(number)):
            matter = move_report(number, "owe_named_notice", by="system:complaints", at=at, version=None)
    return matter


def owed(number: str) -> tuple[Informing, ...]:
    """What the reporter must be told of a report, by the law of the day it came in; nothing of a clue nobody filed."""
    row, card = ReportDetail.objects.get(number=number), casework.matter_unguarded(number)
    if row.intake_id is None:
        return ()
    return duties(row.duty, casework.civil_day(card.received_at), row.named)


def tell_reporter(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Tell the reporter what was decided; the report is closed."""
    outcome = _outcome(report_of(number, by=by, at=at))

    def also(matter) -> None:
        ReportDetail.objects.filter(number=number).update(told_on=casework.civil_day(at))
        kept(number, at)

    return move_report(
        number, "tell_reporter", by=by, at=at, version=version, note=note, fields={"outcome": outcome}, also=also
    )


def finish(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Close a decided report nobody need be told of. Refused while a duty to tell is open."""
    row = report_of(number, by=by, at=at)
    if open_duties := [duty.zh for duty in owed(number)]:
        raise refusals.not_now(
            f"还须告知举报人：{'、'.join(open_duties)}", "the reporter must still be told",
            "请先办理“告知举报人”。", "Tell the reporter first.",
        )  # fmt: skip
    return move_report(
        number, "finish", by=by, at=at, version=version, note=note,
        fields={"outcome": _outcome(row)}, also=lambda _: kept(number, at),
    )  # fmt: skip


def no_authority(*, number: str, told: str, by: Actor, at: datetime, version: int | None = None):
    """Tell the reporter that this office has no authority, and which one has where it is known (art. 34)."""
    if not told.strip():
        raise refusals.incomplete(["told"], ["告知内容"])
    return move_report(
        number, "no_authority", by=by, at=at, version=version, note=told, fields={"outcome": "no_authority"},
        also=lambda _: kept(number, at),
    )  # fmt: skip


def set_duty(*, number: str, field: str, by: Actor, at: datetime, version: int | None = None):
    """Say under which field of law a report falls, "" for none; a duty that runs from receipt starts its clock."""
    if field and field not in FIELDS:
        raise refusals.unknown_choice("法律领域", list(FIELDS))
    report_of(number, by=by, at=at)
    verb = _OWES.get(field, "set_duty")
    clock = verb.removeprefix("owe_")
    starts = {clock: casework.matter(number, viewer=by, at=at).received_at} if field in _OWES else None

    def also(matter) -> None:
        ReportDetail.objects.filter(number=number).update(duty=field)

    return move_report(number, verb, by=by, at=at, version=version, fields={"duty": field}, also=also, starts=starts)


def merge_repeat(
    *, number: str, repeat: str, new_facts: bool, by: Actor, at: datetime, version: int | None = None, note: str = ""
):
    """A report made again (art. 35): without new facts it is only noted; with them it is merged and the clock restarts.

    `number` is the report that goes on, `repeat` the later one, which is closed with a pointer to it.
    """
    for each in (number, repeat):
        report_of(each, by=by, at=at)
    mine, other = casework.matter(number, viewer=by, at=at), casework.matter(repeat, viewer=by, at=at)
    same = mine.respondent_name == other.respondent_name and mine.number != other.number
    if not same or other.received_at < mine.received_at or other.closed_at:
        raise refusals.not_now(
            "不是对同一对象的后一次举报，或者已经办结", "it is no later report about the same business, or it is closed"
        )

    def also(matter) -> None:
        row = ReportDetail.objects.select_for_update().get(number=number)
        row.repeats += 1
        row.save(update_fields=["repeats"])
        ReportDetail.objects.filter(number=repeat).update(repeat_of=number)

    with transaction.atomic():
        verb = "merge_repeat" if new_facts else "note_repeat"
        matter = move_report(
            number, verb, by=by, at=at, version=version, note=note, also=also,
            fields={
                "repeat": repeat, "document": repeat, "restart_on": casework.civil_day(other.received_at).isoformat(),
            },
        )  # fmt: skip
        move_report(
            repeat, "join", by=by, at=at, version=None, fields={"outcome": "merged", "into": number},
            also=lambda _: kept(repeat, at),
        )  # fmt: skip
    return matter


def find_clue(*, number: str, facts: str, by: Actor, at: datetime, version: int | None = None) -> str:
    """Open a clue to a violation found in mediation; its verification runs by its own clock. Returns its number."""
    if not facts.strip():
        raise refusals.incomplete(["facts"], ["线索内容"])
    about = complaint_of(number, by=by, at=at).intake.about
    card = casework.matter(number, viewer=by, at=at)
    with transaction.atomic():
        row = ComplaintDetail.objects.select_for_update().get(number=number)
        if row.clue_number:
            raise refusals.not_now(f"已登记线索 {row.clue_number}", f"{row.clue_number} is open already")
        ref = identities.seal_text(text=facts.strip(), about=about, at=at)
        opening = casework.Opening(
            kind="clue", office=card.office, holder=card.holder, title=card.title, received_at=at, topic=card.topic,
            respondent_name=card.respondent_name, respondent_entity_id=card.respondent_entity_id,
            division=card.division, zone=card.zone, station=card.station, channel="mediation",
        )  # fmt: skip

        def detail(matter) -> dict:
            ReportDetail.objects.create(number=matter.number, clue_of=number, duty=DUTY_OF_TOPIC.get(card.topic, ""))
            return {"clue_of": number}

        clue = casework.open_matter(
            opening, by="system:complaints", at=at, sealed=ref, audience=casework.STAFF, also=detail
        ).number

        def also(matter) -> None:
            ComplaintDetail.objects.filter(number=number).update(clue_number=clue)

        move_complaint(number, "find_clue", by=by, at=at, version=version, fields={"clue": clue}, also=also)
    return clue


def _outcome(row: ReportDetail) -> str:
    return "case_filed" if CaseReferral.objects.filter(report_number=row.number).exists() else "no_case"
