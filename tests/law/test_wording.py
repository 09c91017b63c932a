"""A value in plain words, to the letter, and the cases that go with it."""

from datetime import date

import pytest

from huizhi.law.case_tables import cases, cases_of, rows, rules_of
from huizhi.law.parameters import in_force, parameters
from huizhi.law.wording import in_words


@pytest.mark.parametrize(
    ("key", "zh", "en"),
    [
        (
            "complaint.mediation_limit",
            "自受理投诉起60日，起算当日不计入。检测、检验、检疫、鉴定、回避决定期间的时间不计入。"
            "末日是节假日的，顺延。逾期：终止调解。",
            "60 calendar days. Start: acceptance (that day is not counted). Not counted: testing, inspection, "
            "quarantine or appraisal; decision on a recusal. A last day on a holiday moves on. "
            "If missed: mediation is ended.",
        ),
        (
            "report.decision_wd",
            "自发现线索或者收到材料起15个工作日，起算当日不计入。经负责人批准，可以延长15个工作日。"
            "检测、检验、检疫、鉴定、权利人辨认或者鉴别的时间不计入。最后一次举报的，重新起算。",
            "15 working days. Start: the clue is found or the material received (that day is not counted). "
            "May be extended by 15 working days (the head of the office). Not counted: testing, inspection, quarantine "
            "or appraisal; identification by the rights holder. Starts again: the last report merged.",
        ),
        (
            "recall.start_1",
            "自知悉食品安全风险起24小时，按小时连续计算，遇节假日不顺延。",
            "24 hours. Start: the risk is known (hours run through nights and holidays).",
        ),
        (
            "penalty.cash_small",
            "可当场收缴的罚款上限：100元。",
            "Most fine collected in cash as a matter of course: 100 yuan.",
        ),
    ],
)
def test_a_value_in_words(key, zh, en):
    value = in_force(key, date(2026, 9, 18))
    assert (in_words(value), in_words(value, "en")) == (zh, en)


def test_a_term_that_simply_ends_and_a_time_that_is_settled_say_so():
    assert in_words(in_force("penalty.seizure", date(2026, 9, 18))).endswith("末日不顺延。逾期：期限届满，立即解除。")
    case = in_force("penalty.case", date(2026, 9, 18))
    assert "经负责人集体讨论决定，可以延长决定确定的合理期限。" in in_words(case)
    assert "extended by the time the decision sets (the heads, collectively)" in in_words(case, "en")
    assert "never moves on" in in_words(in_force("penalty.seizure", date(2026, 9, 18)), "en")


@pytest.mark.parametrize("key", parameters().keys())
def test_every_value_can_be_put_in_words(key):
    for value in parameters().periods(key):
        for language in ("zh", "en"):
            assert in_words(value, language)


def test_the_cases_of_a_value_name_it_or_its_rule():
    found = cases_of("complaint.acceptance_wd")
    assert {"clocks.deadline", "complaints.acceptance_due"} <= {case.function for case in found}
    for case in found:
        assert "complaint.acceptance_wd" in case.keys or (not case.keys and case.basis == "CR-01")
    assert cases_of("no.such") == []
    assert all("complaint.clue_extension" in case.keys for case in cases_of("complaint.clue_extension"))
    assert {case.basis for case in cases_of("risk.visits_a_least")} == {"7.2"}
    assert rules_of()["penalty.case"] == "PN-03"
    assert {case.table for case in cases()} >= {"clocks", "complaints", "penalties"}


def test_a_table_is_read_without_its_remarks():
    found = rows("values.csv")
    assert found[0].keys() == {"key", "commences_on", "value", "unit", "day_before", "basis"}
    assert not any(row["key"].startswith("#") for row in found)
    assert "劳动节" in " ".join(row["why_zh"] for row in rows("clocks.csv"))


def test_every_value_with_a_rule_to_reckon_has_a_case():
    service = [key for key, rule in rules_of().items() if rule == "service"]  # switches of the bureau's own pages
    without = [key for key in parameters() if key not in service and not cases_of(key)]
    assert without == []
