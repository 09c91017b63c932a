"""Landing and validation against a bare CSV-to-Parquet conversion of the same file, in the same run.

    python bench/feeds.py [--rows 1000000] [--broken 0.02]

Prints one markdown table. "bare" is polars' read_csv → write_parquet: no typing rules, no checks, no digests.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from huizhi.feeds import feed
from huizhi.vocabulary.credit_code import CreditCode
from huizhi.vocabulary.divisions import DivisionTable

HEADERS = (
    "统一社会信用代码,注册号,主体名称,曾用名,主体类型,行业代码,行政区划,功能区,管辖所,住所,法定代表人,注册资本(万元),"
    "成立日期,登记状态,状态日期,经营范围,联系电话"
)
DELIVERED = date(2026, 10, 31)


def write_registry(path: Path, rows: int, broken: float) -> None:
    """A registry file of `rows` rows of which the share `broken` cannot be accepted."""
    chance = random.Random(1)
    divisions = ("环翠区", "文登区", "371082", "乳山市")
    with path.open("w", encoding="utf-8") as file:
        file.write(HEADERS + "\n")
        for i in range(rows):
            code = CreditCode.make("9", "1", "371002", f"{i:08d}").text
            day = f"20{chance.randrange(10, 25)}-{chance.randrange(1, 13):02}-{chance.randrange(1, 29):02}"
            day = day if chance.random() >= broken else "不详"
            file.write(
                f"{code},3710{i:011},威海{i}号海产品有限公司,,企业,F5211,{divisions[i % 4]},,鲸园所,"
                f"山东省威海市环翠区世昌大道{i % 999}号,张{i % 1000},{chance.randrange(1, 100000) / 100},{day},存续,,"
                f'"水产品批发,零售;{i % 100}",138{i:08}\n'
            )


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and CPU seconds of one call."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - wall, time.process_time() - cpu


def main() -> None:
    """Measure twice and print the better run of each."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--broken", type=float, default=0.02)
    given = options.parse_args()
    contracts, divisions = feed.load_contracts(), DivisionTable.load()
    with tempfile.TemporaryDirectory() as folder:
        home, path = Path(folder), Path(folder) / "registry_bench.csv"
        write_registry(path, given.rows, given.broken)
        runs: dict[str, list[tuple[float, float]]] = {"bare": [], "land": [], "validate": []}
        for _ in range(2):
            for done in ("landing", "typed", "quarantine"):
                shutil.rmtree(home / done, ignore_errors=True)
            runs["bare"].append(timed(lambda: pl.read_csv(path).write_parquet(home / "bare.parquet")))
            receipt = []
            runs["land"].append(timed(lambda: receipt.append(feed.land(home, path, DELIVERED, contracts))))  # noqa: B023
            runs["validate"].append(
                timed(lambda: feed.validate(home, receipt[0], contracts["registry"], divisions))  # noqa: B023
            )
        counts = feed.validate(home, receipt[0], contracts["registry"], divisions)
        print_table(given.rows, path.stat().st_size, counts, {name: min(found) for name, found in runs.items()})


def print_table(rows: int, size: int, counts: feed.Counts, best: dict[str, tuple[float, float]]) -> None:
    """The table of ratios."""
    bare = best["bare"]
    both = tuple(a + b for a, b in zip(best["land"], best["validate"], strict=True))
    lines = [
        f"Feeds: {rows:,} registry rows, {size / 1e6:,.0f} MB CSV, {counts.quarantined:,} rows to quarantine",
        "",
        "| what | wall s | CPU s | wall ÷ bare | CPU ÷ bare |",
        "|---|---:|---:|---:|---:|",
        *(
            f"| {what} | {wall:.2f} | {cpu:.2f} | {wall / bare[0]:.1f} | {cpu / bare[1]:.1f} |"
            for what, (wall, cpu) in (
                ("bare CSV → Parquet", bare), ("land (hash, copy, sync)", best["land"]),
                ("validate → type → quarantine", best["validate"]), ("land and validate", both),
            )
        ),
    ]  # fmt: skip
    sys.stdout.write("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
