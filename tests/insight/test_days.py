"""Days counted inside a query agree with days counted outside."""

from datetime import date, timedelta

import ibis
import pytest

from huizhi.insight import terms
from huizhi.insight.days import add_days, due_day, month_of, thirty_day_steps
from huizhi.vocabulary.calendar import WorkCalendar
from tests.insight.lake_double import MemoryLake

DAYS = ibis.schema({"day": "date"})


@pytest.fixture
def lake():
    """Every day of 2024 and 2025."""
    lake = MemoryLake()
    lake.given("days", [{"day": date(2024, 1, 1) + timedelta(n)} for n in range(731)], DAYS)
    return lake


def test_a_working_day_term_is_the_law_s_own_answer_for_every_day(lake):
    days = lake.table("days", date(2026, 1, 1))
    due = terms.decision_due(WorkCalendar.load())
    rows = lake.rows(days.select(days.day, due=due_day(days.day, date(2024, 1, 1), date(2025, 12, 31), due)))
    assert {r["day"]: r["due"] for r in rows} == {r["day"]: due(r["day"]) for r in rows}


def test_outside_the_days_asked_for_there_is_no_answer(lake):
    days = lake.table("days", date(2026, 1, 1))
    due = due_day(days.day, date(2024, 6, 1), date(2024, 6, 30), lambda day: day)
    rows = lake.rows(days.select(days.day, due=due))
    assert {r["due"] for r in rows if r["day"].month != 6 or r["day"].year != 2024} == {None}
    assert sum(r["due"] is not None for r in rows) == 30


def test_days_are_added_across_leap_days_and_stay_dates(lake):
    days = lake.table("days", date(2026, 1, 1))
    rows = lake.rows(days.select(days.day, later=add_days(days.day, 60), month=month_of(days.day)))
    assert all(r["later"] == r["day"] + timedelta(60) for r in rows)
    assert all(r["month"] == f"{r['day']:%Y-%m}" for r in rows)


def test_thirty_day_steps_are_exact_for_a_century():
    lake = MemoryLake()
    lake.given("ages", [{"age": n} for n in range(40_000)], ibis.schema({"age": "int64"}))
    ages = lake.table("ages", date(2026, 1, 1))
    rows = lake.rows(ages.select(ages.age, step=thirty_day_steps(ages.age)))
    assert all(r["step"] == r["age"] // 30 for r in rows)
