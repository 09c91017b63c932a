"""The fast plan says what the reasons say, for every card there is, and no lane of it can run over."""

from datetime import timedelta
from random import Random

import pytest

from huizhi.insight.entities import SCHEMA as ENTITIES
from huizhi.insight.events import KINDS
from huizhi.insight.events import SCHEMA as EVENTS
from huizhi.insight.scorecard import FOLDER, Scorecard
from huizhi.insight.scores import points_of, schema, scores
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import regrade
from tests.insight.test_reasons import TODAY, entity, event
from tests.insight.test_scorecard import card


def by_line(why, loaded):
    """(points by line that is no credit, all credits together) of an entity's reasons."""
    lines, credit = {}, 0
    for reason in why:
        if loaded.indicator(reason["indicator"]).is_credit:
            credit += reason["points"]
        else:
            lines[reason["indicator"]] = lines.get(reason["indicator"], 0) + reason["points"]
    return lines, credit


def fast(lake, loaded, as_of=TODAY):
    found = lake.keep("scores", scores(lake, as_of, scorecard=loaded), schema(loaded))
    return {row["entity_id"]: row for row in found}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda p: p.stem)
def test_the_fast_plan_and_the_reasons_agree(path):
    """Every line of the card fires, in five hundred businesses with anything that can happen to them."""
    loaded, chance = Scorecard.load(path), Random(path.stem)
    codes = [f"E{n:03}" for n in range(500)]
    kinds = sorted({kind for line in loaded.indicators for kind in line.kinds}) + list(KINDS)
    grave = [*range(7), 12, 30, 80]
    events = [
        event(chance.choice(kinds), chance.randrange(1500), severity=chance.choice(grave), number=number,
              entity=code, amount=chance.choice([None, chance.randrange(30_000_000)]))
        for code in codes for number in range(chance.choice([0, 1, 3, 10, 60]))
    ]  # fmt: skip
    trades = [start + "11" for line in loaded.indicators for start in line.starts if line.column == "industry_code"]
    lake = MemoryLake()
    lake.given("events", events, EVENTS)
    lake.given(
        "entities", [entity(c, industry_code=chance.choice([*trades, "F521", None])) for c in codes], ENTITIES
    )  # fmt: skip
    graded, why = regrade(lake, TODAY, loaded)
    told = fast(lake, loaded)
    assert set(told) == set(graded)
    for code, row in told.items():
        assert {n: row[n] for n in ("score", "grade", "forced_by")} == {
            n: graded[code][n] for n in ("score", "grade", "forced_by")}  # fmt: skip
        assert (points_of(row, loaded), row["credit"]) == by_line(why[code], loaded)
    fired = {reason["indicator"] for each in why.values() for reason in each}
    assert fired >= {line.code for line in loaded.indicators if not line.column or line.column == "industry_code"}


def test_points_by_the_million_do_not_run_into_the_next_line(tmp_path):
    """The largest points and cap a card may name, and more evidence than any business has."""
    loaded = card(tmp_path, ("points = 12", "points = 1000000"), ("cap = 30", "cap = 1000000"))
    lake = MemoryLake()
    lake.given("events", [event("penalty", age % 300, number=age) for age in range(2000)], EVENTS)
    lake.given("entities", [entity()], ENTITIES)
    row, (graded, why) = fast(lake, loaded)["A"], regrade(lake, TODAY, loaded)
    assert row["score"] == graded["A"]["score"] >= 1_000_000
    assert (points_of(row, loaded), row["credit"]) == by_line(why["A"], loaded)


@pytest.mark.parametrize(("old", "new"), [("points = 12", "points = 1000001"), ("cap = 30", "cap = 5000000")])
def test_a_number_that_could_overflow_a_sum_is_refused(tmp_path, old, new):
    with pytest.raises(Exception, match="overflow"):
        card(tmp_path, (old, new))


def test_last_year_s_class_follows_from_last_year_s_day():
    loaded = Scorecard.in_force(TODAY)
    lake = MemoryLake()
    lake.given("events", [event("penalty", age, number=age, severity=2) for age in (1, 400, 900)], EVENTS)
    lake.given("entities", [entity()], ENTITIES)
    for days in (0, 1, 30, 365, 500, 1000):
        day = TODAY - timedelta(days=days)
        graded, _ = regrade(lake, day, loaded)
        assert fast(lake, loaded, day)["A"]["score"] == graded["A"]["score"]
