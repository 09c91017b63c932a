"""The classes of a past day made again from what was known that day and its rules, against what was published then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from huizhi.apps.ledger import facade as ledger
from huizhi.exchange.derive import code_digest, keep, steps
from huizhi.exchange.pack import Pack
from huizhi.lake.engines import execute
from huizhi.lake.release import Release
from huizhi.lake.stage import Stage
from huizhi.lake.store import LakeStore
from huizhi.vocabulary.calendar import WorkCalendar

TABLES = ("entities", "links", "events", "reasons", "grades")
"""The tables from the register to the class, in the order they need each other."""


@dataclass(frozen=True)
class Remade:
    """One table: the digests of what was published and of what was made now."""

    name: str
    published: str
    made: str

    @property
    def same(self) -> bool:
        """Whether they are the same, bit for bit."""
        return self.published == self.made


@dataclass(frozen=True)
class Again:
    """A past day: the card in force on it, whether the code is that of the night, and the files that were altered.

    `act`: the number on the ledger under which the night was published; None when it is not there. `told`: the class
    and reasons of the business asked about, as rows of `grades` and `reasons`; empty without one.
    """

    on: date
    card: str
    same_code: bool
    act: int | None
    damaged: tuple[str, ...]
    tables: tuple[Remade, ...]
    told: dict[str, list[dict[str, object]]]

    @property
    def holds(self) -> bool:
        """Whether every table is as published, on the ledger, and what was published lies there unaltered."""
        return self.act is not None and not self.damaged and all(table.same for table in self.tables)


def again(home: Path, pack: Pack, on: date, tell: Callable[[str], None], *, entity_id: str = "") -> Again:
    """Make them again; nothing is published. Refused when no night of that day is kept."""
    release, store = Release.open(home, on), LakeStore.open(home)
    with store.stage(on) as stage:
        for step in steps(pack, on, WorkCalendar.load(extra=home / "calendar.csv")):
            if step.name in TABLES:
                tell(step.name)
                keep(stage, step)
        made = tuple(Remade(name, release.digests[name], stage.kept[name].sha256) for name in TABLES)
        return Again(
            on, pack.scorecard(on).version, release.facts["code_digest"] == code_digest(),
            _act_of(release), tuple(release.damaged()), made,
            _told(stage, on, entity_id) if entity_id else {},
        )  # fmt: skip


def _act_of(release: Release) -> int | None:
    """The act under which exactly these tables were published, the newest if several."""
    before = None
    while True:
        page = ledger.acts(units=None, verb="night_published", before=before)
        for act in page.acts:
            if (act.payload["as_of"], act.payload["digests"]) == (release.as_of.isoformat(), release.digests):
                return act.seq
        if (before := page.next_before) is None:
            return None


def _told(stage: Stage, on: date, entity_id: str) -> dict[str, list[dict[str, object]]]:
    found = {}
    for name in ("grades", "reasons"):
        table = stage.table(name, on)
        rows = execute(table.filter(table.entity_id == entity_id)).to_pylist()
        found[name] = sorted(rows, key=lambda row: row.get("position", 0))
    return found
