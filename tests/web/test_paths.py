"""The entity's page says how its class changes, as judged again; the public one only what can be put right."""

import pytest

from huizhi.apps.registers.models import Grade
from tests.browser.sample_path import CODE, judge_first
from tests.web.test_pages import text_of


@pytest.fixture
def judged(office):
    """The first business with records of its own, graded from them as a night would."""
    return judge_first()


def test_the_page_says_what_to_do_and_from_when(judged, signed_in):
    page = text_of(signed_in("inspector").get(f"/e/{CODE}"))
    assert judged.grade == "D"
    assert "最早2026-12-01可降为C类" in page and "申请信用修复" in page and "国家发展改革委令第36号" in page
    assert "补报并公示该年度报告" not in page, "what is not needed is not asked for"
    assert "不办理而只等时间，2028-07-20才降为C类" in page
    assert "已是这一类" in page and "本企业在此" in page


def test_a_class_that_cannot_be_made_again_gets_no_path(judged, signed_in):
    Grade.objects.filter(pk=CODE).update(score=judged.score + 1)
    page = text_of(signed_in("inspector").get(f"/e/{CODE}"))
    assert "不推算改善路径" in page and "补报并公示该年度报告" not in page
    Grade.objects.filter(pk=CODE).update(score=judged.score, scorecard="other 1 (00000000)")
    assert "不推算改善路径" in text_of(signed_in("inspector").get(f"/e/{CODE}"))


def test_anybody_sees_what_can_be_put_right_but_no_class(judged, signed_in):
    page = text_of(signed_in().get(f"/public/e/{CODE}"))
    assert "申请信用修复" in page and "2026-12-01" in page and "补报并公示该年度报告" in page
    assert "降为" not in page and "信用风险" not in page and "T2026-104417" not in page


def test_who_may_not_see_classes_sees_no_path(judged, signed_in):
    assert "怎样改善" not in text_of(signed_in("steward").get(f"/e/{CODE}"))
