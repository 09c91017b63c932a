"""From what the lake knows to a sealed release: links, events, grades with reasons, indicators, the frame of draws."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from hashlib import sha256
from pathlib import Path

import ibis.expr.types as ir

from huizhi.exchange import entity_file
from huizhi.exchange.pack import Pack
from huizhi.insight.deadlines import deadlines
from huizhi.insight.entities import entities
from huizhi.insight.events import events
from huizhi.insight.frame import frame
from huizhi.insight.grades import grades
from huizhi.insight.indicator_records import indicator_records
from huizhi.insight.indicator_values import indicator_values
from huizhi.insight.legal_days import legal_days
from huizhi.insight.legal_values import legal_values
from huizhi.insight.links import links
from huizhi.insight.reasons import reasons
from huizhi.lake.protocol import Lake
from huizhi.lake.release import Release
from huizhi.lake.stage import Stage
from huizhi.vocabulary.calendar import WorkCalendar

ROOMS_THAT_DECIDE = ("insight", "law", "lake", "vocabulary", "exchange")


@dataclass(frozen=True)
class Step:
    """One derived table: its name, how it is made, the column it is bucketed by, and whether bucket by bucket."""

    name: str
    made: Callable[[Lake, date], ir.Table]
    key: str | None = None
    by_bucket: bool = False


def steps(pack: Pack, as_of: date, calendar: WorkCalendar) -> list[Step]:
    """The derived tables in the order they need each other."""
    card, places = pack.scorecard(as_of), pack.divisions
    counted = partial(indicator_records, plan=pack.plan, calendar=calendar, divisions=places)
    return [
        Step("entities", entities, "entity_id"),
        Step("links", links),
        Step("events", events, "entity_id"),
        Step("reasons", partial(reasons, scorecard=card), "entity_id", by_bucket=True),
        Step("grades", partial(grades, scorecard=card), "entity_id", by_bucket=True),
        Step("licences_held", entity_file.licences, "entity_id"),
        Step("devices_in_use", entity_file.devices, "entity_id"),
        Step("matters", entity_file.matters, "entity_id"),
        Step("legal_values", legal_values),
        Step("legal_days", partial(legal_days, calendar=calendar)),
        Step("deadlines", deadlines, "entity_id"),
        Step("indicator_records", counted),
        Step("indicator_values", partial(indicator_values, plan=pack.plan, divisions=places)),
        Step("frame", frame, None),
    ]


def derive(stage: Stage, pack: Pack, home: Path, tell: Callable[[str], None]) -> Release:
    """Keep every derived table and seal the release; working days as in the home's calendar.csv, if any."""
    as_of = stage.as_of
    for step in steps(pack, as_of, WorkCalendar.load(extra=home / "calendar.csv")):
        tell(step.name)
        keep(stage, step)
    card = pack.scorecard(as_of)
    return stage.seal(code_digest(), {"pack": pack.name, "scorecard": card.version, "plan": pack.plan.version})


def keep(stage: Stage, step: Step) -> None:
    """Compute one derived table of the stage's day and keep it."""
    made = partial(_of, step.made, stage.as_of) if step.by_bucket else step.made(stage, stage.as_of)
    stage.keep(step.name, made, step.key)


def code_digest() -> str:
    """SHA-256 over the rooms whose code and declarations decide a release."""
    rooms = Path(__file__).resolve().parents[1]
    running = sha256()
    for room in ROOMS_THAT_DECIDE:
        for path in sorted(p for p in (rooms / room).rglob("*") if p.suffix in {".py", ".toml", ".csv"}):
            running.update(f"{path.relative_to(rooms)}\0".encode() + sha256(path.read_bytes()).digest())
    return running.hexdigest()


def _of(made: Callable[[Lake, date], ir.Table], as_of: date, lake: Lake) -> ir.Table:
    return made(lake, as_of)
