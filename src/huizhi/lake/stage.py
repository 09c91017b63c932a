"""A stage: derived tables computed from one commit as of one day, kept bucket by bucket, then sealed into a release."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from huizhi.lake import bucketing, durable
from huizhi.lake.engines import engine_type, named, parquet_scan
from huizhi.lake.facts import FactView
from huizhi.lake.protocol import Lake
from huizhi.lake.release import SCRATCH, SEALED, Output, OutputFile, Release, clear_scratch, install, settle, stage_lock
from huizhi.lake.schemas import TABLES
from huizhi.lake.snapshot import Snapshot

Made = ir.Table | Callable[[Lake], ir.Table]
CHECKED = 2048  # rows per bucket whose key is checked against the bucket they were computed in


class Stage:
    """The facts of one commit and the tables kept so far, as of one day; a `Lake` and a context manager."""

    def __init__(self, home: Path, con: Backend, snapshot: Snapshot, facts: FactView, as_of: date) -> None:
        self.as_of, self.buckets = as_of, snapshot.buckets
        self.kept: dict[str, Output] = {}
        self._con, self._snapshot, self._facts = con, snapshot, facts
        self._everything = StageBucket(self, None, "all")
        self._releases = home / "releases"
        self._path = self._releases / f"{SCRATCH}{as_of.isoformat()}"
        self._held: ExitStack | None = None

    @classmethod
    def begin(cls, home: Path, con: Backend, snapshot: Snapshot, facts: FactView, as_of: date) -> Stage:
        """Take the lock, finish or clear what a crashed stage left, and start empty; Refused while one is under way."""
        stage = cls(home, con, snapshot, facts, as_of)
        settle(stage._releases)
        with ExitStack() as held:
            held.enter_context(stage_lock(stage._releases))
            clear_scratch(stage._releases)
            stage._path.mkdir()
            stage._held = held.pop_all()
        return stage

    def __enter__(self) -> Stage:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up what was not sealed and let the next stage begin; harmless when already closed."""
        if self._held is not None:
            shutil.rmtree(self._path, ignore_errors=True)
            self._held.close()
            self._held = None

    def table(self, name: str, as_of: date) -> ir.Table:
        """A kept table, or a fact table as known at the end of `as_of`.

        KeyError for a name that is neither; ValueError when a kept table is asked for as of another day.
        """
        return self._everything.table(name, as_of)

    def bucket(self, bucket: int) -> StageBucket:
        """A lake that holds one bucket of the facts and of the tables kept by key; the others whole."""
        return StageBucket(self, bucket, f"b{bucket:03d}")

    def keep(self, name: str, made: Made, key: str | None = None, order: Sequence[str] = ()) -> Output:
        """Compute a table and keep it: readable from this stage at once, part of the release when sealed.

        A callable is called once, with a lake that is then turned from bucket to bucket, so only a bucket's rows are
        in memory at a time; an expression is computed over everything. With a `key` column, rows are laid into the
        buckets of that column, moved there if they were computed elsewhere. Rows are sorted by `order` and then by
        every other column, the key first if no order is given.
        """
        if name in self.kept or name in TABLES or not re.fullmatch(r"[a-z][a-z0-9_]*", name):
            raise ValueError(f"{name!r} is taken or is not a plain table name")
        making = _Making(self, name, key, tuple(order), self._path)
        self.kept[name] = making.in_buckets(made) if callable(made) else making.at_once(made)
        return self.kept[name]

    def seal(self, code_digest: str, notes: Mapping[str, Any] | None = None) -> Release:
        """Make the kept tables the release of this day; one that says the same already stays and is returned."""
        if self._held is None:
            raise ValueError("this stage is closed")
        facts = {
            "as_of": self.as_of.isoformat(),
            "code_digest": code_digest,
            "inputs": {name: self._snapshot.digest(name) for name in TABLES},
            "outputs": {name: output.to_json() for name, output in self.kept.items()},
            "notes": dict(notes or {}),
        }
        durable.replace_file(self._path / "release.json", durable.canonical_json(facts))
        for name in self.kept:
            durable.sync(self._path / name)
        sealed = self._releases / f"{SEALED}{self.as_of.isoformat()}"
        self._path.rename(sealed)
        durable.sync(self._releases)
        place = install(self._releases, sealed)
        self.close()
        return Release(place, self._con)


class StageBucket:
    """A stage read in one bucket (or in all: None); a `Lake` that remembers by which columns what it read is bucketed.

    `label` is part of its views' names: one label must not be read in two buckets at a time.
    """

    def __init__(self, stage: Stage, bucket: int | None, label: str) -> None:
        self._stage, self._bucket, self._label = stage, bucket, label
        self._facts = stage._facts if bucket is None else stage._facts.bucket(bucket, f"stage_{label}")
        self._tables: dict[str, ir.Table] = {}
        self.keys_read: set[str] = set()

    def table(self, name: str, as_of: date) -> ir.Table:
        """As `Stage.table`, this bucket only."""
        kept = self._stage.kept.get(name)
        if kept is None:
            self.keys_read.add("subject")
            return self._facts.table(name, as_of)
        if as_of != self._stage.as_of:
            raise ValueError(f"{name!r} is kept as of {self._stage.as_of}, not {as_of}")
        if kept.key is not None:
            self.keys_read.add(kept.key)
        if name not in self._tables:
            self._tables[name] = self._stage._con.table(self._point(kept))
        return self._tables[name]

    def turn_to(self, bucket: int) -> None:
        """Let every expression already made from this lake read another bucket."""
        self._bucket = bucket
        self._facts.turn_to(bucket)
        for name in self._tables:
            self._point(self._stage.kept[name])

    def _point(self, kept: Output) -> str:
        view = f"{kept.name}__s{self._stage.as_of:%Y%m%d}_{self._label}"
        query = kept.query(self._stage._path, self._bucket)
        self._stage._con.raw_sql(f"CREATE OR REPLACE VIEW {named(view)} AS {query}")
        return view


class _Making:
    """Writing one kept table."""

    def __init__(self, stage: Stage, name: str, key: str | None, order: tuple[str, ...], path: Path) -> None:
        self.stage, self.name, self.key, self.order = stage, name, key, order
        self.con = stage._con
        self.folder, self.parts = path / name, path / f".parts-{name}"
        self.columns: dict[str, str] = {}
        self.folder.mkdir()

    def at_once(self, expression: ir.Table) -> Output:
        query = self._query(expression)
        if self.key is None:
            return self._output([(0, query)])
        bucketing.split(self.con, query, self.key, self.stage.buckets, self.parts)
        return self._output(self._split_queries())

    def in_buckets(self, made: Callable[[Lake], ir.Table]) -> Output:
        lake = StageBucket(self.stage, 0, "turning")
        query = self._query(made(lake))
        if not lake.keys_read:
            raise ValueError(f"{self.name!r} reads nothing that is bucketed: every bucket would repeat it")
        stays = self.key is None or lake.keys_read == {self.key}
        files: list[OutputFile] = []
        for bucket in range(self.stage.buckets):
            lake.turn_to(bucket)
            if stays:
                files += self._write(bucket, query)
            else:
                bucketing.split(self.con, query, self.key, self.stage.buckets, self.parts / str(bucket))
        return self._sealed(files) if stays else self._output(self._split_queries())

    def _query(self, expression: ir.Table) -> str:
        """The expression's rows in exactly its declared types: an engine's wider sums do not reach the files."""
        self.columns = {name: str(kind.copy(nullable=True)) for name, kind in expression.schema().items()}
        if floats := [name for name, kind in expression.schema().items() if kind.is_floating()]:
            raise ValueError(f"{self.name!r}: {floats} are floats, whose sums depend on the order of the rows")
        if self.key is not None and self.key not in self.columns:
            raise ValueError(f"{self.name!r} has no column {self.key!r} to be bucketed by")
        view = f"{self.name}__made"
        self.con.create_view(view, expression, overwrite=True)
        selected = (
            f"CAST({named(name)} AS {engine_type(kind)}) AS {named(name)}" for name, kind in self.columns.items()
        )
        return f"SELECT {', '.join(selected)} FROM {named(view)}"

    def _split_queries(self) -> Iterator[tuple[int, str]]:
        for bucket in range(self.stage.buckets):
            if parts := bucketing.parts_of(self.parts, bucket):
                yield bucket, f"SELECT {', '.join(map(named, self.columns))} FROM {parquet_scan(parts)}"

    def _output(self, queries: Iterator[tuple[int, str]] | list[tuple[int, str]]) -> Output:
        return self._sealed([file for bucket, query in queries for file in self._write(bucket, query, check=False)])

    def _sealed(self, files: list[OutputFile]) -> Output:
        shutil.rmtree(self.parts, ignore_errors=True)
        return Output(self.name, self.columns, self.key, tuple(files))

    def _write(self, bucket: int, query: str, check: bool = True) -> list[OutputFile]:
        first = self.order or ((self.key,) if self.key else ())
        order = [*first, *(column for column in self.columns if column not in first)]
        path = self.folder / f"{bucket:03d}.parquet"
        written = bucketing.write_sorted(self.con, query, order, path)
        if not written.rows:
            path.unlink()
            return []
        if check and self.key is not None:
            self._check(bucket, path)
        return [OutputFile(bucket, written.sha256, written.rows, written.size)]

    def _check(self, bucket: int, path: Path) -> None:
        strayed = self.con.raw_sql(
            f"SELECT {named(self.key)} FROM (FROM {parquet_scan([path])} LIMIT {CHECKED})"
            f" WHERE {bucketing.bucket_sql(self.key, self.stage.buckets)} <> {bucket} LIMIT 1"
        ).fetchone()
        if strayed:
            raise ValueError(f"{self.name!r}: {self.key} {strayed[0]!r} was computed in bucket {bucket}, not its own")
