"""Carries directed visits between apps: asked for from a matter, planned in a campaign, given out past recusals."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.inspections import facade as inspections
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import OutsideScope, may, scope_of, unit_for
from huizhi.apps.registers.facade import public_entity
from huizhi.apps.visits import facade as visits
from huizhi.law.checklists import checklist_for, checklists
from huizhi.ui.lines import in_words

ORIGINS = {"complaint": visits.COMPLAINT, "report": visits.CLUE}
"""The kinds of matters from which a visit can be asked for, and what such a visit is called."""


def ask_visit(
    number: str, *, checklist: str, wanted_on: date, reason: str, by: Actor, at: datetime
) -> visits.VisitCard:
    """Whoever works a matter, or heads its unit, asks for a visit of its respondent; the matter's timeline says so.

    Refused: no_such_matter, visit_asked_already, words_missing without a reason.
    """
    with transaction.atomic():
        casework.hold(number)
        matter = _worked(number, by, at)
        if matter is None:
            raise inspections.no_such_source(number)
        business = public_entity(matter.respondent_entity_id) if matter.respondent_entity_id else None
        name = business.name if business else matter.respondent_name
        task = visits.Task(
            matter.respondent_entity_id, name, (business.address or "") if business else "", checklist, matter.holder,
            wanted_on, (),
        )  # fmt: skip
        card = visits.ask_visit(task, origin=ORIGINS[matter.kind], source=number, by=by, at=at)
        said = f"申请现场检查 {card.number}：{reason.strip()[:300]}" if reason.strip() else ""
        casework.comment(number=number, text=said, by=by, at=at)
    return card


def _worked(number: str, by: Actor, at: datetime) -> casework.MatterCard | None:
    """The matter, if a visit can be asked for from it by this officer now."""
    matter = casework.matter_unguarded(number)
    if matter is None or matter.kind not in ORIGINS or not casework.sees(number, viewer=by, at=at):
        return None
    theirs = casework.standing_of(number, viewer=by, at=at) & {casework.WORKER, casework.HEAD}
    return matter if theirs and may(by, "ask_visits") else None


def beside_matter(number: str, viewer: Actor, at: datetime) -> dict[str, object] | None:
    """What a matter's page shows of visits: those asked from it, and whether this officer may ask for one."""
    matter = casework.matter_unguarded(number)
    if matter is None or matter.kind not in ORIGINS:
        return None
    cards = visits.visits_from(ORIGINS[matter.kind], number, viewer=viewer)
    may_ask = _worked(number, viewer, at) is not None and all(card.state != "planned" for card in cards)
    if not cards and not may_ask:
        return None
    lists = [(one.code, in_words(one.zh, one.en)) for one in checklists().values()]
    return {"visits": cards, "may_ask": may_ask, "checklists": lists, "today": timezone.localdate(at),
            "may_read": may(viewer, "see_visits")}  # fmt: skip


def give_visit(visit: str, *, officers: Collection[str], by: Actor, at: datetime) -> visits.VisitCard:
    """Give a visit to officers none of whom stays away from the business. Refused: visit_officer_recused, …"""
    found = visits.visit_for(by, visit)
    recused = inspections.recused_on(timezone.localdate(at), officers)
    if away := sorted(one for one, entity in recused if entity == found.entity_code):
        raise visits.officer_recused(away)
    return visits.give_visit(visit, officers=officers, by=by, at=at)


def open_campaign(asked: inspections.CampaignAsked, *, by: Actor, at: datetime) -> int:
    """Write a campaign down and plan its visits in the units where the businesses lie; returns how many.

    OutsideScope where one of them lies outside the part of the city that `by` sees.
    """
    within = scope_of(by)
    with transaction.atomic():
        inspections.open_campaign(asked, by=by, at=at)
        tasks = []
        for object_id in asked.objects:
            business = public_entity(object_id)
            if business and not within.sees(division=business.division, zone=business.zone, station=business.station):
                raise OutsideScope(object_id)
            place = {"division": business.division or "", "zone": business.zone or ""} if business else {"division": ""}
            unit = unit_for(**place)
            tasks.append(
                visits.Task(
                    object_id, business.name if business else object_id, (business.address or "") if business else "",
                    checklist_for(asked.checklist).code, unit.code if unit else by.unit_code, asked.from_on, (),
                )
            )  # fmt: skip
        return visits.plan_campaign(tasks, source=asked.number, by=by, at=at)
