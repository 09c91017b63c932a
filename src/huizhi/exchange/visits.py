"""Carries visits between apps: tasks from a published draw, what records settle beforehand, and cases from findings."""

from datetime import date, datetime

from django.db import transaction

from huizhi.apps.cases.facade import take_source
from huizhi.apps.inspections.facade import draw, pairs_of
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import officer_cards
from huizhi.apps.registers.facade import public_entity
from huizhi.apps.visits import facade as visits
from huizhi.law.checklists import checklist_for
from huizhi.vocabulary.refused import Refused


def tasks_from_draw(number: str, *, planned_on: date, by: Actor | str, at: datetime) -> tuple[list[str], int]:
    """Plan a visit for every business a published draw selected whose officers have accounts, substitutes among them.

    Returns the new visits and how many businesses wait for officers with an account. The same draw again adds nothing.
    What published records answer is settled at once.
    """
    found = draw(number)
    if found is None:
        raise _no_such_draw(number)
    pairs = {object_id: pair for object_id, pair in pairs_of(number).items() if pair}
    cards = officer_cards({each for pair in pairs.values() for each in pair})
    code = found.record["plan"]["items"][0]["code"]
    tasks = []
    for object_id, pair in pairs.items():
        known = [cards[each] for each in pair if each in cards]
        if len(known) == len(pair):
            tasks.append(_task(object_id, code, known, planned_on))
    waiting = len(found.record["selected"]) - len(tasks)
    with transaction.atomic():
        made = visits.plan_visits(tasks, origin="draw", source=number, by=by, at=at)
        for visit, (entity, checklist) in visits.planned_for(made).items():
            settle_beforehand(visit, entity, checklist, by=by, at=at)
    return made, waiting


def settle_beforehand(visit: str, entity: str, checklist: str, *, by: Actor | str, at: datetime) -> bool:
    """Answer from published records the items of a visit that they can answer; True when that cancels the visit."""
    answered: dict[str, str] = {}
    business = public_entity(entity)
    for item in checklist_for(checklist).items if business else ():
        record = next((each for each in business.timeline.events if each.kind == item.settled_by), None)
        if item.settled_by and record is not None:
            answered[item.code] = f"{record.kind} {record.occurred_on}"
    return visits.settle_from_records(visit, answered, by=by, at=at)[1]


def hand_to_case(visit: str, *, by: Actor, at: datetime) -> str:
    """Hand a visit's finding over to be verified as a penalty case; returns the case's number. Both or neither."""
    with transaction.atomic():
        found = visits.visit_for(by, visit)
        case = take_source(
            office=found.unit, title=f"监督检查发现涉嫌违法：{checklist_for(found.checklist).zh}",
            respondent_name=found.entity_name, respondent_entity_id=found.entity_code,
            topic=checklist_for(found.checklist).zh,
            found={"visit": found.id, "result": found.result, "record_sha256": found.paper_sha256},
            found_at=found.finished_at or at, by=by, at=at,
        )  # fmt: skip
        visits.note_case(visit, case, by=by, at=at)
    return case


def _task(entity: str, code: str, officers, planned_on: date) -> visits.Task:
    business = public_entity(entity)
    name, address = (business.name, business.address or "") if business else (entity, "")
    accounts = tuple(each.username for each in officers)
    return visits.Task(entity, name, address, code, officers[0].unit, planned_on, accounts)


def _no_such_draw(number: str) -> Refused:
    return Refused(
        "no_such_draw", f"没有已公布的抽查{number}", f"no draw {number} is published", "没有安排任何检查。",
        "请核对编号。", what_is_safe_en="No visit was planned.", what_to_do_en="Look at the number.",
    )  # fmt: skip
