"""A class of a past night is made again, bit for bit, from what was known that day and the rules of that day."""

from contextlib import nullcontext
from datetime import date
from random import Random

import pytest
from sqlglot import exp, parse_one
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify

from huizhi.city.build import build
from huizhi.exchange.arrivals import receive
from huizhi.exchange.pack import Pack
from huizhi.insight.entities import entities
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
    """Digests of the tables of a night, from the events to the classes, by the card in force that day."""
    card = Scorecard.in_force(day)
    with store.stage(day) as stage:
        stage.keep("entities", entities(stage, day), "entity_id")
        stage.keep("links", links(stage, day))
        stage.keep("events", events(stage, day), "entity_id")
        stage.keep("reasons", lambda bucket: reasons(bucket, day, scorecard=card), "entity_id")
        stage.keep("grades", lambda bucket: grades(bucket, day, scorecard=card), "entity_id")
        release = stage.seal("tests", {})
        return release.digests, release.outputs["reasons"].rows


@pytest.mark.long
def test_every_night_of_the_last_year_can_be_made_again(tmp_path):
    """Five nights, each with that day's deliveries only; then all made again knowing everything that came later."""
    build(tmp_path, 800, 11, NIGHTS[-1])
    home, pack, then = tmp_path / "home", Pack.built_in(), {}
    for day in NIGHTS:
        arrivals = receive(home, day, pack, tmp_path / "deliveries", lambda *said: None, lambda step: nullcontext())
        store = LakeStore.open(home)
        store.commit(arrivals.typed_files())
        then[day] = graded(store, day)
    assert len({tuple(sorted(digests.items())) for digests, _ in then.values()}) == len(NIGHTS)
    assert all(rows > 100 for _, rows in then.values())
    for day in NIGHTS:
        assert graded(store, day) == then[day], day


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
