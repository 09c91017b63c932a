"""Reading facts: the version of every record that was known at the end of a day, or all of them.

A stored version carries `superseded_at`: the `known_at` of the version that replaced it, null while it is the latest.
So "as known at the end of a day" is a filter over one scan, in one bucket or in all, on any engine.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from pathlib import Path

import ibis
import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from huizhi.lake import bucketing
from huizhi.lake.engines import engine_type, named, parquet_scan
from huizhi.lake.schemas import columns_of
from huizhi.lake.snapshot import Snapshot, TableState

SUPERSEDED = "superseded_at"


def stored_columns(table: str) -> dict[str, str]:
    """Column -> Ibis type of a table's files: its facts, and when each version was superseded."""
    return {**columns_of(table), SUPERSEDED: "timestamp(6)"}


def end_of(day: date) -> datetime:
    """The first instant that is no longer `day`, in the city's civil time."""
    return datetime.combine(day + timedelta(days=1), time())


def known_at_end_of(versions: ir.Table, day: date) -> ir.Table:
    """The version of each record that was the latest known when `day` ended."""
    limit = ibis.literal(end_of(day), "timestamp(6)")
    known = versions.known_at < limit
    still = versions[SUPERSEDED].isnull() | (versions[SUPERSEDED] >= limit)
    return versions.filter(known & still).drop(SUPERSEDED)


class FactView:
    """The fact tables of one snapshot, in all buckets or in one; a `Lake`. `label` is part of its views' names."""

    def __init__(
        self, con: Backend, folder: Path, snapshot: Snapshot, bucket: int | None = None, label: str = "all"
    ) -> None:
        self._con, self._folder, self._snapshot, self._bucket, self._label = con, folder, snapshot, bucket, label
        self._versions: dict[str, ir.Table] = {}

    def bucket(self, bucket: int, label: str = "") -> FactView:
        """The same snapshot, one bucket of it."""
        return FactView(self._con, self._folder, self._snapshot, bucket, label or f"b{bucket:03d}")

    def turn_to(self, bucket: int) -> None:
        """Let every expression already made from this view read another bucket."""
        self._bucket = bucket
        for name in self._versions:
            self._point(name)

    def table(self, name: str, as_of: date) -> ir.Table:
        """Columns `columns_of(name)`: each record's latest version known at the end of `as_of`; KeyError if unknown."""
        return known_at_end_of(self._all_versions(name), as_of)

    def history(self, name: str) -> ir.Table:
        """Columns `columns_of(name)`: every version of every record; KeyError for an unknown table."""
        return self._all_versions(name).drop(SUPERSEDED)

    def _all_versions(self, name: str) -> ir.Table:
        if name not in self._versions:
            self._versions[name] = self._con.table(self._point(name))
        return self._versions[name]

    def _point(self, name: str) -> str:
        view = f"{name}__c{self._snapshot.number}_{self._label}"
        query = stored_query(name, self._snapshot.tables.get(name), self._folder, self._bucket)
        self._con.raw_sql(f"CREATE OR REPLACE VIEW {named(view)} AS {query}")
        return view


def stored_query(name: str, state: TableState | None, folder: Path, bucket: int | None = None) -> str:
    """A query for the stored versions of a table; columns that its files do not have yet are null."""
    columns = {column: engine_type(kind) for column, kind in stored_columns(name).items()}
    files = [f for f in state.files if bucket in (None, f.bucket)] if state else []
    if not files:
        return bucketing.scan([], columns)
    selected = ", ".join(
        f"CAST({named(column) if column in state.columns else 'NULL'} AS {kind}) AS {named(column)}"
        for column, kind in columns.items()
    )
    return f"SELECT {selected} FROM {parquet_scan([folder / name / f'{f.sha256}.parquet' for f in files])}"
