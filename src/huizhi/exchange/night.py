"""The night, the platform's main job: land, validate, commit, derive, publish, clear, seal, measure.

Killed, run it again.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from huizhi.apps.inspections.facade import end_overdue
from huizhi.apps.ledger.facade import seal
from huizhi.draw.instants import BEIJING
from huizhi.exchange.acts import carry
from huizhi.exchange.arrivals import Arrivals, SourceCounts, receive
from huizhi.exchange.clearing import clear
from huizhi.exchange.derive import derive
from huizhi.exchange.holding import measure_when_due
from huizhi.exchange.office_matters import deliver
from huizhi.exchange.pack import Pack
from huizhi.exchange.publish import publish
from huizhi.exchange.teaching import list_promises, teach_when_changed
from huizhi.lake.release import Release
from huizhi.lake.store import LakeStore

Tell = Callable[[str, str], None]
STEPS = ("land", "validate", "commit", "derive", "publish", "teach", "clear", "seal", "measure")


@dataclass
class NightReport:
    """What a night did. `digests`: output name -> SHA-256; equal inputs give equal digests, however often it is run."""

    as_of: date
    pack: str
    sources: dict[str, SourceCounts] = field(default_factory=dict)
    unrecognised: list[str] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    digests: dict[str, str] = field(default_factory=dict)
    grades: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)
    release: str = ""
    published: bool = False
    taught: bool = False
    measured: bool = False
    cleared: dict[str, int] = field(default_factory=dict)
    acts: int = 0
    seconds: dict[str, float] = field(default_factory=dict)

    def to_json(self) -> dict[str, Any]:
        """The report for programs."""
        return {
            "as_of": self.as_of.isoformat(),
            "pack": self.pack,
            "sources": {name: counts.to_json() for name, counts in sorted(self.sources.items())},
            "unrecognised": self.unrecognised,
            "refused": self.refused,
            "grades": self.grades,
            "rows": self.rows,
            "release": self.release,
            "published": self.published,
            "taught": self.taught,
            "measured": self.measured,
            "cleared": self.cleared,
            "acts": self.acts,
            "digests": dict(sorted(self.digests.items())),
            "seconds": {step: round(taken, 2) for step, taken in self.seconds.items()},
        }


def run_night(
    home: Path, as_of: date, pack: Pack, *, delivered_from: Path | None = None, by: str = "system:night",
    at: datetime, tell: Tell = lambda step, what: None, teaches: bool = False, seals: bool = True,
) -> NightReport:  # fmt: skip
    """Everything delivered up to `as_of` becomes facts, grades, indicators and pages. `at` is when the acts are dated.

    With `teaches` the router is taught again too when its filings changed, and once a month the classes are measured
    against the year behind them. Without `seals` the day's root is left to
    whoever has more to do today.
    Refused while another night runs on the same home, when the home is another pack's, and when something would not be
    exact; what is safe is said then.
    """
    pack.require(home)
    report = NightReport(as_of, pack.name)
    clock = _Clock(report.seconds)
    store = LakeStore.open(home)
    with store.exclusive():
        pack.settle(home)
        deliver(home, as_of, pack.contracts)
        arrivals = receive(home, as_of, pack, delivered_from, tell, clock.timed)
        with clock.timed("commit"):
            tell("commit", "")
            snapshot = store.commit(arrivals.typed_files())
            store.vacuum()
        with clock.timed("derive"), store.stage(as_of) as stage:
            release = derive(stage, pack, home, lambda table: tell("derive", table))
    arrivals.count_stored(snapshot)
    with clock.timed("publish"):
        tell("publish", "")
        report.published = publish(release, arrivals, pack, by=by, at=at)
    with clock.timed("teach"):
        tell("teach", "")
        if "return_promises" in pack.contracts:
            list_promises(store, as_of, by=by, at=at)
        report.taught = bool(teaches and teach_when_changed(home, as_of, by=by, at=at))
    with clock.timed("clear"):
        tell("clear", "")
        report.cleared = clear(by=by, at=at)
    with clock.timed("seal"):
        tell("seal", "")
        if seals:
            end_overdue(at=at)
            seal_day(by=by, at=at)
        report.acts = carry(store, home)
    with clock.timed("measure"):
        tell("measure", "")
        report.measured = bool(teaches and measure_when_due(home, pack, as_of, by=by, at=at))
    _describe(report, arrivals, release)
    return report


def seal_day(*, by: str, at: datetime) -> None:
    """Publish the ledger's root of the day in China."""
    seal(on=at.astimezone(BEIJING).date(), by=by, at=at)


def _describe(report: NightReport, arrivals: Arrivals, release: Release) -> None:
    report.sources = arrivals.by_source()
    report.unrecognised = arrivals.unrecognised
    report.refused = arrivals.refused
    report.release = release.digest
    report.rows = {name: output.rows for name, output in release.outputs.items()}
    for (grade,) in release.rows("grades", ["grade"]):
        report.grades[grade] = report.grades.get(grade, 0) + 1
    report.grades = dict(sorted(report.grades.items()))
    report.digests = {
        **{f"facts/{name}": digest for name, digest in release.inputs.items()},
        **{f"release/{name}": digest for name, digest in release.digests.items()},
        **{f"quarantine/{name}": digest for name, digest in arrivals.quarantine_digests().items()},
        "release": release.digest,
    }


class _Clock:
    """Seconds per step, for the summary only."""

    def __init__(self, seconds: dict[str, float]) -> None:
        self.seconds = seconds

    @contextmanager
    def timed(self, step: str):
        """Add the time a block takes to its step."""
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[step] = self.seconds.get(step, 0.0) + time.perf_counter() - begun
