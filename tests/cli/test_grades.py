"""What `huizhi grades again` tells a person."""

from datetime import date

import pytest

from huizhi.cli.grades import show_again
from huizhi.exchange.again import Again

GRADE = {"entity_id": "E1", "grade": "B", "score": 24}
REASON = {"points": 24, "indicator": "penalties", "occurred_on": date(2026, 5, 1), "source": "penalties",
          "source_id": "P1", "lapses_on": None}  # fmt: skip


@pytest.mark.parametrize(
    ("told", "says", "not_said"),
    [
        ({}, "台账第 7 号", "没有分类"),
        ({"grades": [], "reasons": []}, "这家企业在那一天没有分类", "24"),
        ({"grades": [GRADE], "reasons": [REASON]}, "E1　B　24 分", "没有分类"),
    ],
)
def test_a_business_asked_about_is_told_or_said_to_have_no_class(capsys, told, says, not_said):
    show_again(Again(date(2026, 10, 31), "enterprise_credit 2026.2", True, 7, (), (), told))
    shown = capsys.readouterr().out
    assert says in shown and not_said not in shown
