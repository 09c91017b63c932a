"""Promises, insurance, disposal, putting right: points appear on the day known, lapse when stated, and add up."""

from datetime import date, timedelta

import pytest

from huizhi.insight.judging import Fact, judge
from huizhi.insight.scorecard import Scorecard
from huizhi.insight.terms import correction_days, disposal_due
from huizhi.vocabulary.calendar import WorkCalendar
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import grade
from tests.insight.test_judging import fact, subject

EVE, DAY, LATER = date(2026, 6, 9), date(2026, 6, 10), date(2026, 7, 15)
CARD = Scorecard.in_force(LATER)
KINDS = {
    "kept": ("return_promised", "returns_promised", -2, 3650),
    "broken": ("promise_broken", "promise_broken", 8 + 2 * 2, 365),
    "insured": ("elevator_insured", "elevators_insured", -1, 365),
    "bare": ("elevator_uninsured", "elevator_uninsured", 8, 3650),
    "undisposed": ("sample_undisposed", "food_sample_undisposed", 20, 1095),
    "overdue": ("correction_overdue", "correction_overdue", 8, 730),
}
"""Business -> the kind of event it has, the line that reads it, its points on the day, and days until it lapses."""


@pytest.fixture(scope="module")
def nights():
    """{day: {business: ({line: points}, events, register's row)}} for the three days."""
    lake = MemoryLake()
    for code in KINDS:  # each was warned the day before, so that credits have something to be taken from
        lake.add("registry", credit_code=code, name=f"威海{code}公司", entity_kind="enterprise", division="371002",
                 status="active", established_on=date(2010, 1, 1))  # fmt: skip
        lake.add("penalties", credit_code=code, document_no=code, penalty_kinds="warning", decided_on=EVE)
        lake.add("annual_reports", credit_code=code, report_year=2025, reported_on=date(2026, 9, 1))
    _promises(lake)
    _elevators(lake)
    _samples(lake)
    _corrections(lake)
    found = {}
    for day in (EVE, DAY, LATER):
        _, why = grade(lake, day, CARD)
        events = lake.rows(lake.table("events", day))
        register = {row["entity_id"]: row for row in lake.rows(lake.table("entities", day))}
        found[day] = {
            code: ({r["indicator"]: r["points"] for r in why[code]}, [e for e in events if e["entity_id"] == code],
                   register[code]) for code in KINDS
        }  # fmt: skip
    return found


def _promises(lake):
    for code, broken in (("kept", 0), ("broken", 3)):
        row = {"credit_code": code, "source_id": f"promise {code}", "promised_on": date(2026, 6, 1), "term_days": 7,
               "broken": broken}  # fmt: skip
        lake.add("return_promises", status="promising", known_at=DAY, **row)
        if code == "kept":
            lake.add("return_promises", status="left", known_at=LATER, **row)


def _elevators(lake):
    for code in ("insured", "bare"):
        lake.add("equipment", credit_code=code, device_no=code, device_kind="elevator", status="in_use",
                 registered_on=date(2020, 1, 1), next_inspection_on=date(2027, 1, 1))  # fmt: skip
        lake.add("elevator_insurance", credit_code=code, device_no=code, policy_no=f"{code} 1",
                 starts_on=date(2025, 6, 1), ends_on=EVE)  # fmt: skip
    for code, day in (("insured", DAY), ("bare", date(2026, 7, 1))):
        lake.add("elevator_insurance", credit_code=code, device_no=code, policy_no=f"{code} 2", starts_on=day,
                 ends_on=day + timedelta(365))  # fmt: skip


def _samples(lake):
    reported = date(2026, 3, 11)
    assert disposal_due(WorkCalendar.load())(reported) == EVE
    sample = {"credit_code": "undisposed", "source_id": "sample", "sample_no": "S1", "item_no": 1, "product": "酱油",
              "item_verdict": "fail", "sample_verdict": "fail", "sampled_on": date(2026, 3, 1), "reported_on": reported,
              "task_level": "city"}  # fmt: skip
    lake.add("food_sampling", known_at=reported, **sample)
    lake.add("food_sampling", known_at=LATER, disposed_on=date(2026, 7, 5), **sample)


def _corrections(lake):
    inspected = EVE - timedelta(correction_days(EVE))
    visit = {"credit_code": "overdue", "source_id": "visit", "inspection_no": "J1", "result": "ordered_correction",
             "finding_count": 1, "serious_count": 0, "inspected_on": inspected}  # fmt: skip
    lake.add("inspections", known_at=inspected, **visit)
    lake.add("inspections", known_at=LATER, corrected_on=date(2026, 7, 1), **visit)


def own(nights, code):
    """The one event of the business that was known on the day and not before."""
    (found,) = [e for e in nights[DAY][code][1] if e["kind"] == KINDS[code][0] and e["known_on"] == DAY]
    return found


@pytest.mark.parametrize("code", KINDS)
def test_its_points_appear_on_the_day_it_is_known(nights, code):
    _, line, points, _ = KINDS[code]
    assert line not in nights[EVE][code][0]
    assert nights[DAY][code][0][line] == points and own(nights, code)


@pytest.mark.parametrize("code", KINDS)
def test_it_lapses_when_its_reason_says(nights, code):
    _, line, _, window = KINDS[code]
    mine, who = fact(own(nights, code)), subject(nights[DAY][code][2])
    lapse = mine.occurred_on + timedelta(window)
    for day in (DAY, lapse - timedelta(1), lapse):
        warned = [mine, Fact("penalty", day, 1)]
        ground = [each for each in judge(warned, who, day, CARD).grounds if each.indicator == line]
        assert [each.lapses_on for each in ground] == [lapse] * (day < lapse)


@pytest.mark.parametrize("code", KINDS)
def test_without_it_the_sum_is_other_by_exactly_its_points(nights, code):
    _, events, row = nights[DAY][code]
    mine, score = own(nights, code), lambda some: judge([fact(e) for e in some], subject(row), DAY, CARD).score
    assert score(events) - score([e for e in events if e is not mine]) == KINDS[code][2]


@pytest.mark.parametrize("code", ["kept", "bare", "undisposed", "overdue"])
def test_what_is_put_right_counts_no_more(nights, code):
    """The promise was left, a policy taken out, the food disposed of, the finding put right, each late."""
    kind, line, _, _ = KINDS[code]
    points, events, _ = nights[LATER][code]
    assert line not in points and kind not in {e["kind"] for e in events}
    after = {"bare": ("elevators_insured", -1), "overdue": ("findings_corrected", -4)}.get(code)
    assert after is None or points[after[0]] == after[1]
