"""The inbox: open matters, the one that rings first on top, page by page; and finding a matter by number or name."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils.dateparse import parse_datetime

from huizhi.apps.casework.cards import ClockCard, MatterCard, card_of
from huizhi.apps.casework.finding import found_by
from huizhi.apps.casework.models import Matter
from huizhi.apps.casework.office_calendar import office_calendar
from huizhi.apps.casework.queries import clocks_of
from huizhi.apps.casework.reckoning import NEVER, civil_day, end_of
from huizhi.apps.casework.scope import Sight, sight_of
from huizhi.vocabulary.whole_numbers import whole_number

PAGE = 50
CAP = 2000
"""A strip that says "2000+" is enough."""
NEAR_WORKING_DAYS = 3
SHOWS = (
    "overdue",
    "today",
    "near",
    "open",
    "mine",
    "unassigned",
    "paused",
    "offered",
    "returned",
    "supervised",
    "closed",
)
STRIP = ("overdue", "today", "near", "open", "unassigned", "paused", "offered", "returned", "supervised")


@dataclass(frozen=True)
class Asked:
    """What an inbox is narrowed to; empty means all. `text` looks through open and closed matters alike."""

    show: str = "open"
    kind: str = ""
    state: str = ""
    topic: str = ""
    unit: str = ""
    assignee: str = ""
    channel: str = ""
    text: str = ""

    @classmethod
    def of(cls, given: Mapping[str, str]) -> "Asked":
        """From a query string; a `show` nobody offers counts as none."""
        asked = cls(**{each.name: given[each.name].strip()[:100] for each in fields(cls) if given.get(each.name)})
        return asked if asked.show in SHOWS else replace(asked, show="open")

    def kept(self) -> dict[str, str]:
        """What differs from the plain inbox, as a query string keeps it."""
        return {each.name: value for each in fields(self) if (value := getattr(self, each.name)) != each.default}


@dataclass(frozen=True)
class InboxLine:
    """One matter of a list, with its open clocks."""

    card: MatterCard
    clocks: tuple[ClockCard, ...]


@dataclass(frozen=True)
class InboxPage:
    """Lines in order; `next_after` goes into the next call, empty at the end."""

    lines: tuple[InboxLine, ...]
    next_after: str


def inbox(
    asked: Asked, *, viewer, at: datetime, after: str = "", limit: int = PAGE, sight: Sight | None = None
) -> InboxPage:
    """A page of the matters asked for, of those the viewer may read."""
    rows = _narrowed(sight or sight_of(viewer, at), asked, at)
    ordered, key = _ordered(rows, asked, after)
    found = list(ordered[: limit + 1])
    more, found = len(found) > limit, found[:limit]
    clocks = clocks_of([row.number for row in found], open_only=True)
    lines = tuple(InboxLine(card_of(row), clocks.get(row.number, ())) for row in found)
    return InboxPage(lines, f"{key(found[-1])}~{found[-1].pk}" if more else "")


def counts(
    asked: Asked, *, viewer, at: datetime, sight: Sight | None = None, shows: tuple[str, ...] = STRIP
) -> dict[str, int]:
    """How many matters each figure of the strip stands for, within the other filters: one pass over the open ones."""
    sight = sight or sight_of(viewer, at)
    figures = {show: Count("pk", filter=_figure(show, sight, at)) for show in shows if show != "open"}
    rows = _in_columns(sight.matters, asked).filter(closed_at=None).order_by()
    found = rows.aggregate(open=Count("pk"), **figures)
    return {show: found[show] for show in shows}


def neighbours(asked: Asked, number: str, *, viewer, at: datetime) -> tuple[str, str]:
    """The numbers before and after a matter in a list, empty at its ends."""
    here = Matter.objects.filter(number=number).first()
    if here is None or asked.text or asked.show == "closed":
        return "", ""
    rows = _narrowed(sight_of(viewer, at), asked, at)
    later = Q(next_due_at__gt=here.next_due_at) | Q(next_due_at=here.next_due_at, pk__gt=here.pk)
    earlier = Q(next_due_at__lt=here.next_due_at) | Q(next_due_at=here.next_due_at, pk__lt=here.pk)
    before = rows.filter(earlier).order_by("-next_due_at", "-pk").values_list("number", flat=True).first()
    after = rows.filter(later).order_by("next_due_at", "pk").values_list("number", flat=True).first()
    return before or "", after or ""


def _narrowed(sight: Sight, asked: Asked, at: datetime) -> QuerySet[Matter]:
    if asked.text:
        return _in_columns(sight.matters, asked).filter(found_by(asked.text))
    if asked.show == "closed":
        # In these words, or SQLite does not see that its index of closed matters answers.
        return _in_columns(sight.matters_in_order, asked).exclude(closed_at=None)
    return _in_columns(sight.matters, asked).filter(Q(closed_at=None) & _figure(asked.show, sight, at))


def _in_columns(rows: QuerySet[Matter], asked: Asked) -> QuerySet[Matter]:
    columns = {"kind": asked.kind, "state": asked.state, "topic": asked.topic, "channel": asked.channel}
    columns |= {"holder": asked.unit, "assignee": asked.assignee}
    return rows.filter(**{name: value for name, value in columns.items() if value})


def _figure(show: str, sight: Sight, at: datetime) -> Q:
    """What one figure asks of open matters; together overdue, today, near, the rest and paused are all of them."""
    today = end_of(civil_day(at))
    soon = end_of(office_calendar().add_working_days(civil_day(at), NEAR_WORKING_DAYS).on)
    not_late = ~Q(late_at__lte=at)  # said so, no database takes the index of late_at, which nearly all rows satisfy
    more = {
        "overdue": Q(late_at__lte=at),
        "today": not_late & Q(next_due_at__lte=today),
        "near": not_late & Q(next_due_at__gt=today, next_due_at__lte=soon),
        "open": Q(),
        "mine": sight.hers,
        "unassigned": Q(assignee=None),
        "paused": Q(next_due_at=NEVER),
        "offered": sight.offered,
        "returned": Q(returned=True),
        "supervised": Q(supervised=True),
    }
    return more[show]


def _ordered(rows: QuerySet[Matter], asked: Asked, after: str):
    """The order of a list, from the place where the last page ended."""
    start, last = _place(after)
    known = start is not None and last is not None
    if asked.text:
        if start is None and last is not None:
            rows = rows.filter(pk__lt=last)
        return rows.order_by("-pk"), lambda _row: ""
    if asked.show == "closed":
        if known:
            rows = rows.filter(closed_at__lte=start).exclude(Q(closed_at=start, pk__gte=last))
        return rows.order_by("-closed_at", "-pk"), lambda row: row.closed_at.isoformat()
    if known:
        rows = rows.filter(next_due_at__gte=start).exclude(Q(next_due_at=start, pk__lte=last))
    return rows.order_by("next_due_at", "pk"), lambda row: row.next_due_at.isoformat()


def _place(after: str) -> tuple[datetime | None, int | None]:
    """The instant and the key that the last page ended with, as far as they are any."""
    said, _, pk = after.partition("~")
    try:
        start = parse_datetime(said)
        start = start.astimezone(UTC) if start and start.tzinfo else None
    except (ValueError, OverflowError):  # the 30th of February; the year 0 by Greenwich
        start = None
    last = whole_number(pk)
    return start, last if last is not None and last >= 0 else None


def late_since(card: MatterCard, at: datetime) -> timedelta:
    """How long a late matter has been late."""
    return at - card.late_at if card.late_at else timedelta()
