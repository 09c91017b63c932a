"""Yearly notices: the whole text becomes rows, and whatever is not understood is refused.

The cases in notice_cases.json are holiday-cn's (MIT, Copyright (c) 2019 NateScarlet; see THIRD_PARTY.txt in the room).
"""

import json
from datetime import date
from pathlib import Path

import pytest

from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.notice import parse_arrangement, parse_notice
from huizhi.vocabulary.refused import Refused

HERE = Path(__file__).parent
CASES = json.loads((HERE / "notice_cases.json").read_text(encoding="utf-8"))
NOTICES = {int(path.stem): path.read_text(encoding="utf-8") for path in sorted((HERE / "notices").glob("*.txt"))}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['year']} {case['description'][:12]}")
def test_a_single_arrangement(case):
    expected = {e["date"]: "holiday" if e["isOffDay"] else "working" for e in case["expected"]}
    found = parse_arrangement(case["description"], case["year"])
    assert {on.isoformat(): kind for on, kind in found.items()} == expected


@pytest.mark.parametrize("year", NOTICES)
def test_a_whole_notice_says_exactly_what_the_table_holds(year):
    rows = parse_notice(NOTICES[year], year)
    assert rows[0].kind == "published"
    found = {on: row.kind for row in rows[1:] for on in row.days()}
    kept = [row for row in WorkCalendar.load().rows if row.year == year]
    assert found == {on: row.kind for row in kept if row.kind != "published" for on in row.days()}
    assert {row.notice for row in rows} == {row.notice for row in kept}
    assert {row.name for row in rows} == {row.name for row in kept}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("10月1日至7日放假调休，共8天。", "number of days"),
        ("10月1日放假2天。", "number of days"),
        ("10月1日（星期五）放假。", "weekday"),
        ("10月1日（今天）放假。", "remark"),
        ("10月7日至1日放假。", "range"),
        ("2月30日放假。", "no such date"),
        ("1日放假。", "month"),
        ("10月1日至7日放假，酌情调休。", "clause"),
        ("10月1日至放假。", "no date follows"),
        ("10月1日至7日放假。10月8日上班。", "weekday"),
        ("10月1日至7日放假。10月4日上班。", "both off and worked"),
        ("10月1日放假。10月1日放假。", "twice"),
        ("10月10日上班。", "no day off"),
        ("10月1日至3日放假。其中，10月4日（星期日）照常公休。", "outside"),
        ("10月1日至7日放假，9月26日、27日两个公休日调至10月5日。", "number"),
        ("10月1日至7日放假，9月26日、27日三个公休日调至10月5日、6日。", "number"),
        ("10月1日至7日放假，9月25日公休日调至10月5日。", "weekend"),
        ("10月1日至7日放假，9月26日公休日调至10月5日，10月10日上班。", "not the days worked"),
        ("放假（10月1日）。", "remark"),
        ("", "no day off"),
    ],
)
def test_what_is_not_understood_is_refused(text, why):
    with pytest.raises(Refused, match=why) as refusal:
        parse_arrangement(text, 2026)
    assert refusal.value.code == "notice_not_understood"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("关于2026年", "关于2027年", "not for 2026"),
        ("国办发明电〔2025〕7号", "", "number"),
        ("七、国庆节：", "七、国庆节和中秋节：", "holidays announced"),
        ("五、端午节：", "五、儿童节：", "holidays announced"),
        ("节假日期间，", "另外，6月22日也休息。\n节假日期间，", "clause"),
        ("祥和平安", "10月8日放假，祥和平安", "paragraph"),
        ("6月19日", "5月5日", "weekday"),
        ("9月20日（周日）", "2026年2月28日（周六）", "same day"),
    ],
)
def test_a_notice_that_is_not_whole_is_refused(old, new, why):
    assert old in NOTICES[2026]
    with pytest.raises(Refused, match=why):
        parse_notice(NOTICES[2026].replace(old, new), 2026)


def test_advice_to_employers_changes_no_day():
    text = "2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。"
    advice = "鼓励各单位结合带薪年休假等制度落实，安排职工在除夕（2月9日）休息。"
    assert parse_arrangement(text + advice, 2024) == parse_arrangement(text, 2024)
    assert date(2024, 2, 9) not in parse_arrangement(text + advice, 2024)
