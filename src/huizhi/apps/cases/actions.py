"""From a clue to a proposal: taken over, filed or not, investigated, reviewed; and the decision on the spot."""

from collections.abc import Sequence
from datetime import date, datetime

from huizhi.apps.cases import refusals
from huizhi.apps.cases.acting import act, require_handlers, seal
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.cases.words import ON_THE_SPOT
from huizhi.apps.casework.facade import Opening, civil_day, office_calendar, open_matter
from huizhi.apps.ledger.facade import Actor
from huizhi.law.penalties import cash_on_the_spot, hearing_right, limitation_due, simple_procedure


def take_source(
    *, office: str, title: str, respondent_name: str, respondent_entity_id: str, topic: str, found: dict,
    found_at: datetime, by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Open a case to be verified by `office`; returns its number. `found` says which record it rests on, by codes.

    The clock of Order 2 art. 18 starts when the clue was found, not when it was handed over.
    """
    opening = Opening(
        kind="case", office=office, title=title, received_at=found_at, topic=topic, respondent_name=respondent_name,
        respondent_entity_id=respondent_entity_id, channel="visit",
    )  # fmt: skip

    def also(matter) -> None:
        CaseFile.objects.create(
            number=matter.number, entity_code=respondent_entity_id, source=str(found.get("visit", ""))[:60],
            topic=topic[:120],
        )  # fmt: skip

    return open_matter(opening, by=by, at=at, told=found, audience="staff", also=also).number


def conclude(
    *, number: str, act_ended_on: date, grave: bool, organisation: bool, kinds: Sequence[str], fine_fen: int,
    confiscated_fen: int, legal_review: bool, topic: str, facts: str, basis: str, by: Actor, at: datetime,
    version: int | None = None,
):  # fmt: skip
    """End the investigation with a proposal. Refused with too few certified handlers, or found out of time."""
    named = sorted(set(kinds))
    fields = {
        "kinds": named, "fine_fen": fine_fen, "confiscated_fen": confiscated_fen, "legal_review": legal_review,
        "act_ended_on": act_ended_on.isoformat(), "grave": grave, "organisation": organisation,
    }  # fmt: skip

    def change(row: CaseFile, matter) -> dict:
        require_handlers(row, matter, civil_day(at))
        _require_in_time(act_ended_on, grave, civil_day(matter.received_at))
        row.act_ended_on, row.grave, row.organisation = act_ended_on, grave, organisation
        row.legal_review, row.topic = legal_review, topic.strip()[:120]
        _propose(row, named, fine_fen, confiscated_fen)
        seal(row, facts, basis, at)
        return {"handlers": row.handlers}

    return act(number, "conclude", by=by, at=at, version=version, fields=fields, change=change)


def review(*, number: str, verb: str, note: str, by: Actor, at: datetime, version: int | None = None):
    """Approve or return a case: "approve", "approve_again", "return_to_handlers". Never by who worked it."""

    def change(row: CaseFile, _matter) -> dict:
        if by.username in row.handlers:
            raise refusals.own_case()
        return {"legal_review": row.legal_review or row.hearing_held}

    return act(number, verb, by=by, at=at, version=version, note=note, change=change)


def decide_on_the_spot(
    *, number: str, organisation: bool, kind: str, fine_fen: int, cash: bool, hard_later: bool, decision: str,
    topic: str, facts: str, basis: str, by: Actor, at: datetime, version: int | None = None,
):  # fmt: skip
    """Decide by the simple procedure and hand the decision over. Refused above its limits or with too few officers."""
    on = civil_day(at)
    if kind not in ON_THE_SPOT or not simple_procedure(fine_fen, organisation, on):
        raise refusals.not_on_the_spot()
    if cash and not cash_on_the_spot(fine_fen, organisation, on, hard_later):
        raise refusals.not_cash()
    fields = {"kinds": [kind], "fine_fen": fine_fen, "cash": cash, "decision": decision, "organisation": organisation}

    def change(row: CaseFile, matter) -> dict:
        require_handlers(row, matter, on)
        row.procedure, row.organisation, row.topic = "simple", organisation, topic.strip()[:120]
        _propose(row, [kind], fine_fen, 0)
        row.decided_on = row.served_on = on
        row.decision = decision.strip()
        row.paid_on, row.paid_fen = (on, fine_fen) if cash else (None, 0)
        seal(row, facts, basis, at)
        return {"handlers": row.handlers}

    return act(number, "decide_on_the_spot", by=by, at=at, version=version, fields=fields, change=change)


def hearing_open_to(row: CaseFile, on: date) -> bool:
    """Whether what is proposed gives the party a right to a hearing."""
    return hearing_right(row.organisation, on, row.fine_fen, row.confiscated_fen, row.kinds)


def _propose(row: CaseFile, kinds: list[str], fine_fen: int, confiscated_fen: int) -> None:
    paired = [("fine" in kinds, fine_fen > 0), ("confiscation" in kinds, confiscated_fen > 0)]
    if not kinds or any(named != given for named, given in paired):
        raise refusals.no_penalty_named()
    row.kinds, row.fine_fen, row.confiscated_fen = kinds, fine_fen, confiscated_fen


def _require_in_time(ended_on: date, grave: bool, found_on: date) -> None:
    due = limitation_due(ended_on, office_calendar(), grave).due
    if found_on > due:
        raise refusals.out_of_time(due)
