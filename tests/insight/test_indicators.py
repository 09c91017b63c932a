"""Records of all indicators together, and the figures that are exactly their sums."""

from collections import Counter
from datetime import date, datetime

import pytest

from huizhi.insight import indicator_records, indicator_values
from huizhi.insight.plan import Plan
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import link

TODAY = date(2026, 10, 31)
PLAN = Plan.load()


@pytest.fixture(scope="module")
def lake():
    """A complaint a month in each county, one without a division, one that names a zone as its division."""
    lake = MemoryLake()
    lake.add("registry", credit_code="A", name="甲", division="371003", zone="nanhai", status="active",
             established_on=date(2015, 5, 5))  # fmt: skip

    def complaint(division, month, hour):
        received = datetime.fromisoformat(f"2026-{month:02}-01T00:00")
        answered = datetime.fromisoformat(f"2026-{month:02}-02T{hour:02}:00")
        lake.add("complaints", subject="name:?", kind="complaint", received_at=received, first_response_at=answered,
                 division=division, matter_no="T")  # fmt: skip

    for month in range(1, 10):
        for place, division in enumerate(("371002", "371003", "371082", "371083")):
            complaint(division, month, hour=0 if place else month)
    complaint(None, 3, 0)
    complaint("371071", 3, 0)
    link(lake, TODAY)
    lake.keep(
        "indicator_records", indicator_records.indicator_records(lake, TODAY, plan=PLAN), indicator_records.SCHEMA
    )
    return lake


@pytest.fixture(scope="module")
def records(lake):
    return lake.rows(lake.table("indicator_records", TODAY))


@pytest.fixture(scope="module")
def values(lake):
    made = indicator_values.indicator_values(lake, TODAY, plan=PLAN)
    rows = lake.keep("indicator_values", made, indicator_values.SCHEMA)
    return {(r["indicator"], r["division"], r["month"]): (r["numerator"], r["denominator"]) for r in rows}


def test_a_zone_named_as_division_becomes_the_zone_of_its_county(records):
    zoned = [r for r in records if r["zone"] == "371071"]
    assert {r["division"] for r in zoned} == {"371002"} and len(zoned) == 2


def test_every_figure_is_the_sum_of_its_records(records, values):
    tops, bases = Counter(), Counter()
    for r in records:
        for division in {"371000", r["division"]} - {None}:
            tops[r["indicator"], division, r["month"]] += r["weight"]
            bases[r["indicator"], division, r["month"]] += r["base"]
    assert values == {cell: (tops[cell], bases[cell]) for cell in values}
    assert set(tops) <= set(values)


def test_the_city_counts_what_no_division_does(values):
    counties = ("371002", "371003", "371082", "371083")
    inside = sum(values["answered_in_24_hours", county, "2026-03"][1] for county in counties)
    assert values["answered_in_24_hours", "371000", "2026-03"][1] == inside + 1 == 6


def test_every_month_and_place_has_a_row_even_without_records(values):
    formulas = [line.code for line in PLAN.indicators if line.formula]
    assert len(values) == len(formulas) * 5 * 12
    assert values["answered_in_24_hours", "371002", "2025-11"] == (0, 0)


def test_a_plan_without_formulas_counts_nothing(lake):
    text = [line for line in PLAN.indicators if not line.formula]
    bare = type(PLAN)(**{**PLAN.__dict__, "indicators": tuple(text)})
    assert lake.rows(indicator_records.indicator_records(lake, TODAY, plan=bare)) == []
    assert lake.rows(indicator_values.indicator_values(lake, TODAY, plan=bare)) == []
