"""Why a business is in its class: which evidence counts, how much, since when, until when."""

from datetime import date, datetime, timedelta
from random import Random

import pytest

from huizhi.insight.entities import SCHEMA as ENTITIES
from huizhi.insight.events import KINDS
from huizhi.insight.events import SCHEMA as EVENTS
from huizhi.insight.scorecard import Scorecard
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import grade, regrade
from tests.insight.test_scorecard import CARD, card

TODAY = date(2026, 10, 31)


def event(kind, days_ago, *, severity=1, entity="A", number=1, amount=None, source="penalties"):
    day = TODAY - timedelta(days=days_ago)
    return {
        "entity_id": entity, "kind": kind, "occurred_on": day, "known_on": day, "severity": severity,
        "amount_fen": amount, "detail": "", "source": source, "source_id": f"{kind}-{number}", "file_digest": "f",
        "row_number": number,
    }  # fmt: skip


def entity(code="A", **more):
    row = dict.fromkeys(ENTITIES.names) | {"entity_id": code, "status": "active", "source": "registry"}
    return row | {"source_id": code, "file_digest": "f", "row_number": 2, "established_on": date(2015, 5, 5)} | more


def judged(scorecard, events, entities=None, as_of=TODAY):
    lake = MemoryLake()
    lake.given("events", events, EVENTS)
    lake.given("entities", entities or [entity()], ENTITIES)
    graded, why = regrade(lake, as_of, scorecard)
    return graded["A"], why["A"]


def points(why):
    return [(r["indicator"], r["points"]) for r in why]


def test_one_business_from_its_records_to_its_class():
    """The whole way: what five departments delivered, and the class with its reasons on 31 October 2026."""
    lake = MemoryLake()
    lake.add("registry", credit_code="A", name="威海示例食品商行", entity_kind="enterprise", industry_code="F522",
             division="371002", established_on=date(2014, 6, 18), status="active")  # fmt: skip
    lake.add("penalties", credit_code="A", document_no="威市监处罚〔2026〕118号", violation_text="标签虚假标注",
             penalty_kinds="fine", fine_fen=1_200_000, decided_on=date(2026, 5, 20))  # fmt: skip
    lake.add("complaints", subject="name:371002:威海示例食品商行", matter_no="T2026-104417", kind="complaint",
             received_at=datetime.fromisoformat("2026-10-28T09:30"))  # fmt: skip
    lake.add("food_sampling", credit_code="A", sample_no="SD-26-08871", item_no=1, product="酱油",
             test_item="氨基酸态氮", item_verdict="pass", sample_verdict="pass",
             sampled_on=date(2026, 9, 12))  # fmt: skip
    lake.add("annual_reports", credit_code="A", report_year=2025, reported_on=date(2026, 6, 11))
    graded, why = grade(lake, TODAY)
    columns = ("position", "points", "indicator", "detail", "occurred_on", "lapses_on")
    assert [tuple(r[c] for c in columns) for r in why["A"]] == [
        (1, 44, "penalty", "威市监处罚〔2026〕118号 · 标签虚假标注", date(2026, 5, 20), date(2029, 5, 19)),
        (2, 10, "complaints", "T2026-104417", date(2026, 10, 28), date(2027, 10, 28)),
        (3, -1, "annual_reports_on_time", "2025", date(2026, 6, 11), date(2028, 6, 10)),
        (4, -2, "samples_passed", "SD-26-08871 · 酱油", date(2026, 9, 12), date(2027, 9, 12)),
    ]
    assert (graded["A"]["score"], graded["A"]["grade"], graded["A"]["forced_by"]) == (51, "C", None)
    assert graded["A"]["scorecard"] == Scorecard.in_force(TODAY).version


def test_evidence_counts_until_the_day_before_it_lapses(tmp_path):
    scorecard = card(tmp_path)
    _, why = judged(scorecard, [event("penalty", 0)])
    lapse = why[0]["lapses_on"]
    assert lapse == TODAY + timedelta(days=365)
    assert judged(scorecard, [event("penalty", 0)], as_of=lapse - timedelta(days=1))[0]["score"] == 3
    assert judged(scorecard, [event("penalty", 0)], as_of=lapse)[0]["score"] == 0


@pytest.mark.parametrize(("age", "left"), [(0, 12), (29, 12), (30, 6), (59, 6), (60, 3), (89, 3), (90, 3), (364, 3)])
def test_points_fall_by_thirty_day_steps_and_then_stay(tmp_path, age, left):
    graded, _ = judged(card(tmp_path), [event("penalty", age)])
    assert graded["score"] == left


def test_evidence_is_worth_at_least_a_point_while_it_lasts(tmp_path):
    scorecard = card(tmp_path, ("[1024, 512, 256]", "[1024, 1]"))
    assert judged(scorecard, [event("penalty", 300)])[0]["score"] == 1


def test_a_cap_cuts_the_oldest_evidence_so_that_the_reasons_still_add_up(tmp_path):
    events = [event("penalty", age, number=age) for age in (0, 1, 2, 3)]
    graded, why = judged(card(tmp_path), events)
    assert [(r["points"], r["row_number"]) for r in why] == [(12, 0), (12, 1), (6, 2)]
    assert graded["score"] == 30 and graded["reason_count"] == 3


def test_evidence_of_the_same_day_is_cut_in_the_order_of_its_record(tmp_path):
    events = [event("penalty", 0, number=n) for n in (4, 2, 3, 1)]
    _, why = judged(card(tmp_path), events)
    assert [(r["points"], r["row_number"]) for r in why] == [(12, 1), (12, 2), (6, 3)]


def test_credits_are_taken_only_down_to_zero(tmp_path):
    scorecard = card(tmp_path)
    clean = [event("inspection_clean", age, number=age) for age in (1, 2)]
    assert points(judged(scorecard, [event("penalty", 0), *clean])[1]) == [
        ("penalty", 12),
        ("clean", -3),
        ("clean", -3),
    ]
    assert points(judged(scorecard, [event("penalty", 60), *clean])[1]) == [("penalty", 3), ("clean", -3)]
    graded, why = judged(scorecard, clean)
    assert (graded["score"], graded["grade"], graded["reason_count"], why) == (0, "A", 0, [])


def test_a_credit_is_cut_to_what_is_left(tmp_path):
    scorecard = card(tmp_path, ("points = -3", "points = -5"))
    assert points(judged(scorecard, [event("penalty", 60), event("inspection_clean", 1)])[1]) == [
        ("penalty", 3), ("clean", -3)]  # fmt: skip


def test_severity_and_amount_weigh_more(tmp_path):
    graver = ("points = 12", "points = 12\nper_severity = 4\nseverity_most = 2\namount_tiers = [[100, 1], [200, 5]]")
    scorecard = card(tmp_path, graver)
    assert judged(scorecard, [event("penalty", 0, severity=1)])[0]["score"] == 12
    assert judged(scorecard, [event("penalty", 0, severity=2, amount=99)])[0]["score"] == 16
    assert judged(scorecard, [event("penalty", 0, severity=2, amount=100)])[0]["score"] == 17
    assert judged(scorecard, [event("penalty", 0, severity=2, amount=200)])[0]["score"] == 22
    assert judged(scorecard, [event("penalty", 0, severity=3)])[0]["score"] == 0


def test_a_one_vote_indicator_forces_the_worst_class_and_is_named(tmp_path):
    scorecard = card(tmp_path, ("points = 12", "points = 12\none_vote = true"))
    graded, _ = judged(scorecard, [event("penalty", 60)])
    assert (graded["score"], graded["grade"], graded["forced_by"]) == (3, "D", "penalty")
    graded, _ = judged(scorecard, [event("penalty", 365)])
    assert (graded["score"], graded["grade"], graded["forced_by"]) == (0, "A", None)


@pytest.mark.parametrize(("cap", "grade"), [(49, "A"), (50, "D")])
def test_a_band_begins_at_its_score(tmp_path, cap, grade):
    scorecard = card(tmp_path, ("points = 12", "points = 60"), ("cap = 30", f"cap = {cap}"))
    assert judged(scorecard, [event("penalty", 0)])[0]["grade"] == grade


def test_an_attribute_of_the_register_counts_as_long_as_it_stands(tmp_path):
    industry = """
[[indicators]]
code = "industry"
zh = "行业"
en = "Industry"
dimension = "supervision"
column = "industry_code"
starts = ["C14", "H62"]
points = 5
cap = 5
window_days = 0
"""
    from_text = card(tmp_path, text=CARD + industry)
    _, why = judged(from_text, [], [entity(industry_code="C146")])
    assert [(r["points"], r["kind"], r["detail"], r["lapses_on"]) for r in why] == [(5, "industry_code", "C146", None)]
    assert judged(from_text, [], [entity(industry_code="F521")])[1] == []
    assert judged(from_text, [], [entity(industry_code=None)])[1] == []


def test_last_march_is_judged_by_what_was_known_last_march():
    """A penalty annulled in June counted in March, and still does when March is recomputed."""
    lake = MemoryLake()
    lake.add(
        "registry", credit_code="A", name="甲", division="371002", established_on=date(2014, 1, 1), status="active"
    )
    penalty = {
        "credit_code": "A",
        "source_id": "〔2026〕9号",
        "document_no": "〔2026〕9号",
        "decided_on": date(2026, 2, 1),
    }
    lake.add("penalties", **penalty, penalty_kinds="fine;suspension", known_at=date(2026, 2, 10))
    lake.add("penalties", **penalty, penalty_kinds="warning", known_at=date(2026, 6, 10))
    scores = {day: grade(lake, day)[0]["A"]["score"] for day in
              (date(2026, 2, 9), date(2026, 2, 10), date(2026, 6, 9), date(2026, 6, 10))}  # fmt: skip
    assert list(scores.values()) == [0, 66, 60, 33]


def test_points_always_sum_to_the_score():
    """Three hundred businesses with anything that can happen to them, in any combination."""
    chance = Random(20261031)
    codes = [f"E{n:03}" for n in range(300)]
    events = [
        event(chance.choice(KINDS), chance.randrange(1200), severity=chance.randrange(7), number=chance.randrange(9),
              entity=code, amount=chance.choice([None, chance.randrange(30_000_000)]))
        for code in codes for _ in range(chance.randrange(60))
    ]  # fmt: skip
    lake = MemoryLake()
    lake.given("events", events, EVENTS)
    lake.given(
        "entities", [entity(code, industry_code=chance.choice(["C14", "F52", None])) for code in codes], ENTITIES
    )
    scorecard = Scorecard.in_force(TODAY)
    graded, why = regrade(lake, TODAY, scorecard)
    assert {row["grade"] for row in graded.values()} == {"A", "B", "C", "D"}
    for code in codes:
        row, told = graded[code], why[code]
        assert sum(r["points"] for r in told) == row["score"] >= 0
        assert [r["position"] for r in told] == list(range(1, row["reason_count"] + 1))
        assert all(r["points"] != 0 for r in told)
        assert all(r["lapses_on"] is None or r["occurred_on"] <= TODAY < r["lapses_on"] for r in told)
        for line in scorecard.indicators:
            assert abs(sum(r["points"] for r in told if r["indicator"] == line.code)) <= abs(line.cap)


def test_the_order_in_which_facts_arrive_changes_nothing(tmp_path):
    events = [event("penalty", age % 7, number=age) for age in range(20)]
    events += [event("inspection_clean", age, number=age) for age in range(5)]
    assert judged(card(tmp_path), events) == judged(card(tmp_path), events[::-1])
