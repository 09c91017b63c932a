"""Tasks: who visits whom, when, with which checklist; and the visits that records make needless."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.apps.visits.following import tell
from huizhi.apps.visits.models import Visit, VisitOfficer, VisitPart
from huizhi.apps.visits.queries import card
from huizhi.apps.visits.refusals import no_such_visit, not_now
from huizhi.law.checklists import checklist_for
from huizhi.law.parameters import in_force


@dataclass(frozen=True)
class Part:
    """What another department looks at in the same visit: its item, and the checklist where there is one of its own."""

    department: str
    item: str
    checklist: str = ""


@dataclass(frozen=True)
class Task:
    """One visit to plan. `checklist` is the inspection item's code; `officers` are accounts."""

    entity_code: str
    entity_name: str
    address: str
    checklist: str
    unit: str
    planned_on: date
    officers: tuple[str, ...]
    parts: tuple[Part, ...] = ()


def plan_visits(tasks: Sequence[Task], *, origin: str, source: str, by: Actor | str, at: datetime) -> list[str]:
    """Plan visits; returns the ids of those that are new. The same origin, source and business again adds nothing."""
    require(by, "plan_visits")
    made = []
    with transaction.atomic():
        known = set(Visit.objects.filter(origin=origin, source=source).values_list("entity_code", flat=True))
        for task in tasks:
            if task.entity_code in known:
                continue
            known.add(task.entity_code)
            made.append(_plan(task, origin, source, by, at))
        if made:
            record(
                verb="visits_planned", by=by, at=at, object_kind="visit_plan", object_id=f"{origin}:{source}",
                payload={"visits": made},
            )  # fmt: skip
    return made


def _plan(task: Task, origin: str, source: str, by: Actor | str, at: datetime) -> str:
    row = Visit.objects.create(
        id=secrets.token_hex(16), origin=origin, source=source, entity_code=task.entity_code,
        entity_name=task.entity_name, address=task.address, checklist=checklist_for(task.checklist).code,
        unit_id=task.unit, planned_on=task.planned_on, begun_by=by if isinstance(by, str) else by.username, begun_at=at,
    )  # fmt: skip
    VisitOfficer.objects.bulk_create(VisitOfficer(visit=row, officer_id=each) for each in task.officers)
    VisitPart.objects.bulk_create(
        VisitPart(visit=row, department=each.department, item=each.item, checklist=each.checklist)
        for each in task.parts
    )
    return row.pk


def settle_from_records(
    visit: str, answered: Mapping[str, str], *, by: Actor | str, at: datetime
) -> tuple[tuple[str, ...], bool]:
    """Note which items records answer ({item: evidence's digest or number}); a visit left with none is cancelled.

    Returns the items settled and whether the visit was cancelled; the minutes saved are counted on it.
    """
    require(by, "plan_visits")
    with transaction.atomic():
        row = Visit.objects.select_for_update().filter(pk=visit).first()
        if row is None:
            raise no_such_visit(visit)
        if row.state != "planned" or row.edits.exists():
            raise not_now(row.state)
        items = [item.code for item in checklist_for(row.checklist).items]
        row.settled = {code: answered[code] for code in items if code in answered}
        needless = len(row.settled) == len(items) and not row.parts.exists()
        if needless:
            row.state = "cancelled"
        name = "inspection.visit_minutes" if needless else "inspection.item_minutes"
        row.minutes_saved = in_force(name, timezone.localdate(at)).number * (1 if needless else len(row.settled))
        row.save(update_fields=["settled", "state", "minutes_saved"])
        record(
            verb="visit_settled", by=by, at=at, object_kind="visit", object_id=visit,
            payload={"items": row.settled, "cancelled": needless},
        )  # fmt: skip
        if needless:
            tell(card(row), by=by, at=at)
    return tuple(row.settled), needless
