"""Reads of single matters. Which of them somebody sees is decided by `scope.visible_to` and nowhere else."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, Max, QuerySet

from huizhi.apps.casework import cards
from huizhi.apps.casework.kinds import kind_of
from huizhi.apps.casework.lifecycle import PARTIES, PUBLIC, Move
from huizhi.apps.casework.models import (
    OPEN_CLOCK,
    PAUSED,
    SUSPENSION,
    Clock,
    ClockEvent,
    CoHandler,
    Document,
    Entry,
    HandOver,
    Matter,
    Supervision,
)  # fmt: skip
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.refusals import no_such_matter
from huizhi.apps.casework.scope import Sight, sight_of, visible_to
from huizhi.apps.casework.standing import Party, standing

READERS = {PUBLIC: [PUBLIC], PARTIES: [PARTIES, PUBLIC]}
"""Which entries an audience outside the office reads."""


def matter(number: str, *, viewer, at: datetime, sight: Sight | None = None) -> cards.MatterCard:
    """A matter the viewer may read; Refused alike for one that is not there and one she may not see."""
    return cards.card_of(_row(number, sight or sight_of(viewer, at)))


def matter_unguarded(number: str) -> cards.MatterCard | None:
    """A matter for its owning app, which has checked who asks (a citizen by her code); None when there is none."""
    row = Matter.objects.filter(number=number).first()
    return cards.card_of(row) if row else None


def cards_of(numbers: Iterable[str]) -> dict[str, cards.MatterCard]:
    """Many matters for their owning app, by number."""
    return {row.number: cards.card_of(row) for row in Matter.objects.filter(number__in=list(numbers))}


def hold(number: str) -> None:
    """Let nobody else act on a matter until the caller's transaction ends."""
    list(Matter.objects.select_for_update().filter(number=number).values_list("pk"))


def closed(*, yes: bool = True) -> QuerySet:
    """The numbers of all matters that are closed, or that are not, as a lazy subquery for the owning app's filter."""
    return Matter.objects.filter(closed_at__isnull=not yes).values("number")


def seen(numbers: Iterable[str], *, viewer, at: datetime) -> dict[str, cards.MatterCard]:
    """Those of many matters that the viewer may read, by number, in the order asked."""
    asked = list(dict.fromkeys(numbers))
    rows = {row.number: row for row in visible_to(viewer, civil_day(at)).filter(number__in=asked)}
    return {number: cards.card_of(rows[number]) for number in asked if number in rows}


def sees(number: str, *, viewer, at: datetime) -> bool:
    """Whether the viewer may read a matter."""
    return visible_to(viewer, civil_day(at)).filter(number=number).exists()


def clocks_of(numbers: Iterable[str], *, open_only: bool = False) -> dict[str, tuple[cards.ClockCard, ...]]:
    """The clocks of matters already seen, by number, in the order they were started."""
    rows = Clock.objects.filter(matter__number__in=list(numbers)).annotate(number=F("matter__number")).order_by("id")
    if open_only:
        rows = rows.filter(state__in=OPEN_CLOCK)
    rows = list(rows)
    paused = [row.pk for row in rows if row.state == PAUSED]
    standing_still = ClockEvent.objects.filter(clock__in=paused, kind=SUSPENSION, to_on=None)
    reasons = dict(standing_still.values_list("clock_id", "reason")) if paused else {}
    found: dict[str, list[cards.ClockCard]] = {}
    for row in rows:
        found.setdefault(row.number, []).append(cards.clock_of(row, reasons.get(row.pk, "")))
    return {number: tuple(each) for number, each in found.items()}


def stops_of(numbers: Iterable[str]) -> dict[str, tuple[cards.StopCard, ...]]:
    """When and why clocks of matters already seen stood still, by number."""
    rows = ClockEvent.objects.filter(clock__matter__number__in=list(numbers), kind=SUSPENSION)
    found: dict[str, list[cards.StopCard]] = {}
    for row in rows.select_related("clock__matter"):
        card = cards.StopCard(row.clock.name, row.clock.started_at, row.on, row.to_on, row.reason)
        found.setdefault(row.clock.matter.number, []).append(card)
    return {number: tuple(each) for number, each in found.items()}


def timeline(number: str, *, audience: str = "staff") -> tuple[cards.EntryCard, ...]:
    """The entries of a matter already seen, oldest first, as far as they are for an audience."""
    readers = READERS.get(audience)
    rows = Entry.objects.filter(matter__number=number)
    return tuple(cards.entry_of(row) for row in (rows.filter(audience__in=readers) if readers else rows))


def last_shared(numbers: Iterable[str], *, audience: str) -> dict[str, datetime]:
    """When something an audience may read was last said of matters already seen, by number."""
    rows = Entry.objects.filter(matter__number__in=list(numbers), audience__in=READERS[audience])
    return dict(rows.order_by().values_list("matter__number").annotate(Max("at")))


def hand_overs_of(number: str) -> tuple[cards.HandOverCard, ...]:
    """Every hand-over of a matter already seen, oldest first."""
    return tuple(cards.hand_over_of(row) for row in HandOver.objects.filter(matter__number=number))


def supervisions_of(number: str) -> tuple[cards.SupervisionCard, ...]:
    """Every order on a matter already seen, by the day its answer is due."""
    rows = Supervision.objects.filter(matter__number=number).select_related("matter")
    return tuple(cards.supervision_of(row) for row in rows)


def documents_of(number: str) -> tuple[cards.DocumentCard, ...]:
    """The documents of a matter already seen, due ones too."""
    names = cards.DocumentCard.__dataclass_fields__
    rows = Document.objects.filter(matter__number=number)
    return tuple(cards.DocumentCard(**{name: getattr(row, name) for name in names}) for row in rows)


def co_handlers(number: str) -> tuple[str, ...]:
    """The accounts of a seen matter's co-handlers."""
    return tuple(CoHandler.objects.filter(matter__number=number).order_by("pk").values_list("officer_id", flat=True))


def moves_for(number: str, *, viewer, at: datetime, sight: Sight | None = None) -> dict[str, Move]:
    """The moves a viewer (or `Party`) may make now, by verb, in the order declared."""
    if isinstance(viewer, Party):
        row = Matter.objects.get(number=number)
        allowed = standing(viewer, row, civil_day(at))
    else:
        sight = sight or sight_of(viewer, at)
        row = _row(number, sight)
        allowed = standing(viewer, row, sight.on, sight.units, sight.desks)
    declared = kind_of(row.kind, row.lifecycle_version).lifecycle.from_state(row.state)
    return {verb: move for verb, move in declared.items() if allowed & set(move.actors)}


def standing_of(number: str, *, viewer, at: datetime, sight: Sight | None = None) -> frozenset[str]:
    """What a viewer is to a matter."""
    sight = sight or sight_of(viewer, at)
    return frozenset(str(each) for each in standing(viewer, _row(number, sight), sight.on, sight.units, sight.desks))


def _row(number: str, sight: Sight) -> Matter:
    row = sight.matter(number)
    if row is None:
        raise no_such_matter(number)
    return row
