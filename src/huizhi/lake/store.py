"""The store: opening a lake, committing to it in one atomic step, and reading one commit of it.

lake/layout.json                     the number of buckets, fixed at creation
lake/tables/<table>/<sha256>.parquet one bucket's rows, sorted; never changed once named
lake/commits/<number>.json           the manifest of one commit
lake/HEAD                            which commit is the lake; replaced last
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

import ibis.expr.types as ir
from ibis.backends.duckdb import Backend

from huizhi.lake import bucketing, durable, engines
from huizhi.lake.facts import FactView
from huizhi.lake.incoming import look_at
from huizhi.lake.merge import Merge
from huizhi.lake.snapshot import Delivered, Snapshot, TableState
from huizhi.lake.stage import Stage
from huizhi.vocabulary.refused import Refused

DEFAULT_BUCKETS = 8
LAYOUT = {"format": 1, "bucket_of": "subject", "bucket_by": "sha256-top-bits"}
TypedFile = tuple[Path, str]


class LakeStore:
    """A lake on disk, read at the commit that was its head when it was opened or last committed to; a `Lake`."""

    def __init__(self, home: Path, con: Backend, snapshot: Snapshot) -> None:
        self.home, self.con = home, con
        self.folder = home / "lake"
        self._locked = False
        self._look_at(snapshot)

    @classmethod
    def open(cls, home: Path | str, buckets: int | None = None) -> LakeStore:
        """Open the lake under `home`, creating it with `buckets` (default HUIZHI_BUCKETS or 8) when there is none.

        An existing lake keeps its count: asking for another is Refused. Refused too when HEAD's manifest is damaged.
        """
        home = Path(home).absolute()
        count = _layout(home / "lake", buckets)
        return cls(home, engines.connect(home), _head(home / "lake") or Snapshot(0, count))

    @property
    def buckets(self) -> int:
        """How many buckets this lake has."""
        return self.snapshot.buckets

    def table(self, name: str, as_of: date) -> ir.Table:
        """Each record's latest version known at the end of `as_of`; KeyError for an unknown table."""
        return self._view.table(name, as_of)

    def history(self, name: str) -> ir.Table:
        """Every version of every record of a table."""
        return self._view.history(name)

    def bucket(self, bucket: int) -> FactView:
        """A lake that holds one bucket only."""
        return self._view.bucket(bucket)

    def digest(self, name: str) -> str:
        """SHA-256 over a table's facts, however many commits brought them."""
        return self.snapshot.digest(name)

    def refresh(self) -> Snapshot:
        """Look at the newest commit, as another process may have made it."""
        self._look_at(_head(self.folder) or self.snapshot)
        return self.snapshot

    def commit(self, additions: Mapping[str, Sequence[TypedFile]]) -> Snapshot:
        """Merge typed files, {table: [(path, landed file's digest), …]}, in one atomic commit, and look at it.

        A file already in is skipped; `Snapshot.counts` has the counts of new and old files alike. With nothing new
        there is no new commit. Refused while another process commits, or when a file does not keep its table's
        columns; then nothing has changed. A typed file must stay where it is: a late delivery may need it again.
        """
        with self.exclusive():
            self.refresh()
            work = self.folder / "work"
            shutil.rmtree(work, ignore_errors=True)
            snapshot = self.snapshot
            for name in sorted(additions):
                snapshot = self._merge(snapshot, name, additions[name], work / name)
            shutil.rmtree(work, ignore_errors=True)
            if snapshot is not self.snapshot:
                snapshot = replace(snapshot, number=self.snapshot.number + 1)
                self._publish(snapshot)
                self._look_at(snapshot)
        return self.snapshot

    def stage(self, as_of: date) -> Stage:
        """Begin a release of what this commit knows as of a day; Refused while another process has one under way."""
        return Stage.begin(self.home, self.con, self.snapshot, self._view, as_of)

    def vacuum(self, keep: int = 2) -> int:
        """Remove what neither HEAD nor the `keep` - 1 commits before it need; returns how many files were removed.

        A reader that still looks at an older commit than that loses its files.
        """
        with self.exclusive():
            self.refresh()
            shutil.rmtree(self.folder / "work", ignore_errors=True)
            kept = range(max(1, self.snapshot.number - keep + 1), self.snapshot.number + 1)
            commits = {_manifest(self.folder, number) for number in kept}
            return _remove_all_but(self.folder / "commits", commits) + _remove_all_but(
                self.folder / "tables", {path for commit in commits for path in _files_of(self.folder, commit)}
            )

    @contextmanager
    def exclusive(self) -> Iterator[None]:
        """Hold the lake for writing, e.g. through a whole night; commits inside it do not ask again."""
        if self._locked:
            yield
            return
        with durable.exclusive(self.folder / "lock", zh="写入数据湖", en="writing to the lake"):
            self._locked = True
            try:
                yield
            finally:
                self._locked = False

    def _look_at(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self._view = FactView(self.con, self.folder / "tables", snapshot)

    def _merge(self, snapshot: Snapshot, name: str, files: Iterable[TypedFile], work: Path) -> Snapshot:
        fresh: dict[tuple[str, str], Delivered] = {}
        for path, file_digest in files:
            seen = look_at(self.con, name, Path(path).absolute(), file_digest)
            if not snapshot.holds(name, file_digest, seen.source):
                fresh[file_digest, seen.source] = seen
        if not fresh:
            return snapshot
        folder = self.folder / "tables" / name
        folder.mkdir(parents=True, exist_ok=True)
        state = snapshot.tables.get(name, TableState({}))
        merge = Merge(self.con, name, state, snapshot.buckets, folder, work)
        work.mkdir(parents=True)
        earlier = [replace(file, path=str(self.home / file.path)) for file in snapshot.delivered.get(name, ())]
        merged = merge.run(list(fresh.values()), earlier)
        return snapshot.with_table(name, merged.state, map(self._by_home, merged.delivered))

    def _by_home(self, file: Delivered) -> Delivered:
        """With its path relative to the data folder, if it lies there, so that the folder can be moved."""
        path = Path(file.path)
        return replace(file, path=str(path.relative_to(self.home))) if path.is_relative_to(self.home) else file

    def _publish(self, snapshot: Snapshot) -> None:
        for name in snapshot.tables:
            durable.sync(self.folder / "tables" / name)
        durable.sync(self.folder / "tables")
        content = snapshot.to_json()
        durable.replace_file(_manifest(self.folder, snapshot.number), content)
        head = {"commit": snapshot.number, "sha256": durable.sha256_of(_manifest(self.folder, snapshot.number))}
        durable.replace_file(self.folder / "HEAD", durable.canonical_json(head))


def _layout(folder: Path, asked: int | None) -> int:
    path = folder / "layout.json"
    if not path.exists():
        count = bucketing.check_bucket_count(asked or int(os.environ.get("HUIZHI_BUCKETS") or DEFAULT_BUCKETS))
        for part in ("commits", "tables"):
            (folder / part).mkdir(parents=True, exist_ok=True)
        durable.replace_file(path, durable.canonical_json({**LAYOUT, "buckets": count}))
    found = json.loads(path.read_bytes())
    if {key: found.get(key) for key in LAYOUT} != LAYOUT or asked not in (None, found["buckets"]):
        raise Refused(
            "lake.layout", f"数据湖的布局是 {found}，与要求的 {asked or LAYOUT} 不同。",
            f"The lake's layout is {found}; asked for was {asked or LAYOUT}.",
            what_is_safe="数据湖没有任何改动。", what_to_do="使用原有的分桶数，或在新的文件夹中重建。",
            what_is_safe_en="The lake is unchanged.",
            what_to_do_en="Use the lake's own number of buckets, or rebuild it in a new folder.",
        )  # fmt: skip
    return int(found["buckets"])


def _head(folder: Path) -> Snapshot | None:
    try:
        head = json.loads((folder / "HEAD").read_bytes())
    except FileNotFoundError:
        return None
    manifest = _manifest(folder, head["commit"])
    if not manifest.exists() or durable.sha256_of(manifest) != head["sha256"]:
        raise Refused(
            "lake.damaged", f"数据湖第 {head['commit']} 次提交的清单缺失或被改动。",
            f"The manifest of commit {head['commit']} is missing or was changed.",
            what_is_safe="已落地的原文件和类型化文件没有改动。", what_to_do="从备份恢复，或由已落地的文件重建数据湖。",
            what_is_safe_en="The landed originals and the typed files are unchanged.",
            what_to_do_en="Restore a backup, or rebuild the lake from the landed files.",
            context={"manifest": str(manifest)},
        )  # fmt: skip
    return Snapshot.from_json(manifest.read_bytes())


def _manifest(folder: Path, number: int) -> Path:
    return folder / "commits" / f"{number:08d}.json"


def _files_of(folder: Path, manifest: Path) -> set[Path]:
    if not manifest.exists():
        return set()
    tables = Snapshot.from_json(manifest.read_bytes()).tables
    return {folder / "tables" / name / f"{f.sha256}.parquet" for name, state in tables.items() for f in state.files}


def _remove_all_but(folder: Path, wanted: set[Path]) -> int:
    orphans = [path for path in folder.rglob("*") if path.is_file() and path not in wanted]
    for path in orphans:
        path.unlink()
    return len(orphans)
