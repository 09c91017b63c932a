"""The verbs every kind shares: assign, take, co-handlers, comment, and what may happen to a clock."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from huizhi.apps.casework.acting import Acting, act
from huizhi.apps.casework.lifecycle import HEAD, PARTIES, STAFF, SUPERIOR, WORKER
from huizhi.apps.casework.models import CoHandler, Matter
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.refusals import already_assigned, clock_not_running, not_a_worker, words_missing
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import officer_cards, officers_of, require
from huizhi.law.clock_events import Extension
from huizhi.vocabulary.refused import Refused

AUDIENCE_OF_COMMENT = (STAFF, PARTIES)
"""A comment is for colleagues, or for the parties too."""


def assign(*, number: str, to: str, by: Actor, at: datetime, version: int | None = None, note: str = "") -> Matter:
    """Give a matter to an officer of the unit that holds it."""

    def change(acting: Acting) -> dict:
        matter, before = acting.matter, acting.matter.assignee_id or ""
        _require_workers(matter, [to])
        matter.assignee_id, matter.returned = to, False
        CoHandler.objects.filter(matter=matter, officer=to).delete()
        return {"to": to, "before": before}

    return act("assign", (HEAD,), change, number=number, by=by, at=at, version=version, note=note)


def take(*, number: str, by: Actor, at: datetime, version: int | None = None) -> Matter:
    """Take an unassigned matter of one's own unit."""

    def change(acting: Acting) -> dict:
        matter = acting.matter
        if matter.assignee_id:
            raise already_assigned(officer_cards([matter.assignee_id])[matter.assignee_id].name)
        _require_workers(matter, [by.username])
        matter.assignee_id, matter.returned = by.username, False
        return {"to": by.username}

    require(by, "work_matters")
    return act("take", (), change, number=number, by=by, at=at, version=version)


def name_co_handlers(
    *, number: str, officers: Collection[str], by: Actor, at: datetime, version: int | None = None
) -> Matter:
    """Say who works a matter beside its assignee: officers of the unit that holds it."""

    def change(acting: Acting) -> dict:
        matter, wanted = acting.matter, sorted(set(officers) - {acting.matter.assignee_id})
        _require_workers(matter, wanted)
        CoHandler.objects.filter(matter=matter).exclude(officer__in=wanted).delete()
        for username in wanted:
            CoHandler.objects.get_or_create(matter=matter, officer_id=username)
        return {"officers": wanted}

    return act("name_co_handlers", (HEAD, WORKER), change, number=number, by=by, at=at, version=version)


def comment(
    *,
    number: str,
    text: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    audience: str = STAFF,
    sealed: str = "",
) -> Matter:
    """Leave a note on the timeline; one for the parties only by who works the matter."""
    if not text.strip() and not sealed:
        raise words_missing("批注内容", "what you want to note")
    if audience not in AUDIENCE_OF_COMMENT:
        raise ValueError(f"no comment is for {audience!r}")
    who = () if audience == STAFF else (WORKER,)
    return act(
        "comment", who, lambda _: None, number=number, by=by, at=at, version=version, note=text, sealed=sealed,
        audience=audience, closed_too=True,
    )  # fmt: skip


def pause(
    *, number: str, clock: str, reason: str, document: str, by: Actor, at: datetime, version: int | None = None,
    on: date | None = None, note: str = "",
) -> Matter:  # fmt: skip
    """Stop a clock from a day on, for a reason its legal value allows, under a document."""

    def change(acting: Acting) -> dict:
        acting.clocks.pause(clock, _rule(acting, clock), _day(on, at), reason, document)
        return {"clock": clock, "reason": reason, "document": document}

    return act(
        "pause", (WORKER, HEAD), change, number=number, by=by, at=at, version=version, note=note, audience=PARTIES
    )


def resume(
    *,
    number: str,
    clock: str,
    by: Actor,
    at: datetime,
    version: int | None = None,
    on: date | None = None,
    note: str = "",
) -> Matter:
    """Let a clock run on; `on` is the last day it stood still."""

    def change(acting: Acting) -> dict:
        acting.clocks.resume(clock, _rule(acting, clock), _day(on, at))
        return {"clock": clock}

    return act(
        "resume", (WORKER, HEAD), change, number=number, by=by, at=at, version=version, note=note, audience=PARTIES
    )


def extend(
    *, number: str, clock: str, key: str, approver: str, document: str, by: Actor, at: datetime,
    version: int | None = None, approved_on: date | None = None, days: int = 0, note: str = "",
) -> Matter:  # fmt: skip
    """Approve an extension of a clock; `law` refuses one it does not know or that comes after the last day."""
    require(by, "approve_extensions")

    def change(acting: Acting) -> dict:
        given = Extension(key, approver, _day(approved_on, at), document, days)
        acting.clocks.extend(clock, _rule(acting, clock), given)
        return {"clock": clock, "key": key, "document": document}

    return act(
        "extend", (HEAD, SUPERIOR), change, number=number, by=by, at=at, version=version, note=note, audience=PARTIES
    )


@dataclass(frozen=True)
class BulkResult:
    """What became of one matter of many: nothing refused, or why."""

    number: str
    refused: Refused | None = None


def bulk(
    verb: Callable[..., Matter], numbers: Mapping[str, int | None], *, by: Actor, at: datetime, **given: object
) -> tuple[BulkResult, ...]:
    """Do the same to many matters, each an act of its own; one refused leaves the others done."""
    results = []
    for number, version in numbers.items():
        try:
            verb(number=number, version=version, by=by, at=at, **given)
            results.append(BulkResult(number))
        except Refused as why:
            results.append(BulkResult(number, why))
    return tuple(results)


def _day(on: date | None, at: datetime) -> date:
    """The day given, never one still to come."""
    today = civil_day(at)
    return min(on, today) if on else today


def _rule(acting: Acting, clock: str):
    rule = acting.lifecycle.clocks.get(clock)
    if rule is None:
        raise clock_not_running(next(iter(acting.lifecycle.clocks.values())))
    return rule


def _require_workers(matter: Matter, usernames: Collection[str]) -> None:
    able = {card.username for card in officers_of([matter.holder_id], "work_matters")}
    for username in usernames:
        if username not in able:
            raise not_a_worker(username, matter.holder_id)
