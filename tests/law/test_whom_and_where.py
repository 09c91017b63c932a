"""Whom the office tells what became of a report, which article a competence rests on, and how units are said."""

from datetime import date, timedelta

import pytest

from huizhi.law.informing import FIELDS, REWARD, duties
from huizhi.law.jurisdiction import TARGETS, basis, targets
from huizhi.law.parameters import in_force
from huizhi.law.units import fits, said

BEFORE, FROM = date(2026, 4, 14), date(2026, 4, 15)
"""The last day of the interim measures (Order 20), and the first of the measures (Order 121)."""
NEW = "《市场监督管理投诉举报处理办法》（国家市场监督管理总局令第121号）"
OLD = "《市场监督管理投诉举报处理暂行办法》（国家市场监督管理总局令第20号）"


@pytest.mark.parametrize(
    ("kind", "target", "article"),
    [
        ("complaint", "operator", "第十三条"),
        ("complaint", "platform", "第十三条"),
        ("complaint", "in_platform", "第十三条"),
        ("report", "operator", "第二十九条"),
        ("report", "platform", "第三十一条"),
        ("report", "own_site", "第三十一条"),
        ("report", "in_platform", "第三十一条"),
        ("report", "mass_media_advertising", "第三十二条"),
        ("report", "internet_advertising", "第三十二条"),
        ("report", "self_published_advertising", "第三十二条"),
    ],
)
def test_the_article_a_competence_rests_on(kind, target, article):
    found = basis(kind, target, FROM)
    assert (found.instrument, found.article) == (NEW, article)
    assert (found.in_force_from, found.in_force_to, found.support) == (FROM, None, "text")
    assert target in targets(kind)


@pytest.mark.parametrize(("kind", "article"), [("complaint", "第十二条"), ("report", "")])
def test_before_the_measures_it_rested_on_the_interim_ones(kind, article):
    found = basis(kind, "operator", BEFORE)
    assert (found.instrument, found.article) == (OLD, article)
    assert (found.in_force_from, found.in_force_to, found.support) == (date(2020, 1, 1), BEFORE, "known")


def test_the_matrix_has_rows_for_a_complaint_and_for_a_report():
    assert targets("complaint") == ("operator", "platform", "own_site", "in_platform")
    assert set(targets("report")) == set(TARGETS)


@pytest.mark.parametrize(
    ("field", "code", "instrument", "article", "since"),
    [
        ("advertising", "CR-11a", "《中华人民共和国广告法》", "第五十三条", date(2015, 9, 1)),
        (
            "unfair_competition",
            "CR-11b",
            "《中华人民共和国反不正当竞争法（2025年修订）》",
            "第二十条",
            date(2025, 10, 15),
        ),
        ("published_information", "CR-11c", "《企业信息公示暂行条例》", "第十三条", date(2014, 10, 1)),
        ("food", "CR-11d", "《中华人民共和国食品安全法》", "第一百一十五条", date(2015, 10, 1)),
        ("drug", "CR-11e", "《中华人民共和国药品管理法》", "第一百零六条", date(2019, 12, 1)),
    ],
)
def test_a_law_s_own_duty_holds_from_its_first_day(field, code, instrument, article, since):
    assert field in FIELDS
    day = max(since, date(2020, 1, 1))  # before that the interim measures, too, were others
    first = duties(field, day, named=True)[0]
    assert (str(first), first.basis.instrument, first.basis.article) == (code, instrument, article)
    assert (first.basis.in_force_from, first.basis.in_force_to, first.basis.support) == (since, None, "text")
    assert first.statutory
    assert duties(field, since, named=False) == (() if first.named_only else (first,))
    assert duties(field, since - timedelta(days=1), named=False) == ()


def test_who_must_be_named_and_who_is_told_in_writing():
    told = {field: duties(field, FROM, named=False) for field in FIELDS}
    assert [str(each) for each in told["unfair_competition"]] == [], "only a named reporter"
    assert [str(each) for each in told["food"]] == ["CR-11d"]
    assert [field for field in FIELDS for each in told[field] if each.in_writing] == ["published_information"]
    assert duties("", FROM, named=False) == ()
    assert [each.key for each in told["advertising"]] == ["report.advertising_notice"]
    assert [each.starts for field in ("advertising", "food") for each in told[field]] == ["receipt", "decision"]


def test_a_named_reporter_is_told_whether_a_case_is_filed():
    (told,) = duties("", BEFORE, named=True)
    assert (told.code, told.key, told.starts) == ("CR-13", "report.named_notice", "decision")
    assert (told.zh, told.en) == ("告知实名举报人是否立案", "tell a named reporter whether a case is filed")
    assert (told.named_only, told.in_writing) == (True, False)
    assert told.basis == in_force("report.named_notice", BEFORE).basis
    kept = in_force("report.named_notice_kept", FROM).value == 1
    assert [str(each) for each in duties("", FROM, named=True)] == (["CR-13"] if kept else [])


def test_a_reward_may_be_claimed_since_its_measures():
    assert (REWARD.basis.instrument, REWARD.basis.in_force_from) == (
        "《市场监管领域重大违法行为举报奖励暂行办法》", date(2021, 12, 1),
    )  # fmt: skip
    assert (REWARD.basis.article, REWARD.basis.support, REWARD.statutory) == ("", "text-page", True)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (7, "WD", "7个工作日", "7 working days"),
        (30, "percent", "30%", "30 per cent"),
        (1, "switch", "1（是）", "1 (yes)"),
        (0, "switch", "0（否）", "0 (no)"),
        ((5_000, 20_000), "yuan-range", "5000—20000元", "5000—20000 yuan"),
        ((3, 9), "months-of-year", "3, 9（月份）", "3, 9 (months of the year)"),
        (12, "count", "12", "12"),
        ("06-30", "month-day", "06-30（月-日）", "06-30 (month-day)"),
    ],
)
def test_a_value_is_said_with_its_unit(value, unit, zh, en):
    assert (said(value, unit), said(value, unit, "zh"), said(value, unit, "en")) == (zh, zh, en)


@pytest.mark.parametrize(
    ("value", "unit", "ok"),
    [
        ((0, 1), "yuan-range", True),
        ((1, 1), "yuan-range", False),
        ((-1, 5), "yuan-range", False),
        ((1, 2, 3), "yuan-range", False),
        ((1, True), "yuan-range", False),
        (12, "yuan-range", False),
        ((1, 6), "months-of-year", True),
        ((0, 6), "months-of-year", False),
        ((), "months-of-year", False),
        ((6, 1), "months-of-year", False),
        ((1, 1), "months-of-year", False),
        (0, "D", True),
        (-1, "D", False),
        (True, "D", False),
        (1, "switch", True),
        (2, "switch", False),
        ("12-31", "month-day", True),
        ("13-01", "month-day", False),
        ("12-32", "month-day", False),
        (1231, "month-day", False),
        ("A-D", "word", True),
        ("Two words", "word", False),
        (5, "word", False),
    ],
)
def test_what_fits_a_unit(value, unit, ok):
    assert fits(value, unit) is ok
