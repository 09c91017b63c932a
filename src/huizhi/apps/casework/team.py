"""A team's load and lateness, per officer and per unit: what a head wants to know on Monday morning."""

from collections.abc import Iterable
from dataclasses import astuple, dataclass
from datetime import date, datetime, timedelta
from operator import add

from django.db.models import Count, Q, QuerySet

from huizhi.apps.casework.cards import SupervisionCard, supervision_of
from huizhi.apps.casework.models import HandOver, Matter, Supervision
from huizhi.apps.casework.reckoning import civil_day, end_of
from huizhi.apps.casework.scope import counted_for, visible_to
from huizhi.apps.people.facade import OfficerCard, UnitCard, below, officers_of, require, unit_cards


@dataclass(frozen=True)
class Load:
    """Figures of one officer or unit: open, late now, due by Sunday, not assigned, closed in the seven days before."""

    open: int = 0
    late: int = 0
    this_week: int = 0
    unassigned: int = 0
    closed_last_week: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(*map(add, astuple(self), astuple(other)))


@dataclass(frozen=True)
class UnitLoad:
    """A unit with its load and its officers'; `offered` hand-overs wait for its answer."""

    unit: UnitCard
    load: Load
    officers: tuple[tuple[OfficerCard, Load], ...]
    offered: int


def team(*, viewer, at: datetime) -> tuple[UnitLoad, ...]:
    """The viewer's unit and every unit below it, with all their officers; confidential matters are counted too."""
    require(viewer, "see_team")
    units = unit_cards()
    seen = sorted(below(viewer.unit_code, units), key=lambda code: (units[code].kind != "city", code))
    by_desk = _figures(viewer, at)
    by_unit: dict[str, Load] = {}
    for (code, _officer), load in by_desk.items():
        by_unit[code] = by_unit.get(code, Load()) + load
    offers = dict(
        HandOver.objects.filter(receiver__in=seen, accepted=None)
        .values_list("receiver").annotate(n=Count("pk")).values_list("receiver", "n")
    )  # fmt: skip
    people: dict[str, list[OfficerCard]] = {}
    for officer in officers_of(seen, "work_matters"):
        people.setdefault(officer.unit, []).append(officer)
    return tuple(
        UnitLoad(
            units[code], by_unit.get(code, Load()),
            tuple((each, by_desk.get((code, each.username), Load())) for each in people.get(code, ())),
            offers.get(code, 0),
        )
        for code in seen
        if code in by_unit or code in people or code in offers
    )  # fmt: skip


def _figures(viewer, at: datetime) -> dict[tuple[str, str], Load]:
    """By unit and officer ("" for nobody). Open matters and those closed of late are two reads: each has its index."""
    today, counted = civil_day(at), counted_for(viewer).order_by()
    sunday = end_of(today + timedelta(days=6 - today.weekday()))
    figures = {
        "open": Count("pk"),
        "late": Count("pk", filter=Q(late_at__lte=at)),
        "this_week": Count("pk", filter=Q(late_at__gt=at, next_due_at__lte=sunday)),
        "unassigned": Count("pk", filter=Q(assignee=None)),
    }
    recent = counted.exclude(closed_at=None).filter(closed_at__gte=at - timedelta(days=7), closed_at__lte=at)
    found: dict[tuple[str, str], dict[str, int]] = {}
    for rows in (
        _by_desk(counted.filter(closed_at=None), figures),
        _by_desk(recent, {"closed_last_week": Count("pk")}),
    ):
        for desk, counts in rows.items():
            found.setdefault(desk, {}).update(counts)
    return {desk: Load(**counts) for desk, counts in found.items()}


def _by_desk(rows: QuerySet[Matter], figures: dict[str, Count]) -> dict[tuple[str, str], dict[str, int]]:
    grouped = rows.values("holder", "assignee").annotate(**{f"n_{name}": count for name, count in figures.items()})
    return {(row["holder"], row["assignee"] or ""): {name: row[f"n_{name}"] for name in figures} for row in grouped}


def supervisions(*, viewer, at: datetime, open_only: bool = True) -> tuple[SupervisionCard, ...]:
    """The orders a viewer's unit gave or must answer, the earliest answer first, of matters she may read."""
    rows = Supervision.objects.filter(matter__in=visible_to(viewer, civil_day(at)).values("pk")).select_related(
        "matter"
    )
    rows = rows.filter(answered_at=None) if open_only else rows
    return tuple(supervision_of(row) for row in rows.order_by("answer_by", "id")[:500])


def overdue_answers(found: Iterable[SupervisionCard], on: date) -> int:
    """How many orders are past the day set and unanswered."""
    return sum(each.answered_at is None and each.answer_by < on for each in found)
