"""Carries grades to a draw: the frame from a release, the officer pool from the office, and the record back to it."""

from __future__ import annotations

import math
import secrets
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huizhi.apps.inspections.facade import publish_draw
from huizhi.draw import commit, complete_plan, record_bytes, run_draw
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


def rehearse(
    release: Release, declared: dict[str, Any], pool: list[Inspector], *, parties: list[tuple[str, str]],
    published_at: str, due_at: str, drawn_at: str, by: str, at: datetime,
) -> str:  # fmt: skip
    """Hold a whole ceremony with secrets and dice thrown here, publish it, and return its number.

    It is honest arithmetic and a staged ceremony: every party's secret comes from this machine, and the title says so.
    """
    frame, officers, recusals = frame_csv(release), officers_csv(pool), recusals_csv(_kin(release, pool))
    thrown = [secrets.token_bytes(32) for _ in parties]
    dice = " ".join(str(1 + secrets.randbelow(6)) for _ in range(20))
    plan = {
        "id": declared["id"],
        "title": f"{declared['title']['zh']}（演示）",
        "title_en": f"{declared['title']['en']} (demonstration)",
        "items": [declared["item"]],
        "strata": counts_at(frame, declared["rates_per_thousand"]),
        "officer_rule": {"per_object": 2, "slack": 1, "same_unit": declared.get("same_unit", True)},
        "parties": [
            {"name": name, "unit": unit, "commitment": commit(secret)}
            for (name, unit), secret in zip(parties, thrown, strict=True)
        ],
        "beacon": {"kind": "dice", "source": "现场掷骰二十次", "format": " ".join(["{d1}"] * 20), "due_at": due_at},
        "published_at": published_at,
    }
    full = complete_plan(plan, frame, officers, recusals)
    record = run_draw(full, frame, officers, recusals, thrown, dice, drawn_at)
    return publish_draw(
        record_json=record_bytes(record), frame=frame, officers=officers, recusals=recusals, by=by, at=at
    )


def _kin(release: Release, pool: list[Inspector]) -> list[tuple[str, str]]:
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
