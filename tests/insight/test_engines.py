"""Every analytical table can be said to every promised engine."""

from datetime import date

import pytest

from huizhi.insight import (
    deadlines,
    entities,
    events,
    frame,
    grades,
    indicator_records,
    indicator_values,
    legal_days,
    legal_values,
    links,
    reasons,
    scores,
)
from huizhi.insight.plan import Plan
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.engines import compile_for
from tests.insight.lake_double import MemoryLake

TODAY = date(2026, 10, 31)
TABLES = {
    "entities": (entities.entities, entities.SCHEMA, {}),
    "links": (links.links, links.SCHEMA, {}),
    "events": (events.events, events.SCHEMA, {}),
    "reasons": (reasons.reasons, reasons.SCHEMA, {"scorecard": Scorecard.in_force(TODAY)}),
    "grades": (grades.grades, grades.SCHEMA, {"scorecard": Scorecard.in_force(TODAY)}),
    "scores": (scores.scores, scores.schema(Scorecard.in_force(TODAY)), {"scorecard": Scorecard.in_force(TODAY)}),
    "indicator_records": (indicator_records.indicator_records, indicator_records.SCHEMA, {"plan": Plan.load()}),
    "indicator_values": (indicator_values.indicator_values, indicator_values.SCHEMA, {"plan": Plan.load()}),
    "frame": (frame.frame, frame.SCHEMA, {}),
    "legal_values": (legal_values.legal_values, legal_values.SCHEMA, {}),
    "legal_days": (legal_days.legal_days, legal_days.SCHEMA, {}),
    "deadlines": (deadlines.deadlines, deadlines.SCHEMA, {}),
}


@pytest.fixture
def lake():
    lake = MemoryLake()
    for name, (_, schema, _) in TABLES.items():
        lake.given(name, [], schema)
    return lake


@pytest.mark.parametrize("engine", ["duckdb", "pyspark"])
@pytest.mark.parametrize("name", TABLES)
def test_compiles(lake, name, engine):
    table, schema, more = TABLES[name]
    expression = table(lake, TODAY, **more)
    assert expression.schema() == schema
    assert compile_for(engine, expression).startswith(("SELECT", "WITH"))


@pytest.mark.parametrize("name", TABLES)
def test_says_its_grain(name):
    """The first line of a table's module is "One row per …"."""
    module = __import__(f"huizhi.insight.{name}", fromlist=["__doc__"])
    assert module.__doc__.startswith("One row per ")
