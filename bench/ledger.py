"""What an act costs, as a ratio to a bare insert of the same row in the same run: python -m bench.ledger --acts 2000.

Each act and each insert is a transaction of its own, as an officer's step is. SQLite in a temporary folder; PostgreSQL
too where HUIZHI_BENCH_DATABASE_URL names one.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable

WRITERS = 8
ROUNDS = 10
BARE = "INSERT INTO bench_bare (payload) VALUES (%s)"


def main() -> int:
    """Measure each database in a process of its own, because Django knows one per process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--acts", type=int, default=2000)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.one:
        measure(asked.acts)
        return 0
    sys.stdout.write("| database | writers | bare inserts/s | acts/s | an act costs, in bare inserts |\n")
    sys.stdout.write("|---|---:|---:|---:|---:|\n")
    sys.stdout.flush()
    failed = 0
    for address in filter(lambda each: each is not None, ("", os.environ.get("HUIZHI_BENCH_DATABASE_URL"))):
        with tempfile.TemporaryDirectory() as home:
            environment = {**os.environ, "HUIZHI_HOME": home, "DATABASE_URL": address}
            command = [sys.executable, "-m", "bench.ledger", "--one", "--acts", str(asked.acts)]
            failed |= subprocess.run(command, env=environment).returncode
    return failed


def measure(acts: int) -> None:
    """One row of the table for one writer, one for eight."""
    from huizhi.cli import open_office  # noqa: PLC0415 - settings are read from the environment just made

    open_office()
    from datetime import UTC, datetime  # noqa: PLC0415

    from django.db import connection, transaction  # noqa: PLC0415

    from huizhi.apps.ledger import facade as ledger  # noqa: PLC0415
    from huizhi.exchange.office import bring_up_to_date  # noqa: PLC0415

    bring_up_to_date()
    at, kind = datetime(2026, 1, 1, tzinfo=UTC), "integer" if connection.vendor == "sqlite" else "bigserial"
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_bare (id {kind} PRIMARY KEY, payload text NOT NULL)")

    def bare() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(BARE, ["x" * 200])

    def act() -> None:
        with transaction.atomic():
            ledger.record(
                verb="noted", by="bench", at=at, object_kind="thing", object_id="1", payload={"content": "ab" * 32}
            )

    for writers in (1, WRITERS):
        bare_seconds = act_seconds = 0.0
        for _ in range(ROUNDS):  # by turns, so that what else the machine does weighs on both
            bare_seconds += seconds(bare, acts // ROUNDS, writers, lambda: connection.close())
            act_seconds += seconds(act, acts // ROUNDS, writers, lambda: connection.close())
        rates = f"{acts / bare_seconds:,.0f} | {acts / act_seconds:,.0f} | {act_seconds / bare_seconds:.1f}"
        sys.stdout.write(f"| {connection.vendor} | {writers} | {rates} |\n")
        sys.stdout.flush()
    assert ledger.verify_ledger().ok


def seconds(work: Callable[[], None], times: int, writers: int, close: Callable[[], None]) -> float:
    """How long so many threads together take to do `work` so many times."""

    def run() -> None:
        try:
            for _ in range(times // writers):
                work()
        finally:
            close()

    threads = [threading.Thread(target=run) for _ in range(writers)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return (time.perf_counter() - begun) * times / (times // writers * writers)


if __name__ == "__main__":
    raise SystemExit(main())
