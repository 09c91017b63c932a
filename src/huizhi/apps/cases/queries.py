"""Reads: a case's file for its page, and the penalties that are public."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from huizhi.apps.cases.models import CaseFile
from huizhi.apps.cases.words import KINDS, penalty_words
from huizhi.apps.casework import facade as casework
from huizhi.apps.people.facade import unit_cards


@dataclass(frozen=True)
class Penalty:
    """A published penalty as everybody reads it (Order 45 art. 4): nothing of a person but the party's name."""

    number: str
    decision: str
    entity_code: str
    entity_name: str
    topic: str
    content: str
    kinds: tuple[str, ...]
    fine_fen: int
    confiscated_fen: int
    office_zh: str
    office_en: str
    decided_on: date
    published_at: datetime
    until: date


def published_penalty(number: str, on: date) -> Penalty | None:
    """One penalty that is public on a day."""
    row = _public(on).filter(number=number).first()
    return _penalty(row) if row else None


def published_penalties(entity_code: str, on: date) -> tuple[Penalty, ...]:
    """The penalties of a business that are public on a day, the newest first."""
    if not entity_code:
        return ()
    return tuple(_penalty(row) for row in _public(on).filter(entity_code=entity_code).order_by("-decided_on", "-id"))


def _public(on: date) -> QuerySet[CaseFile]:
    return CaseFile.objects.filter(Q(published_at__isnull=False), published_until__gte=on)


def _penalty(row: CaseFile) -> Penalty:
    card = casework.matter_unguarded(row.number)
    unit = unit_cards()[card.office]
    return Penalty(
        row.number, row.decision, card.respondent_entity_id, card.respondent_name, row.topic,
        penalty_words(row.kinds, row.fine_fen, row.confiscated_fen), tuple(KINDS[each][1] for each in row.kinds),
        row.fine_fen, row.confiscated_fen, unit.zh, unit.en, row.decided_on, row.published_at, row.published_until,
    )  # fmt: skip
