"""How fast the lake takes facts in and answers for a past day, as ratios to a bare scan of the same files.

    python bench/lake.py --rows 5000000

Prints a Markdown table. Rows are food-inspection facts about rows/10 subjects over five years; a fifth of the
records is corrected once. The night adds one percent of new facts.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huizhi.lake import engines
from huizhi.lake.schemas import columns_of
from huizhi.lake.store import LakeStore

TABLE = "inspections"
LAST = date(2026, 1, 31)
MADE_UP = {
    "subject": "'code:' || lpad((hash(n) % {subjects})::VARCHAR, 18, '9')",
    "occurred_at": "TIMESTAMP '2021-01-01' + to_days((hash(n + 1) % 1800)::INTEGER)",
    "known_at": "TIMESTAMP '{known_at}'",
    "source": "'inspections'",
    "source_id": "'XC' || n",
    "file_digest": "'{digest}'",
    "row_number": "n + 2",
    "row_digest": "sha256('{digest}' || n)",
    "credit_code": "lpad((hash(n) % {subjects})::VARCHAR, 18, '9')",
    "inspection_no": "'XC' || n",
    "division": "(371002 + hash(n) % 4)::VARCHAR",
    "kind": "'routine'",
    "inspected_on": "DATE '2021-01-01' + (hash(n + 1) % 1800)::INTEGER",
    "result": "['clean', 'finding', 'serious'][1 + (hash(n + 2) % 3)::INTEGER]",
    "finding_count": "(hash(n + 3) % 5)::BIGINT",
    "serious_count": "(hash(n + 4) % 2)::BIGINT",
}


@dataclass(frozen=True)
class Measured:
    """Wall seconds, CPU seconds, and the most memory the process has used so far in GiB."""

    wall: float
    cpu: float
    memory: float


def measured(work: Callable[[], object], times: int = 1) -> Measured:
    """Run something (the best of `times` runs counts) and measure it."""
    runs = []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        work()
        runs.append((time.perf_counter() - wall, time.process_time() - cpu))
    wall, cpu = min(runs)
    return Measured(wall, cpu, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20)


def typed_file(folder: Path, name: str, known_at: date, rows: range, step: int, subjects: int) -> tuple[Path, str]:
    """Write a typed file of made-up inspections; returns what a commit is given."""
    digest, path = name.ljust(64, "0"), folder / f"{name}.parquet"
    filled = {column: MADE_UP.get(column, "NULL") for column in columns_of(TABLE)}
    selected = ", ".join(
        f"CAST({text.format(subjects=subjects, known_at=known_at, digest=digest)} AS {engines.engine_type(kind)})"
        f" AS {engines.named(column)}"
        for (column, text), kind in zip(filled.items(), columns_of(TABLE).values(), strict=True)
    )
    made = f"SELECT {selected} FROM range({rows.start}, {rows.stop}, {step}) numbers(n)"
    engines.connect(folder).raw_sql(f"COPY ({made}) TO '{path}' (FORMAT parquet)")
    return path, digest


def run(folder: Path, rows: int) -> list[tuple[str, Measured]]:
    """Everything that is measured, in order."""
    subjects = max(1, rows // 10)
    first = typed_file(folder, "a", date(2025, 1, 1), range(rows), 1, subjects)
    corrected = typed_file(folder, "b", date(2025, 6, 1), range(rows), 5, subjects)
    nightly = typed_file(folder, "c", date(2026, 1, 1), range(rows, rows + rows // 100), 1, subjects)
    store = LakeStore.open(folder / "home")
    found = [
        ("first commit", measured(lambda: store.commit({TABLE: [first]}))),
        ("corrections of every fifth record", measured(lambda: store.commit({TABLE: [corrected]}))),
        ("a night: 1 % new facts", measured(lambda: store.commit({TABLE: [nightly]}))),
        ("the same files again", measured(lambda: store.commit({TABLE: [first, corrected, nightly]}))),
    ]
    paths = sorted((store.folder / "tables" / TABLE).glob("*.parquet"))
    current = [p for p in paths if p.stem in {f.sha256 for f in store.snapshot.tables[TABLE].files}]
    sums = "count(*), sum(finding_count), max(subject)"
    bare = f"SELECT {sums} FROM {engines.parquet_scan(current)}"
    found.append(("bare scan of three columns", measured(lambda: store.con.raw_sql(bare).fetchall(), times=3)))
    for text, day in (("as of the last day", LAST), ("as of before the corrections", date(2025, 3, 1))):
        known = store.table(TABLE, day)
        total = known.agg(n=known.count(), found=known.finding_count.sum(), last=known.subject.max())
        found.append((text, measured(lambda total=total: engines.execute(total), times=3)))
    found.append(("kept by subject, bucket by bucket", measured(lambda: keep(store))))
    return found


def keep(store: LakeStore) -> None:
    """Keep one row per subject and seal it."""
    with store.stage(LAST) as stage:
        stage.keep(
            "totals",
            lambda lake: lake.table(TABLE, LAST).group_by("subject").agg(found=lambda t: t.finding_count.sum()),
            key="subject",
        )
        stage.seal("bench")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=5_000_000)
    rows = parser.parse_args().rows
    folder = Path(tempfile.mkdtemp())
    try:
        found = run(folder, rows)
    finally:
        shutil.rmtree(folder)
    bare = dict(found)["bare scan of three columns"]
    print(f"| lake, {rows:,} facts | wall s | CPU s | CPU / bare scan | peak GiB |\n|---|---|---|---|---|")  # noqa: T201
    for text, one in found:
        print(f"| {text} | {one.wall:.2f} | {one.cpu:.2f} | {one.cpu / bare.cpu:.1f} | {one.memory:.2f} |")  # noqa: T201


if __name__ == "__main__":
    main()
