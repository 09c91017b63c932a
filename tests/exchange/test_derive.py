"""Every table a night keeps can be said to every promised engine, and needs only what was made before it."""

from datetime import date

import pytest

from huizhi.exchange.derive import steps
from huizhi.exchange.pack import EXAMPLES, Pack
from huizhi.lake.engines import compile_for
from huizhi.vocabulary.calendar import WorkCalendar
from tests.insight.lake_double import MemoryLake

TODAY = date(2026, 10, 31)
PACKS = ["", *sorted(folder.name for folder in EXAMPLES.iterdir() if (folder / "pack.toml").exists())]


@pytest.mark.parametrize("engine", ["duckdb", "pyspark"])
@pytest.mark.parametrize("pack", PACKS)
def test_every_table_of_a_night_compiles_in_the_order_it_is_made(pack, engine):
    lake = MemoryLake()
    for step in steps(Pack.find(pack), TODAY, WorkCalendar.load()):
        made = step.made(lake, TODAY)
        assert compile_for(engine, made).startswith(("SELECT", "WITH")), step.name
        lake.given(step.name, [], made.schema())
