"""What anybody may see: complaints that were published, and how complaints about one business ended."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet

from huizhi.apps.complaints.models import ComplaintDetail, Publication

MOST_BUSINESSES = 10


@dataclass(frozen=True)
class Published:
    """One complaint as the public sees it."""

    respondent_name: str
    respondent_entity_id: str
    topic: str
    outcome: str
    division: str
    closed_on: date


@dataclass(frozen=True)
class Wanted:
    """Which published complaints: of one business, by part of a name, of a topic, closed since a day. "" is any."""

    entity: str = ""
    name: str = ""
    topic: str = ""
    since: date | None = None


@dataclass(frozen=True)
class PublishedCounts:
    """How many there are in all and by kind, the most first; of businesses the ten with the most."""

    total: int
    by_topic: tuple[tuple[str, int], ...]
    by_outcome: tuple[tuple[str, int], ...]
    by_business: tuple[tuple[str, int], ...]


def published(
    wanted: Wanted | None = None, *, entity: str = "", before: int | None = None, limit: int = 50
) -> tuple[tuple[int, Published], ...]:
    """Published complaints, newest first, each with its place for paging; of one business when `entity` is given."""
    rows = _rows(wanted or Wanted(entity=entity))
    if before is not None:
        rows = rows.filter(pk__lt=before)
    names = Published.__dataclass_fields__
    return tuple(
        (row.pk, Published(**{name: getattr(row, name) for name in names})) for row in rows.order_by("-pk")[:limit]
    )


def published_tally(wanted: Wanted) -> PublishedCounts:
    """The counts of the same complaints."""
    rows = _rows(wanted).order_by()

    def by(field: str) -> tuple[tuple[str, int], ...]:
        counted = rows.values_list(field).annotate(count=Count("pk")).order_by("-count", field)
        return tuple((str(value), int(count)) for value, count in counted[:MOST_BUSINESSES])

    return PublishedCounts(rows.count(), by("topic"), by("outcome"), by("respondent_name"))


def published_counts(entity: str) -> dict[str, int]:
    """Outcome -> number of published complaints about a business."""
    rows = Publication.objects.filter(withdrawn_at=None, respondent_entity_id=entity)
    return dict(Counter(rows.values_list("outcome", flat=True)))


def awaiting_publicity() -> tuple[tuple[str, date], ...]:
    """Closed complaints not shown yet, with the day they are due, the earliest first."""
    rows = ComplaintDetail.objects.filter(publicity_on__isnull=False)
    rows = rows.exclude(number__in=Publication.objects.values("number"))
    return tuple(rows.order_by("publicity_on", "number").values_list("number", "publicity_on"))


def _rows(wanted: Wanted) -> QuerySet[Publication]:
    rows = Publication.objects.filter(withdrawn_at=None)
    if wanted.entity:
        rows = rows.filter(respondent_entity_id=wanted.entity)
    if wanted.name:
        rows = rows.filter(respondent_name__contains=wanted.name)
    if wanted.topic:
        rows = rows.filter(topic=wanted.topic)
    if wanted.since:
        rows = rows.filter(closed_on__gte=wanted.since)
    return rows
