"""What a party sees of a matter by number and code: the same timeline as the office's, as far as it is for parties."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import PARTIES, Party
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.codes import matches
from huizhi.apps.complaints.models import ComplaintDetail, Intake, Message, ReportDetail
from huizhi.apps.complaints.queries.filings import numbers_of, receipt_of
from huizhi.apps.complaints.topics import OUTCOMES, TOPICS
from huizhi.apps.identities import facade as identities
from huizhi.apps.people.facade import unit_cards
from huizhi.law.parameters import in_force


@dataclass(frozen=True)
class Access:
    """Who a code shows to be at the door: the matter, the role, and the filing's name for `identities`."""

    number: str
    role: str
    about: str


@dataclass(frozen=True)
class Step:
    """One line of the timeline a party reads. `text` is what was written for or by the parties."""

    at: datetime
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    text: str


@dataclass(frozen=True)
class Limit:
    """One clock as a citizen reads it: the last day that still counts for her rights; `state` as in casework."""

    zh: str
    en: str
    key: str
    due_on: date
    rights_on: date
    state: str
    late: bool
    provisional: bool


@dataclass(frozen=True)
class Said:
    """One message of the mediation room."""

    at: datetime
    role: str
    who: str
    text: str


@dataclass(frozen=True)
class Tracked:
    """One matter as a party may see it. `may` are the verbs open to this party now; `mode`, `delegate` and `consents`
    say how mediation is held and who consented to delegating it."""

    number: str
    kind: str
    role: str
    state: str
    state_zh: str
    state_en: str
    outcome_zh: str
    outcome_en: str
    title: str
    topic: str
    respondent_name: str
    received_at: datetime
    closed_at: datetime | None
    unit_zh: str
    unit_en: str
    other_number: str
    steps: tuple[Step, ...]
    limits: tuple[Limit, ...]
    messages: tuple[Said, ...]
    mode: str
    delegate: str
    consents: tuple[str, ...]
    terms: str
    terms_version: int
    agreed_by: tuple[str, ...]
    facts: str
    claim: str
    may: tuple[str, ...]
    undo_until: datetime | None
    version: int


def opened_by(number: str, code: str, *roles: str) -> Access:
    """Whoever holds this code to this number, if in one of these roles (all without any); Refused alike otherwise."""
    row = _row(number.strip())
    found = None
    if row is not None:
        intake = row.intake
        if intake is not None and matches(code, intake.tracking_hash):
            found = Access(row.number, "complainant" if isinstance(row, ComplaintDetail) else "reporter", intake.about)
        elif isinstance(row, ComplaintDetail) and matches(code, row.respondent_code):
            found = Access(row.number, "respondent", intake.about)
    if found is None or (roles and found.role not in roles):
        raise refusals.no_such_filing()
    return found


def track(*, number: str, code: str, at: datetime) -> Tracked:
    """A matter by its number and the code of the receipt (or the business's code). Refused when they do not match."""
    access = opened_by(number, code)
    row, card = _row(access.number), casework.matter_unguarded(access.number)
    lifecycle = casework.kind_of(card.kind, card.lifecycle_version).lifecycle
    state, unit, intake = lifecycle.states[card.state], unit_cards()[card.holder], row.intake
    outcome = OUTCOMES.get(card.outcome, ("", "")) if _may_know(access, row, card) else ("", "")
    texts = _texts(access, row)
    terms = isinstance(row, ComplaintDetail)
    return Tracked(
        number=card.number, kind=card.kind, role=access.role, state=card.state, state_zh=state.zh, state_en=state.en,
        outcome_zh=outcome[0], outcome_en=outcome[1], title=card.title, topic=card.topic,
        respondent_name=card.respondent_name, received_at=card.received_at, closed_at=card.closed_at,
        unit_zh=unit.zh, unit_en=unit.en,
        other_number=_other(access, intake), steps=_steps(card, lifecycle), limits=_limits(card, lifecycle, access, at),
        messages=_messages(row), mode=row.mode if terms else "", delegate=row.delegate if terms else "",
        consents=tuple(row.consents) if terms else (), terms=(texts.get(row.terms_ref) or "") if terms else "",
        terms_version=row.terms_version if terms else 0, agreed_by=tuple(row.agreed_by) if terms else (),
        facts=texts.get(intake.facts_ref) or "", claim=texts.get(intake.claim_ref) or "",
        may=_may(access, card, at), undo_until=_undo(access, intake, at), version=card.version,
    )  # fmt: skip


def receipt_for(*, number: str, code: str) -> Mapping[str, object]:
    """The receipt once more, tied to the newest published root that covers it."""
    access = opened_by(number, code, "complainant", "reporter")
    return receipt_of(Intake.objects.select_related("complaint", "report").get(about=access.about))


def _row(number: str) -> ComplaintDetail | ReportDetail | None:
    for rows in (ComplaintDetail, ReportDetail):
        if row := rows.objects.select_related("intake").filter(number__in={number, number.upper()}).first():
            return row
    return None


def _may_know(access: Access, row, card) -> bool:
    """A reporter learns the outcome once told (art. 36); the sides of a complaint with its closing."""
    return access.role != "reporter" or row.told_on is not None or card.outcome in ("withdrawn", "no_authority")


def _texts(access: Access, row) -> dict[str, str | None]:
    """What this party may read: its own filing; the business reads the claim, the facts only of a plain complaint."""
    intake = row.intake
    wanted = [intake.facts_ref, intake.claim_ref]
    if access.role == "respondent" and getattr(intake, "report", None) is not None:
        wanted = [intake.claim_ref]
    if isinstance(row, ComplaintDetail) and row.terms_ref:
        wanted.append(row.terms_ref)
    return identities.open_texts(ref for ref in wanted if ref)


def _other(access: Access, intake: Intake) -> str:
    """The number of the filing's other half, for whoever filed both."""
    others = [number for number in numbers_of(intake).values() if number != access.number]
    return others[0] if others and access.role != "respondent" else ""


def _steps(card, lifecycle) -> tuple[Step, ...]:
    entries = casework.timeline(card.number, audience=PARTIES)
    texts = identities.open_texts(entry.sealed for entry in entries if entry.sealed)
    found = []
    for entry in entries:
        zh, en = casework.title_of(entry.verb, lifecycle)
        text = entry.text or (texts.get(entry.sealed) or "")
        found.append(Step(entry.at, zh, en, entry.unit_zh, entry.unit_en, text))
    return tuple(found)


def _limits(card, lifecycle, access: Access, at: datetime) -> tuple[Limit, ...]:
    clocks = casework.clocks_of([card.number]).get(card.number, ())
    return tuple(
        Limit(
            lifecycle.clocks[clock.name].zh, lifecycle.clocks[clock.name].en, clock.keys[0], clock.due_on,
            clock.rights_on, clock.state, clock.late(at), clock.provisional,
        )
        for clock in clocks
    )  # fmt: skip


def _messages(row) -> tuple[Said, ...]:
    if not isinstance(row, ComplaintDetail):
        return ()
    rows = list(Message.objects.filter(complaint=row))
    texts = identities.open_texts(each.text_ref for each in rows)
    return tuple(Said(each.at, each.role, each.officer_name, texts.get(each.text_ref) or "") for each in rows)


def _may(access: Access, card, at: datetime) -> tuple[str, ...]:
    allowed = casework.moves_for(access.number, viewer=Party(access.role), at=at)
    if access.role == "respondent":
        allowed = {verb: move for verb, move in allowed.items() if verb in ("message", "party_agree", "consent")}
    return tuple(allowed)


def _undo(access: Access, intake: Intake, at: datetime) -> datetime | None:
    """The last instant of the undo, while it lasts."""
    minutes = in_force("filing.undo", casework.civil_day(intake.filed_at)).number
    until = intake.filed_at + timedelta(minutes=minutes)
    return until if access.role != "respondent" and at <= until and not intake.withdrawn_at else None


def topic_words(code: str) -> tuple[str, str]:
    """A category in Chinese and English."""
    return TOPICS.get(code, TOPICS["other"])
