"""How much grading costs, as a ratio to reading the same files: python bench/grading.py --entities 5000000.

Entities and events are made up, bucketed and sorted as a release keeps them, and kept in --dir for the next run. The
scan reads every column that grading reads and folds it into a few numbers. The fast plan makes every class with its
points by line (`scores`). The expression is the other reading of the same card, cutting caps and the floor from single
records (`reasons`, `grades`): once for the same classes, once with the evidence of every point written, as the night
does. All read the same files and write what they make, in this one process, so its peak memory is grading's; all must
give the same classes.
"""

import argparse
import json
import os
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import ibis
import ibis.expr.types as ir

from huizhi.insight import grades, reasons, scores
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.engines import connect, named, parquet_scan, quoted

TODAY = date(2026, 10, 31)
WRITTEN = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
"""As the nightly run writes."""
EVENTS_EACH = 5
MIX = {
    "annual_report": 300, "inspection_clean": 180, "licence_issued": 140, "registered": 120, "complaint": 80,
    "sample_pass": 50, "equipment_pass": 40, "inspection_finding": 30, "complaint_dropped": 20, "report_made": 15,
    "annual_report_late": 8, "penalty": 5, "annual_report_missing": 4, "correction": 4, "sample_fail": 2,
    "inspection_serious": 2,
}  # fmt: skip
"""Kinds in a thousand events, roughly as in the sample city."""

EVENTS = """
SELECT '9137' || lpad((e * {buckets} + {bucket})::VARCHAR, 14, '0') AS entity_id,
    {kinds}[1 + (hash(e, n, {bucket}, 1) % {kind_count})::BIGINT] AS kind,
    DATE '{today}' - (hash(e, n, {bucket}, 2) % 1826)::INTEGER AS occurred_on, occurred_on AS known_on,
    1 + (hash(e, n, {bucket}, 3) % 3)::BIGINT AS severity, (hash(e, n, {bucket}, 4) % 10000000)::BIGINT AS amount_fen,
    '威市监〔2026〕' || (hash(e, n, {bucket}, 5) % 100000)::VARCHAR || '号' AS detail,
    ['penalties', 'inspections', 'complaints', 'annual_reports'][1 + (hash(e, n, {bucket}, 6) % 4)::BIGINT] AS source,
    'R-' || (hash(e, n, {bucket}, 7) % 1000000000)::VARCHAR AS source_id,
    sha256((hash(e, n, {bucket}, 8) % 50)::VARCHAR) AS file_digest,
    (hash(e, n, {bucket}, 9) % 1000000)::BIGINT AS row_number
FROM range({each}) entity(e), range({twice}) event(n) WHERE hash(e, n, {bucket}, 0) % 2 = 0
ORDER BY entity_id, occurred_on, kind, source, source_id
"""

ENTITIES = """
SELECT '9137' || lpad((e * {buckets} + {bucket})::VARCHAR, 14, '0') AS entity_id,
    ['C131', 'F522', 'H621', 'L729', 'F511'][1 + (hash(e, {bucket}, 1) % 5)::BIGINT] AS industry_code,
    DATE '{today}' - (hash(e, {bucket}, 2) % 7000)::INTEGER AS established_on, 'active' AS status,
    'registry' AS source, 'R-' || e::VARCHAR AS source_id, sha256('registry') AS file_digest, e AS row_number
FROM range({each}) entity(e) ORDER BY entity_id
"""

SCAN = {
    "events": "count(*), max(entity_id), max(kind), max(occurred_on), sum(severity), sum(amount_fen), max(detail),"
    " max(source), max(source_id), max(file_digest), sum(row_number)",
    "entities": "count(*), max(entity_id), max(industry_code), max(established_on), max(source_id), sum(row_number)",
}


class Turning:
    """A lake of one bucket at a time, as the stage has it: views turned to each bucket's files in turn."""

    def __init__(self, con: ibis.BaseBackend, folder: Path, out: Path) -> None:
        self.con, self.folder, self.out = con, folder, out

    def turn_to(self, number: int) -> None:
        """Point entities and events at a bucket's files; reasons stay where they are written."""
        paths = {name: self.folder / f"{name}-{number:03}.parquet" for name in SCAN} | {"reasons": self.out}
        for name, path in paths.items():
            if path.exists():
                self.con.raw_sql(f"CREATE OR REPLACE TEMP VIEW {named(name)} AS FROM {parquet_scan([path])}")

    def table(self, name: str, as_of: date) -> ir.Table:
        """The table's view."""
        return self.con.table(name)


def make(con: ibis.BaseBackend, folder: Path, count: int, buckets: int, events_each: int) -> None:
    """The files of every bucket, unless they are there already."""
    wanted = {"entities": count, "buckets": buckets, "events_each": events_each, "mix": MIX, "sql": EVENTS + ENTITIES}
    told = folder / "made.json"
    if told.exists() and json.loads(told.read_text()) == wanted:
        return
    folder.mkdir(parents=True, exist_ok=True)
    kinds = [kind for kind, share in MIX.items() for _ in range(share)]
    for bucket in range(buckets):
        words = {"buckets": buckets, "bucket": bucket, "each": count // buckets, "twice": events_each * 2,
                 "today": TODAY, "kinds": kinds, "kind_count": len(kinds)}  # fmt: skip
        for name, text in (("events", EVENTS), ("entities", ENTITIES)):
            path = folder / f"{name}-{bucket:03}.parquet"
            con.raw_sql(f"COPY ({text.format(**words)}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")
    told.write_text(json.dumps(wanted))


def scan(con: ibis.BaseBackend, folder: Path, buckets: int) -> None:
    """Every column grading reads, folded."""
    for bucket in range(buckets):
        for name, folded in SCAN.items():
            path = folder / f"{name}-{bucket:03}.parquet"
            con.raw_sql(f"SELECT {folded} FROM {parquet_scan([path])}").fetchall()


def grade(con: ibis.BaseBackend, folder: Path, buckets: int, card: Scorecard) -> tuple[int, dict[str, int]]:
    """Reasons and classes of every bucket, written and counted: (reasons, entities per class)."""
    told, classes = 0, {}
    outs = {name: folder / f"out-{name}.parquet" for name in ("reasons", "grades")}
    lake = Turning(con, folder, outs["reasons"])
    for number in range(buckets):
        lake.turn_to(number)
        for name, made in (("reasons", reasons.reasons), ("grades", grades.grades)):
            if not number:
                con.create_view(f"made_{name}", made(lake, TODAY, scorecard=card), overwrite=True)
            con.raw_sql(f"COPY (FROM made_{name}) TO {quoted(str(outs[name]))} ({WRITTEN})")
            lake.turn_to(number)
        told += con.raw_sql(f"SELECT count(*) FROM {parquet_scan([outs['reasons']])}").fetchone()[0]
        counts = con.raw_sql(f"SELECT grade, count(*) FROM {parquet_scan([outs['grades']])} GROUP BY grade")
        for letter, count in counts.fetchall():
            classes[letter] = classes.get(letter, 0) + count
    return told, dict(sorted(classes.items()))


class Unwritten:
    """A lake whose reasons are the expression that makes them, not a file."""

    def __init__(self, lake: Turning, card: Scorecard) -> None:
        self.lake, self.card = lake, card

    def table(self, name: str, as_of: date) -> ir.Table:
        """The table's view, or the expression of the reasons."""
        if name == "reasons":
            return reasons.reasons(self.lake, as_of, scorecard=self.card)
        return self.lake.table(name, as_of)


def fast(lake: Turning, card: Scorecard) -> ir.Table:
    """Class, score and points by line, without windows."""
    return scores.scores(lake, TODAY, scorecard=card)


def portable(lake: Turning, card: Scorecard) -> ir.Table:
    """Class and score from every single record after caps and floor."""
    return grades.grades(Unwritten(lake, card), TODAY, scorecard=card)


def classed(
    con: ibis.BaseBackend, folder: Path, buckets: int, card: Scorecard, plan: Callable[[Turning, Scorecard], ir.Table]
) -> dict[str, int]:
    """The classes of every bucket by one plan, written and counted: entities per class."""
    classes, out = {}, folder / "out-classes.parquet"
    lake = Turning(con, folder, out)
    for number in range(buckets):
        lake.turn_to(number)
        if not number:
            con.create_view("made_classes", plan(lake, card), overwrite=True)
        con.raw_sql(f"COPY (FROM made_classes) TO {quoted(str(out))} ({WRITTEN})")
        counts = con.raw_sql(f"SELECT grade, count(*) FROM {parquet_scan([out])} GROUP BY grade")
        for letter, count in counts.fetchall():
            classes[letter] = classes.get(letter, 0) + count
    return dict(sorted(classes.items()))


def main(arguments: list[str] | None = None) -> None:
    """Make what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--entities", type=int, default=5_000_000)
    parser.add_argument("--buckets", type=int, default=64)
    parser.add_argument("--events-each", type=int, default=EVENTS_EACH)
    parser.add_argument("--fast-only", action="store_true", help="leave out the reasons with their evidence")
    parser.add_argument("--dir", type=Path, default=Path(".huizhi") / "bench" / "grading")
    asked = parser.parse_args(arguments)
    each = asked.events_each
    folder = asked.dir / f"{asked.entities}-{each}-{asked.buckets}"
    con, card = connect(asked.dir), Scorecard.in_force(TODAY)
    make(con, folder, asked.entities, asked.buckets, each)
    scan(con, folder, asked.buckets)  # all then read from the page cache
    bare, _ = measured(lambda: scan(con, folder, asked.buckets))
    spent, classes = measured(lambda: classed(con, folder, asked.buckets, card, fast))
    lines = [("bare scan of the same files", bare), ("fast plan: classes with points by line, written", spent)]
    if not asked.fast_only:
        spent, same = measured(lambda: classed(con, folder, asked.buckets, card, portable))
        lines.append(("expression: the same classes from single records, written", spent))
        spent, (told, again) = measured(lambda: grade(con, folder, asked.buckets, card))
        lines.append((f"and the evidence of every point ({told:,} rows), written", spent))
        if not same == again == classes:
            raise SystemExit(f"the plans disagree: {classes}, {same} and {again}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    shares = ", ".join(f"{letter} {count * 100 / asked.entities:.1f} %" for letter, count in classes.items())
    sys.stdout.write(
        f"| {asked.entities:,} entities, {asked.entities * each:,} events | seconds | ratio | CPU s | ratio |\n"
        "|---|---|---|---|---|\n"
    )
    for name, (seconds, spent) in lines:
        ratios = f"{seconds:.2f} | {seconds / bare[0]:.1f} | {spent:.2f} | {spent / bare[1]:.1f}"
        sys.stdout.write(f"| {name} | {ratios} |\n")
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    sys.stdout.write(f"\n{shares}; {asked.buckets} buckets; peak memory {peak:.2f} GiB; load averages {load}.\n")


def measured(work: Callable[[], Any]) -> tuple[tuple[float, float], Any]:
    """((seconds, CPU seconds of all threads), result); the second does not mind a busy machine."""
    begun, spent = time.perf_counter(), time.process_time()
    result = work()
    return (time.perf_counter() - begun, time.process_time() - spent), result


if __name__ == "__main__":
    main()
