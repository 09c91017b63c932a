"""Build the sample city: chunk by chunk, so that memory does not grow with the city."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl

from huizhi.city import (
    complaints,
    conduct,
    equipment,
    goods,
    growth,
    inspections,
    licences,
    prices,
    registry,
    sampling,
    supply,
)
from huizhi.city.delivery import Desk
from huizhi.city.entities import Entities
from huizhi.city.industries import industries
from huizhi.city.names import choose, where
from huizhi.city.sheets import Sheet
from huizhi.city.timeline import NEVER, text_days
from huizhi.city.truth import Truth
from huizhi.city.world import World
from huizhi.vocabulary.refused import Refused

SOURCES: tuple[tuple[Sheet, Callable[[World, Entities], pl.DataFrame]], ...] = (
    (registry.REGISTRY, registry.registry_rows),
    (registry.ANNUAL_REPORTS, registry.annual_report_rows),
    (licences.LICENCES, licences.licence_rows),
    (inspections.PENALTIES, inspections.penalty_rows),
    (inspections.INSPECTIONS, inspections.inspection_rows),
    (complaints.COMPLAINTS, complaints.complaint_rows),
    (sampling.FOOD_SAMPLING, sampling.sampling_rows),
    (supply.RAPID_TESTS, supply.rapid_test_rows),
    (supply.TRACES, supply.trace_rows),
    (supply.SELF_CHECKS, supply.self_check_rows),
    (supply.WORKSHOPS, supply.workshop_rows),
    (supply.CERTIFICATES, supply.certificate_rows),
    (supply.OPEN_KITCHENS, supply.open_kitchen_rows),
    (goods.PRODUCT_SAMPLING, goods.product_sampling_rows),
    (goods.PHARMACIES, goods.pharmacy_rows),
    (goods.EXPIRED_DRUGS, goods.expired_drug_rows),
    (goods.RETURN_PROMISES, goods.return_promise_rows),
    (goods.PLATFORM_REPORTS, goods.platform_rows),
    (growth.STANDARDS, growth.standard_rows),
    (growth.PATENTS, growth.patent_rows),
    (growth.TRADEMARKS, growth.trademark_rows),
    (growth.PLEDGE_LOANS, growth.pledge_loan_rows),
    (conduct.REGISTER_CHANGES, conduct.register_change_rows),
    (conduct.LISTINGS, conduct.listing_rows),
    (conduct.ANNUAL_ACCOUNTS, conduct.annual_account_rows),
)
"""Sources whose rows belong to one entity each."""

DEVICE_SOURCES = (
    (equipment.EQUIPMENT, equipment.equipment_rows),
    (equipment.EQUIPMENT_INSPECTIONS, equipment.equipment_inspection_rows),
    (equipment.ELEVATOR_INSURANCE, equipment.insurance_rows),
)
"""Sources about the devices of entities."""

CITY_SOURCES = ((registry.POPULATION, registry.population_rows), (prices.PRICE_QUOTES, prices.price_rows))
"""Sources about the city as a whole."""

CHUNK = 20_000
"""Entities made at once. The size changes memory and the order of the truth's rows: no byte that is delivered."""

EARLIEST = date(2024, 2, 1)
"""Earliest last day: four years before it the rules for complaints of 2020 were in force."""

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

    Refused if OUT holds a city already or the history would begin before the rules it follows; ValueError if `size` is
    below one.
    """
    if size < 1:
        raise ValueError("a city needs at least one entity")
    deliveries = out / "deliveries"
    if deliveries.exists() or (out / "truth").exists():
        raise _exists(out)
    if until < EARLIEST:
        raise _too_early(until)
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
    for sheet, rows in CITY_SOURCES:
        desk.deliver(sheet, rows(world), pl.Series([None], dtype=pl.String), 0)
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


def _exists(out: Path) -> Refused:
    return Refused(
        "city_exists",
        f"{out} 中已有样例城市。",
        f"{out} already holds a city.",
        "没有改动任何文件。",
        "请用 --out 指定其他目录，或先移走该目录。",
        {"out": str(out)},
        what_is_safe_en="No file was changed.",
        what_to_do_en="Name another folder with --out, or move this one away.",
    )


def _too_early(until: date) -> Refused:
    return Refused(
        "city_too_early",
        f"样例城市的截止日不能早于 {EARLIEST}（给出的是 {until}）。",
        f"A sample city cannot end before {EARLIEST} ({until} was given).",
        "没有写入任何文件。",
        "请用 --until 给出更晚的日期。",
        {"until": until.isoformat()},
        what_is_safe_en="No file was written.",
        what_to_do_en="Give a later day with --until.",
    )


def _chunk_rows(world: World, e: Entities) -> Iterator[tuple[Sheet, pl.DataFrame]]:
    """Every source's rows about a range of entities."""
    for sheet, rows in SOURCES:
        yield sheet, rows(world, e)
    owned = equipment.devices(world, e)
    for sheet, device_rows in DEVICE_SOURCES:
        yield sheet, device_rows(world, e, owned)


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
    of_spikes, of_rings = prices.planted_prices(world)
    for row in of_spikes:
        truth.note("price_spikes", *row)
    for row in of_rings:
        truth.note("price_collusion", *row)
