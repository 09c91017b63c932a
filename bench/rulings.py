"""What it costs a night to honour rulings: the same events read as they are, and as the rulings leave them.

    python -m bench.rulings --events 5000000 --share 10

Events are those of bench.grading, all buckets at once, as the night joins them; about one in --share of the records a
ruling can be about has one: not theirs, annulled or repaired, a third each, and some rulings are followed by another.
"""

import argparse
import os
import resource
import sys
from datetime import date
from pathlib import Path

import ibis
import ibis.expr.types as ir

from bench.grading import EVENTS_EACH, SCAN, TODAY, make, measured
from huizhi.insight.event_kinds.rulings import REPAIRABLE, deeds, honoured
from huizhi.lake.engines import connect, named, parquet_scan, quoted

RULINGS = """
SELECT entity_id, source AS record_source, source_id AS record_id, entity_id AS subject,
    ['not_theirs', 'annulled', 'repaired'][1 + (hash(source_id, turn, 1) % 3)::BIGINT] AS ruling,
    CASE WHEN ruling = 'not_theirs' THEN NULL ELSE kind END AS event_kind, occurred_on AS event_on,
    DATE '{today}' - (hash(source_id, turn, 2) % 300)::INTEGER AS decided_on, decided_on::TIMESTAMP AS known_at,
    'X' || source_id || '-' || turn::VARCHAR AS ruling_no, '环翠区局' AS unit, '核查属实' AS basis,
    'office_rulings' AS source, ruling_no AS source_id, sha256('rulings') AS file_digest,
    (hash(source_id, turn, 3) % 1000000)::BIGINT AS row_number
FROM ({events}) CROSS JOIN range(2) again(turn)
WHERE kind IN ({kinds}) AND hash(source_id, 0) % {share} = 0 AND (turn = 0 OR hash(source_id, 4) % 10 = 0)
"""


class Whole:
    """A lake of all buckets at once."""

    def __init__(self, con: ibis.BaseBackend, folder: Path, share: int) -> None:
        self.con = con
        scans = {name: parquet_scan(sorted(folder.glob(f"{name}-*.parquet"))) for name in ("events", "entities")}
        kinds = ", ".join(map(quoted, REPAIRABLE))
        ruled = RULINGS.format(today=TODAY, events=f"FROM {scans['events']}", kinds=kinds, share=share)
        path = folder / "rulings.parquet"
        con.raw_sql(f"COPY ({ruled}) TO {quoted(str(path))} (FORMAT parquet, COMPRESSION zstd)")
        for name, scan in {**scans, "rulings": parquet_scan([path])}.items():
            con.raw_sql(f"CREATE OR REPLACE TEMP VIEW {named(name)} AS FROM {scan}")

    def table(self, name: str, as_of: date) -> ir.Table:
        """The table's view."""
        return self.con.table(name)


def main(arguments: list[str] | None = None) -> None:
    """Make what is missing, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=5_000_000)
    parser.add_argument("--buckets", type=int, default=8)
    parser.add_argument("--share", type=int, default=10)
    parser.add_argument("--dir", type=Path, default=Path(".huizhi") / "bench" / "grading")
    asked = parser.parse_args(arguments)
    entities = asked.events // EVENTS_EACH
    folder = asked.dir / f"{entities}-{EVENTS_EACH}-{asked.buckets}"
    con = connect(asked.dir)
    make(con, folder, entities, asked.buckets, EVENTS_EACH)
    lake = Whole(con, folder, asked.share)
    events = lake.table("events", TODAY)
    made = {"read as they are": events,
            "as the rulings leave them": ibis.union(honoured(events, lake, TODAY), deeds(lake, TODAY))}  # fmt: skip
    rulings = con.raw_sql("SELECT count(*) FROM rulings").fetchone()[0]
    sys.stdout.write(
        f"| {asked.events:,} events, {rulings:,} rulings | seconds | ratio | CPU s | ratio |\n|---|---|---|---|---|\n"
    )
    first, left = None, []
    for name, expression in made.items():
        con.create_view("made_events", expression, overwrite=True)
        query = f"SELECT {SCAN['events']} FROM made_events"
        con.raw_sql(query).fetchall()  # both then read from the page cache
        (seconds, spent), found = measured(lambda query=query: con.raw_sql(query).fetchall())
        first = first or (seconds, spent)
        ratios = f"{seconds:.2f} | {seconds / first[0]:.1f} | {spent:.2f} | {spent / first[1]:.1f}"
        sys.stdout.write(f"| {name} | {ratios} |\n")
        left.append(found[0][0])
    if left[0] == left[1]:
        raise SystemExit("no ruling changed anything")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)
    load = ", ".join(f"{each:.1f}" for each in os.getloadavg())
    sys.stdout.write(f"\n{left[1]:,} events left; peak memory {peak:.2f} GiB; load averages {load}.\n")


if __name__ == "__main__":
    main()
