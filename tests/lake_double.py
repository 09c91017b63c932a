"""A lake in memory for tests of analytical tables: plain rows in, the same as-of answers as the real one."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

import ibis
import ibis.expr.types as ir
import pyarrow as pa

from huizhi.lake.bucketing import bucket_of
from huizhi.lake.schemas import TABLES, columns_of

Row = dict[str, Any]
Rows = Iterable[Row] | tuple[Iterable[Row], Mapping[str, str]]


class MemoryLake:
    """`{table: rows}`, rows being dicts; a table that is not a fact table is given as `(rows, {column: Ibis type})`.

    A fact row may leave out any column: source = the table's name, source_id = its position, known_at = occurred_at
    (2000-01-01 when that is missing too), row_number = position + 2, digests made up; the rest is null. Dates are
    taken where instants are meant. Tables that are not facts are returned whole, whatever the day. `keys` names the
    column a derived table is bucketed by; without one `bucket(b)` has all of it.
    """

    def __init__(self, tables: Mapping[str, Rows], buckets: int = 1, keys: Mapping[str, str] | None = None) -> None:
        self.buckets, self._keys, self._bucket = buckets, dict(keys or {}), None
        self._schemas: dict[str, dict[str, str]] = {}
        self._rows: dict[str, list[Row]] = {}
        for name, given in tables.items():
            rows, schema = given if isinstance(given, tuple) else (given, columns_of(name))
            self._schemas[name] = dict(schema)
            self._rows[name] = [_fact(name, n, row) if name in TABLES else row for n, row in enumerate(rows)]

    def bucket(self, bucket: int) -> MemoryLake:
        """The same lake, one bucket of it."""
        one = MemoryLake({}, self.buckets, self._keys)
        one._schemas, one._rows, one._bucket = self._schemas, self._rows, bucket
        return one

    def table(self, name: str, as_of: date) -> ir.Table:
        """As `huizhi.lake.protocol.Lake.table`; a fact table without rows is empty, another unknown name a KeyError."""
        schema = self._schemas[name] if name in self._schemas else columns_of(name)
        rows = self._rows.get(name, [])
        if name in TABLES:
            rows = latest_known(rows, as_of)
        key = "subject" if name in TABLES else self._keys.get(name)
        if self._bucket is not None and key is not None:
            rows = [row for row in rows if bucket_of(row[key], self.buckets) == self._bucket]
        return memory_table(rows, schema)


def memory_table(rows: Iterable[Row], schema: Mapping[str, str]) -> ir.Table:
    """Rows as an Ibis table of exactly this schema; a column a row does not have is null."""
    kinds = ibis.schema(schema)
    return ibis.memtable(pa.Table.from_pylist([_typed(row, kinds) for row in rows], schema=kinds.to_pyarrow()))


def latest_known(rows: Iterable[Row], as_of: date) -> list[Row]:
    """The latest version of each (source, source_id) known when `as_of` ended; row_digest decides between equals."""
    limit = datetime.combine(as_of + timedelta(days=1), time())
    latest: dict[tuple[str, str], Row] = {}
    for row in sorted(rows, key=lambda r: (r["known_at"], r["row_digest"])):
        if row["known_at"] < limit:
            latest[row["source"], row["source_id"]] = row
    return list(latest.values())


def _fact(table: str, position: int, row: Row) -> Row:
    made_up = {
        "source": table,
        "source_id": str(position),
        "row_number": position + 2,
        "file_digest": hashlib.sha256(table.encode()).hexdigest(),
        "row_digest": hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest(),
        "known_at": row.get("occurred_at") or date(2000, 1, 1),
    }
    if unknown := set(row) - set(columns_of(table)):
        raise KeyError(f"{table} has no columns {sorted(unknown)}")
    fact = {**made_up, **row}
    return {**fact, "known_at": _instant(fact["known_at"])}


def _typed(row: Row, kinds: ibis.Schema) -> Row:
    return {name: _instant(row.get(name)) if kind.is_timestamp() else row.get(name) for name, kind in kinds.items()}


def _instant(value: Any) -> Any:
    plain_date = isinstance(value, date) and not isinstance(value, datetime)
    return datetime.combine(value, time()) if plain_date else value
