"""The engines: how a connection is set up, how an expression is run, and what it reads like for another engine."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Literal

import ibis
import ibis.expr.datatypes as dt
import ibis.expr.types as ir
import pyarrow as pa
from ibis.backends.duckdb import Backend
from ibis.backends.sql.datatypes import DuckDBType

Engine = Literal["duckdb", "pyspark"]
NOTHING = "no_rows"  # an empty table in every connection, see `bucketing.write_sorted`
MEMORY_CEILING = 4 << 30  # bytes; a bucket fits many times over, so more would only hide a query that is not bucketed


def connect(home: Path) -> Backend:
    """A fresh embedded engine that spills under `home`/tmp and never loads an extension from the network.

    HUIZHI_THREADS and HUIZHI_MEMORY (e.g. "2GiB") override the defaults: every core, and the smaller of 4 GiB and
    half the machine. Row order is preserved, which is what makes a sorted Parquet file the same bytes every time.
    """
    spill = home / "tmp"
    spill.mkdir(parents=True, exist_ok=True)
    con = ibis.duckdb.connect(
        threads=int(os.environ.get("HUIZHI_THREADS") or os.cpu_count() or 1),
        memory_limit=os.environ.get("HUIZHI_MEMORY") or f"{_default_memory() >> 20}MiB",
        temp_directory=str(spill / "duckdb"),
        preserve_insertion_order=True,
        autoinstall_known_extensions=False,
        autoload_known_extensions=False,
    )
    con.raw_sql(f"CREATE TEMP TABLE {NOTHING} (nothing INTEGER)")
    return con


def execute(expression: ir.Table) -> pa.Table:
    """Run an expression on the engine it is bound to (an in-memory one when it is bound to none)."""
    return expression.to_pyarrow()


def compile_for(engine: Engine, expression: ir.Table) -> str:
    """The expression as SQL text for an engine; raises ibis' own error where that engine cannot express it."""
    return str(ibis.to_sql(expression, dialect=engine))


@cache
def engine_type(kind: str | dt.DataType) -> str:
    """An Ibis type as the embedded engine writes it: "timestamp(6)" -> "TIMESTAMP"."""
    return DuckDBType.to_string(dt.dtype(kind))


def quoted(text: str) -> str:
    """A SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def named(column: str) -> str:
    """A SQL identifier."""
    return '"' + column.replace('"', '""') + '"'


def parquet_scan(paths: list[Path]) -> str:
    """A FROM item reading these files in this order; the folder names above them mean nothing."""
    files = ", ".join(quoted(str(path)) for path in paths)
    return f"read_parquet([{files}], hive_partitioning=false)"


def _default_memory() -> int:
    physical = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return min(MEMORY_CEILING, physical // 2)
