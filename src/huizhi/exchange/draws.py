"""Carries grades to a draw: the frame from a release, the officer pool from the office, and the record back to it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from huizhi.lake.release import Release


@dataclass(frozen=True)
class Inspector:
    """One officer who can be drawn: account, unit, skills, whether they may lead."""

    officer_id: str
    unit: str
    skills: tuple[str, ...] = ()
    lead: bool = True


def frame_csv(release: Release) -> bytes:
    """The release's frame in the draw's canonical form, sorted bytewise by object."""
    rows = sorted(release.rows("frame"), key=lambda row: row[0].encode())
    return _csv("object_id,stratum,weight,unit", (",".join(map(str, row)) for row in rows))


def officers_csv(pool: Iterable[Inspector]) -> bytes:
    """The officer pool in the draw's canonical form."""
    rows = sorted(pool, key=lambda one: one.officer_id.encode())
    lines = (f"{o.officer_id},{o.unit},{';'.join(sorted(o.skills))},{int(o.lead)}" for o in rows)
    return _csv("officer_id,unit,skills,lead", lines)


def recusals_csv(pairs: Iterable[tuple[str, str]]) -> bytes:
    """The recusals in the draw's canonical form."""
    return _csv("officer_id,object_id", (",".join(pair) for pair in sorted(pairs)))


def counts_at(frame: bytes, rates_per_thousand: dict[str, int]) -> dict[str, dict[str, int]]:
    """How many to pick per stratum at these rates, rounded up."""
    sizes = Counter(line.split(",")[1] for line in frame.decode().splitlines()[1:])
    return {s: {"count": math.ceil(n * rates_per_thousand[s] / 1000)} for s, n in sorted(sizes.items())}


def kin(release: Release, pool: list[Inspector]) -> list[tuple[str, str]]:
    """A few recusals, so that the rule is seen to work: the first officer of a unit and its first object."""
    first: dict[str, str] = {}
    for object_id, _, _, unit in release.rows("frame"):
        first.setdefault(unit, object_id)
    named: dict[str, Inspector] = {}
    for one in pool:
        named.setdefault(one.unit, one)
    return [(named[unit].officer_id, first[unit]) for unit in sorted(set(first) & set(named))]


def _csv(header: str, lines: Iterable[str]) -> bytes:
    return "".join(f"{line}\n" for line in (header, *lines)).encode()
