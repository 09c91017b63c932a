"""A citation is in force from its first day through its last."""

from datetime import date

import pytest

from huizhi.vocabulary.citation import Citation


def test_in_force_includes_both_ends():
    old = Citation("投诉举报处理暂行办法", "第二十一条", date(2020, 1, 1), date(2026, 4, 14), "text")
    days = [date(2019, 12, 31), date(2020, 1, 1), date(2026, 4, 14), date(2026, 4, 15)]
    assert [old.in_force(d) for d in days] == [False, True, True, False]


def test_without_a_last_day_it_stays_in_force():
    assert Citation("条例", "", date(2020, 1, 1), None, "known").in_force(date(2999, 1, 1))


@pytest.mark.parametrize(
    ("instrument", "to", "support"),
    [("", None, "text"), ("条例", None, "certain"), ("条例", date(2019, 12, 31), "text")],
)
def test_a_citation_that_cannot_be_right_is_refused(instrument, to, support):
    with pytest.raises(ValueError, match=r"."):
        Citation(instrument, "", date(2020, 1, 1), to, support)


def test_only_unsure_support_needs_confirming():
    marks = {s: Citation("x", "", date(2020, 1, 1), None, s).to_be_confirmed for s in ("text", "local", "unsure")}
    assert marks == {"text": False, "local": False, "unsure": True}
