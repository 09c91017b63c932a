"""Officers for the selected objects: a pair each, in hash order, within unit, skills, recusals and load."""

import hashlib
from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass

from huizhi.draw.files import Frame, Officer
from huizhi.draw.plan import Plan
from huizhi.draw.refusals import refused
from huizhi.draw.selection import Picked

PER_OBJECT = 2
NOBODY: frozenset[str] = frozenset()
REASONS = frozenset(
    f"{step}_{lack}" for step in ("pool", "unit", "skills", "recused", "load") for lack in ("too_few", "no_lead")
)


@dataclass(frozen=True)
class Assignment:
    """A lead and a partner, or None with the code of the first rule that left no such pair."""

    officers: tuple[str, str] | None
    reason: str = ""


def check_pool(officers: Sequence[Officer]) -> None:
    """There are at least two officers. Refused: officer_pool_too_small."""
    if len(officers) < PER_OBJECT:
        raise refused("officer_pool_too_small", f"{len(officers)}")


def load_cap(selected: int, officers: int, slack: int) -> int:
    """The most objects one officer may get: ceil(2 * selected / officers) + slack."""
    return -(-PER_OBJECT * selected // officers) + slack


def assign(
    picked: Sequence[Picked],
    frame: Frame,
    officers: Sequence[Officer],
    recusals: frozenset[tuple[str, str]],
    plan: Plan,
    seed: bytes,
) -> list[Assignment]:
    """One assignment per selected object, in the order of selection; the pool has passed `check_pool`."""
    cap = load_cap(len(picked), len(officers), plan.slack)
    load: dict[str, int] = defaultdict(int)
    able: dict[str, tuple[list[Officer], str]] = {}
    recused: dict[str, set[str]] = defaultdict(set)
    for officer_id, object_id in recusals:
        recused[object_id].add(officer_id)
    found = []
    for one in picked:
        unit = frame.units[one.row]
        if unit not in able:
            able[unit] = _able(officers, unit, plan)
        assignment = _pair(one.object_id, able[unit], recused.get(one.object_id, NOBODY), load, cap, seed)
        for officer_id in assignment.officers or ():
            load[officer_id] += 1
        found.append(assignment)
    return found


def in_order(
    object_id: str,
    unit: str,
    officers: Sequence[Officer],
    recusals: frozenset[tuple[str, str]],
    plan: Plan,
    seed: bytes,
) -> list[Officer]:
    """Everybody who could go to an object, in the order in which the seed calls them; loads are not looked at."""
    able, _reason = _able(officers, unit, plan)
    return _called([one for one in able if (one.officer_id, object_id) not in recusals], object_id, seed)


def _able(officers: Sequence[Officer], unit: str, plan: Plan) -> tuple[list[Officer], str]:
    """The officers of the unit (or of any, if the plan says so) with every skill, and why they make no pair."""
    pool = list(officers)
    reason = _lack("pool", pool)
    if plan.same_unit:
        pool = [officer for officer in pool if officer.unit == unit]
        reason = reason or _lack("unit", pool)
    pool = [officer for officer in pool if plan.skills <= officer.skills]
    return pool, reason or _lack("skills", pool)


def _pair(
    object_id: str,
    able: tuple[list[Officer], str],
    recused: Set[str],
    load: dict[str, int],
    cap: int,
    seed: bytes,
) -> Assignment:
    """The first lead and the first other officer in the order of SHA-256(seed, object, officer)."""
    pool, reason = able
    free = [officer for officer in pool if officer.officer_id not in recused] if recused else pool
    reason = reason or _lack("recused", free)
    free = [officer for officer in free if load[officer.officer_id] < cap]
    reason = reason or _lack("load", free)
    if reason:
        return Assignment(None, reason)
    ordered = _called(free, object_id, seed)
    lead = next(officer for officer in ordered if officer.lead)
    partner = next(officer for officer in ordered if officer is not lead)
    return Assignment((lead.officer_id, partner.officer_id))


def _called(officers: Sequence[Officer], object_id: str, seed: bytes) -> list[Officer]:
    prefix = seed + b"officer\0" + object_id.encode() + b"\0"
    return sorted(officers, key=lambda officer: hashlib.sha256(prefix + officer.officer_id.encode()).digest())


def _lack(step: str, pool: Sequence[Officer]) -> str:
    if len(pool) < PER_OBJECT:
        return f"{step}_too_few"
    return "" if any(officer.lead for officer in pool) else f"{step}_no_lead"
