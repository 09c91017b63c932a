"""Visits that no draw leads to: asked for from a matter or planned in a campaign. A head gives them out."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.apps.visits.models import Visit
from huizhi.apps.visits.planning import Task, _plan
from huizhi.apps.visits.queries import VisitCard, card
from huizhi.apps.visits.refusals import asked_already

COMPLAINT, CLUE, CAMPAIGN = "complaint", "clue", "campaign"
DIRECTED = (COMPLAINT, CLUE, CAMPAIGN)
"""Visits that were decided otherwise than by a draw; the yearly cap on draws does not count them."""


def ask_visit(task: Task, *, origin: str, source: str, by: Actor, at: datetime) -> VisitCard:
    """Ask for one visit from a matter; nobody has it yet. Refused while one from this matter is still open."""
    require(by, "ask_visits")
    if origin not in (COMPLAINT, CLUE):
        raise ValueError(origin)
    with transaction.atomic():
        open_one = Visit.objects.select_for_update().filter(origin=origin, source=source, state="planned").first()
        if open_one is not None:
            raise asked_already(source)
        row = Visit.objects.get(pk=_plan(task, origin, source, by, at))
        record(
            verb="visit_asked", by=by, at=at, object_kind="visit", object_id=row.pk,
            payload={"origin": origin, "source": source, "entity": task.entity_code},
        )  # fmt: skip
    return card(row)


def plan_campaign(tasks: Sequence[Task], *, source: str, by: Actor, at: datetime) -> int:
    """Plan the visits of a campaign, without officers; returns how many are new."""
    require(by, "plan_visits")
    with transaction.atomic():
        known = set(Visit.objects.filter(origin=CAMPAIGN, source=source).values_list("entity_code", flat=True))
        made = [_plan(task, CAMPAIGN, source, by, at) for task in tasks if task.entity_code not in known]
        if made:
            record(
                verb="visits_planned", by=by, at=at, object_kind="visit_plan", object_id=f"{CAMPAIGN}:{source}",
                payload={"visits": made},
            )  # fmt: skip
    return len(made)
