"""What one commit says the lake holds: for every table its bucket files, and every delivered file with its counts."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from huizhi.lake import durable
from huizhi.lake.schemas import columns_of


@dataclass(frozen=True)
class BucketFile:
    """One bucket's file: named by SHA-256 of its bytes; `digest` is over the facts in it, whatever wrote them."""

    bucket: int
    sha256: str
    rows: int
    size: int
    digest: str


@dataclass(frozen=True)
class TableState:
    """One table at one commit: the columns its files have, and at most one file per bucket, in bucket order."""

    columns: dict[str, str]
    files: tuple[BucketFile, ...] = ()

    @property
    def rows(self) -> int:
        """Stored versions, every correction counted."""
        return sum(file.rows for file in self.files)


@dataclass(frozen=True)
class Delivered:
    """One typed file as it was committed: rows = stored + unchanged; instants are ISO text, None for an empty file."""

    file_digest: str
    source: str
    path: str
    known_from: str | None
    known_to: str | None
    rows: int
    stored: int = 0

    @property
    def unchanged(self) -> int:
        """Rows that repeated what was already known and so are not stored again."""
        return self.rows - self.stored


@dataclass(frozen=True)
class FileCounts:
    """What became of the rows of one delivered file in one table."""

    rows: int
    stored: int
    unchanged: int


@dataclass(frozen=True)
class Snapshot:
    """The whole lake at one commit; commit 0 is the empty lake."""

    number: int
    buckets: int
    tables: dict[str, TableState] = field(default_factory=dict)
    delivered: dict[str, tuple[Delivered, ...]] = field(default_factory=dict)

    def digest(self, table: str) -> str:
        """SHA-256 over the facts of a table, the same however many commits brought them; KeyError when unknown."""
        state = self.tables.get(table, TableState(columns_of(table)))
        content = [table, self.buckets, [[file.bucket, file.rows, file.digest] for file in state.files]]
        return hashlib.sha256(durable.canonical_json(content)).hexdigest()

    def holds(self, table: str, file_digest: str, source: str) -> bool:
        """True when this file's rows for this table and source are already in."""
        return any(d.file_digest == file_digest and d.source == source for d in self.delivered.get(table, ()))

    def counts(self, table: str, file_digest: str) -> FileCounts:
        """The counts of one delivered file in one table; KeyError when it was never committed."""
        found = [d for d in self.delivered.get(table, ()) if d.file_digest == file_digest]
        if not found:
            raise KeyError((table, file_digest))
        rows, stored = sum(d.rows for d in found), sum(d.stored for d in found)
        return FileCounts(rows, stored, rows - stored)

    def with_table(self, name: str, state: TableState, delivered: Iterable[Delivered]) -> Snapshot:
        """This snapshot with one table's new state and the files that brought it."""
        files = (*self.delivered.get(name, ()), *delivered)
        return replace(self, tables={**self.tables, name: state}, delivered={**self.delivered, name: files})

    def to_json(self) -> bytes:
        """The manifest's bytes; digests and row sums are written for readers, and recomputed when read."""
        tables = {
            name: {"columns": state.columns, "files": [asdict(f) for f in state.files],
                   "rows": state.rows, "digest": self.digest(name)}
            for name, state in self.tables.items()
        }  # fmt: skip
        delivered = {
            name: [{**asdict(d), "unchanged": d.unchanged} for d in files] for name, files in self.delivered.items()
        }
        return durable.canonical_json(
            {"commit": self.number, "buckets": self.buckets, "tables": tables, "delivered": delivered}
        )

    @classmethod
    def from_json(cls, text: bytes) -> Snapshot:
        """The snapshot a manifest describes."""
        raw: dict[str, Any] = json.loads(text)
        tables = {
            name: TableState(state["columns"], tuple(BucketFile(**file) for file in state["files"]))
            for name, state in raw["tables"].items()
        }
        delivered = {name: tuple(_delivered(entry) for entry in files) for name, files in raw["delivered"].items()}
        return cls(raw["commit"], raw["buckets"], tables, delivered)


def _delivered(entry: dict[str, Any]) -> Delivered:
    return Delivered(**{key: value for key, value in entry.items() if key != "unchanged"})
