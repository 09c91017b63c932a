"""The ceremony of a published plan: commitments, beacon, reveals, draw; or its end without a draw, with the reason."""

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from huizhi.apps.inspections import lifecycle, refusals
from huizhi.apps.inspections.actions import publish_draw
from huizhi.apps.inspections.drafting import (
    FILES,
    JOINED,
    TAKES_PART,
    beijing,
    locked,
    of_the_desk,
    over_the_desk,
    write_step,
)
from huizhi.apps.inspections.models import FrozenFile, Party, Plan, Step
from huizhi.apps.inspections.words import REASON_WORDS
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.draw import canonical, commit, complete_plan, digest, record_bytes, run_draw
from huizhi.draw.commitments import check_beacon, is_digest
from huizhi.draw.refusals import refused as draw_refused
from huizhi.vocabulary.refused import Refused

PLAN = "plan.json"
CONDUCTOR = "system:ceremony"
"""Whoever the ledger names where nobody decided: a deadline passed, or everything was there to draw."""
SIGNED = "drand"
"""The kind of beacon that carries a signature."""
_SECRET = re.compile(r"[0-9a-f]{64}", re.ASCII)
Ending = Refused | None


def commit_to_draw(*, number: str, commitment: str, by: Actor, at: datetime) -> None:
    """A party hands in its commitment; with the last one the plan is whole and published with its digest.

    Refused: draw_not_your_part, draw_step_done, commitment_form, commitment_repeated, draw_ended.
    """
    require(by, TAKES_PART)

    def step(plan: Plan) -> Ending:
        party = _party_of(plan, by)
        if not is_digest(commitment):
            raise draw_refused("commitment_form")
        _once(plan, lifecycle.COMMITTED, party.place)
        if plan.steps.filter(kind=lifecycle.COMMITTED, value=commitment).exists():
            raise draw_refused("commitment_repeated")
        write_step(plan, lifecycle.COMMITTED, by, at, place=party.place, value=commitment)
        _note("draw_committed", plan, by, at, {"party": party.place, "commitment": commitment})
        if plan.steps.filter(kind=lifecycle.COMMITTED).count() == plan.parties.count():
            _seal(plan, at)
        return None

    _act(number, lifecycle.COMMITTING, at, step)


def enter_beacon(
    *, number: str, values: Sequence[str], by: Actor, at: datetime, signed: Callable[[str], object] | None = None
) -> None:
    """Enter what each beacon gave, once due. `signed` checks a drand round and raises Refused for a forged one.

    A value that cannot be the one named is turned away, publicly, and the ceremony waits for the right one.
    Refused: beacon_not_due, beacon_form, beacon_not_named, draw_beacon_unchecked, what `signed` refuses, draw_ended.
    """
    require(by, "plan_draws")

    def step(plan: Plan) -> Ending:
        if at < plan.due_at:
            raise draw_refused("beacon_not_due")
        of_the_desk(plan, by)
        value = JOINED.join(values)
        try:
            _named(plan.declared["beacon"], values, signed)
        except Refused as problem:
            write_step(plan, lifecycle.TURNED_AWAY, by, at, value=problem.code)
            _note("draw_beacon_refused", plan, by, at, {"code": problem.code, "value": value[:200]})
            return problem
        write_step(plan, lifecycle.BEACON, by, at, value=value)
        plan.state = lifecycle.REVEALING
        plan.save()
        _note("draw_beacon_entered", plan, by, at, {"value": value})
        return None

    _act(number, lifecycle.SEALED, at, step)


def reveal_secret(*, number: str, secret: str, by: Actor, at: datetime) -> None:
    """A party reveals its secret, 64 hex digits; with the last one the draw is made and published.

    A secret that is not the one committed to ends the ceremony: draw_ended. Refused: draw_not_your_part,
    draw_step_done, reveal_form.
    """
    require(by, TAKES_PART)

    def step(plan: Plan) -> Ending:
        party = _party_of(plan, by)
        if not _SECRET.fullmatch(secret):
            raise draw_refused("reveal_form")
        _once(plan, lifecycle.REVEALED, party.place)
        committed = plan.steps.get(kind=lifecycle.COMMITTED, place=party.place).value
        if commit(bytes.fromhex(secret)) != committed:
            return _end(plan, lifecycle.WRONG_REVEAL, by, at, place=party.place)
        write_step(plan, lifecycle.REVEALED, by, at, place=party.place, value=secret)
        _note("draw_revealed", plan, by, at, {"party": party.place, "commitment": committed})
        return None

    _act(number, lifecycle.REVEALING, at, step)
    make_draw(number=number, at=at)


def make_draw(*, number: str, at: datetime) -> bool:
    """Make and publish the draw if every party has revealed; False when one has not, or it is over already.

    The same record whoever calls it and however late: it is dated by the last reveal. Lists that are no longer the
    published ones end the ceremony: draw_ended.
    """
    with transaction.atomic():
        plan = locked(number)
        reveals = list(plan.steps.filter(kind=lifecycle.REVEALED).order_by("place"))
        if plan.state != lifecycle.REVEALING or len(reveals) < plan.parties.count():
            return False
        ending = _draw(plan, reveals, at)
    if ending:
        raise ending
    return True


def dispute_beacon(*, number: str, note: str, by: Actor, at: datetime) -> None:
    """A party or a leader says that the value entered is not what the source published: that ends the ceremony."""

    def step(plan: Plan) -> Ending:
        if not plan.parties.filter(officer=by.username, unit_code=by.unit_code).exists():
            require(by, "approve_draws")
            over_the_desk(plan, by)
        _end(plan, lifecycle.WRONG_BEACON, by, at, note=_said(note))
        return None

    _act(number, lifecycle.REVEALING, at, step)


def abandon_draw(*, number: str, reason: str, note: str, by: Actor, at: datetime) -> None:
    """The desk gives a published plan up: "changed_pool" (the lists no longer hold) or "abandoned", and why."""
    require(by, "plan_draws")
    if reason not in (lifecycle.CHANGED_POOL, lifecycle.ABANDONED):
        raise ValueError(reason)

    def step(plan: Plan) -> Ending:
        of_the_desk(plan, by)
        _end(plan, reason, by, at, note=_said(note))
        return None

    _act(number, lifecycle.LIVE, at, step)


def end_overdue(*, at: datetime) -> list[str]:
    """End every ceremony whose deadline has passed, and make the draws that only wait for it; the numbers touched."""
    touched = []
    for number in Plan.objects.filter(state__in=lifecycle.LIVE).values_list("number", flat=True):
        with transaction.atomic():
            ending = _lapsed(locked(number), at)
        try:
            if ending or make_draw(number=number, at=at):
                touched.append(number)
        except Refused:
            touched.append(number)
    return touched


def _act(number: str, states: str | tuple[str, ...], at: datetime, step: Callable[[Plan], Ending]) -> None:
    """Do one step with the plan locked. A refusal that `step` returns is raised once everything written is kept."""
    with transaction.atomic():
        plan = locked(number)
        ending = _lapsed(plan, at)
        if ending is None:
            if plan.state == lifecycle.VOID:
                raise _ended(plan)
            if plan.state not in ((states,) if isinstance(states, str) else states):
                raise refusals.not_in_state(number, plan.state)
            ending = step(plan)
    if ending:
        raise ending


def _lapsed(plan: Plan, at: datetime) -> Ending:
    """End the ceremony if a deadline has passed."""
    whole = plan.steps.filter(kind=lifecycle.REVEALED).count() == plan.parties.count()
    reason = lifecycle.lapsed(plan.state, plan.due_at, plan.reveal_by, whole, at)
    return _end(plan, reason, CONDUCTOR, at) if reason else None


def _end(plan: Plan, reason: str, by: Actor | str, at: datetime, *, place: int = 0, note: str = "") -> Refused:
    """End a ceremony without a draw, where everybody sees it; returns the refusal that says so."""
    plan.state, plan.reason = lifecycle.VOID, reason
    plan.save()
    write_step(plan, lifecycle.ENDED, by, at, place=place, value=reason, note=note)
    _note("draw_void", plan, by, at, {"reason": reason, "party": place, "note": note[:300]})
    return _ended(plan)


def _ended(plan: Plan) -> Refused:
    return refusals.ended(plan.number, plan.reason, *REASON_WORDS[plan.reason])


def _seal(plan: Plan, at: datetime) -> None:
    """All have committed: the plan is whole. Its bytes and digest are published; nothing of it changes from here on."""
    committed = plan.steps.filter(kind=lifecycle.COMMITTED).order_by("place").values_list("value", flat=True)
    parties = [{**one, "commitment": value} for one, value in zip(plan.declared["parties"], committed, strict=True)]
    lists = _lists(plan)
    full = complete_plan({**plan.declared, "parties": parties, "published_at": beijing(at)}, *lists)
    content, plan_digest = canonical(full), digest(full)
    FrozenFile(plan=plan, name=PLAN, content=content, sha256=hashlib.sha256(content).hexdigest()).save()
    plan.state = lifecycle.SEALED
    plan.save()
    write_step(plan, lifecycle.CLOSED, CONDUCTOR, at, value=plan_digest)
    _note("draw_sealed", plan, CONDUCTOR, at, {"plan_digest": plan_digest})


def _draw(plan: Plan, reveals: list[Step], at: datetime) -> Ending:
    """The draw from what is frozen, verified and published in this same transaction."""
    sealed = plan.steps.get(kind=lifecycle.CLOSED).value
    full: dict[str, Any] = json.loads(bytes(plan.frozen.get(name=PLAN).content))
    lists, secrets = _lists(plan), [bytes.fromhex(one.value) for one in reveals]
    beacon = plan.steps.get(kind=lifecycle.BEACON).value
    try:
        drawn = run_draw(full, *lists, secrets, beacon, beijing(max(one.at for one in reveals)), sealed)
    except Refused as problem:
        return _end(plan, lifecycle.CHANGED_POOL, CONDUCTOR, at, note=problem.code)
    content = record_bytes(drawn)
    publish_draw(record_json=content, frame=lists[0], officers=lists[1], recusals=lists[2], by=CONDUCTOR, at=at)
    plan.state = lifecycle.DRAWN
    plan.save()
    write_step(plan, lifecycle.DREW, CONDUCTOR, at, value=hashlib.sha256(content).hexdigest())
    return None


def _lists(plan: Plan) -> list[bytes]:
    found = {one.name: bytes(one.content) for one in plan.frozen.exclude(name=PLAN)}
    return [found[name] for name in FILES]


def _party_of(plan: Plan, by: Actor) -> Party:
    """The party that this account is, still in the unit that the plan names. Refused: draw_not_your_part."""
    party = plan.parties.filter(officer=by.username, unit_code=by.unit_code).first()
    if party is None:
        raise refusals.not_a_party()
    return party


def _once(plan: Plan, kind: str, place: int) -> None:
    if plan.steps.filter(kind=kind, place=place).exists():
        raise refusals.done_already()


def _named(beacon: dict[str, Any], values: Sequence[str], signed: Callable[[str], object] | None) -> None:
    """Every value is of its beacon's form, and signed where it is a signed one. Refused: beacon_*, drand_*."""
    if len(values) != len(beacon["parts"]):
        raise draw_refused("beacon_not_named", f"{len(values)} / {len(beacon['parts'])}")
    for part, value in zip(beacon["parts"], values, strict=True):
        check_beacon(value, part["format"])
        if part["kind"] == SIGNED:
            _checked(signed, value)
    check_beacon(JOINED.join(values), beacon["format"])


def _checked(signed: Callable[[str], object] | None, value: str) -> None:
    if signed is None:
        raise refusals.refused(
            "draw_beacon_unchecked", "这种公开随机值须核验签名",
            "the signature of such a beacon has to be checked",
            "在抽查页面上录入", "enter it on the draw's page",
        )  # fmt: skip
    signed(value)


def _said(note: str) -> str:
    if not note.strip():
        raise refusals.plan_wrong("请写明原因", "say why")
    return note.strip()


def _note(verb: str, plan: Plan, by: Actor | str, at: datetime, payload: dict) -> None:
    record(verb=verb, by=by, at=at, object_kind="draw", object_id=plan.number, payload=payload)
