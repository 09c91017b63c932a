"""Which article stands behind a value on a day, and how sure we are of it; all values are in cases/values.csv."""

from datetime import date

import pytest

from huizhi.law.parameters import UNITS, in_force, parameters
from huizhi.law.reference import plain
from huizhi.vocabulary.refused import Refused

CASES = [
    ("complaint.acceptance_wd", date(2020, 1, 1), 7, "WD", "第十四条", "text"),
    ("complaint.acceptance_wd", date(2026, 4, 14), 7, "WD", "第十四条", "text"),
    ("complaint.acceptance_wd", date(2026, 4, 15), 7, "WD", "第十五条", "text"),
    ("complaint.mediation_limit", date(2020, 1, 1), 45, "WD", "第二十一条第（五）项", "text"),
    ("complaint.mediation_limit", date(2026, 4, 14), 45, "WD", "第二十一条第（五）项", "text"),
    ("complaint.mediation_limit", date(2026, 4, 15), 60, "D", "第二十三条第（五）项", "text"),
    ("complaint.regulation_limit", date(2024, 7, 1), 60, "D", "", "unsure"),
    ("report.decision_wd", date(2019, 4, 1), 15, "WD", "第十七条", "known"),
    ("report.decision_wd", date(2021, 7, 14), 15, "WD", "第十七条", "known"),
    ("report.decision_wd", date(2021, 7, 15), 15, "WD", "第十八条", "text"),
    ("report.extension_wd", date(2021, 7, 15), 15, "WD", "第十八条", "text"),
    ("response.hours", date(2021, 1, 1), 24, "H", "投诉举报24小时响应率", "local"),
    ("annual_report.due", date(2014, 10, 1), "06-30", "month-day", "第八条", "text"),
    ("food.disposal_days", date(2019, 10, 1), 90, "D", "第四十六条", "known"),
    ("penalty.publicity_years", date(2021, 9, 1), 3, "Y", "第十三条", "text"),
    ("penalty.publicity_years", date(2026, 3, 31), 3, "Y", "第十三条", "text"),
    ("penalty.publicity_years", date(2026, 4, 1), 3, "Y", "第十三条", "unsure"),
    ("penalty.publicity_lower_months", date(2026, 3, 31), 3, "M", "第十三条", "text"),
    ("penalty.publicity_lower_months", date(2026, 4, 1), 3, "M", "第十三条", "unsure"),
    ("draw.minimum_ratio", date(2025, 3, 17), 3, "percent", "", "known"),
    ("draw.minimum_ratio", date(2025, 3, 18), 3, "percent", "", "unsure"),
    ("inspection.full_scope", date(2022, 3, 15), 2, "Y", "第二十二条", "text"),
    ("inspection.workshop_cycle", date(2021, 1, 1), 1, "Y", "食品小作坊监管覆盖率", "local"),
    ("inspection.correction", date(2021, 1, 1), 60, "D", "责令改正", "local"),
]


@pytest.mark.parametrize(("key", "on", "value", "unit", "article", "support"), CASES)
def test_the_value_in_force(key, on, value, unit, article, support):
    found = in_force(key, on)
    assert (found.value, found.unit, found.basis.article, found.basis.support) == (value, unit, article, support)
    assert found.basis.in_force(on)
    assert found.provisional is (support == "unsure")


@pytest.mark.parametrize(
    ("key", "on"),
    [
        ("complaint.acceptance_wd", date(2019, 12, 31)),
        ("complaint.mediation_limit", date(2019, 12, 31)),
        ("complaint.regulation_limit", date(2024, 6, 30)),
        ("report.decision_wd", date(2019, 3, 31)),
        ("response.hours", date(2020, 12, 31)),
        ("annual_report.due", date(2014, 9, 30)),
        ("food.disposal_days", date(2019, 9, 30)),
        ("penalty.publicity_years", date(2021, 8, 31)),
        ("draw.minimum_ratio", date(2014, 9, 30)),
        ("inspection.full_scope", date(2022, 3, 14)),
        ("inspection.workshop_cycle", date(2020, 12, 31)),
        ("inspection.correction", date(2020, 12, 31)),
    ],
)
def test_the_day_before_commencement_has_no_value(key, on):
    with pytest.raises(Refused, match="no_value_in_force"):
        in_force(key, on)


def test_an_unknown_key_is_refused_and_the_known_ones_are_named():
    with pytest.raises(Refused, match=r"complaint\.acceptance_wd"):
        in_force("complaint.acceptance", date(2026, 1, 1))


def test_the_instrument_changes_with_the_value():
    before, after = (in_force("complaint.mediation_limit", date(2026, 4, d)).basis for d in (14, 15))
    assert "第20号" in before.instrument
    assert "第121号" in after.instrument
    assert before.in_force_to == date(2026, 4, 14)


@pytest.mark.parametrize("key", parameters().keys())
def test_every_value_can_be_said_in_both_languages(key):
    for value in parameters().periods(key):
        text = plain(value).replace(",", "—" if value.unit == "yuan-range" else ", ")
        assert text in value.say("zh")
        assert text in value.say("en")
        assert value.unit in UNITS
        assert value.basis.instrument in value.say("en")
