"""Stays of mediation: over random histories page and lake name the same last day and the same late matters."""

import random
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.insight.formulas.complaints import mediation_limits
from huizhi.insight.formulas.shape import Ground
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.divisions import DivisionTable
from tests.apps.filings import file, later
from tests.exchange.test_office_matters import handler, told  # noqa: F401 - a fixture
from tests.insight.lake_double import MemoryLake

pytestmark = pytest.mark.django_db
CIVIL = ZoneInfo("Asia/Shanghai")
MATTERS = 30


def lived(handler, number: str, dice: random.Random) -> None:  # noqa: F811
    """Accept on some day, then stay for testing and resume, a few times, and sometimes close."""
    day = 1 + dice.random() * 5
    casework.take(number=number, by=handler, at=later(hours=1))
    complaints.accept(number=number, by=handler, at=later(days=day))
    for _ in range(dice.randrange(4)):
        day += dice.uniform(0, 14)
        stay = {"reason": "testing", "document": f"检字〔2026〕{dice.randrange(99)}号"}
        complaints.stay(number=number, by=handler, **stay, at=later(days=day))
        if dice.random() < 0.2:
            return
        day += dice.uniform(0, 30)
        complaints.resume(number=number, by=handler, at=later(days=day))
    if dice.random() < 0.4:
        day += dice.uniform(0, 25)
        complaints.agree(number=number, book="waived", by=handler, at=later(days=day))


def test_page_and_lake_agree_on_every_stay(handler):  # noqa: F811
    dice = random.Random(20261126)
    for place in range(MATTERS):
        lived(handler, file(key=f"k{place}").complaint_number, dice)
    as_of = date(2026, 12, 31)
    ends = datetime(2026, 12, 31, 23, 59, 59, tzinfo=CIVIL)
    page = {number: casework.clocks_of([number])[number] for number in told(ends)}
    mediation = {number: next(c for c in clocks if c.name == "mediation") for number, clocks in page.items()}
    lake = MemoryLake()
    for row in told(ends).values():
        given = {
            "accepted_on": row["accepted_on"] and date.fromisoformat(row["accepted_on"]),
            "closed_on": row["closed_on"] and date.fromisoformat(row["closed_on"]),
            "received_at": datetime.fromisoformat(row["received_at"]), "stopped_days": int(row["stopped_days"]),
        }  # fmt: skip
        same = {name: row[name] for name in ("matter_no", "kind", "outcome", "stopped_for")}
        lake.add("complaints", subject="name:x", **same, **given)
    ground = Ground.of(as_of, WorkCalendar.load(), DivisionTable.load())
    rows = lake.rows(mediation_limits(lake.table("complaints", as_of), ground))
    limits = {row["matter_no"]: row["limit_on"] for row in rows}
    still = {number for number, clock in mediation.items() if clock.paused_for}
    assert still and len(limits) == MATTERS
    assert limits == {number: None if number in still else clock.due_on for number, clock in mediation.items()}
    late = {
        row["matter_no"] for row in rows if row["closed_on"] is None and row["limit_on"] and row["limit_on"] <= as_of
    }
    assert late == {number for number, clock in mediation.items() if clock.late(ends)} and late
