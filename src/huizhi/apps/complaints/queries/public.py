"""What anybody may see: complaints that were published, and how complaints about one business ended."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from huizhi.apps.complaints.models import ComplaintDetail, Publication


@dataclass(frozen=True)
class Published:
    """One complaint as the public sees it."""

    respondent_name: str
    respondent_entity_id: str
    topic: str
    outcome: str
    division: str
    closed_on: date


def published(*, entity: str = "", before: int | None = None, limit: int = 50) -> tuple[tuple[int, Published], ...]:
    """Published complaints, newest first, each with its place for paging; of one business when `entity` is given."""
    rows = Publication.objects.filter(withdrawn_at=None)
    if entity:
        rows = rows.filter(respondent_entity_id=entity)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    names = Published.__dataclass_fields__
    return tuple(
        (row.pk, Published(**{name: getattr(row, name) for name in names})) for row in rows.order_by("-pk")[:limit]
    )


def published_counts(entity: str) -> dict[str, int]:
    """Outcome -> number of published complaints about a business."""
    rows = Publication.objects.filter(withdrawn_at=None, respondent_entity_id=entity)
    return dict(Counter(rows.values_list("outcome", flat=True)))


def awaiting_publicity() -> tuple[tuple[str, date], ...]:
    """Closed complaints not shown yet, with the day they are due, the earliest first."""
    rows = ComplaintDetail.objects.filter(publicity_on__isnull=False)
    rows = rows.exclude(number__in=Publication.objects.values("number"))
    return tuple(rows.order_by("publicity_on", "number").values_list("number", "publicity_on"))
