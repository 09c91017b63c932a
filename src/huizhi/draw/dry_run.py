"""A dry run: what a plan would lead to, under a seed that no draw can have. None of it can be published as a draw."""

import hashlib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from huizhi.draw.assignment import assign, check_pool
from huizhi.draw.files import Frame, read_frame, read_officers, read_recusals
from huizhi.draw.inclusion import chances
from huizhi.draw.plan import Plan, read_plan
from huizhi.draw.selection import quotas, select

INVALID = b"huizhi-dry-run-not-a-draw"
"""Stands first in the seed of a dry run: a draw's seed begins with "huizhi-draw-v1"."""


@dataclass(frozen=True)
class Odds:
    """One stratum and weight: how many objects have it, and the chance of each to be drawn (0..1)."""

    stratum: str
    weight: int
    objects: int
    chance: float


@dataclass(frozen=True)
class DryRun:
    """What one dry run gave. `strata`: name -> (to draw, of how many). `units`: code -> objects to visit."""

    strata: dict[str, tuple[int, int]]
    units: dict[str, int]
    unassigned: tuple[tuple[str, str, str], ...]
    """(object, unit, reason) of every object for which nobody was left."""
    odds: tuple[Odds, ...]


def dry_run(plan: Mapping[str, Any], frame: bytes, officers: bytes, recusals: bytes, dice: bytes) -> DryRun:
    """Try a plan out. The plan needs its parties with commitments, which decide nothing here; `dice` are any bytes.

    Refused like a draw: plan_*, file and row codes, stratum_too_small, officer_pool_too_small.
    """
    rules, objects, pool = read_plan(dict(plan)), read_frame(frame), read_officers(officers)
    pairs = read_recusals(recusals)
    check_pool(pool)
    seed = hashlib.sha256(INVALID + dice).digest()
    picked = select(objects, rules.strata, seed)
    given = assign(picked, objects, pool, pairs, rules, seed)
    sizes = Counter(objects.strata)
    return DryRun(
        strata={name: (n, sizes[name]) for name, n in quotas(objects, rules.strata).items()},
        units=dict(sorted(Counter(objects.units[one.row] for one in picked).items())),
        unassigned=tuple(
            (one.object_id, objects.units[one.row], each.reason)
            for one, each in zip(picked, given, strict=True)
            if each.officers is None
        ),
        odds=odds(rules, objects),
    )


def odds(rules: Plan, frame: Frame) -> tuple[Odds, ...]:
    """Every object's exact chance, by stratum and weight. Refused: stratum_too_small."""
    found, many = chances(frame, rules.strata), Counter(zip(frame.strata, frame.weights, strict=True))
    return tuple(
        Odds(stratum, weight, many[stratum, weight], found[stratum, weight]) for stratum, weight in sorted(found)
    )
