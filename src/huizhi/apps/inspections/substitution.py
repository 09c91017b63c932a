"""An officer who cannot go: the next in the order of the seed takes the place, with a reason that everybody reads."""

import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from huizhi.apps.inspections import refusals
from huizhi.apps.inspections.drafting import over_the_desk_of
from huizhi.apps.inspections.models import Draw, Substitution
from huizhi.apps.inspections.recusals import recused_on
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.draw.assignment import in_order, load_cap
from huizhi.draw.files import read_frame, read_officers, read_recusals
from huizhi.draw.plan import read_plan


@dataclass(frozen=True)
class SubstitutionLine:
    """One substitution, as everybody sees it."""

    object_id: str
    left: str
    came: str
    reason: str
    at: datetime


def substitute_officer(*, number: str, object_id: str, officer: str, reason: str, by: Actor, at: datetime) -> str:
    """Put the next officer in order in another's place for one object; returns who came.

    Who comes is eligible as in the draw and by the register of recusals of that day, has not left this object, is below
    the load cap, and may lead where a lead left. Refused: draw_plan_unknown, draw_plan_wrong without a reason,
    draw_not_assigned, draw_nobody_left.
    """
    require(by, "plan_draws")
    said = reason.strip()
    if not said:
        raise refusals.plan_wrong("请写明原因", "say why")
    with transaction.atomic():
        draw = Draw.objects.select_for_update().filter(number=number).first()
        if draw is None:
            raise refusals.unknown(number)
        over_the_desk_of(draw, by)
        content, done = json.loads(bytes(draw.record)), substitutions(number)
        pairs = _pairs(content, done)
        if officer not in pairs.get(object_id, ()):
            raise refusals.not_assigned(object_id, officer)
        came = _next(draw, content, pairs, done, object_id, officer, recused_on(timezone.localdate(at)))
        who = {"by": by.username, "by_unit": by.unit_code}
        Substitution(
            draw=draw, object_id=object_id, left=officer, came=came, reason=reason.strip(), at=at, **who
        ).save()
        payload = {"object": object_id, "left": officer, "came": came, "reason": said}
        record(verb="draw_substituted", by=by, at=at, object_kind="draw", object_id=number, payload=payload)
    return came


def substitutions(number: str) -> tuple[SubstitutionLine, ...]:
    """The substitutions of a draw in their order."""
    rows = Substitution.objects.filter(draw__number=number)
    return tuple(SubstitutionLine(row.object_id, row.left, row.came, row.reason, row.at) for row in rows)


def pairs_of(number: str) -> dict[str, tuple[str, ...]]:
    """Object -> who goes there now, lead first, after all substitutions; empty for an unknown draw."""
    draw = Draw.objects.filter(number=number).first()
    found = _pairs(json.loads(bytes(draw.record)), substitutions(number)) if draw else {}
    return {object_id: tuple(pair) for object_id, pair in found.items()}


def to_be_substituted(number: str, on: date) -> tuple[tuple[str, str], ...]:
    """(object, officer) of everybody who goes there now although the register says that she stays away."""
    pairs = pairs_of(number)
    going = {(officer, object_id) for object_id, pair in pairs.items() for officer in pair}
    found = going & recused_on(on, {officer for officer, _object in going})
    return tuple(sorted((object_id, officer) for officer, object_id in found))


def _pairs(content: dict, done: tuple[SubstitutionLine, ...]) -> dict[str, list[str]]:
    """Object -> lead and partner as they stand now."""
    pairs = {one["object_id"]: list(one["officers"] or ()) for one in content["selected"]}
    for each in done:
        pair = pairs[each.object_id]
        pair[pair.index(each.left)] = each.came
    return pairs


def _next(
    draw: Draw,
    content: dict,
    pairs: dict[str, list[str]],
    done: tuple[SubstitutionLine, ...],
    object_id: str,
    left: str,
    since_recused: frozenset[tuple[str, str]],
) -> str:
    frame, pool, plan = read_frame(bytes(draw.frame)), read_officers(bytes(draw.officers)), read_plan(content["plan"])
    unit = frame.units[frame.object_ids.index(object_id)]
    seed, recused = bytes.fromhex(content["seed"]), read_recusals(bytes(draw.recusals)) | since_recused
    load, cap = Counter(one for pair in pairs.values() for one in pair), load_cap(len(pairs), len(pool), plan.slack)
    out = {each.left for each in done if each.object_id == object_id} | set(pairs[object_id])
    leads = pairs[object_id][0] == left
    for one in in_order(object_id, unit, pool, recused, plan, seed):
        if one.officer_id not in out and load[one.officer_id] < cap and (one.lead or not leads):
            return one.officer_id
    raise refusals.nobody_left()
