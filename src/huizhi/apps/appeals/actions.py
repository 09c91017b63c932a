"""Filing an appeal and deciding it: the matter, its act and the ruling in one transaction."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError

from huizhi.apps.appeals import refusals
from huizhi.apps.appeals.models import Appeal, Ruling
from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Party
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import PublicCard, bureau_of, unit_cards, unit_for

BY_EVENT = ("annual_report_missing", "related_revoked", "crowded_address", "crowded_phone", "status_change")
"""Kinds whose record is the register's own: an objection is about the event, never about the register."""
BASES = {
    "record_objection": "《山东省社会信用条例》第三十九条",
    "credit_repair": "《信用修复管理办法》（国家发展改革委令第36号）",
}
MOST_WORDS = 4000


@dataclass(frozen=True)
class Record:
    """A record as the page shows it."""

    source: str
    source_id: str
    kind: str
    on: date


@casework.patiently
def file_appeal(
    *, kind: str, record: Record, name: str, division: str, zone: str, facts: str, account: PublicCard | None,
    entity_id: str, at: datetime,
) -> str:  # fmt: skip
    """File an objection or an application for repair about a record of `entity_id`; returns the matter's number.

    Refused unless the account is the business's, and while one is open about the record.
    """
    if account is None or not account.entity_id or account.entity_id != entity_id:
        raise refusals.not_yours()
    if not facts.strip():
        raise refusals.nothing_said()
    holder = unit_for(division=division, zone=zone)
    office = bureau_of(holder.code, unit_cards())
    opening = casework.Opening(
        kind=kind, office=office, holder=holder.code, title=f"{casework.kind_of(kind).lifecycle.zh}｜{name}"[:200],
        received_at=at, topic=record.kind, respondent_name=name, respondent_entity_id=entity_id, division=division,
        zone=zone, channel="web",
    )  # fmt: skip

    def also(matter) -> dict:
        Appeal.objects.create(
            number=matter.number, entity_id=entity_id, record_source=record.source, record_id=record.source_id,
            event_kind=record.kind, event_on=record.on,
            facts_ref=identities.seal_text(
                text=facts.strip()[:MOST_WORDS], about=f"appeal-{secrets.token_hex(12)}", at=at
            ),
        )  # fmt: skip
        return {"source": record.source, "record": record.source_id, "account": account.id}

    if Appeal.objects.filter(open=True, entity_id=entity_id, **_key(record)).exists():
        raise refusals.already_open()
    try:
        return casework.open_matter(opening, by=Party("business"), at=at, also=also).number
    except IntegrityError as twice:
        raise refusals.already_open() from twice


def uphold(*, number: str, ruling: str, note: str, by: Actor, at: datetime, version: int | None = None):
    """The objection is right: the record is another's, or annulled."""
    return _decide(number, "uphold", ruling, note, by, at, version)


def grant(*, number: str, note: str, by: Actor, at: datetime, version: int | None = None):
    """The repair is granted."""
    return _decide(number, "grant", "repaired", note, by, at, version)


def close(*, number: str, verb: str, note: str, by: Actor, at: datetime, version: int | None = None):
    """Rejected, refused or withdrawn: nothing is ruled about the record."""
    return casework.move(
        number, verb, by=by, at=at, version=version, note=note, fields={"outcome": verb}, also=lambda _m: _ended(number)
    )


def _decide(number: str, verb: str, ruling: str, note: str, by: Actor, at: datetime, version: int | None):
    def also(matter) -> dict:
        appeal = Appeal.objects.select_for_update().get(number=number)
        whole = ruling != "repaired" and appeal.event_kind not in BY_EVENT
        made = Ruling.objects.create(
            number=number, entity_id=appeal.entity_id, record_source=appeal.record_source, record_id=appeal.record_id,
            event_kind="" if whole else appeal.event_kind, event_on=None if whole else appeal.event_on,
            ruling=ruling, decided_at=at, unit_id=matter.holder_id, basis=BASES[matter.kind],
        )  # fmt: skip
        _ended(number)
        return {"ruling": made.ruling, "source": made.record_source, "record": made.record_id}

    fields = {"outcome": verb, "ruling": ruling}
    return casework.move(number, verb, by=by, at=at, version=version, note=note, fields=fields, also=also)


def _ended(number: str) -> None:
    Appeal.objects.filter(number=number).update(open=False)


def _key(record: Record) -> dict[str, object]:
    return {
        "record_source": record.source, "record_id": record.source_id, "event_kind": record.kind, "event_on": record.on
    }  # fmt: skip
