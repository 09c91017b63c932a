"""Typed files on their way in: what a feed hands over, checked before a row of it is merged."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend

from huizhi.lake.engines import engine_type, named, parquet_scan
from huizhi.lake.schemas import columns_of
from huizhi.lake.snapshot import Delivered
from huizhi.vocabulary.refused import Refused

NEVER_NULL = ("known_at", "source", "source_id", "file_digest", "row_number", "row_digest")


def look_at(con: Backend, table: str, path: Path, file_digest: str) -> Delivered:
    """What a typed file of `table` brings, before anything is stored; Refused when it does not keep the contract."""
    found, wanted = set(pq.read_schema(path).names), set(columns_of(table))
    if found != wanted:
        raise _refused(table, path, f"missing columns {sorted(wanted - found)}, extra columns {sorted(found - wanted)}")
    present = ", ".join(f"count({column})" for column in NEVER_NULL)
    rows, source, last_source, digest, last_digest, known_from, known_to, *counts = con.raw_sql(
        "SELECT count(*), min(source), max(source), min(file_digest), max(file_digest),"
        f" min(known_at), max(known_at), {present} FROM {parquet_scan([path])}"
    ).fetchone()
    if empty := [column for column, count in zip(NEVER_NULL, counts, strict=True) if count != rows]:
        raise _refused(table, path, f"rows without {empty}")
    if source != last_source:
        raise _refused(table, path, f"more than one source: {source}, {last_source}")
    if rows and {digest, last_digest} != {file_digest}:
        raise _refused(table, path, f"rows of file {digest}, handed over as {file_digest}")
    return Delivered(file_digest, source or "", str(path), _iso(known_from), _iso(known_to), rows)


def rows_query(table: str, paths: list[Path]) -> str:
    """A query for the rows of typed files, columns in the table's order and types."""
    selected = ", ".join(
        f"CAST({named(c)} AS {engine_type(kind)}) AS {named(c)}" for c, kind in columns_of(table).items()
    )
    return f"SELECT {selected} FROM {parquet_scan(paths)}"


def _iso(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat(timespec="microseconds")


def _refused(table: str, path: Path, problem: str) -> Refused:
    return Refused(
        "lake.not_typed", f"类型化文件不符合数据表“{table}”的约定：{problem}。",
        f"A typed file does not keep the contract of table {table!r}: {problem}.",
        what_is_safe="数据湖没有任何改动。", what_to_do="修正该来源的约定后重新校验。",
        what_is_safe_en="The lake is unchanged.",
        what_to_do_en="Mend the source's contract and validate the file again.",
        context={"file": str(path)},
    )  # fmt: skip
