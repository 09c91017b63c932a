"""A release: the tables made from the lake as of one day, sealed with the digests of what went in and what came out.

releases/<as_of>/release.json                    what it is
releases/<as_of>/<table>/<bucket>.parquet        sorted rows
releases/superseded/<as_of>-<digest>/            a release of the same day with other results, kept
releases/.sealed-<as_of>/                        whole, not yet in place; `Release.open` puts it there
"""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import ibis.expr.types as ir
import pyarrow.parquet as pq
from ibis.backends.duckdb import Backend

from huizhi.lake import bucketing, durable, engines
from huizhi.vocabulary.refused import Refused

BATCH = 65_536
PATIENCE = 5.0  # seconds to wait for another process that is putting a release in place
SEALED, SCRATCH = ".sealed-", ".tmp-"


@dataclass(frozen=True)
class OutputFile:
    """One sorted file of an output table."""

    bucket: int
    sha256: str
    rows: int
    size: int


@dataclass(frozen=True)
class Output:
    """One table of a release: columns (name -> Ibis type), the column it is bucketed by (or none), its files."""

    name: str
    columns: dict[str, str]
    key: str | None
    files: tuple[OutputFile, ...]

    @property
    def rows(self) -> int:
        """Rows in all files."""
        return sum(file.rows for file in self.files)

    @property
    def sha256(self) -> str:
        """SHA-256 over one line "<bucket> <sha256>" per file."""
        return hashlib.sha256("".join(f"{f.bucket} {f.sha256}\n" for f in self.files).encode()).hexdigest()

    def query(self, folder: Path, bucket: int | None = None) -> str:
        """A query for the rows, in file order; of one bucket only when the table is bucketed by a key."""
        every = bucket is None or self.key is None
        paths = [folder / self.name / f"{f.bucket:03d}.parquet" for f in self.files if every or f.bucket == bucket]
        return bucketing.scan(paths, {name: engines.engine_type(kind) for name, kind in self.columns.items()})

    def to_json(self) -> dict[str, Any]:
        """The entry of release.json."""
        return {"sha256": self.sha256, "rows": self.rows, "key": self.key,
                "columns": list(self.columns.items()), "files": [asdict(file) for file in self.files]}  # fmt: skip

    @classmethod
    def from_json(cls, name: str, raw: dict[str, Any]) -> Output:
        """The output an entry of release.json describes."""
        return cls(name, dict(raw["columns"]), raw["key"], tuple(OutputFile(**file) for file in raw["files"]))


class Release:
    """A sealed release, read-only."""

    def __init__(self, path: Path, con: Backend) -> None:
        self.path, self._con = path, con
        self.facts: dict[str, Any] = json.loads((path / "release.json").read_bytes())
        self.as_of = date.fromisoformat(self.facts["as_of"])
        self.outputs = {name: Output.from_json(name, raw) for name, raw in self.facts["outputs"].items()}

    @classmethod
    def open(cls, home: Path | str, as_of: date | None = None, con: Backend | None = None) -> Release:
        """The release of a day, or the one of the latest day; finishes what a killed process began. Refused if none."""
        home = Path(home).absolute()
        releases = home / "releases"
        settle(releases)
        days = sorted(path.parent.name for path in releases.glob("[0-9]*/release.json"))
        wanted = as_of.isoformat() if as_of else (days[-1] if days else "")
        if wanted not in days:
            raise _none(wanted)
        return cls(releases / wanted, con or engines.connect(home))

    @property
    def digests(self) -> dict[str, str]:
        """Output name -> SHA-256."""
        return {name: output.sha256 for name, output in self.outputs.items()}

    @property
    def inputs(self) -> dict[str, str]:
        """Fact table -> digest of what the lake held when this was made."""
        return dict(self.facts["inputs"])

    @property
    def digest(self) -> str:
        """SHA-256 over the day and the digests of the outputs: two releases with the same digest say the same."""
        return digest_of(self.facts)

    def table(self, name: str) -> ir.Table:
        """One output as an expression; KeyError for a name it does not have."""
        view = f"{name}__r{self.as_of:%Y%m%d}_{self.digest[:12]}"
        query = self.outputs[name].query(self.path)
        self._con.raw_sql(f"CREATE OR REPLACE VIEW {engines.named(view)} AS {query}")
        return self._con.table(view)

    def rows(self, name: str, columns: Sequence[str] | None = None) -> Iterator[tuple[Any, ...]]:
        """The rows of one output as tuples, bucket by bucket and sorted in each, a batch in memory at a time."""
        output = self.outputs[name]
        wanted = list(columns or output.columns)
        for file in output.files:
            with pq.ParquetFile(self.path / name / f"{file.bucket:03d}.parquet") as parquet:
                for batch in parquet.iter_batches(BATCH, columns=wanted):
                    yield from zip(*(batch.column(column).to_pylist() for column in wanted), strict=True)

    def damaged(self) -> list[str]:
        """The files whose bytes are no longer what was sealed, as paths inside the release."""
        named = [(f"{o.name}/{f.bucket:03d}.parquet", f.sha256) for o in self.outputs.values() for f in o.files]
        return [n for n, sha in named if not (self.path / n).exists() or durable.sha256_of(self.path / n) != sha]


def digest_of(facts: dict[str, Any]) -> str:
    """The digest of a release from its release.json."""
    outputs = {name: output["sha256"] for name, output in facts["outputs"].items()}
    return hashlib.sha256(durable.canonical_json({"as_of": facts["as_of"], "outputs": outputs})).hexdigest()


def stage_lock(releases: Path) -> AbstractContextManager[None]:
    """The lock under which releases are made and put in place."""
    return durable.exclusive(releases / ".lock", zh="生成发布结果", en="making a release")


def settle(releases: Path) -> None:
    """Put in place every release a process sealed but did not live to install; waits for one that is still alive."""
    give_up = time.monotonic() + PATIENCE
    while any(releases.glob(f"{SEALED}*")):
        try:
            with stage_lock(releases):
                for sealed in sorted(releases.glob(f"{SEALED}*")):
                    install(releases, sealed)
        except Refused:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.02)


def install(releases: Path, sealed: Path) -> Path:
    """Put a sealed release in its place: the old one of that day stays if it says the same, else it is superseded."""
    facts = json.loads((sealed / "release.json").read_bytes())
    place = releases / facts["as_of"]
    if place.exists():
        old = digest_of(json.loads((place / "release.json").read_bytes()))
        if old == digest_of(facts):
            _discard(sealed)
            return place
        retired = releases / "superseded" / f"{facts['as_of']}-{old[:12]}"
        retired.parent.mkdir(exist_ok=True)
        if retired.exists():
            _discard(place)
        else:
            place.rename(retired)
            durable.sync(retired.parent)
    sealed.rename(place)
    durable.sync(releases)
    return place


def clear_scratch(releases: Path) -> None:
    """Remove what crashed stages left behind."""
    for path in releases.glob(f"{SCRATCH}*"):
        shutil.rmtree(path)


def _discard(path: Path) -> None:
    aside = path.with_name(f"{SCRATCH}discarded-{path.name.removeprefix('.')}")
    path.rename(aside)
    shutil.rmtree(aside)


def _none(wanted: str) -> Refused:
    return Refused(
        "lake.no_release",
        f"没有{wanted or '任何日期'}的发布结果。",
        f"There is no release{f' as of {wanted}' if wanted else ''}.",
        what_is_safe="数据湖没有任何改动。", what_to_do="先运行 huizhi night 生成。",
        what_is_safe_en="The lake is unchanged.", what_to_do_en="Make one first: huizhi night.",
    )  # fmt: skip
