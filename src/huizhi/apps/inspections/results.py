"""What the visits of a published draw found, and what that tells about every object that could have been drawn."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huizhi.apps.inspections import refusals
from huizhi.apps.inspections.ceremonies import chances_of
from huizhi.apps.inspections.drafting import over_the_desk_of
from huizhi.apps.inspections.models import Draw, Result
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.draw.estimation import NOT_VISITED, OUTCOMES, Estimate, Visited, estimate
from huizhi.draw.files import read_frame
from huizhi.law.checklists import checklist_for, results, without_visit

WHOLE, STRATUM, UNIT = "whole", "stratum", "unit"


@dataclass(frozen=True)
class Told:
    """What one item's visits tell about a part of the frame: WHOLE, or the STRATUM or UNIT called `name`."""

    item: str
    part: str
    name: str
    found: Estimate


@dataclass(frozen=True)
class Found:
    """What became of a drawn object: a standard result of a visit, or a code of `law.checklists.without_visit`.

    `checklist` is the visit's and names the items that `code` answers; `parts` are (item, code) of a joint visit's
    other departments. Without a visit both are empty and the code answers every item.
    """

    object_id: str
    code: str
    found_on: date
    visit: str = ""
    checklist: str = ""
    note: str = ""
    parts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class ResultLine:
    """The latest result of a drawn object, item by item in the plan's order as (item, code).

    A code is empty where only an outcome was entered; `code` is the first item's.
    """

    object_id: str
    codes: tuple[tuple[str, str], ...]
    outcomes: tuple[str, ...]
    found_on: date | None
    visit: str
    note: str
    corrected: int

    @property
    def code(self) -> str:
        """The code of the first item that has a result."""
        return self.codes[0][1]


def note_result(*, number: str, found: Found, by: Actor | str, at: datetime) -> int:
    """Write down what became of one drawn object; how many rows were new. What stands there already is corrected.

    Called in the transaction of the visit itself, or by the desk for an object that nobody visits, which takes a note.
    Refused: draw_plan_unknown, draw_result_wrong for an object, a code or a visit that does not belong.
    """
    require(by, "see_visits" if found.visit else "plan_draws")
    settled = {**results(), **without_visit()} if found.visit else without_visit()
    with transaction.atomic():
        draw = Draw.objects.select_for_update().defer("frame", "officers", "recusals").filter(number=number).first()
        if draw is None:
            raise refusals.unknown(number)
        if not found.visit:
            over_the_desk_of(draw, by)
        content = json.loads(bytes(draw.record))
        codes = _codes(found, [each["code"] for each in content["plan"]["items"]])
        drawn = {one["object_id"] for one in content["selected"]}
        if found.object_id not in drawn or found.code not in settled or not settled.keys() >= set(codes.values()):
            raise refusals.result_wrong(1)
        if not found.visit and not found.note.strip():
            raise refusals.plan_wrong("请写明依据", "say on what it rests")
        known = _known(number, found.object_id)
        new = [each for each, code in codes.items() if known.get(each) != (code, found.found_on, found.note)]
        for item in new:
            outcome = settled[codes[item]].tells(checklist_for(item).code)
            _written(draw, found, item, (codes[item], outcome), by, at)
        if new:
            payload = {
                "object": found.object_id, "visit": found.visit, "codes": {each: codes[each] for each in new},
                "corrected": any(each in known for each in new),
            }  # fmt: skip
            record(verb="draw_result", by=by, at=at, object_kind="draw", object_id=number, payload=payload)
    return len(new)


def _codes(found: Found, items: Sequence[str]) -> dict[str, str]:
    """Item -> result code, of every item that the visit, or the want of one, answers; in the plan's order."""
    if not found.visit:
        return dict.fromkeys(items, found.code)
    parts = dict(found.parts)
    main = [each for each in items if each not in parts and checklist_for(each).code == found.checklist]
    return {each: parts.get(each, found.code) for each in items if each in parts or each in main}


def results_of(number: str) -> dict[str, ResultLine]:
    """Object -> its latest result, for every object of a draw that has one."""
    return results_of_all([number])[number]


def results_of_all(numbers: Collection[str]) -> dict[str, dict[str, ResultLine]]:
    """Draw -> object -> its latest result, of several draws in two queries; empty for an unknown draw."""
    draws = {pk: (number, record) for pk, number, record in
             Draw.objects.filter(number__in=list(numbers)).values_list("pk", "number", "record")}  # fmt: skip
    rows: dict[tuple[int, str], list[Result]] = {}
    for row in Result.objects.filter(draw__in=list(draws)).order_by("id"):
        rows.setdefault((row.draw_id, row.object_id), []).append(row)
    items = {
        pk: [one["code"] for one in json.loads(bytes(record))["plan"]["items"]] for pk, (_n, record) in draws.items()
    }
    told: dict[str, dict[str, ResultLine]] = {number: {} for number in numbers}
    for (draw, one), found in rows.items():
        last = {row.item: row for row in found}
        corrected = len({row.at for row in found}) - 1
        told[draws[draw][0]][one] = _line(one, [last[item] for item in items[draw] if item in last], corrected)
    return told


def _line(object_id: str, rows: list[Result], corrected: int) -> ResultLine:
    last = max(rows, key=lambda row: row.pk)
    codes, outcomes = tuple((row.item, row.code) for row in rows), tuple(row.outcome for row in rows)
    return ResultLine(object_id, codes, outcomes, last.found_on, last.visit, last.note, corrected)


def _known(number: str, object_id: str) -> dict[str, tuple[str, date | None, str]]:
    """Item -> code, day and note as they stand for one object."""
    rows = Result.objects.filter(draw__number=number, object_id=object_id).order_by("id")
    return {row.item: (row.code, row.found_on, row.note) for row in rows}


def _written(draw: Draw, found: Found, item: str, told: tuple[str, str], by: Actor | str, at: datetime) -> None:
    who = {"by": by, "by_unit": ""} if isinstance(by, str) else {"by": by.username, "by_unit": by.unit_code}
    Result(
        draw=draw, object_id=found.object_id, item=item, outcome=told[1], code=told[0], found_on=found.found_on,
        visit=found.visit, note=found.note[:300], at=at, **who,
    ).save()  # fmt: skip


def enter_results(*, number: str, found: Sequence[tuple[str, str, str]], by: Actor, at: datetime) -> int:
    """Enter (object, item, outcome) rows, outcome one of OUTCOMES; how many were new. A later row corrects an earlier.

    All or none. Refused: draw_plan_unknown, draw_result_wrong with the line.
    """
    require(by, "plan_draws")
    with transaction.atomic():
        draw = Draw.objects.filter(number=number).first()
        if draw is None:
            raise refusals.unknown(number)
        over_the_desk_of(draw, by)
        content = json.loads(bytes(draw.record))
        drawn = {one["object_id"] for one in content["selected"]}
        items = {one["code"] for one in content["plan"]["items"]}
        for place, (object_id, item, outcome) in enumerate(found, start=1):
            if object_id not in drawn or item not in items or outcome not in OUTCOMES:
                raise refusals.result_wrong(place)
        known = _latest(number)
        new = [row for row in found if known.get(row[:2]) != row[2]]
        for object_id, item, outcome in new:
            who = {"by": by.username, "by_unit": by.unit_code}
            Result(draw=draw, object_id=object_id, item=item, outcome=outcome, at=at, **who).save()
        if new:
            payload = {"rows": len(new), "corrected": sum(row[:2] in known for row in new)}
            record(verb="draw_results", by=by, at=at, object_kind="draw", object_id=number, payload=payload)
    return len(new)


def estimates(number: str, *, without: Collection[str] = ()) -> tuple[Told, ...]:
    """For each item: the whole frame, each stratum, each unit. Empty before the first result, or for an unknown draw.

    An object without a result, and each one in `without`, counts as drawn and not visited.
    """
    known = {key: outcome for key, outcome in _latest(number).items() if key[0] not in without}
    draw = Draw.objects.filter(number=number).first()
    if draw is None or not known:
        return ()
    content, chance = json.loads(bytes(draw.record)), chances_of(number)
    rows = read_frame(bytes(draw.frame))
    unit_of = {one: unit for one, unit in zip(rows.object_ids, rows.units, strict=True) if one in chance}
    stratum_of = {one["object_id"]: one["stratum"] for one in content["selected"]}
    found: list[Told] = []
    for item in [one["code"] for one in content["plan"]["items"]]:
        visits = [
            Visited(one, stratum, chance[one], known.get((one, item), NOT_VISITED))
            for one, stratum in stratum_of.items()
        ]
        found.append(Told(item, WHOLE, "", estimate(visits)))
        for part, place in ((STRATUM, stratum_of), (UNIT, unit_of)):
            found += [Told(item, part, name, estimate(visits, _in(place, name))) for name in sorted({*place.values()})]
    return tuple(found)


def _in(place: dict[str, str], name: str) -> Callable[[Visited], bool]:
    return lambda one: place[one.object_id] == name


def _latest(number: str) -> dict[tuple[str, str], str]:
    """(object, item) -> the outcome entered last."""
    rows = Result.objects.filter(draw__number=number).order_by("id").values_list("object_id", "item", "outcome")
    return {(object_id, item): outcome for object_id, item, outcome in rows}
