"""Run a draw and write its record: one JSON document that, with its three files, is enough to run it again."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from huizhi.draw import merkle
from huizhi.draw.assignment import Assignment, assign, check_pool
from huizhi.draw.canonical import NotCanonical, canonical, digest, parse
from huizhi.draw.commitments import check_beacon, check_reveals, seed_of
from huizhi.draw.files import Frame, read_frame, read_officers, read_recusals
from huizhi.draw.plan import check_times, digests_of, read_plan
from huizhi.draw.refusals import refused
from huizhi.draw.selection import Picked, select

FORMAT = "huizhi-draw-v1"
MISMATCH = {"sha256": "digest_mismatch", "rows": "frame_rows_mismatch", "merkle_root": "merkle_root_mismatch"}
Record = dict[str, Any]


def complete_plan(plan: Mapping[str, Any], frame: bytes, officers: bytes, recusals: bytes) -> Record:
    """A copy of `plan` with the files' digests filled in: what is published before any secret is revealed.

    Digests already there must be the files' own. Refused: plan_not_json, plan_field, *_mismatch, file and row codes.
    """
    return _completed(plan, read_frame(frame), frame, officers, recusals)


def run_draw(
    plan: Mapping[str, Any],
    frame: bytes,
    officers: bytes,
    recusals: bytes,
    reveals: Sequence[bytes],
    beacon: str,
    drawn_at: str,
    published_plan_digest: str | None = None,
) -> Record:
    """Draw objects and officers; the record, ready for `record_bytes`. Refused, before anything is picked, by name.

    `reveals` are the parties' 32-byte secrets in the plan's order. With `published_plan_digest` (hex) a plan changed
    after its publication is refused: plan_changed.
    """
    objects, pool, pairs = read_frame(frame), read_officers(officers), read_recusals(recusals)
    full = _completed(plan, objects, frame, officers, recusals)
    rules, plan_digest = read_plan(full), digest(full)
    if published_plan_digest is not None and published_plan_digest != plan_digest:
        raise refused("plan_changed", plan_digest)
    check_pool(pool)
    check_times(rules, drawn_at)
    check_reveals(rules.commitments, reveals)
    seed = seed_of(plan_digest, reveals, check_beacon(beacon, rules.beacon_template))
    picked = select(objects, rules.strata, seed)
    record: Record = {
        "format": FORMAT,
        "plan": full,
        "plan_digest": plan_digest,
        "reveals": [secret.hex() for secret in reveals],
        "beacon_value": beacon,
        "seed": seed.hex(),
        "drawn_at": drawn_at,
        "selected": selected_entries(picked, assign(picked, objects, pool, pairs, rules, seed)),
    }
    return {**record, "record_digest": digest(record)}


def record_bytes(record: Mapping[str, Any]) -> bytes:
    """The published form of a record: canonical JSON and one line feed."""
    return canonical(dict(record)) + b"\n"


def selected_entries(picked: Sequence[Picked], assignments: Sequence[Assignment]) -> list[Record]:
    """The record's `selected` list."""
    return [_entry(one, assignment) for one, assignment in zip(picked, assignments, strict=True)]


def _entry(one: Picked, assignment: Assignment) -> Record:
    entry: Record = {
        "object_id": one.object_id,
        "stratum": one.stratum,
        "rank": one.rank,
        "certain": one.certain,
        "x": str(one.x),
        "officers": list(assignment.officers) if assignment.officers else None,
    }
    return entry if assignment.officers else {**entry, "reason": assignment.reason}


def _completed(plan: Mapping[str, Any], objects: Frame, frame: bytes, officers: bytes, recusals: bytes) -> Record:
    try:
        full: Record = parse(canonical(dict(plan)).decode())
    except NotCanonical as error:
        raise refused("plan_not_json", str(error)) from error
    found: dict[str, dict[str, object]] = {
        "frame": {
            "sha256": file_digest(frame),
            "rows": len(objects.rows),
            "merkle_root": merkle.root(objects.rows).hex(),
        },
        "officers": {"sha256": file_digest(officers)},
        "recusals": {"sha256": file_digest(recusals)},
    }
    for part, values in found.items():
        stated = full.setdefault(part, {})
        if not isinstance(stated, dict):
            raise refused("plan_field", f"plan.{part}")
        for key, value in values.items():
            if stated.get(key) in (None, ""):
                stated[key] = value
            elif stated[key] != value:
                raise refused(MISMATCH[key], f"plan.{part}.{key}")
    digests_of(full)
    return full


def file_digest(content: bytes) -> str:
    """SHA-256 of a file's bytes, 64 lower-case hex digits."""
    return hashlib.sha256(content).hexdigest()
