"""What departments delivered up to a day: landed, validated, and counted for the report and for the feeds page."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

from huizhi.exchange.pack import Pack
from huizhi.feeds.feed import (
    Contract,
    Counts,
    Receipt,
    delivered_on,
    land,
    quarantine_path,
    readable,
    receipts,
    recognise,
    typed_path,
    validate,
)  # fmt: skip
from huizhi.feeds.quarantine import rows_of
from huizhi.lake.snapshot import Snapshot
from huizhi.vocabulary.refused import Refused

Tell = Callable[[str, str], None]
Timed = Callable[[str], AbstractContextManager[None]]
HIDDEN = (".", "~$")
DELIVERIES = "deliveries"


@dataclass
class SourceCounts:
    """Rows of one source: rows_in == quarantined + folded + unchanged + stored, always.

    folded: rows the contract lets a later row of the same file stand for; unchanged: rows that repeat what was known.
    """

    files: int = 0
    rows_in: int = 0
    quarantined: int = 0
    folded: int = 0
    unchanged: int = 0
    stored: int = 0

    def to_json(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


@dataclass
class Arrival:
    """One landed file under one contract."""

    receipt: Receipt
    contract: Contract
    counts: Counts
    typed: Path
    quarantine: Path
    stored: int = 0
    unchanged: int = 0

    @property
    def rows_in(self) -> int:
        """Rows the file has."""
        return self.counts.rows_in + self.counts.left_out


@dataclass
class Arrivals:
    """Everything that has arrived up to a day, in the order of delivery."""

    contracts: dict[str, Contract]
    files: list[Arrival] = field(default_factory=list)
    unrecognised: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)

    def typed_files(self) -> dict[str, list[tuple[Path, str]]]:
        """Lake table -> the typed files to commit, with the landed file's digest."""
        found: dict[str, list[tuple[Path, str]]] = {}
        for one in self.files:
            found.setdefault(one.contract.table, []).append((one.typed, one.receipt.digest))
        return found

    def count_stored(self, snapshot: Snapshot) -> None:
        """Take from the commit how many rows of each file are stored and how many were known already."""
        for one in self.files:
            for delivered in snapshot.delivered.get(one.contract.table, ()):
                if (delivered.file_digest, delivered.source) == (one.receipt.digest, one.contract.name):
                    one.stored, one.unchanged = delivered.stored, delivered.unchanged

    def by_source(self) -> dict[str, SourceCounts]:
        """Counts per source, every contract named even when nothing arrived."""
        found = {name: SourceCounts() for name in self.contracts}
        for one in self.files:
            total = found[one.contract.name]
            total.files += 1
            total.rows_in += one.rows_in
            total.quarantined += one.counts.quarantined
            total.folded += one.counts.left_out
            total.unchanged += one.unchanged
            total.stored += one.stored
        return found

    def quarantine_digests(self) -> dict[str, str]:
        """Source -> SHA-256 over its quarantine files, in order of delivery."""
        found: dict[str, Any] = {name: sha256() for name in self.contracts}
        for one in self.files:
            found[one.contract.name].update(sha256(one.quarantine.read_bytes()).digest())
        return {name: running.hexdigest() for name, running in found.items()}

    def feed_rows(self) -> list[tuple[Any, ...]]:
        """One row per source for the office, in `COLUMNS["feeds"]` order."""
        totals, last = self.by_source(), {}
        for one in self.files:
            last[one.contract.name] = max(one.receipt.delivered_on, last.get(one.contract.name, date.min))
        return [
            (
                name, c.title.zh, c.title.en, c.owner.zh, c.owner.en, last.get(name), totals[name].rows_in,
                totals[name].stored, totals[name].unchanged + totals[name].folded, totals[name].quarantined,
                c.freshness_days,
            )
            for name, c in self.contracts.items()
        ]  # fmt: skip

    def file_rows(self) -> list[tuple[Any, ...]]:
        """One row per landed file, in `COLUMNS["files"]` order; a file for two contracts is counted under both."""
        found: dict[str, list[Any]] = {}
        for one in self.files:
            numbers = [one.rows_in, one.stored, one.unchanged + one.counts.left_out, one.counts.quarantined]
            digest, held = one.receipt.digest, found.get(one.receipt.digest)
            if held is None:
                receipt = one.receipt
                found[digest] = [digest, receipt.source, receipt.name, receipt.delivered_on, receipt.size, *numbers]
            else:
                held[5:] = [a + b for a, b in zip(held[5:], numbers, strict=True)]
        return [tuple(row) for row in found.values()]

    def quarantine_rows(self) -> list[tuple[Any, ...]]:
        """Rows kept out, counted per file, column and reason with the first as example."""
        return [row for one in self.files if one.counts.quarantined for row in _reasons_of(one)]

    def digest(self) -> str:
        """SHA-256 over what the feeds page shows."""
        shown = [self.feed_rows(), self.file_rows(), self.quarantine_digests()]
        return sha256(json.dumps(shown, ensure_ascii=False, default=str).encode()).hexdigest()


def receive(home: Path, as_of: date, pack: Pack, delivered: Path | None, tell: Tell, timed: Timed) -> Arrivals:
    """Land what lies in `delivered` (dated folders up to `as_of`), then validate everything landed up to that day."""
    arrivals = Arrivals(pack.contracts)
    with timed("land"):
        for path in found_in(delivered, as_of) if delivered else ():
            tell("land", readable(path.name))
            if recognise(path, pack.contracts):
                _land(home, path, delivered, as_of, arrivals)
            else:
                arrivals.unrecognised.append(readable(path.relative_to(delivered)))
    with timed("validate"):
        for receipt in receipts(home):
            if receipt.delivered_on <= as_of:
                tell("validate", receipt.name)
                arrivals.files += _validated(home, receipt, pack, arrivals.refused)
    return arrivals


def _land(home: Path, path: Path, delivered: Path, as_of: date, arrivals: Arrivals) -> None:
    """Land one file; one that cannot be read, or that is a link to somewhere else, is told and costs only itself."""
    try:
        if not path.resolve().is_relative_to(delivered.resolve()):
            raise _link_outside(path)
        land(home, path, delivered_on(path) or as_of, arrivals.contracts)
    except Refused as refusal:
        said = {"file": readable(path.relative_to(delivered)), "source": "", "code": refusal.code}
        arrivals.refused.append({**said, "reason": f"{refusal.message_zh} / {refusal.message_en}"})


def found_in(folder: Path, as_of: date) -> Iterator[Path]:
    """Files delivered up to a day, oldest first. Refused when the folder is not there."""
    if not folder.is_dir():
        raise _no_folder(folder)
    root = folder / DELIVERIES if (folder / DELIVERIES).is_dir() else folder
    files = [p for p in root.rglob("*") if not p.name.startswith(HIDDEN) and _is_file(p)]
    dated = [(delivered_on(path) or as_of, str(path), path) for path in files]
    return (path for day, _, path in sorted(dated) if day <= as_of)


def _is_file(path: Path) -> bool:
    """Whether it is a file, or would not say: then reading it tells why."""
    try:
        return path.is_file()
    except OSError:
        return True


def _validated(home: Path, receipt: Receipt, pack: Pack, refused: list[dict[str, str]]) -> Iterator[Arrival]:
    for name in receipt.sources:
        contract = pack.contracts.get(name)
        if contract is None:
            continue
        try:
            counts = validate(home, receipt, contract, pack.divisions)
        except Refused as refusal:
            counts = refusal.context["counts"]
            said = {"file": receipt.name, "source": name, "code": refusal.code}
            refused.append({**said, "reason": f"{refusal.message_zh} / {refusal.message_en}"})
        yield Arrival(
            receipt, contract, counts, typed_path(home, receipt, contract), quarantine_path(home, receipt, contract)
        )


def _reasons_of(one: Arrival) -> list[tuple[Any, ...]]:
    counted: Counter[tuple[str, ...]] = Counter()
    first: dict[tuple[str, ...], dict[str, Any]] = {}
    for row in rows_of([one.quarantine]):
        group = (row["column"], row["reason"], row["reason_zh"], row["reason_en"])
        counted[group] += 1
        first.setdefault(group, row)
    return [
        (one.contract.name, one.receipt.digest, *group, rows, first[group]["row_number"], first[group]["value"])
        for group, rows in sorted(counted.items())
    ]


def _no_folder(folder: Path) -> Refused:
    return Refused(
        "night.no_folder",
        f"交付文件夹 {folder} 不存在。",
        f"The delivery folder {folder} does not exist.",
        "没有写入任何内容。",
        "核对 --from 的路径。",
        what_is_safe_en="Nothing was written.",
        what_to_do_en="Check the path given with --from.",
    )


def _link_outside(path: Path) -> Refused:
    name = readable(path.name)
    return Refused(
        "link_outside",
        f"{name} 是指向交付文件夹之外的链接，没有接收",
        f"{name} is a link to somewhere outside the delivery folder and was not taken in",
        "链接所指的文件没有被读取。",
        "请来源单位交付文件本身。",
        {"file": readable(path)},
        what_is_safe_en="What the link points to was not read.",
        what_to_do_en="Ask the source to deliver the file itself.",
    )
