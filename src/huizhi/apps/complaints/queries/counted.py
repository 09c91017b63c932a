"""Matters as the lake counts them: days and codes, the business, and nobody who filed."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints.models import ComplaintDetail, ReportDetail
from huizhi.apps.people.facade import unit_cards
from huizhi.vocabulary.civil import CIVIL

AT_ONCE = 400
_OUTCOMES = {"no_authority": "refused", "merged": "withdrawn"}
"""Outcomes the contract of all sources does not tell apart."""


def counted(until: datetime) -> Iterator[dict[str, str | None]]:
    """One row per complaint and report received by an instant, as it stood then, by number. Clues are not counted."""
    units = unit_cards()
    for rows, kind, clock in ((ComplaintDetail, "complaint", "mediation"), (ReportDetail, "report", "decision")):
        found = rows.objects.filter(intake__isnull=False).select_related("intake").order_by("number")
        waiting = list(found)
        for first in range(0, len(waiting), AT_ONCE):
            some = waiting[first : first + AT_ONCE]
            cards = casework.cards_of(row.number for row in some)
            clocks = casework.clocks_of(row.number for row in some)
            stops = casework.stops_of(row.number for row in some)
            for row in some:
                card = cards[row.number]
                if card.received_at <= until:
                    yield _line(
                        row, card, clocks.get(row.number, ()), stops.get(row.number, ()), kind, clock, until, units
                    )


def _line(row, card, clocks, stops, kind: str, clock: str, until: datetime, units) -> dict[str, str | None]:
    intake, closed = row.intake, card.closed_at if card.closed_at and card.closed_at <= until else None
    main = [each for each in clocks if each.name == clock and each.started_at <= until]
    answers = [each.ended_at for each in clocks if each.name == "response" and each.state in ("met", "met_late")]
    answered = answers[0] if answers and answers[0] <= until else None
    accepted = getattr(row, "accepted_on", None)
    accepted = accepted if accepted and accepted <= until.astimezone(CIVIL).date() else None
    outcome = _OUTCOMES.get(card.outcome, card.outcome) if closed else "open"
    return {
        "matter_no": card.number, "kind": kind, "channel": card.channel, "received_at": _instant(card.received_at),
        "name": card.respondent_name, "credit_code": card.respondent_entity_id or None,
        "address": intake.respondent_address or None, "division": card.division or None, "category": card.topic,
        "amount_fen": None if intake.amount_fen is None else f"{intake.amount_fen / 100:.2f}",
        "first_response_at": _instant(answered), "accepted_on": _day(accepted),
        "due_on": _day(main[-1].due_on) if main else None,
        "closed_on": _day(closed.astimezone(CIVIL).date()) if closed else None, "outcome": outcome or "open",
        "unit": units[card.holder].zh, "goods_field": intake.goods or None, "desk": None,
        **_stood([each for each in stops if main and each.started_at == main[-1].started_at and each.clock == clock],
                 until),
    }  # fmt: skip


def _stood(stops, until: datetime) -> dict[str, str | None]:
    """How many days the main clock has stood still as `law` counts them, and why it still does."""
    today = until.astimezone(CIVIL).date()
    days, why = set(), None
    for each in stops:
        if each.from_on <= today:
            lasts = each.to_on is None or each.to_on > today
            why = each.reason if lasts else why
            last = each.from_on if lasts else each.to_on
            started = each.started_at.astimezone(CIVIL).date()  # the first day of a period is not counted anyway
            days |= {each.from_on + timedelta(n) for n in range((last - each.from_on).days + 1)} - {started}
    return {"stopped_days": str(len(days)), "stopped_for": why}


def _instant(at: datetime | None) -> str | None:
    return at.astimezone(CIVIL).strftime("%Y-%m-%d %H:%M:%S") if at else None


def _day(on) -> str | None:
    return on.isoformat() if on else None
