"""The decision and what follows it: service, publication, performance, the court, closing, annulment."""

from collections.abc import Sequence
from datetime import date, datetime

from huizhi.apps.cases import refusals
from huizhi.apps.cases.acting import act, arrived, file_of, noon
from huizhi.apps.cases.actions import _propose
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.cases.words import yuan
from huizhi.apps.casework.facade import civil_day, office_calendar
from huizhi.apps.ledger.facade import Actor
from huizhi.law import publicity
from huizhi.law.clocks import deadline
from huizhi.law.penalties import enforcement_window, surcharge_fen


def decide(
    *, number: str, kinds: Sequence[str], fine_fen: int, confiscated_fen: int, decision: str,
    collective_on: date | None, by: Actor, at: datetime, version: int | None = None,
):  # fmt: skip
    """Decide. Refused when heavier than what was told, or undiscussed where the heads have to discuss it together."""
    named = sorted(set(kinds))
    public = publicity.is_published("ordinary", named)
    fields = {
        "kinds": named, "fine_fen": fine_fen, "confiscated_fen": confiscated_fen, "decision": decision.strip(),
        "collective_on": collective_on.isoformat() if collective_on else "", "outcome": "penalty",
    }  # fmt: skip

    def change(row: CaseFile, _matter) -> dict:
        told = row.told
        if not set(named) <= set(told["kinds"]) or any(
            now > told[name] for name, now in (("fine_fen", fine_fen), ("confiscated_fen", confiscated_fen))
        ):
            raise refusals.heavier()
        if (row.legal_review or row.hearing_held) and collective_on is None:
            raise refusals.collective_first()
        _propose(row, named, fine_fen, confiscated_fen)
        row.decided_on, row.decision = civil_day(at), decision.strip()
        return {"public": public}

    verb = "decide" if public else "decide_unpublished"
    return act(number, verb, by=by, at=at, version=version, fields=fields, change=change)


def serve(*, number: str, method: str, on: date, by: Actor, at: datetime, version: int | None = None):
    """Enter the service of the decision: the time to pay runs from the day it counts as served."""
    day = arrived(method, on, at)
    fined = file_of(number).fine_fen > 0

    def change(row: CaseFile, _matter) -> None:
        row.served_on = day

    fields, starts = {"method": method, "served_on": day.isoformat()}, {"payment": noon(day)}
    verb = "serve" if fined else "serve_unfined"
    return act(number, verb, by=by, at=at, version=version, fields=fields, starts=starts, change=change)


def publish(*, number: str, by: Actor, at: datetime, version: int | None = None):
    """Make the penalty public for its term. Refused for one the law keeps private; again changes nothing."""

    def change(row: CaseFile, _matter) -> dict:
        if not publicity.is_published(row.procedure, row.kinds):
            raise refusals.not_public()
        if row.published_at is None:
            row.published_at = at
            row.published_until = publicity.ends_on(civil_day(at), row.kinds, office_calendar()).due
        return {"decision": row.decision, "until": row.published_until.isoformat()}

    return act(number, "publish", by=by, at=at, version=version, change=change)


def demand(*, number: str, method: str, on: date, by: Actor, at: datetime, version: int | None = None):
    """Enter the service of a demand to perform."""
    day = arrived(method, on, at)

    def change(row: CaseFile, _matter) -> None:
        row.demanded_on = day

    fields, starts = {"method": method, "served_on": day.isoformat()}, {"demand": noon(day)}
    return act(number, "demand", by=by, at=at, version=version, fields=fields, starts=starts, change=change)


def to_court(*, number: str, document: str, by: Actor, at: datetime, version: int | None = None):
    """Ask the court to enforce: after the demand, within months of the end of the party's remedies."""

    def change(row: CaseFile, _matter) -> None:
        first, last = window_of(row) or (civil_day(at), civil_day(at))
        if row.demanded_on is None or not first <= civil_day(at) <= last:
            raise refusals.outside_window(first, last)

    return act(number, "to_court", by=by, at=at, version=version, fields={"document": document}, change=change)


def window_of(row: CaseFile) -> tuple[date, date] | None:
    """First and last day to ask the court, once a demand was served."""
    if row.served_on is None:
        return None
    ended_on = deadline("penalty.suit", row.served_on, office_calendar()).due
    return enforcement_window(ended_on, row.demanded_on or ended_on, office_calendar())


def perform(
    *, number: str, paid_on: date | None, paid_fen: int, by: Actor, at: datetime, version: int | None = None
):  # fmt: skip
    """Enter that the decision was performed; a fine is paid in full, and what lateness adds is reckoned."""

    def change(row: CaseFile, _matter) -> dict:
        if row.fine_fen > paid_fen:
            raise refusals.unpaid(yuan(row.fine_fen - paid_fen))
        row.paid_on, row.paid_fen = paid_on, paid_fen
        if row.fine_fen and paid_on and row.served_on:
            row.surcharge_fen = surcharge_fen(row.fine_fen, row.served_on, paid_on, office_calendar())
        return {"surcharge_fen": row.surcharge_fen}

    fields = {"paid_on": paid_on.isoformat() if paid_on else "", "paid_fen": paid_fen}
    return act(number, "perform", by=by, at=at, version=version, fields=fields, change=change)


def close(*, number: str, by: Actor, at: datetime, version: int | None = None):
    """Close the file: a public penalty is published first."""

    def change(row: CaseFile, _matter) -> None:
        if publicity.is_published(row.procedure, row.kinds) and row.published_at is None:
            raise refusals.publish_first()

    return act(number, "close", by=by, at=at, version=version, fields={"outcome": "penalty"}, change=change)


def annul(*, number: str, note: str, by: Actor, at: datetime, version: int | None = None):
    """Annul the decision; what was published comes down in the same act."""

    def change(row: CaseFile, _matter) -> dict:
        taken_down = row.published_at is not None
        row.published_at, row.annulled_at = None, at
        return {"taken_down": taken_down}

    return act(number, "annul", by=by, at=at, version=version, note=note, fields={"outcome": "annulled"}, change=change)
