"""Build the sample city: chunk by chunk, so that memory does not grow with the city."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from huizhi.city.complaints import COMPLAINTS, complaint_rows
from huizhi.city.delivery import Desk
from huizhi.city.entities import Entities
from huizhi.city.equipment import (
    ELEVATOR_INSURANCE,
    EQUIPMENT,
    EQUIPMENT_INSPECTIONS,
    devices,
    equipment_inspection_rows,
    equipment_rows,
    insurance_rows,
)
from huizhi.city.industries import industries
from huizhi.city.inspections import INSPECTIONS, PENALTIES, inspection_rows, penalty_rows
from huizhi.city.licences import LICENCES, licence_rows
from huizhi.city.names import choose, where
from huizhi.city.registry import (
    ANNUAL_REPORTS,
    POPULATION,
    REGISTRY,
    annual_report_rows,
    population_rows,
    registry_rows,
)
from huizhi.city.sampling import FOOD_SAMPLING, sampling_rows
from huizhi.city.sheets import Sheet
from huizhi.city.timeline import NEVER, text_days
from huizhi.city.truth import Truth
from huizhi.city.world import World

CHUNK = 20_000
"""Entities made at once. The size changes nothing but memory: no byte of the output depends on it."""

Report = Callable[[int, int], None]
"""Called with (entities done, entities in all)."""


@dataclass(frozen=True)
class Built:
    """What was built: number of files delivered, the deliveries' and the truth's folders."""

    files: int
    deliveries: Path
    truth: Path


def build(out: Path, size: int, seed: int, until: date, report: Report | None = None, chunk: int = CHUNK) -> Built:
    """Write OUT/deliveries/<day>/… and OUT/truth/… for a city of `size` entities whose history ends on `until`.

    Raises FileExistsError if OUT holds deliveries already, ValueError if `size` is below one.
    """
    if size < 1:
        raise ValueError("a city needs at least one entity")
    deliveries = out / "deliveries"
    deliveries.mkdir(parents=True)
    world = World(size, seed, until)
    truth = Truth(out / "truth")
    desk = Desk(world, out, truth)
    for first in range(0, size, chunk):
        entities = world.range_of(first, min(first + chunk, size))
        for sheet, rows in _chunk_rows(world, entities):
            desk.deliver(sheet, rows, entities.code, first)
        _note_entities(truth, world, entities)
        if report:
            report(min(first + chunk, size), size)
    city_codes = pl.Series([None], dtype=pl.String)
    desk.deliver(POPULATION, population_rows(world), city_codes, 0)
    _note_city(truth, world)
    files = desk.close()
    truth.close(
        {
            "entities": size,
            "seed": seed,
            "until": until.isoformat(),
            "files": files,
            "history_from": str(text_days([world.timeline.start])[0]),
        }
    )
    return Built(files, deliveries, out / "truth")


def _chunk_rows(world: World, e: Entities) -> list[tuple[Sheet, pl.DataFrame]]:
    """Every source's rows about a range of entities."""
    owned = devices(world, e)
    return [
        (REGISTRY, registry_rows(world, e)),
        (ANNUAL_REPORTS, annual_report_rows(world, e)),
        (LICENCES, licence_rows(world, e)),
        (PENALTIES, penalty_rows(world, e)),
        (INSPECTIONS, inspection_rows(world, e)),
        (COMPLAINTS, complaint_rows(world, e)),
        (FOOD_SAMPLING, sampling_rows(world, e)),
        (EQUIPMENT, equipment_rows(world, e, owned)),
        (EQUIPMENT_INSPECTIONS, equipment_inspection_rows(world, e, owned)),
        (ELEVATOR_INSURANCE, insurance_rows(world, e, owned)),
    ]


def _note_entities(truth: Truth, world: World, e: Entities) -> None:
    """The truth about a range of entities: who is risky, renamed, split off."""
    t = e.traits
    parents = world.parents(t)
    truth.note_all(
        "entities",
        pl.DataFrame(
            {
                "entity": t.ids,
                "credit_code": e.code,
                "name": e.name,
                "old_name": where(t.renamed > 0, e.old_name, None),
                "renamed_on": text_days(np.where(t.renamed > 0, t.renamed, NEVER)),
                "split_from": parents,
                "kind": choose(("enterprise", "individual", "cooperative", "branch"), t.kind),
                "industry_code": choose([i.code for i in industries()], t.industry),
                "division": t.division,
                "risk": pl.Series((t.risk * 1_000_000).astype(int)) / 1_000_000,
                "established_on": text_days(t.established),
                "ended_on": text_days(t.ended),
                "ending": where(t.ended < NEVER, choose(("", "cancelled", "revoked", "moved_out"), t.ending), None),
                "code_flawed": t.flawed,
            }
        ),
    )


def _note_city(truth: Truth, world: World) -> None:
    """The truth about inspectors and outbreaks."""
    officers = world.officers
    for name, town, severity in zip(officers.names, officers.town.tolist(), officers.severity.tolist(), strict=True):
        truth.note("inspectors", name, world.town_name(town), f"{severity:.6f}")
    for bad in world.outbreaks:
        days = text_days([bad.starts, bad.ends]).to_list()
        truth.note("outbreaks", bad.number, bad.code, bad.name, bad.product, bad.batch, bad.division, *days)
