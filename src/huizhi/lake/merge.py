"""Merging delivered rows into one table's buckets, so that the result depends on the rows and not on their history.

The versions of a record, (source, source_id), are ordered by (known_at, row_digest, file_digest, row_number). A version
that says what the one before it said is a repeat and is not kept; of each kept version we store when the next one
superseded it. Both depend only on the set of rows. Files that are not newer than everything known of their source make
the later files of that source be merged again, because a repeat dropped before may now be a return to an old value.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from ibis.backends.duckdb import Backend

from huizhi.lake import bucketing
from huizhi.lake.engines import named, parquet_scan, quoted
from huizhi.lake.facts import SUPERSEDED, stored_columns, stored_query
from huizhi.lake.incoming import rows_query
from huizhi.lake.schemas import FACT_COLUMNS, columns_of
from huizhi.lake.snapshot import BucketFile, Delivered, TableState
from huizhi.vocabulary.refused import Refused

RECORD = ("source", "source_id")
VERSION_ORDER = ("known_at", "row_digest", "file_digest", "row_number")
FILE_ORDER = ("subject", "occurred_at", *RECORD, *VERSION_ORDER)
KEYS_AT_ONCE = 5_000_000  # records whose buckets are compared in memory at a time


@dataclass(frozen=True)
class Merged:
    """A table after a merge: its new state, and the new files with their stored rows counted."""

    state: TableState
    delivered: tuple[Delivered, ...]


@dataclass(frozen=True)
class Merge:
    """One table's merge: `folder` holds the table's files, `work` is scratch space on the same disk."""

    con: Backend
    table: str
    state: TableState
    buckets: int
    folder: Path
    work: Path

    def run(self, fresh: list[Delivered], earlier: list[Delivered]) -> Merged:
        """Merge the rows of `fresh` files; `earlier` are the files the table already holds."""
        self._split(fresh, earlier)
        self._gather_movers(sum(file.rows for file in fresh))
        files = {file.bucket: file for file in self.state.files}
        kept: dict[tuple[str, str], int] = {}
        for bucket in self._touched():
            files.pop(bucket, None)
            if written := self._write(bucket):
                files[bucket] = written
        state = TableState(stored_columns(self.table), tuple(files[bucket] for bucket in sorted(files)))
        kept = self._stored_rows(state, fresh)
        return Merged(state, tuple(replace(f, stored=kept.get((f.file_digest, f.source), 0)) for f in fresh))

    def _split(self, fresh: list[Delivered], earlier: list[Delivered]) -> None:
        rows = rows_query(self.table, [Path(file.path) for file in fresh])
        bucketing.split(self.con, rows, "subject", self.buckets, self.work / "fresh")
        if again := _to_merge_again(fresh, earlier):
            rows = (
                f"SELECT * FROM ({rows_query(self.table, again)})"
                f" SEMI JOIN (SELECT {', '.join(RECORD)} FROM ({rows})) USING ({', '.join(RECORD)})"
            )
            bucketing.split(self.con, rows, "subject", self.buckets, self.work / "again")

    def _gather_movers(self, fresh_rows: int) -> None:
        """Table `movers`: all versions, wherever they are, of the records whose subject changed and so their bucket."""
        slices = fresh_rows // KEYS_AT_ONCE + 1
        keys = ", ".join(RECORD)
        self.con.raw_sql("CREATE OR REPLACE TEMP TABLE mover_keys (source VARCHAR, source_id VARCHAR)")
        fresh, stored = self._fresh_with_bucket(keys), self._stored_with_bucket(keys)
        for number in range(slices):
            part = f"hash({keys}) % {slices} = {number}"
            self.con.raw_sql(
                f"INSERT INTO mover_keys WITH fresh AS (SELECT DISTINCT * FROM ({fresh}) WHERE {part})"
                f" SELECT {keys} FROM (FROM fresh UNION ALL FROM ({stored}) SEMI JOIN fresh USING ({keys}))"
                f" GROUP BY {keys} HAVING min(bucket) <> max(bucket)"
            )
        columns = ", ".join(map(named, columns_of(self.table)))
        everywhere = f"{self._fresh_with_bucket(columns)} UNION ALL {self._stored_with_bucket(columns)}"
        wanted = f"SEMI JOIN mover_keys USING ({keys})" if self._mover_count() else "WHERE false"
        chained = _chained(f"SELECT * FROM ({everywhere}) {wanted}")
        self.con.raw_sql(f"CREATE OR REPLACE TEMP TABLE movers AS {chained}")

    def _mover_count(self) -> int:
        return self.con.raw_sql("SELECT count(*) FROM mover_keys").fetchone()[0]

    def _fresh_with_bucket(self, columns: str) -> str:
        queries = [
            f"SELECT {columns}, {bucket} AS bucket FROM {parquet_scan(paths)}"
            for bucket in range(self.buckets)
            if (paths := bucketing.parts_of(self.work, bucket))
        ]
        return " UNION ALL ".join(queries) or f"SELECT {columns}, 0 AS bucket FROM ({self._stored(None)}) WHERE false"

    def _stored_with_bucket(self, columns: str) -> str:
        queries = [f"SELECT {columns}, {f.bucket} AS bucket FROM ({self._stored(f.bucket)})" for f in self.state.files]
        return " UNION ALL ".join(queries) or f"SELECT {columns}, 0 AS bucket FROM ({self._stored(None)}) WHERE false"

    def _stored(self, bucket: int | None) -> str:
        return stored_query(self.table, self.state, self.folder.parent, bucket)

    def _touched(self) -> list[int]:
        if self.state.columns != stored_columns(self.table):
            return list(range(self.buckets))
        moved = {row[0] for row in self.con.raw_sql("SELECT DISTINCT bucket FROM movers").fetchall()}
        return [b for b in range(self.buckets) if b in moved or bucketing.parts_of(self.work, b)]

    def _write(self, bucket: int) -> BucketFile | None:
        path = self.folder / f".bucket-{bucket:03d}.parquet"
        written = bucketing.write_sorted(self.con, self._bucket_query(bucket), FILE_ORDER, path)
        if not written.rows:
            path.unlink()
            return None
        digest = _digest_of(self.con, path)
        path.replace(self.folder / f"{written.sha256}.parquet")
        return BucketFile(bucket, written.sha256, written.rows, written.size, digest)

    def _bucket_query(self, bucket: int) -> str:
        """The bucket's rows after the merge: untouched records as they are, the others chained anew."""
        columns, keys = ", ".join(map(named, columns_of(self.table))), ", ".join(RECORD)
        kinds = dict.fromkeys(RECORD, "VARCHAR")
        stored, parts = self._stored(bucket), bucketing.parts_of(self.work, bucket)
        fresh = f"SELECT {columns} FROM {parquet_scan(parts)}" if parts else f"SELECT {columns} FROM movers WHERE false"
        changed = f"{bucketing.scan(parts, kinds)} UNION FROM mover_keys"
        chained = _chained(
            f"SELECT * FROM (SELECT {columns} FROM (FROM ({stored}) SEMI JOIN changed USING ({keys}))"
            f" UNION ALL {fresh}) ANTI JOIN mover_keys USING ({keys})"
        )
        return (
            f"WITH changed AS MATERIALIZED ({changed})"
            f" SELECT {columns}, {SUPERSEDED} FROM ({stored}) ANTI JOIN changed USING ({keys})"
            f" UNION ALL SELECT {columns}, {SUPERSEDED} FROM ({chained})"
            f" UNION ALL SELECT {columns}, {SUPERSEDED} FROM movers WHERE bucket = {bucket}"
        )

    def _stored_rows(self, state: TableState, fresh: list[Delivered]) -> dict[tuple[str, str], int]:
        if not state.files:
            return {}
        digests = ", ".join(quoted(file.file_digest) for file in fresh)
        paths = [self.folder / f"{file.sha256}.parquet" for file in state.files]
        found = self.con.raw_sql(
            f"SELECT file_digest, source, count(*) FROM {parquet_scan(paths)}"
            f" WHERE file_digest IN ({digests}) GROUP BY ALL"
        )
        return {(digest, source): rows for digest, source, rows in found.fetchall()}


def _chained(versions: str) -> str:
    """Versions without repeats, each with the instant the next one superseded it."""
    order = f"PARTITION BY {', '.join(RECORD)} ORDER BY {', '.join(VERSION_ORDER)}"
    kept = f"SELECT * FROM ({versions}) QUALIFY row_digest IS DISTINCT FROM lag(row_digest) OVER ({order})"
    return f"SELECT *, lead(known_at) OVER ({order}) AS {SUPERSEDED} FROM ({kept})"


def _to_merge_again(fresh: list[Delivered], earlier: list[Delivered]) -> list[Path]:
    """Typed files already merged that are not older than a fresh file of the same source."""
    starts: dict[str, str] = {}
    for file in fresh:
        if file.known_from is not None:
            starts[file.source] = min(file.known_from, starts.get(file.source, file.known_from))
    again = [f for f in earlier if f.known_to is not None and f.source in starts and f.known_to >= starts[f.source]]
    if lost := [file.path for file in again if not Path(file.path).exists()]:
        raise Refused(
            "lake.typed_file_gone", "较早的文件迟到，需要重新合并之后的文件，但其类型化文件已不在。",
            "A late file needs the later files of its source merged again, but those typed files are gone.",
            what_is_safe="数据湖没有任何改动。", what_to_do="对已落地的原文件重新校验，再运行一次。",
            what_is_safe_en="The lake is unchanged.",
            what_to_do_en="Validate the landed originals again, then repeat this run.",
            context={"files": lost},
        )  # fmt: skip
    return [Path(file.path) for file in again]


def _digest_of(con: Backend, path: Path) -> str:
    """SHA-256 over the facts of a sorted file, one line of shared columns each, however Parquet wrote them."""
    line = ", ".join(f"coalesce(CAST({column} AS VARCHAR), '')" for column in FACT_COLUMNS)
    digest = hashlib.sha256()
    lines = con.con.sql(f"SELECT concat_ws(chr(31), {line}) || chr(10) AS line FROM {parquet_scan([path])}")
    for batch in lines.to_arrow_reader(bucketing.ROWS_PER_GROUP):
        whole = pa.ListArray.from_arrays(pa.array([0, len(batch)], pa.int32()), batch.column(0))
        digest.update(pc.binary_join(whole, "")[0].as_buffer())
    return digest.hexdigest()
