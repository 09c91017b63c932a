"""How much a whole draw costs, as a ratio to hashing the ids alone: python bench/draw.py --entities 5000000."""

import argparse
import gc
import hashlib
import json
import random
import sys
import time
from collections.abc import Callable
from typing import Any

from huizhi.draw import commit, record_bytes, run_draw, verify

UNITS = ("371002", "371003", "371082", "371083")
SECRETS = [bytes([1]) * 32, bytes([2]) * 32]


def frame_of(entities: int) -> tuple[list[bytes], bytes]:
    """Ids shaped like credit codes and their frame: four strata, weights 1 to 20, four units."""
    rng = random.Random(1)
    ids = [b"9137%014d" % number for number in range(entities)]
    rows = [b"%s,S%d,%d,%s" % (one, rng.randint(1, 4), rng.randint(1, 20), rng.choice(UNITS).encode()) for one in ids]
    return ids, b"\n".join([b"object_id,stratum,weight,unit", *rows, b""])


def officers_of(count: int) -> bytes:
    """An officer pool spread over the units, half of it able to lead."""
    rows = [f"P{number:05d},{UNITS[number % 4]},food,{number % 8 // 4}" for number in range(count)]
    return "\n".join(["officer_id,unit,skills,lead", *rows, ""]).encode()


def plan_of(picked: int) -> dict[str, Any]:
    """A plan that picks as many in each of the four strata."""
    parties = [{"name": f"{n}", "unit": f"{n}", "commitment": commit(one)} for n, one in enumerate(SECRETS)]
    return {
        "id": "bench",
        "title": "bench",
        "items": [{"code": "1", "basis": "bench", "skills": ["food"]}],
        "strata": {f"S{number}": {"count": picked // 4} for number in range(1, 5)},
        "parties": parties,
        "beacon": {"kind": "bench", "source": "bench", "due_at": "2026-01-02T00:00:00Z"},
        "officer_rule": {"per_object": 2, "slack": 1, "same_unit": True},
        "published_at": "2026-01-01T00:00:00Z",
    }


def hash_alone(ids: list[bytes]) -> None:
    """One SHA-256 per id, of the same length as a ticket's."""
    prefix, sha256 = bytes(39), hashlib.sha256
    for one in ids:
        sha256(prefix + one).digest()


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """Processor seconds (all of this is one thread), so that a busy machine does not change the ratio."""
    gc.collect()
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


def main() -> None:
    """Measure hashing, drawing and verifying, and print them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=5_000_000)
    parser.add_argument("--picked", type=int, default=2_000)
    parser.add_argument("--officers", type=int, default=400)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    ids, frame = frame_of(chosen.entities)
    officers, recusals = officers_of(chosen.officers), b"officer_id,object_id\n"
    plan, drawn_at = plan_of(chosen.picked), "2026-01-02T01:00:00Z"
    hashing, _ = seconds(lambda: hash_alone(ids))
    drawing, record = seconds(lambda: run_draw(plan, frame, officers, recusals, SECRETS, "1", drawn_at))
    files = {"frame.csv": frame, "officers.csv": officers, "recusals.csv": recusals}
    verifying, checks = seconds(lambda: verify(record_bytes(record), files))
    if not all(check.ok for check in checks):
        sys.exit("the draw does not verify")
    found = {
        "entities": chosen.entities,
        "picked": len(record["selected"]),
        "hashing_seconds": round(hashing, 3),
        "draw_seconds": round(drawing, 3),
        "verify_seconds": round(verifying, 3),
        "draw_to_hashing": round(drawing / hashing, 2),
    }
    if chosen.json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    sys.stdout.write(
        f"| draw of {found['picked']:,} from {chosen.entities:,} entities | CPU s | ratio |\n|---|---|---|\n"
        f"| hashing the ids alone | {hashing:.2f} | 1.0 |\n"
        f"| draw: digests, tree, selection, officers, record | {drawing:.2f} | {drawing / hashing:.1f} |\n"
        f"| verify: everything again, compared | {verifying:.2f} | {verifying / hashing:.1f} |\n"
    )


if __name__ == "__main__":
    main()
