"""Hash buckets: which bucket a key belongs to, splitting rows by bucket, and writing one bucket's sorted file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ibis.backends.duckdb import Backend

from huizhi.lake import durable
from huizhi.lake.engines import NOTHING, named, parquet_scan, quoted

MOST = 256
ROWS_PER_GROUP = 122_880  # fixed, because the bytes of a file depend on it
ROWS_IN_HAND = 524_288  # rows of all buckets together that wait to be written while rows are split
PART = "__bucket"


@dataclass(frozen=True)
class Written:
    """A finished Parquet file: where it is, SHA-256 of its bytes, its rows and its size in bytes."""

    path: Path
    sha256: str
    rows: int
    size: int


def check_bucket_count(buckets: int) -> int:
    """The count itself when it is a power of two from 1 to 256; ValueError otherwise."""
    if not 1 <= buckets <= MOST or buckets & (buckets - 1):
        raise ValueError(f"the number of buckets must be a power of two from 1 to {MOST}, not {buckets}")
    return buckets


def bucket_of(key: str | None, buckets: int) -> int:
    """The bucket of a key: the top bits of SHA-256 of its UTF-8 text; no key counts as the empty text."""
    return hashlib.sha256((key or "").encode()).digest()[0] * buckets // MOST


def bucket_sql(column: str, buckets: int) -> str:
    """The same as `bucket_of`, as a SQL expression over a column."""
    first_byte = f"CAST('0x' || left(sha256(coalesce(CAST({named(column)} AS VARCHAR), '')), 2) AS INTEGER)"
    return f"({first_byte} * {buckets} // {MOST})"


def split(con: Backend, query: str, key: str, buckets: int, folder: Path) -> None:
    """Run a query once and lay its rows down by bucket of `key`, unsorted, as `folder`/__bucket=N/*.parquet."""
    folder.mkdir(parents=True)
    con.raw_sql(
        f"COPY (SELECT *, {bucket_sql(key, buckets)} AS {PART} FROM ({query})) TO {quoted(str(folder))}"
        f" (FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE {ROWS_IN_HAND // buckets}, PARTITION_BY ({PART}))"
    )


def parts_of(folder: Path, bucket: int) -> list[Path]:
    """The files that `split` (called any number of times on sub-folders) laid down for one bucket."""
    return sorted(folder.glob(f"**/{PART}={bucket}/*.parquet"))


def write_sorted(con: Backend, query: str, order: Sequence[str], path: Path) -> Written:
    """Write a query's rows to `path`, sorted; `order` must be a total order for the bytes to be reproducible.

    The writer marks a column as never null when the optimizer happens to know that, which would let the plan change
    the bytes. Adding the rows of an empty table, where every column may be null, hides what it knows.
    """
    keys = ", ".join(f"{named(column)} ASC NULLS FIRST" for column in order)
    rows = f"SELECT * FROM ({query}) UNION ALL BY NAME SELECT NULL AS {named(order[0])} FROM {NOTHING}"
    path.parent.mkdir(parents=True, exist_ok=True)
    counted = con.raw_sql(
        f"COPY (SELECT * FROM ({rows}) ORDER BY {keys}) TO {quoted(str(path))}"
        f" (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1, ROW_GROUP_SIZE {ROWS_PER_GROUP})"
    )
    rows = counted.fetchone()[0]
    durable.sync(path)
    return Written(path, durable.sha256_of(path), rows, path.stat().st_size)


def scan(paths: list[Path], columns: dict[str, str]) -> str:
    """A query reading these files, or no rows of these columns (name -> engine type) when there are no files."""
    if paths:
        return f"SELECT {', '.join(map(named, columns))} FROM {parquet_scan(paths)}"
    empty = ", ".join(f"CAST(NULL AS {kind}) AS {named(name)}" for name, kind in columns.items())
    return f"SELECT {empty} WHERE false"
