"""The draft of a draw: written by the desk, tried out, approved by a leader, published. Until then nothing is fixed."""

import hashlib
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from huizhi.apps.inspections import lifecycle, refusals
from huizhi.apps.inspections.actions import bad_number, can_stand_in_an_address, number_taken
from huizhi.apps.inspections.models import Draw, FrozenFile, Party, Plan, Step
from huizhi.apps.inspections.queries import DrawLine, conductors, often_drawn
from huizhi.apps.inspections.recusals import recused_on
from huizhi.apps.inspections.year_plans import row_of
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import (
    OutsideScope,
    in_reach,
    officer_cards,
    require,
    roles_with,
    unit_by_code,
    units_below,
)
from huizhi.draw import commit
from huizhi.draw.dry_run import DryRun, dry_run
from huizhi.draw.files import FRAME, OFFICERS, RECUSALS, read_officers, read_recusals
from huizhi.draw.instants import BEIJING

FILES = {FRAME: "frame", OFFICERS: "officers", RECUSALS: "recusals"}
TAKES_PART = "take_part_in_draws"
MOST_BEACONS = 4
JOINED = " + "
"""Stands between the values of beacons that are combined."""


@dataclass(frozen=True)
class Draft:
    """What the desk writes. `strata` and `items` as the plan has them; `parties` are (account, public name).

    `beacons` are (kind, source, form of the value), one or several: several are combined in this order.
    """

    number: str
    title: str
    items: Sequence[Mapping[str, Any]]
    strata: Mapping[str, Mapping[str, Any]]
    parties: Sequence[tuple[str, str]]
    beacons: Sequence[tuple[str, str, str]]
    due_at: datetime
    reveal_by: datetime
    slack: int
    same_unit: bool
    frame: bytes
    officers: bytes
    recusals: bytes
    exclusions: Sequence[tuple[str, str]] = ()
    """(object, reason) of everything left out of the frame on purpose; published with the plan."""
    title_en: str = ""
    year_plan: tuple[str, str] | None = None
    """The published year's plan and the row of it from which this draw is opened."""


def draft_plan(draft: Draft, *, by: Actor, at: datetime) -> str:
    """Write a new draft; returns its number. Refused: draw_number_*, draw_plan_wrong, and whatever a draw refuses."""
    require(by, "plan_draws")
    if not can_stand_in_an_address(draft.number):
        raise bad_number(draft.number)
    try:
        with transaction.atomic():
            if Plan.objects.filter(number=draft.number).exists() or Draw.objects.filter(number=draft.number).exists():
                raise number_taken(draft.number)
            plan = Plan(number=draft.number, drafted_by=by.username, drafted_unit=by.unit_code, drafted_at=at)
            _fill(plan, draft, at)
            _note("draw_drafted", plan, by, at)
    except IntegrityError as twice:
        if not Plan.objects.filter(number=draft.number).exists():
            raise
        raise number_taken(draft.number) from twice
    return draft.number


def revise_plan(draft: Draft, *, revision: int, by: Actor, at: datetime) -> None:
    """Write a draft anew; whoever does is its drafter from now on. Refused: draw_plan_changed, draw_not_now, …"""
    require(by, "plan_draws")
    with transaction.atomic():
        plan = locked(draft.number, lifecycle.DRAFT)
        of_the_desk(plan, by)
        _same(plan, revision)
        plan.revision += 1
        plan.drafted_by, plan.drafted_unit, plan.drafted_at = by.username, by.unit_code, at
        plan.parties.all().delete()
        _fill(plan, draft, at)
        _note("draw_revised", plan, by, at, {"revision": plan.revision})


def try_plan(*, number: str, by: Actor, at: datetime) -> DryRun:
    """Dry run under a seed that no draw can have. Kept nowhere; the ledger says that it was made."""
    require(by, "plan_draws")
    with transaction.atomic():
        plan = locked(number, lifecycle.DRAFT)
        of_the_desk(plan, by)
        found = dry_run(rehearsed(plan, at), plan.frame, plan.officers, plan.recusals, secrets.token_bytes(32))
        plan.tried_revision = plan.revision
        plan.save()
        _note("draw_tried", plan, by, at, {"revision": plan.revision, "unassigned": len(found.unassigned)})
    return found


def approve_plan(*, number: str, revision: int, by: Actor, at: datetime) -> None:
    """A leader approves the draft as it stands. Refused: draw_own_plan, draw_not_tried, draw_plan_changed."""
    require(by, "approve_draws")
    with transaction.atomic():
        plan = locked(number, lifecycle.DRAFT)
        over_the_desk(plan, by)
        _same(plan, revision)
        if plan.drafted_by == by.username:
            raise refusals.own_plan()
        if plan.tried_revision != plan.revision:
            raise refusals.not_tried()
        plan.state, plan.approved_by, plan.approved_at = lifecycle.APPROVED, by.username, at
        plan.save()
        _note("draw_approved", plan, by, at, {"revision": plan.revision})


def return_plan(*, number: str, note: str, by: Actor, at: datetime) -> None:
    """A leader gives a plan back to the desk before it is published: it is a draft again."""
    require(by, "approve_draws")
    with transaction.atomic():
        plan = locked(number, lifecycle.APPROVED)
        over_the_desk(plan, by)
        plan.state, plan.approved_by, plan.approved_at, plan.tried_revision = lifecycle.DRAFT, "", None, 0
        plan.save()
        _note("draw_returned", plan, by, at, {"note": note[:300]})


def publish_plan(*, number: str, by: Actor, at: datetime) -> None:
    """Freeze the three lists byte for byte, publish them with their digests, and let the parties commit."""
    require(by, "plan_draws")
    with transaction.atomic():
        plan = locked(number, lifecycle.APPROVED)
        of_the_desk(plan, by)
        if at >= plan.due_at:
            raise _too_late()
        if missing := unlisted(plan):
            raise refusals.recusals_missing(missing)
        _within_burden(plan.declared.get("year_plan"), bytes(plan.frame))
        digests = {}
        for name, column in FILES.items():
            content = bytes(getattr(plan, column))
            digests[name] = hashlib.sha256(content).hexdigest()
            FrozenFile(plan=plan, name=name, content=content, sha256=digests[name]).save()
            setattr(plan, column, b"")
        plan.state = lifecycle.COMMITTING
        plan.declared = {**plan.declared, "opened_at": beijing(at)}
        plan.save()
        write_step(plan, lifecycle.OPENED, by, at)
        _note("draw_opened", plan, by, at, digests)


def unlisted(plan: Plan) -> list[tuple[str, str]]:
    """The pairs on the register, on the day of the draw, of this plan's officers and objects that its list lacks."""
    pool = [one.officer_id for one in read_officers(bytes(plan.officers))]
    frame = bytes(plan.frame)
    pairs = recused_on(timezone.localdate(plan.due_at), pool) - read_recusals(bytes(plan.recusals))
    return sorted(pair for pair in pairs if f"\n{pair[1]},".encode() in frame)


def beijing(at: datetime) -> str:
    """An instant as a plan and a record write it: to the second, in Beijing time."""
    return at.astimezone(BEIJING).isoformat(timespec="seconds")


def rehearsed(plan: Plan, at: datetime) -> dict[str, Any]:
    """The plan with stand-ins for what the parties will hand in: good for checking and dry runs only."""
    parties = [{**one, "commitment": commit(bytes([n]) * 32)} for n, one in enumerate(plan.declared["parties"])]
    return {**plan.declared, "parties": parties, "published_at": beijing(at)}


def locked(number: str, *states: str) -> Plan:
    """A plan for writing. Refused: draw_plan_unknown, and draw_not_now outside `states` (any, when none is named)."""
    plan = Plan.objects.select_for_update().filter(number=number).first()
    if plan is None:
        raise refusals.unknown(number)
    if states and plan.state not in states:
        raise refusals.not_in_state(number, plan.state)
    return plan


def of_the_desk(plan: Plan, by: Actor) -> None:
    """OutsideScope unless `by` works in the unit that conducts this draw."""
    if by.unit_code != plan.drafted_unit:
        raise OutsideScope(plan.number)


def over_the_desk(plan: Plan, by: Actor) -> None:
    """OutsideScope unless `by` works in the unit that conducts this draw, or in one above it."""
    in_reach(plan.drafted_unit, by)


def over_the_desk_of(draw: Draw | DrawLine, by: Actor | str) -> None:
    """OutsideScope unless `by` works in the unit that conducted a published draw, or in one above it."""
    in_reach(conductors([draw])[draw.number], by)


def write_step(
    plan: Plan, kind: str, by: Actor | str, at: datetime, *, place: int = 0, value: str = "", note: str = ""
) -> None:
    """Put a step where everybody sees it."""
    name, unit = (by, "") if isinstance(by, str) else (by.username, by.unit_code)
    Step(plan=plan, kind=kind, place=place, value=value[:600], note=note[:500], at=at, by=name, by_unit=unit).save()


def _fill(plan: Plan, draft: Draft, at: datetime) -> None:
    """Write the draft into its row and parties, once everything a draw would refuse has been looked for."""
    _check_times(draft, at)
    if len({item.get("code") for item in draft.items}) < len(draft.items):
        raise refusals.plan_wrong("两个事项的编号相同", "two items have one code")
    parties, from_year = _parties(draft.parties), _from_year(draft, plan.drafted_unit)
    plan.title, plan.due_at, plan.reveal_by, plan.tried_revision = draft.title, draft.due_at, draft.reveal_by, 0
    plan.frame, plan.officers, plan.recusals = draft.frame, draft.officers, draft.recusals
    plan.declared = {
        "id": draft.number, "title": draft.title, "items": [dict(item) for item in draft.items],
        "strata": {name: dict(rule) for name, rule in draft.strata.items()},
        "officer_rule": {"per_object": 2, "slack": draft.slack, "same_unit": draft.same_unit},
        "beacon": {**_beacon(draft.beacons), "due_at": beijing(draft.due_at)}, "reveal_by": beijing(draft.reveal_by),
        "parties": [{"name": one.name, "unit": one.unit} for one in parties],
        "exclusions": _exclusions(draft), **({"title_en": draft.title_en} if draft.title_en else {}),
        **({"year_plan": from_year} if from_year else {}),
    }  # fmt: skip
    dry_run(rehearsed(plan, at), draft.frame, draft.officers, draft.recusals, b"")
    plan.save()
    for one in parties:
        one.plan = plan
        one.save()


def _from_year(draft: Draft, unit: str) -> dict[str, Any] | None:
    """The year's plan a draw belongs to: the unit's own, or one of a unit above it, else OutsideScope.

    Refused: year_plan_wrong, draw_plan_wrong, draw_over_burden.
    """
    if draft.year_plan is None:
        return None
    version, row = row_of(*draft.year_plan)
    if unit not in units_below(version.plan.unit):
        raise OutsideScope(version.plan.number)
    if row.item not in {item.get("code") for item in draft.items}:
        raise refusals.plan_wrong("事项与年度计划的这一行不同", "the items differ from the row of the year's plan")
    said = {
        "number": version.plan.number, "version": version.version, "sha256": version.sha256, "row": row.key,
        "year": version.plan.year, "most_per_year": version.most_per_year,
    }  # fmt: skip
    _within_burden(said, draft.frame)
    return said


def _within_burden(said: Mapping[str, Any] | None, frame: bytes) -> None:
    """No object stands in the frame that this year's draws have taken as often as the year's plan allows."""
    if said:
        often = often_drawn(said["year"], said["most_per_year"])
        if over := sorted(one for one in often if f"\n{one},".encode() in frame):
            raise refusals.over_burden(said["most_per_year"], over)


def _parties(named: Sequence[tuple[str, str]]) -> list[Party]:
    """The parties with their own units. Refused: draw_plan_wrong for an account that is not open or may not."""
    cards = officer_cards([account for account, _name in named])
    found = []
    for place, (account, name) in enumerate(named, start=1):
        card = cards.get(account)
        if card is None or not card.active or not roles_with(TAKES_PART) & set(card.roles):
            raise refusals.plan_wrong(f"账号 {account} 不能作为承诺方", f"account {account} cannot be a party")
        unit = unit_by_code(card.unit)
        words = unit.zh if unit else card.unit
        found.append(Party(place=place, name=name, officer=account, unit_code=card.unit, unit=words))
    if len({one.unit_code for one in found}) < len(found):
        raise refusals.plan_wrong("同一单位不能作为两个承诺方", "no unit can be two of the parties")
    return found


def _exclusions(draft: Draft) -> list[dict[str, str]]:
    """What was left out, each with its reason. Refused: draw_plan_wrong for one without, or still in the frame."""
    still = {line.split(b",", 1)[0].decode("utf-8", "replace") for line in draft.frame.split(b"\n")[1:]}
    for object_id, reason in draft.exclusions:
        if not reason.strip():
            raise refusals.plan_wrong(f"未写明不抽 {object_id} 的原因", f"say why {object_id} is left out")
        if object_id in still:
            raise refusals.plan_wrong(f"{object_id} 仍在名录中", f"{object_id} is still in the frame")
    return [{"object_id": object_id, "reason": reason} for object_id, reason in draft.exclusions]


def _beacon(named: Sequence[tuple[str, str, str]]) -> dict[str, Any]:
    """One beacon as a plan has it; several become one, their values joined by JOINED. Refused: draw_plan_wrong."""
    if not 0 < len(named) <= MOST_BEACONS or any(not part.strip() for one in named for part in one):
        raise refusals.plan_wrong(
            f"公开随机值须有一至{MOST_BEACONS}项，每项写明种类、来源和格式",
            f"name one to {MOST_BEACONS} beacons, each with its kind, its source and the form of its value",
        )
    parts = [{"kind": kind, "source": source, "format": form} for kind, source, form in named]
    signs = {"kind": "+", "source": "；", "format": JOINED}
    joint = {key: sign.join(one[key] for one in parts) for key, sign in signs.items()}
    return {**joint, "parts": parts}


def _check_times(draft: Draft, at: datetime) -> None:
    if not at < draft.due_at < draft.reveal_by:
        raise refusals.plan_wrong(
            "公开随机值的产生时间应在将来，公开秘密数的截止时间应在其后",
            "the beacon has to be due in the future, and the reveals after it",
        )


def _same(plan: Plan, revision: int) -> None:
    if plan.revision != revision:
        raise refusals.changed_meanwhile(plan.number)


def _too_late():
    return refusals.refused(
        "draw_published_late", "公开随机值的产生时间已到，不能再公布方案",
        "the beacon is due: too late to publish the plan",
        "退回方案，另定公开随机值", "give the plan back and name another beacon",
    )  # fmt: skip


def _note(verb: str, plan: Plan, by: Actor | str, at: datetime, payload: dict | None = None) -> None:
    record(verb=verb, by=by, at=at, object_kind="draw", object_id=plan.number, payload=payload or {})
