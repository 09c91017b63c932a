"""The desk of a station head: who is where, what is overdue, what nobody makes; and giving a visit to officers."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from huizhi.apps.ledger.facade import record
from huizhi.apps.people.facade import OfficerCard, away_on, in_reach, officers_of, require, unit_cards, units_in_scope
from huizhi.apps.visits.closing import _seen
from huizhi.apps.visits.models import VisitOfficer
from huizhi.apps.visits.queries import VisitCard, card, seen_by
from huizhi.apps.visits.refusals import by_lot, not_now, too_few
from huizhi.law.inspections import officers_suffice

BY_LOT = ("draw", "recheck")
MOST = 200


@dataclass(frozen=True)
class Stop:
    """One visit of a day and when its phone was last heard from."""

    visit: VisitCard
    heard_at: datetime | None


@dataclass(frozen=True)
class Person:
    """An officer, whether she is away, today's visits, and how many are late or to come."""

    officer: OfficerCard
    away: bool
    today: tuple[Stop, ...]
    late: int
    coming: int


@dataclass(frozen=True)
class Desk:
    """Everything a head looks at in the morning; lists are the most urgent first."""

    people: tuple[Person, ...]
    overdue: tuple[VisitCard, ...]
    unpublished: tuple[VisitCard, ...]
    unassigned: tuple[VisitCard, ...]
    able: tuple[OfficerCard, ...]


def desk_of(viewer, at: datetime) -> Desk:
    """The desk of whoever plans visits, within her reach. A visit is unassigned when nobody who can make it has it."""
    require(viewer, "plan_visits")
    on, rows = timezone.localdate(at), seen_by(viewer)
    within = units_in_scope(viewer)
    able = officers_of(list(unit_cards()) if within is None else sorted(within), "make_visits")
    names, away = {each.username for each in able}, away_on(on)
    planned = [
        card(row)
        for row in rows.filter(state="planned").prefetch_related("officers", "parts").order_by("planned_on", "id")
    ]
    late = rows.filter(state="finished", result_due_on__lt=on).prefetch_related("officers", "parts")
    heard = dict(
        rows.filter(state__in=["planned", "finished"], planned_on=on).annotate(last=Max("edits__taken_at"))
        .values_list("pk", "last")
    )  # fmt: skip
    of_today = [
        card(row) for row in rows.filter(planned_on=on).exclude(state="cancelled").prefetch_related("officers", "parts")
    ]
    return Desk(
        tuple(_person(each, each.username in away, planned, of_today, heard, on) for each in able),
        tuple(each for each in planned if each.planned_on < on)[:MOST],
        tuple(card(row) for row in late.order_by("result_due_on", "id")[:MOST]),
        tuple(each for each in planned if not names.intersection(each.officers))[:MOST],
        able,
    )  # fmt: skip


def _person(
    officer: OfficerCard, away: bool, planned: list[VisitCard], of_today: list[VisitCard],
    heard: dict[str, datetime | None], on: date,
) -> Person:  # fmt: skip
    hers = [each for each in planned if officer.username in each.officers]
    stops = tuple(Stop(each, heard.get(each.id)) for each in of_today if officer.username in each.officers)
    return Person(
        officer, away, stops, sum(each.planned_on < on for each in hers), sum(each.planned_on > on for each in hers)
    )


def give_visit(visit: str, *, officers: Collection[str], by, at: datetime) -> VisitCard:
    """Give a planned visit to officers of one's reach. Refused for one whose officers are chosen by lot, or too few."""
    require(by, "plan_visits")
    within = units_in_scope(by)
    able = {
        each.username for each in officers_of(list(unit_cards()) if within is None else sorted(within), "make_visits")
    }
    chosen = sorted(set(officers) & able)
    if not officers_suffice(len(chosen), timezone.localdate(at)):
        raise too_few()
    with transaction.atomic():
        row = _seen(visit, by)
        in_reach(row.unit_id, by)
        if row.origin in BY_LOT:
            raise by_lot()
        if row.state != "planned":
            raise not_now(row.state)
        before = sorted(VisitOfficer.objects.filter(visit=row).values_list("officer_id", flat=True))
        VisitOfficer.objects.filter(visit=row).exclude(officer__in=chosen).delete()
        for name in chosen:
            VisitOfficer.objects.get_or_create(visit=row, officer_id=name)
        record(
            verb="visit_given", by=by, at=at, object_kind="visit", object_id=row.pk,
            payload={"officers": chosen, "before": before},
        )  # fmt: skip
    row.refresh_from_db()
    return card(row)
