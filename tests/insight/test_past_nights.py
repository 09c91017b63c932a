"""A class of a past night is made again, bit for bit, from what was known that day and the rules of that day."""

import json
from contextlib import nullcontext
from datetime import date, timedelta
from random import Random

import pytest
from sqlglot import exp, parse_one
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify

from huizhi.city.build import build
from huizhi.exchange.arrivals import receive
from huizhi.exchange.pack import Pack
from huizhi.feeds.feed import land
from huizhi.insight.entities import entities
from huizhi.insight.event_kinds.rulings import REPAIRABLE
from huizhi.insight.events import events
from huizhi.insight.grades import grades
from huizhi.insight.links import links
from huizhi.insight.reasons import reasons
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.engines import compile_for
from huizhi.lake.store import LakeStore
from tests.insight.steps import grade
from tests.insight.test_agreement import a_city

NIGHTS = [date(2025, 11, 30), date(2026, 2, 28), date(2026, 5, 31), date(2026, 8, 31), date(2026, 10, 31)]


def graded(store, day):
    """Digests of the tables of a night, from the events to the classes, by the card in force that day; its reasons."""
    card = Scorecard.in_force(day)
    with store.stage(day) as stage:
        stage.keep("entities", entities(stage, day), "entity_id")
        stage.keep("links", links(stage, day))
        stage.keep("events", events(stage, day), "entity_id")
        stage.keep("reasons", lambda bucket: reasons(bucket, day, scorecard=card), "entity_id")
        stage.keep("grades", lambda bucket: grades(bucket, day, scorecard=card), "entity_id")
        release = stage.seal("tests", {})
        told = ["entity_id", "kind", "occurred_on", "source", "source_id", "points"]
        return release.digests, [dict(zip(told, row, strict=True)) for row in release.rows("reasons", told)]


def ruled_on(why, day, chance):
    """What the office rules by a day about reasons of the night before: objections accepted late, records repaired."""
    about = [reason for reason in why if reason["kind"] in REPAIRABLE]
    for number, reason in enumerate(chance.sample(about, min(len(about), 60))):
        ruling = ("not_theirs", "repaired", "annulled", "repaired")[number % 4]
        whole = ruling == "not_theirs" and reason["source"] != "registry"
        yield {
            "ruling_no": f"{day:%m%d}-{number}", "entity_id": reason["entity_id"], "record_source": reason["source"],
            "record_id": reason["source_id"], "event_kind": None if whole else reason["kind"],
            "event_on": f"{reason['occurred_on']}", "ruling": ruling, "unit": "环翠区局", "basis": "核查属实",
            "decided_on": f"{day - timedelta(chance.randrange(25))}",
        }  # fmt: skip


def taken_back(rulings, day, fresh):
    """Every fifth of the rulings so far taken back on a day, but none about a record just ruled about."""
    anew = {(row["entity_id"], row["record_id"]) for row in fresh}
    for number, row in enumerate(rulings[::5]):
        if (row["entity_id"], row["record_id"]) not in anew:
            yield {**row, "ruling_no": f"{day:%m%d}-back-{number}", "ruling": "restored", "decided_on": f"{day}"}


def without(why, rulings):
    """How many records were ruled away, and which of them are still a reason."""
    left = {(r["entity_id"], r["source"], r["source_id"], f"{r['occurred_on']}", kind)
            for r in why for kind in (None, r["kind"])}  # fmt: skip
    gone = {(r["entity_id"], r["record_source"], r["record_id"], r["event_on"], r["event_kind"])
            for r in rulings if r["ruling"] in ("not_theirs", "annulled")}  # fmt: skip
    return len(gone), gone & left


@pytest.mark.long
@pytest.mark.timeout(900)
def test_every_night_of_the_last_year_can_be_made_again(tmp_path):
    """Five nights, each with that day's deliveries only; then all made again knowing everything that came later.

    Between the nights the office rules about what counted in the one before, and takes some of it back.
    """
    build(tmp_path, 800, 11, NIGHTS[-1])
    home, pack, then, chance = tmp_path / "home", Pack.built_in(), {}, Random(4)
    fresh, ruled, why = [], [], []
    for day in NIGHTS:
        if then:
            fresh = list(ruled_on(why, day, chance))
            ruled += [*fresh, *taken_back(ruled, day, fresh)]
            file = tmp_path / f"office_rulings_{day:%Y%m%d}.jsonl"
            file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in ruled), "utf-8")
            land(home, file, day, pack.contracts)
        arrivals = receive(home, day, pack, tmp_path / "deliveries", lambda *said: None, lambda step: nullcontext())
        store = LakeStore.open(home)
        store.commit(arrivals.typed_files())
        then[day], why = graded(store, day)
        away, still = without(why, fresh)
        assert still == set() and (away > 10 or not fresh), day
        assert len(why) > 100
    assert {f"{kind}_repaired" for kind in REPAIRABLE} & {reason["kind"] for reason in why}
    assert len({tuple(sorted(digests.items())) for digests in then.values()}) == len(NIGHTS)
    for day in NIGHTS:
        assert graded(store, day)[0] == then[day], day


def test_who_inspected_changes_no_class():
    """Every officer exchanged for another: the same classes, the same reasons."""
    day, lake, chance = date(2026, 10, 31), a_city(40), Random(1)
    before = grade(lake, day)
    for row in lake.facts["inspections"]:
        row["officers"] = f"另一人{chance.randrange(9)}"
    assert grade(lake, day) == before


def test_no_table_on_the_way_to_a_class_reads_who_acted():
    """By lineage: with every column nothing asks for taken out of the query, these of the facts are not read."""
    lake, day = a_city(2), date(2026, 10, 31)
    grade(lake, day)
    found = set()
    for made in (events(lake, day), links(lake, day), entities(lake, day)):
        tree = pushdown_projections(qualify(compile_tree(made)))
        found |= {column.name for column in tree.find_all(exp.Column)}
    assert {"inspected_on", "finding_count", "penalty_kinds"} <= found, "the columns that are read are found"
    assert not {"officers", "authority", "unit", "laboratory"} & found


def compile_tree(expression):
    """The expression as a query tree."""
    return parse_one(compile_for("duckdb", expression), dialect="duckdb")
