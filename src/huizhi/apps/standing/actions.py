"""Proposing, deciding, objecting to and removing an entry: the matter, its act and the row in one transaction."""

from collections.abc import Callable
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Party
from huizhi.apps.identities.facade import seal_text
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import PublicCard
from huizhi.apps.standing import refusals
from huizhi.apps.standing.models import Listing
from huizhi.law.abnormal import UNREACHABLE, grounds, no_contact

MOST_WORDS = 4000


@casework.patiently
def propose(
    *, office: str, entity_code: str, entity_name: str, individual: bool, ground: str, found_at: datetime, source: str,
    record_sha256: str, by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Propose an entry on a ground that was verified at `found_at`; returns its number. One is open per ground."""
    if ground not in grounds():
        raise refusals.unknown_ground()
    opening = casework.Opening(
        kind="listing", office=office, title=f"{grounds()[ground].zh}｜{entity_name}"[:200], received_at=found_at,
        topic=ground, respondent_name=entity_name, respondent_entity_id=entity_code, channel="visit",
    )  # fmt: skip

    def also(matter) -> dict:
        Listing.objects.create(
            number=matter.number, entity_code=entity_code, individual=individual, ground=ground, source=source,
            record_sha256=record_sha256,
        )  # fmt: skip
        return {"ground": ground, "source": source, "record_sha256": record_sha256}

    if Listing.objects.filter(entity_code=entity_code, ground=ground, open=True).exists():
        raise refusals.already_open()
    try:
        return casework.open_matter(opening, by=by, at=at, audience="staff", also=also).number
    except IntegrityError as twice:
        raise refusals.already_open() from twice


def enter(
    *, number: str, decision: str, first_letter_on: date | None, second_letter_on: date | None, by: Actor, at: datetime,
    version: int | None = None,
):  # fmt: skip
    """Decide on the entry and publish it. Refused without the proof its ground asks for."""
    letters = [first_letter_on, second_letter_on]

    def change(row: Listing) -> dict:
        proven = bool(row.record_sha256) or (all(letters) and no_contact(*letters))
        if row.ground == UNREACHABLE and not proven:
            raise refusals.no_proof()
        row.first_letter_on, row.second_letter_on = letters
        row.decision, row.listed_on, row.published_at = decision.strip(), casework.civil_day(at), at
        return {"ground": row.ground, "individual": row.individual}

    fields = {"decision": decision.strip(), **_days(first_letter_on=first_letter_on, second_letter_on=second_letter_on)}
    return _act(number, "enter", by, at, version, change, fields=fields)


def end(*, number: str, verb: str, note: str = "", by: Actor, at: datetime, version: int | None = None):
    """What ends an entry, so that it is no longer public: "not_enter", "withdraw", "remove"."""

    def change(row: Listing) -> dict:
        row.open, row.published_at = False, None
        row.removed_on = casework.civil_day(at) if verb != "not_enter" else None
        return {"ground": row.ground}

    return _act(number, verb, by, at, version, change, note=note, fields={"outcome": verb})


def step(*, number: str, verb: str, note: str = "", by: Actor, at: datetime, version: int | None = None):
    """A move that only takes the matter further."""
    return _act(number, verb, by, at, version, lambda _row: None, note=note)


def ask(
    *, number: str, verb: str, text: str, account: PublicCard | None = None, by: Actor | None = None, at: datetime,
    version: int | None = None,
):  # fmt: skip
    """Object to an entry, or apply for removal: "object" or "apply", by the business or by an officer who enters it."""
    if not text.strip():
        raise refusals.nothing_said()

    def change(row: Listing) -> None:
        if by is None and (account is None or not account.entity_id or account.entity_id != row.entity_code):
            raise refusals.not_its_own()
        if verb == "object" and _objecting(number).due_on < casework.civil_day(at):
            raise refusals.objected_late()

    return _act(number, verb, by or Party("respondent"), at, version, change, sealing=text.strip()[:MOST_WORDS])


def _objecting(number: str) -> casework.ClockCard:
    return next(each for each in casework.clocks_of([number])[number] if each.name == "objection")


@casework.patiently
def _act(
    number: str, verb: str, by, at: datetime, version: int | None, change: Callable[[Listing], dict | None], *,
    note: str = "", fields: dict | None = None, sealing: str = "",
):  # fmt: skip
    def also(_matter) -> dict:
        row = Listing.objects.select_for_update().get(number=number)
        told = change(row) or {}
        row.save()
        return told

    with transaction.atomic():
        sealed = seal_text(text=sealing, about=number, at=at) if sealing else ""
        return casework.move(
            number, verb, by=by, at=at, version=version, note=note, sealed=sealed, fields=fields or {}, also=also
        )


def _days(**given: date | None) -> dict[str, str]:
    return {name: on.isoformat() for name, on in given.items() if on}
