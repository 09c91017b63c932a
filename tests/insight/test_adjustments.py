"""The four levels of food businesses worked out by hand, and the move of the next year by the years before."""

from datetime import date, timedelta
from random import Random

import pytest

from huizhi.insight.entities import SCHEMA as ENTITIES
from huizhi.insight.events import SCHEMA as EVENTS
from huizhi.insight.grades import grades
from huizhi.insight.judging import judge
from huizhi.insight.reasons import SCHEMA as REASONS
from huizhi.insight.scorecard import Scorecard
from huizhi.insight.scores import scores
from huizhi.vocabulary.refused import Refused
from tests.insight.lake_double import COMPILERS, MemoryLake, sql
from tests.insight.steps import grade, regrade
from tests.insight.test_judging import a_business, fact, subject
from tests.insight.test_scorecard import CARD, card
from tests.insight.test_scores import fast

TODAY = date(2026, 10, 31)
FOOD = Scorecard.in_force(TODAY, code="food")


def shop(lake, code, scope, *, staff=None, since=date(2015, 5, 5)):
    lake.add("registry", credit_code=code, name=f"威海{code}饭店", entity_kind="enterprise", division="371002",
             status="active", established_on=since)  # fmt: skip
    lake.add("licences", credit_code=code, licence_no=f"JY{code}", licence_kind="food_business", scope=scope,
             issued_on=date(2024, 1, 1), valid_until=date(2029, 1, 1), status="valid")  # fmt: skip
    if staff is not None:
        lake.add("annual_reports", credit_code=code, report_year=2025, reported_on=date(2026, 5, 1), employees=staff)


def seen(lake, code, on, result="none_found", **more):
    lake.add("inspections", credit_code=code, inspection_no=f"{code} {on}", result=result, inspected_on=on, **more)


def fined(lake, code, on, fen=1_200_000, kinds="fine", **more):
    lake.add("penalties", credit_code=code, document_no=f"{code} {on}", penalty_kinds=kinds, fine_fen=fen,
             decided_on=on, **more)  # fmt: skip


def levels(lake, on=TODAY):
    """{code: (score, level)} and {code: {line: points}}."""
    graded, why = grade(lake, on, FOOD)
    told = {code: {r["indicator"]: r["points"] for r in rows} for code, rows in why.items()}
    return {code: (row["score"], row["grade"]) for code, row in graded.items()}, told


PREPACKED, BULK, COLD, CANTEEN = (
    "预包装食品销售",
    "预包装食品销售，散装食品销售",
    "热食类、冷食类食品制售",
    "热食类（单位食堂）",
)
STATIC = (
    (PREPACKED, None, 5, "A"), (PREPACKED, 5, 7, "A"), (PREPACKED, 6, 9, "A"), (BULK, 20, 26, "A"), (COLD, 5, 27, "A"),
    (COLD, 10, 29, "A"), (COLD, 11, 31, "B"), (CANTEEN, None, 30, "A"), (CANTEEN, 3, 32, "B"), (CANTEEN, 50, 38, "B"),
    (CANTEEN, 51, 40, "B"),
)  # fmt: skip


def test_the_static_part_by_hand():
    """Kind of food 5, 20, 25 or 30, the highest only, and people at work 2, 4, 6, 8 or 10; 30 is still A."""
    lake = MemoryLake()
    for n, (scope, staff, _, _) in enumerate(STATIC):
        shop(lake, f"F{n}", scope, staff=staff)
    found, _ = levels(lake)
    assert found == {f"F{n}": (score, level) for n, (_, _, score, level) in enumerate(STATIC)}


def test_the_dynamic_part_by_hand():
    """Two findings 8 months ago: 9 + 3, faded by 8 steps to 12 x 776 / 1024 = 9; a failed item last month 4."""
    lake = MemoryLake()
    for code in "FS":
        shop(lake, code, BULK, staff=4)
        seen(lake, code, date(2026, 3, 1), "ordered_correction", finding_count=2, corrected_on=date(2026, 3, 9))
    lake.add("food_sampling", credit_code="S", sample_no="S1", item_no=1, product="酱油", item_verdict="fail",
             sample_verdict="fail", sampled_on=date(2026, 9, 20), disposed_on=date(2026, 10, 1))  # fmt: skip
    found, why = levels(lake)
    static = {"tier_two": 20, "scale_smallest": 2}
    assert (found["F"], why["F"]) == ((31, "B"), static | {"findings": 9})
    assert (found["S"], why["S"]) == ((35, "B"), static | {"findings": 9, "sample_failed": 4})
    assert levels(lake, date(2028, 2, 28))[1]["F"] == static | {"findings": 3}
    assert levels(lake, date(2028, 2, 29))[1]["F"] == static, "two years are over"


def test_static_and_dynamic_can_reach_forty_and_sixty():
    lines = [i for i in FOOD.indicators if i.dimension == "static"]
    highest = {group: max(i.cap for i in lines if i.group == group) for group in ("kind", "scale")}
    assert highest == {"kind": 30, "scale": 10}
    assert sum(i.cap for i in FOOD.indicators if i.dimension == "dynamic") == 60
    assert FOOD.bands == (("A", 0), ("B", 31), ("C", 46), ("D", 61))


def test_a_fine_moves_the_level_up_for_the_next_year_only():
    lake = MemoryLake()
    for code, day in (("F", date(2026, 6, 1)), ("G", date(2025, 6, 1))):
        shop(lake, code, PREPACKED)
        fined(lake, code, day)
    assert levels(lake, date(2026, 12, 31))[0] == {"F": (5, "A"), "G": (5, "B")}
    assert levels(lake, date(2027, 1, 1))[0] == {"F": (5, "B"), "G": (5, "A")}


def test_how_far_and_which_way():
    lake, last, expected = MemoryLake(), date(2025, 6, 1), {}
    for code, fen, kinds, level in (
        ("P1", 999_999, "fine", "A"), ("P2", 1_000_000, "fine", "B"), ("P3", 0, "suspension", "C"),
        ("P4", 0, "warning", "A"),
    ):  # fmt: skip
        shop(lake, code, PREPACKED)
        fined(lake, code, last, fen, kinds)
        expected[code] = (5, level)
    for code, level in (
        ("two", "D"), ("clean", "A"), ("unseen", "B"), ("first", "A"), ("second", "B"), ("spoilt", "B"),
        ("older", "A"), ("both", "C"),
    ):  # fmt: skip
        since = {"first": date(2023, 1, 1), "second": date(2023, 1, 2)}.get(code, date(2015, 5, 5))
        shop(lake, code, CANTEEN, staff=3, since=since)
        if code not in ("two", "unseen"):
            seen(lake, code, date(2024, 5, 1))
        expected[code] = (32, level)
    fined(lake, "two", last, kinds="fine;suspension")  # B and two levels up, not three
    seen(lake, "two", date(2025, 3, 1), "obstruction")
    seen(lake, "spoilt", date(2023, 1, 1), "ordered_correction", finding_count=1, corrected_on=date(2023, 1, 9))
    seen(lake, "older", date(2022, 12, 31), "ordered_correction", finding_count=1, corrected_on=date(2023, 1, 9))
    fined(lake, "both", last)  # up goes before down
    assert levels(lake)[0] == expected


def test_a_past_day_is_judged_by_what_it_knew():
    """A fine of 2025 the lake learned of in April 2026: in March it moved nothing, and March is made again so."""
    lake = MemoryLake()
    shop(lake, "F", PREPACKED)
    fined(lake, "F", date(2025, 6, 1), known_at=date(2026, 4, 10))
    before = levels(lake, date(2026, 4, 9))
    assert (before[0]["F"], levels(lake, date(2026, 4, 10))[0]["F"]) == ((5, "A"), (5, "B"))
    assert levels(lake, date(2026, 4, 9)) == before


def test_a_repaired_fine_moves_nothing_and_spoils_no_clean_years():
    """This edition names no repaired kinds; docs/grades.md says so and leaves it to the next."""
    lake = MemoryLake()
    for code in ("F", "R"):
        shop(lake, code, CANTEEN, staff=3)
        seen(lake, code, date(2024, 5, 1))
        fined(lake, code, date(2025, 6, 1), source="penalties", source_id=code)
    lake.add("rulings", subject="code:R", entity_id="R", record_source="penalties", record_id="R", event_kind="penalty",
             ruling="repaired", ruling_no="1", decided_on=date(2026, 8, 3), known_at=date(2026, 8, 3))  # fmt: skip
    assert levels(lake, date(2026, 8, 2))[0] == {"F": (32, "C"), "R": (32, "C")}
    assert levels(lake)[0] == {"F": (32, "C"), "R": (32, "A")}


def test_one_all_and_the_fast_plan_agree():
    """Three hundred businesses with anything in their past, on both sides of a turn of the year."""
    chance = Random(3)
    made = {f"E{n:03}": a_business(chance, f"E{n:03}") for n in range(300)}
    kinds = sorted({kind for rule in FOOD.adjustments for kind in rule.reads})
    for _, events in made.values():
        for each in events:
            each["kind"] = chance.choice([each["kind"], *kinds, *["inspection_clean"] * 9])
    lake = MemoryLake()
    lake.given("entities", [row for row, _ in made.values()], ENTITIES)
    lake.given("events", [event for _, events in made.values() for event in events], EVENTS)
    moved = set()
    for day in (date(2025, 12, 31), date(2026, 1, 1)):
        graded, _ = regrade(lake, day, FOOD)
        quick = fast(lake, FOOD, day)
        for code, (row, events) in made.items():
            mine = judge([fact(e) for e in events if e["occurred_on"] <= day], subject(row), day, FOOD)
            night, plan = graded[code], quick[code]
            assert (mine.score, mine.grade) == (night["score"], night["grade"]) == (plan["score"], plan["grade"])
            moved |= {move.rule.code for move in mine.moves}
    assert moved == {rule.code for rule in FOOD.adjustments}


@pytest.mark.parametrize("engine", sorted(COMPILERS))
def test_every_engine_can_say_it(engine):
    lake = MemoryLake()
    for name, schema in (("entities", ENTITIES), ("events", EVENTS), ("reasons", REASONS)):
        lake.given(name, [], schema)
    for made in (grades(lake, TODAY, scorecard=FOOD), scores(lake, TODAY, scorecard=FOOD)):
        assert "steps" in sql(made, engine)


RULE = """
[[adjustments]]
code = "fined"
zh = "罚款"
en = "Fined"
steps = 1
kinds = ["penalty"]
"""


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("steps = 1", "steps = 0", "steps"), ("steps = 1", "steps = 1.5", "integers"),
        ("steps = 1", "steps = 1\nyears = 0", "years"), ('kinds = ["penalty"]', 'kinds = ["penlty"]', "unknown kinds"),
        ('kinds = ["penalty"]', "kinds = []", "unknown kinds"), ("steps = 1", "stepps = 1", "stepps"),
        ("[[adjustments]]", RULE + "[[adjustments]]", "code of its own"),
    ],
)  # fmt: skip
def test_a_rule_that_cannot_be_followed_is_refused(tmp_path, old, new, says):
    assert card(tmp_path, text=CARD + RULE).adjustments[0].steps == 1
    with pytest.raises(Refused) as refused:
        card(tmp_path, text=CARD + RULE.replace(old, new, 1))
    assert says in str(refused.value)


def test_the_edition_before_stands_beside_it():
    assert Scorecard.in_force(date(2026, 6, 30), code="food").edition == "2026.1"
    assert FOOD.edition == "2026.2"
    assert [one.code for one in Scorecard.of_trades(TODAY)] == [
        "equipment", "food", "online", "pharmacy", "product_quality"]  # fmt: skip
    assert [one.code for one in Scorecard.of_trades(TODAY - timedelta(365))] == ["equipment", "food", "pharmacy"]
