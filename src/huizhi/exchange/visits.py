"""Carries visits between apps: tasks from a published draw, their results back to it, cases from findings."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huizhi.apps.cases.facade import take_source
from huizhi.apps.casework.facade import office_calendar
from huizhi.apps.inspections.facade import (
    Found,
    ResultLine,
    draw,
    hold_draw,
    is_published,
    note_result,
    over_the_desk_of,
    pairs_of,
    results_of_all,
    to_be_substituted,
)
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import officer_cards
from huizhi.apps.registers.facade import places_of, public_entity
from huizhi.apps.standing.facade import propose
from huizhi.apps.visits import facade as visits
from huizhi.exchange.rounds import Stop, days_of
from huizhi.exchange.settling import known_of, settle
from huizhi.law.checklists import SETTLED, checklist_for, checklists, result_words
from huizhi.law.inspections import result_due
from huizhi.law.joint_items import joint_items
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused


def tasks_from_draw(number: str, *, planned_on: date, by: Actor | str, at: datetime) -> tuple[list[str], int]:
    """Plan a visit for every business a published draw selected whose officers have accounts, substitutes among them.

    Returns the new visits and how many businesses wait: for officers with an account, or for a substitute where one of
    the pair has declared a recusal since. The same draw again adds nothing. OutsideScope for whoever is neither of the
    unit that conducted the draw nor of one above it.
    `planned_on` is the first day; see `rounds` for the days after it. What published records answer is settled at once.
    """
    found = draw(number)
    if found is None:
        raise _no_such_draw(number)
    over_the_desk_of(found.line, by)
    barred = {object_id for object_id, _officer in to_be_substituted(number, planned_on)}
    pairs = {object_id: pair for object_id, pair in pairs_of(number).items() if pair and object_id not in barred}
    cards = officer_cards({each for pair in pairs.values() for each in pair})
    code, *others = [each["code"] for each in found.record["plan"]["items"]]
    parts = tuple(_part(each) for each in others)
    ready = {object_id: pair for object_id, pair in pairs.items() if all(each in cards for each in pair)}
    places = places_of(list(ready))
    stops = [Stop(one, tuple(pair), *places.get(one, ("", ""))) for one, pair in ready.items()]
    days = days_of(stops, planned_on, office_calendar())
    tasks = [_task(one, code, [cards[each] for each in pair], days[one], parts) for one, pair in ready.items()]
    waiting = len(found.record["selected"]) - len(tasks)
    with transaction.atomic():
        hold_draw(number)
        made = visits.plan_visits(tasks, origin="draw", source=number, by=by, at=at)
        for visit, (entity, checklist) in visits.planned_for(made).items():
            settle_beforehand(visit, entity, checklist, by=by, at=at)
    return made, waiting


def settle_beforehand(visit: str, entity: str, checklist: str, *, by: Actor | str, at: datetime) -> bool:
    """Answer from the registers the items of a visit that they can answer; True when that cancels the visit."""
    known = known_of(entity)
    on = visits.planned_on(visit)
    answered = settle(checklist_for(checklist).items, known, on) if known else {}
    return visits.settle_from_records(visit, answered, by=by, at=at)[1]


@dataclass(frozen=True)
class DrawnResult:
    """How far one drawn object is: its visit if there is one, its latest result, until when that is to be published.

    `words` are the results in words, item by item. `state` is "none", "planned", "finished" (with a result that is
    still to be published) or "published".
    """

    object_id: str
    state: str
    visit: str
    code: str
    words: tuple[tuple[str, tuple[str, str]], ...]
    found_on: date | None
    due_on: date | None
    published_at: datetime | None
    note: str
    corrected: int
    late: bool


def result_into_draw(card: visits.VisitCard, by: Actor | str, at: datetime) -> None:
    """Write the result of a drawn object's visit into its draw, in the visit's own transaction."""
    if card.origin != "draw" or not is_published(card.source):
        return
    settled = card.state == "cancelled"
    day = timezone.localdate(at if settled or card.finished_at is None else card.finished_at)
    parts = tuple((part.item, part.result) for part in card.parts if part.result)
    found = Found(card.entity_code, SETTLED if settled else card.result, day, card.id, card.checklist, parts=parts)
    note_result(number=card.source, found=found, by=by, at=at)


def results_with_visits(number: str, on: date) -> dict[str, DrawnResult]:
    """Object -> how far it is, for every object of a published draw that has a visit or a result.

    A result without a visit is published as it is entered; that of a visit once its visit's is.
    """
    return results_with_visits_of([number], on)[number]


def results_with_visits_of(numbers: Collection[str], on: date) -> dict[str, dict[str, DrawnResult]]:
    """Draw -> the same, of several draws; the number of queries does not depend on how many."""
    visited, lines, calendar = visits.visits_from_all("draw", numbers), results_of_all(numbers), office_calendar()
    return {
        number: _with_visits({card.entity_code: card for card in visited[number]}, lines[number], on, calendar)
        for number in numbers
    }


def _with_visits(
    cards: Mapping[str, visits.VisitCard], lines: Mapping[str, ResultLine], on: date, calendar: WorkCalendar
) -> dict[str, DrawnResult]:
    found = {}
    for one in [*lines, *(each for each in cards if each not in lines)]:
        line, card = lines.get(one), cards.get(one)
        due = card.result_due_on if card else None
        if line and line.found_on and due is None:
            due = result_due(line.found_on, calendar).due
        state = "published"
        if line is None:
            state = "planned"
        elif card and line.visit and card.state == "finished":
            state = "finished"
        published_at = card.published_at if card else None
        found[one] = DrawnResult(
            one, state, card.id if card else "", line.code if line else "",
            tuple((item, result_words(code)) for item, code in line.codes if code) if line else (),
            line.found_on if line else None, due, published_at, line.note if line else "",
            line.corrected if line else 0,
            state == "finished" and due is not None and due < on,
        )  # fmt: skip
    return found


def hand_to_case(visit: str, *, part: str = "", by: Actor, at: datetime) -> str:
    """Hand a visit's finding, or that of one department's part (its key), over to be verified as a penalty case.

    Returns the case's number. Both or neither.
    """
    with transaction.atomic():
        found = visits.visit_for(by, visit)
        own = next((each for each in found.parts if each.key == part), None)
        topic = own.topic if own else checklist_for(found.checklist).zh
        case = take_source(
            office=found.unit, title=f"监督检查发现涉嫌违法：{topic}", respondent_name=found.entity_name,
            respondent_entity_id=found.entity_code, topic=topic,
            found={
                "visit": found.id, "result": own.result if own else found.result, "record_sha256": found.paper_sha256,
                **({"part": part} if part else {}),
            },
            found_at=found.finished_at or at, by=by, at=at,
        )  # fmt: skip
        visits.note_case(visit, case, part=part, by=by, at=at)
    return case


def propose_listing(visit: str, *, by: Actor, at: datetime) -> str:
    """Propose the entry in the list of abnormal operations that a result gives ground for; returns its number."""
    with transaction.atomic():
        found = visits.visit_for(by, visit)
        business = public_entity(found.entity_code)
        number = propose(
            office=found.unit, entity_code=found.entity_code, entity_name=found.entity_name,
            individual=bool(business and business.entity_kind == "individual"), ground=found.ground,
            found_at=found.finished_at or at, source=found.id, record_sha256=found.paper_sha256, by=by, at=at,
        )  # fmt: skip
        visits.note_listing(visit, number, by=by, at=at)
    return number


def _part(code: str) -> visits.Part:
    """A further item of a joint draw: the department that leads it, by the list of joint items."""
    item = joint_items().get(code)
    if item is None:
        return visits.Part(code, code, code if code in checklists() else "")
    return visits.Part(item.lead, code, item.checklist)


def _task(entity: str, code: str, officers, planned_on: date, parts: tuple[visits.Part, ...] = ()) -> visits.Task:
    business = public_entity(entity)
    name, address = (business.name, business.address or "") if business else (entity, "")
    accounts = tuple(each.username for each in officers)
    return visits.Task(entity, name, address, code, officers[0].unit, planned_on, accounts, parts)


def _no_such_draw(number: str) -> Refused:
    return Refused(
        "no_such_draw", f"没有已公布的抽查{number}", f"no draw {number} is published", "没有安排任何检查。",
        "请核对编号。", what_is_safe_en="No visit was planned.", what_to_do_en="Look at the number.",
    )  # fmt: skip
