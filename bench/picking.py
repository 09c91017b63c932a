"""The draw's selection at the size of a country: python -m bench.picking --entities 50000000 [--reference].

Hashing alone and the selection read the same Parquet frame in the same run, each in a process of its own, so that
the peak of memory is its own. `--reference` picks again with `draw.selection`, a million rows at a time, and compares.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from huizhi.draw.files import Frame
from huizhi.draw.plan import Quota
from huizhi.draw.selection import smallest
from huizhi.exchange.picking import pick
from huizhi.lake.engines import connect, parquet_scan, quoted

SEED = bytes(range(32))
STRATA = 64
ROWS_AT_ONCE = 1_000_000


def make_frame(path: Path, entities: int) -> None:
    """Ids shaped like credit codes, 64 strata, weights 1 to 20, sorted by id."""
    con = connect(path.parent)
    con.raw_sql(
        f"COPY (SELECT '9137' || lpad(n::VARCHAR, 14, '0') AS object_id, 'S' || lpad((hash(n, 1) % {STRATA})::VARCHAR,"
        f" 2, '0') AS stratum, (1 + hash(n, 2) % 20)::BIGINT AS weight, '371002' AS unit FROM range({entities}) t(n))"
        f" TO {quoted(str(path))} (FORMAT parquet)"
    )
    con.disconnect()


def hash_alone(frame: Path) -> int:
    """One SHA-256 per id, of the same bytes as its ticket."""
    con = connect(frame.parent)
    hashed = f"sha256(unhex({quoted((SEED + b'object' + bytes(1)).hex())}) || encode(object_id))"
    return con.raw_sql(f"SELECT count(*) FROM {parquet_scan([frame])} WHERE {hashed} = ''").fetchone()[0]


def quotas(each: int) -> dict[str, Quota]:
    """As many in every stratum."""
    return {f"S{number:02d}": Quota(each) for number in range(STRATA)}


def reference(frame: Path, each: int) -> list[tuple[str, str, int]]:
    """(stratum, id, x) by `draw.selection` over a million rows at a time: the smallest of the smallest."""
    kept: dict[str, list[tuple[Fraction, str, int]]] = {name: [] for name in quotas(each)}
    for batch in pq.ParquetFile(frame).iter_batches(ROWS_AT_ONCE, columns=["object_id", "stratum", "weight"]):
        ids, strata, weights = (column.to_pylist() for column in batch.columns)
        part = Frame(tuple(ids), tuple(strata), tuple(weights), (), ())
        rows: dict[str, list[int]] = {name: [] for name in kept}
        for row, name in enumerate(strata):
            rows[name].append(row)
        for name, mine in rows.items():
            found = [(Fraction(x + 1, weights[row]), ids[row], x) for x, row in smallest(part, mine, each, SEED)]
            kept[name] = sorted(kept[name] + found)[:each]
    return [(name, object_id, x) for name in sorted(kept) for _, object_id, x in kept[name]]


def measured(what: str, frame: Path, each: int) -> dict[str, Any]:
    """Run one part in a process of its own: wall and processor seconds, peak memory, and what it found."""
    command = [sys.executable, "-m", "bench.picking", "--part", what, "--frame", str(frame), "--each", str(each)]
    return json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def run_part(what: str, frame: Path, each: int) -> dict[str, Any]:
    """The part itself."""
    start, cpu = time.perf_counter(), time.process_time()
    found: Any = None
    if what == "hash":
        found = hash_alone(frame)
    elif what == "pick":
        found = [(one.stratum, one.object_id, one.x) for one in pick(frame, quotas(each), SEED, frame.parent)]
    else:
        found = reference(frame, each)
    return {
        "wall": time.perf_counter() - start, "cpu": time.process_time() - cpu, "found": found,
        "gib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20,
    }  # fmt: skip


def main() -> None:
    """Make a frame, hash it, pick from it, compare."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=5_000_000)
    parser.add_argument("--each", type=int, default=300, help="how many in each of the 64 strata")
    parser.add_argument("--rounds", type=int, default=2, help="times each part is run; the least CPU counts")
    parser.add_argument("--reference", action="store_true")
    parser.add_argument("--part", choices=["hash", "pick", "reference"])
    parser.add_argument("--frame", type=Path)
    asked = parser.parse_args()
    if asked.part:
        sys.stdout.write(json.dumps(run_part(asked.part, asked.frame, asked.each)))
        return
    with tempfile.TemporaryDirectory() as home:
        frame = Path(home) / "frame.parquet"
        make_frame(frame, asked.entities)
        busy = os.getloadavg()[0]
        runs = {name: [] for name in ("hash", "pick")}
        for _ in range(asked.rounds):
            for name, made in runs.items():
                made.append(measured(name, frame, asked.each))
        best = {name: min(made, key=lambda run: run["cpu"]) for name, made in runs.items()}
        again = measured("reference", frame, asked.each) if asked.reference else None
    say(asked, best, again, busy)


def say(asked: argparse.Namespace, best: dict[str, dict[str, Any]], again: dict[str, Any] | None, busy: float) -> None:
    """The table, and whether the reference picks the same."""
    alone = best["hash"]["cpu"]
    sys.stdout.write(
        f"| {asked.each * STRATA:,} of {asked.entities:,} ids in {STRATA} strata | wall s | CPU s | ratio | GiB |\n"
        "|---|---|---|---|---|\n"
    )
    lines = [("hashing alone", best["hash"]), ("selection", best["pick"])]
    for name, run in [*lines, *([("reference, streamed", again)] if again else [])]:
        ratio = f"{run['cpu'] / alone:.2f}"
        sys.stdout.write(f"| {name} | {run['wall']:.1f} | {run['cpu']:.1f} | {ratio} | {run['gib']:.2f} |\n")
    sys.stdout.write(f"\nload at the start {busy:.1f} on {os.cpu_count()} cores\n")
    if again:
        same = again["found"] == best["pick"]["found"]
        sys.stdout.write(f"identical to the reference selection: {'yes' if same else 'NO'}\n")
        if not same:
            sys.exit(1)


if __name__ == "__main__":
    main()
