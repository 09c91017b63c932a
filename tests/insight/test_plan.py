"""The plan's twenty-nine indicators as configuration."""

from decimal import Decimal
from pathlib import Path

import pytest

from huizhi.apps.indicators.columns import COLUMNS
from huizhi.insight.formulas import FORMULAS
from huizhi.insight.plan import FOLDER, Plan
from huizhi.vocabulary.refused import Refused

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "chicago" / "indicators.toml"
NAMED = {
    "complaints_closed_on_time": "100", "reports_verified_on_time": "100", "answered_in_24_hours": "100",
    "food_batches_per_thousand": "8", "food_samples_passed": "98.5", "failed_food_disposed": "100",
    "equipment_inspected_on_time": "100", "elevators_insured": "100", "products_passed": "95", "haccp_producers": "100",
    "producer_self_checks": "100", "small_workshops_covered": "100", "open_kitchens": "80",
    "wholesale_rapid_tests": "100", "traceability": "98", "standards_led": "100", "local_standards": "67",
    "same_quality_exporters": "30", "high_value_patents": "10.2", "trademarks": "80000", "ip_satisfaction": "85",
}  # fmt: skip
"""What the announcement of the plan names, with the targets it names."""


@pytest.fixture(scope="module")
def plan():
    return Plan.load()


def test_twenty_nine_in_five_chapters(plan):
    assert len(plan.indicators) == 29
    assert list(dict.fromkeys(line.chapter for line in plan.indicators)) == list(plan.chapters)
    assert len(plan.chapters) == 5


def test_the_named_ones_with_their_targets_and_the_rest_marked_proposed(plan):
    assert {line.code: line.target for line in plan.indicators if not line.proposed} == NAMED
    assert sum(line.proposed for line in plan.indicators) == 8


def test_the_province_s_targets_where_they_are_known(plan):
    known = {line.code: line.province_target for line in plan.indicators if line.province_target}
    assert known == {"food_batches_per_thousand": "5", "products_passed": "93.2", "ip_satisfaction": "83"}


def test_every_formula_is_used_and_the_others_say_what_they_await(plan):
    example = Plan.load(EXAMPLE)
    assert {line.formula for line in (*plan.indicators, *example.indicators) if line.formula} == set(FORMULAS)
    assert all(line.formula or line.awaits for line in plan.indicators)


def test_every_definition_is_in_two_languages(plan):
    assert all(line.formula_zh and line.formula_en and line.owner_zh and line.owner_en for line in plan.indicators)


def test_rows_are_what_the_scoreboard_takes(plan):
    for row in plan.rows():
        assert set(row) >= set(COLUMNS["indicators"])
        assert row["target"] is None or Decimal(row["target"]) >= 0
    assert {row["source"] for row in plan.rows() if row["proposed"]} == {plan.proposed_source}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("number = 2", "number = 3", "without gaps"),
        ('code = "reports_verified_on_time"', 'code = "complaints_closed_on_time"', "code of its own"),
        ('formula = "answered_in_time"', 'formula = "guessed"', "unknown formula"),
        ('formula = "answered_in_time"', "", "either a formula or what it awaits"),
        ('chapter = "efficiency"', 'chapter = "other"', "unknown chapter"),
        ('target = "98.5"', "target = 98.5", "decimal text"),
        ("scale = 12000", "scale = 0", "positive integer"),
        ('owner = { zh = "标准化科", en = "Standards section" }', 'owner = { zh = "标准化科" }', "en"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_refused(tmp_path, old, new, says):
    text = (FOLDER / "weihai.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "plan.toml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(Refused) as refused:
        Plan.load(path)
    assert says in str(refused.value)
