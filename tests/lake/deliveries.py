"""Typed files as a feed would hand them over, small enough to read in a test."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from huizhi.lake.schemas import columns_of
from huizhi.lake.store import TypedFile

TABLE = "population"


def day(number: int) -> date:
    """Day `number` of January 2026."""
    return date(2026, 1, number)


def sha(text: str) -> str:
    """SHA-256 of a text, as hex."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True)
class Delivery:
    """One file: its source, the day it was delivered, and its rows as (source_id, subject, residents)."""

    name: str
    delivered_on: date
    rows: Sequence[tuple[str, str, int]]
    source: str = "census"

    @property
    def digest(self) -> str:
        """The landed file's digest (made from its name)."""
        return sha(self.name)

    def typed(self) -> list[dict[str, Any]]:
        """Its rows as the lake's columns."""
        known_at = datetime.combine(self.delivered_on, time(8, 30))
        return [
            {
                "subject": subject, "occurred_at": datetime.combine(date(2020, 1, 1), time()), "known_at": known_at,
                "source": self.source, "source_id": source_id, "file_digest": self.digest, "row_number": number,
                "row_digest": sha(f"{source_id} {subject} {residents}"), "flags": None,
                "division": "371002", "year": 2025, "residents": residents,
            }
            for number, (source_id, subject, residents) in enumerate(self.rows, start=2)
        ]  # fmt: skip


def write(folder: Path, deliveries: Iterable[Delivery], table: str = TABLE) -> dict[str, list[TypedFile]]:
    """Write deliveries as typed Parquet and return what `LakeStore.commit` is given."""
    files: list[TypedFile] = []
    for delivery in deliveries:
        path = folder / f"{delivery.digest}.parquet"
        write_rows(path, delivery.typed(), table)
        files.append((path, delivery.digest))
    return {table: files}


def write_rows(path: Path, rows: list[dict[str, Any]], table: str = TABLE) -> None:
    """Write rows as one typed file of a table."""
    pq.write_table(pa.Table.from_pylist(rows, schema=ibis.schema(columns_of(table)).to_pyarrow()), path)


def rows_of(expression: ibis.Table) -> list[dict[str, Any]]:
    """The rows of an expression in a fixed order, to be compared."""
    return sorted(expression.to_pyarrow().to_pylist(), key=all_columns)


def all_columns(row: dict[str, Any]) -> tuple[str, ...]:
    """A sort key made of every column."""
    return tuple(map(str, row.values()))
