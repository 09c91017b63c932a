"""“Overdue” in a table and on a page are the same law: every day, every unit, through the engine."""

from datetime import date, datetime, time, timedelta
from random import Random

import pytest

from huizhi.insight import entities, legal_days, legal_values, links
from huizhi.insight.days import rows_of
from huizhi.insight.deadlines import CLOCKS, SCHEMA, deadlines, reckoned, started
from huizhi.lake.engines import compile_for
from huizhi.law.clocks import deadline
from huizhi.law.parameters import BUILT_IN, LOCAL, Parameters, parameters
from huizhi.law.units import PERIODS
from huizhi.vocabulary.calendar import WorkCalendar
from tests.insight.lake_double import MemoryLake
from tests.law.reading import LATER

AS_OF = date(2026, 10, 31)
CALENDAR = WorkCalendar.load()
LAW = parameters()
KEYS = [
    key for key in LAW for value in [LAW.find(key, date(2026, 5, 1))] if value and value.clock and value.unit in PERIODS
]
LOCAL_VALUE = """
title = { zh = "投诉受理时限", en = "Time to accept or refuse a complaint" }
unit = "WD"
[clock]
start = { zh = "收到投诉", en = "receipt" }
[[values]]
from = 2026-09-01
to = 2026-09-30
value = 5
[values.citation]
instrument = "本市服务承诺"
support = "local"
"""


def the_law(calendar=CALENDAR, law=LAW):
    lake = MemoryLake()
    lake.keep("legal_values", legal_values.legal_values(lake, AS_OF, law=law), legal_values.SCHEMA)
    lake.keep("legal_days", legal_days.legal_days(lake, AS_OF, calendar=calendar), legal_days.SCHEMA)
    return lake


def through_the_tables(lake, clocks, as_of=AS_OF):
    lake.given("clocks", clocks, CLOCKS)
    tables = (lake.table(name, as_of) for name in ("clocks", "legal_values", "legal_days"))
    return lake.rows(reckoned(*tables, as_of))


def clock(number, key, started_on, ended_on=None):
    return {
        "source": "test", "source_id": str(number), "entity_id": "", "key": key, "started_on": started_on,
        "ended_on": ended_on,
    }  # fmt: skip


def by_the_law(row, calendar=CALENDAR, law=LAW, as_of=AS_OF):
    """What the clock itself says of a row."""
    found = deadline(row["key"], row["started_on"], calendar, law=law)
    return (
        found.due, found.rights_due, found.awaits_notice, found.basis.provisional,
        found.overdue(row["ended_on"] or as_of),
    )  # fmt: skip


def by_the_table(row):
    return tuple(row[name] for name in ("due", "rights_due", "awaits_notice", "to_be_confirmed", "overdue"))


def differences(rows, **more):
    return [
        (row["key"], row["started_on"], by_the_table(row), by_the_law(row, **more))
        for row in rows
        if by_the_table(row) != by_the_law(row, **more)
    ]


@pytest.mark.parametrize(
    "key", ["complaint.acceptance_wd", "complaint.mediation_limit", "food.disposal_days", "penalty.suit"]
)
def test_every_first_day_of_three_years_has_the_clock_s_own_deadline(key):
    days = [date(2024, 7, 1) + timedelta(n) for n in range(1096)]
    rows = through_the_tables(the_law(), [clock(n, key, on) for n, on in enumerate(days)])
    assert len(rows) == len(days)
    assert differences(rows) == []


def test_every_clock_of_the_law_agrees_on_days_taken_at_random():
    chance = Random(20261031)
    days = [date(2026, 4, 15) + timedelta(chance.randrange(250)) for _ in range(12)]
    clocks = [
        clock(f"{key}-{n}", key, on, on + timedelta(chance.randrange(120))) for key in KEYS for n, on in enumerate(days)
    ]
    rows = through_the_tables(the_law(), clocks)
    assert len(KEYS) > 150
    assert differences(rows) == []
    assert {row["overdue"] for row in rows} == {True, False}


def test_a_month_end_start_does_not_escape_its_month_in_a_table_either():
    starts = [date(2025, 8, 31), date(2025, 11, 30), date(2024, 2, 29), date(2025, 12, 31)]
    rows = through_the_tables(the_law(), [clock(n, "sampling.keep_pass", on) for n, on in enumerate(starts)])
    assert differences(rows) == []


def test_the_bureau_s_own_value_holds_in_the_table_for_its_days(tmp_path):
    (tmp_path / "complaint").mkdir()
    (tmp_path / "complaint" / "acceptance_wd.toml").write_text(LOCAL_VALUE, encoding="utf-8")
    law = Parameters.load(BUILT_IN, LOCAL, tmp_path)
    starts = [date(2026, 8, 31), date(2026, 9, 1), date(2026, 9, 30), date(2026, 10, 1)]
    rows = through_the_tables(
        the_law(law=law), [clock(n, "complaint.acceptance_wd", on) for n, on in enumerate(starts)]
    )
    assert differences(rows, law=law) == []


def test_a_new_notice_moves_the_table_as_it_moves_the_clock():
    clocks = [clock(n, key, date(2026, 12, 1) + timedelta(n % 90)) for n, key in enumerate(KEYS * 2)]
    assert differences(through_the_tables(the_law(LATER), clocks), calendar=LATER) == []


def test_a_clock_without_a_value_or_beyond_the_days_stays_without_a_deadline():
    clocks = [
        clock(1, "complaint.acceptance_wd", date(2019, 12, 31)),
        clock(2, "no.such", AS_OF),
        clock(3, "penalty.suit", date(2038, 12, 1)),
    ]
    rows = through_the_tables(the_law(), clocks)
    assert [(row["due"], row["overdue"]) for row in rows] == [(None, None)] * 3


def test_the_facts_start_their_clocks():
    lake = the_law()
    lake.given("entities", [], entities.SCHEMA)
    lake.given("links", [], links.SCHEMA)
    common = {
        "division": "371002",
        "kind": "complaint",
        "outcome": None,
        "credit_code": None,
        "licence_no": None,
        "name": None,
    }
    at = datetime.combine(date(2026, 10, 1), time(9))
    lake.add("complaints", matter_no="1", source_id="1", received_at=at, accepted_on=date(2026, 10, 9), **common)
    lake.add("complaints", matter_no="2", source_id="2", received_at=at, **{**common, "outcome": "withdrawn"})
    lake.add("complaints", matter_no="3", source_id="3", received_at=at, **{**common, "kind": "report"})
    rows = lake.rows(started(lake, AS_OF))
    assert sorted((row["source_id"], row["key"]) for row in rows) == [
        ("1", "complaint.acceptance_wd"), ("1", "complaint.mediation_limit"), ("1", "complaint.regulation_limit"),
        ("3", "report.decision_wd"),
    ]  # fmt: skip
    found = lake.rows(deadlines(lake, AS_OF))
    assert differences(found) == []
    assert {row["source_id"]: row["overdue"] for row in found if row["key"] == "report.decision_wd"} == {"3": True}


@pytest.mark.parametrize("engine", ["duckdb", "pyspark"])
def test_the_twin_can_be_said_to_every_engine(engine):
    lake = the_law()
    lake.given("clocks", [], CLOCKS)
    expression = reckoned(*(lake.table(name, AS_OF) for name in ("clocks", "legal_values", "legal_days")), AS_OF)
    assert expression.schema() == SCHEMA
    assert compile_for(engine, expression).startswith(("SELECT", "WITH"))


def test_a_table_in_an_expression_keeps_nothing_and_refuses_its_own_marks():
    schema = legal_values.SCHEMA
    row = dict.fromkeys(schema.names)
    lake = MemoryLake()
    assert lake.rows(rows_of([row], schema)) == [row]
    with pytest.raises(ValueError, match="mark"):
        rows_of([{**row, "value": "a¶b"}], schema)
