"""Reads: rulings as the lake takes them, and which records of a business are under appeal."""

from collections.abc import Iterator
from datetime import date, datetime

from huizhi.apps.appeals.models import Appeal, Ruling
from huizhi.apps.identities import facade as identities
from huizhi.vocabulary.civil import CIVIL


def rulings(until: datetime) -> Iterator[dict[str, str | None]]:
    """One row per ruling decided by an instant, by number."""
    for row in Ruling.objects.filter(decided_at__lte=until).select_related("unit").order_by("number"):
        yield {
            "ruling_no": row.number, "entity_id": row.entity_id, "record_source": row.record_source,
            "record_id": row.record_id, "event_kind": row.event_kind or None,
            "event_on": row.event_on.isoformat() if row.event_on else None, "ruling": row.ruling,
            "decided_on": row.decided_at.astimezone(CIVIL).date().isoformat(), "unit": row.unit.zh, "basis": row.basis,
        }  # fmt: skip


def under_appeal(entity_id: str) -> dict[tuple[str, str, str, date], str]:
    """(source, record, kind, day) of each record of a business that is under appeal -> the matter's number."""
    rows = Appeal.objects.filter(entity_id=entity_id, open=True)
    return {(row.record_source, row.record_id, row.event_kind, row.event_on): row.number for row in rows}


def appeal_of(number: str) -> tuple[Appeal, str] | None:
    """An appeal with what the business wrote ("" once erased); None when there is none."""
    row = Appeal.objects.filter(number=number).first()
    return (row, identities.open_texts([row.facts_ref]).get(row.facts_ref) or "") if row else None
