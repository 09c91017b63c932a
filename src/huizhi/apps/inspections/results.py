"""What the visits of a published draw found, and what that tells about every object that could have been drawn."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from huizhi.apps.inspections import refusals
from huizhi.apps.inspections.ceremonies import chances_of
from huizhi.apps.inspections.models import Draw, Result
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.draw.estimation import NOT_VISITED, OUTCOMES, Estimate, Visited, estimate
from huizhi.draw.files import read_frame

WHOLE, STRATUM, UNIT = "whole", "stratum", "unit"


@dataclass(frozen=True)
class Told:
    """What one item's visits tell about a part of the frame: WHOLE, or the STRATUM or UNIT called `name`."""

    item: str
    part: str
    name: str
    found: Estimate


def enter_results(*, number: str, found: Sequence[tuple[str, str, str]], by: Actor, at: datetime) -> int:
    """Enter (object, item, outcome) rows, outcome one of OUTCOMES; how many were new. A later row corrects an earlier.

    All or none. Refused: draw_plan_unknown, draw_result_wrong with the line.
    """
    require(by, "plan_draws")
    with transaction.atomic():
        draw = Draw.objects.filter(number=number).first()
        if draw is None:
            raise refusals.unknown(number)
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


def estimates(number: str) -> tuple[Told, ...]:
    """For each item: the whole frame, each stratum, each unit. Empty before the first result, or for an unknown draw.

    An object without a result counts as drawn and not visited.
    """
    known, draw = _latest(number), Draw.objects.filter(number=number).first()
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
