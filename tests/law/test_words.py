"""What the room says when it refuses, and how it says a value: to the letter, as people act on it."""

from datetime import date, datetime
from pathlib import Path

import pytest

from huizhi.law import consumers, equipment, penalties, prices, property_rights, publicity, repairs, risk, sampling
from huizhi.law.clock_events import Extension, Restart, Suspension
from huizhi.law.clocks import deadline, hour_deadline, no_later_than
from huizhi.law.jurisdiction import competent
from huizhi.law.parameters import in_force, parameters
from huizhi.law.units import said
from huizhi.law.value_files import bad_file
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused

CALENDAR = WorkCalendar.load()
FILED = date(2026, 8, 3)


def case(**events):
    return lambda: deadline("penalty.case", FILED, CALENDAR, **events)


def extended(key, approver, document="文1", days=0, on=FILED):
    return case(extensions=[Extension(key, approver, on, document, days)])


@pytest.mark.parametrize(
    ("act", "zh", "en"),
    [
        (
            extended("no.such", "head"),
            "普通程序办案期限：该期限不能按“no.such”延长",
            "Time to decide a case: this clock has no extension 'no.such'; it has: penalty.case_extension, decided",
        ),
        (
            lambda: deadline(
                "penalty.preservation", FILED, CALENDAR, extensions=[Extension("x", "head", FILED, "文1")]
            ),
            "先行登记保存的处理时限：该期限不能按“x”延长",
            "Time to act on registered evidence: this clock has no extension 'x'; it has: none",
        ),
        (
            extended("penalty.case_extension", "collective"),
            "普通程序办案期限：延长须由“head”批准，而不是“collective”",
            "Time to decide a case: the extension needs the approval of 'head', not 'collective'",
        ),
        (
            extended("penalty.case_extension", "head", ""),
            "普通程序办案期限：延长没有批准文书号",
            "Time to decide a case: the extension has no document",
        ),
        (
            extended("decided", "collective"),
            "普通程序办案期限：只有由决定确定期限的延长才写明天数，且必须写明",
            "Time to decide a case: days are given for an extension that the decision settles, and only then",
        ),
        (
            extended("penalty.case_extension", "head", on=date(2026, 12, 1)),
            "普通程序办案期限：期限届满后才批准延长",
            "Time to decide a case: the extension came after the last day",
        ),
        (
            case(extensions=[Extension("penalty.case_extension", "head", FILED, "文1")] * 2),
            "普通程序办案期限：“penalty.case_extension”只能延长一次",
            "Time to decide a case: the extension 'penalty.case_extension' can be given only once",
        ),
        (
            case(suspensions=[Suspension(FILED, FILED, "weather", "文1")]),
            "普通程序办案期限：“weather”不是该期限可以扣除的事由",
            "Time to decide a case: 'weather' does not stop this clock; these do: "
            "stay, hearing, notice_service, testing, rights_holder, refund",
        ),
        (
            lambda: deadline(
                "penalty.payment", FILED, CALENDAR, suspensions=[Suspension(FILED, FILED, "testing", "文1")]
            ),
            "缴纳罚款的期限：“testing”不是该期限可以扣除的事由",
            "Time to pay a fine: 'testing' does not stop this clock; these do: none",
        ),
        (
            case(suspensions=[Suspension(FILED, FILED, "testing", "")]),
            "普通程序办案期限：扣除期间没有文书号",
            "Time to decide a case: a suspension has no document",
        ),
        (
            case(suspensions=[Suspension(FILED, date(2026, 8, 2), "testing", "文1")]),
            "普通程序办案期限：中止期间的止日早于起日",
            "Time to decide a case: a suspension ends before it begins",
        ),
        (
            case(restarts=[Restart(FILED, "transfer", "文1")]),
            "普通程序办案期限：该期限不能因此重新起算，或者缺少文书，或者早于首次起算",
            "Time to decide a case: 'transfer' does not restart this clock, or has no document, or precedes its start",
        ),
    ],
)
def test_a_refused_event_says_what_to_do(act, zh, en):
    with pytest.raises(Refused) as refusal:
        act()
    assert refusal.value.say("zh") == f"{zh}\n安全的部分：期限没有改变。\n怎么办：请核对文书和依据后重新登记。"
    assert refusal.value.say("en") == (
        f"{en}\nWhat is safe: The deadline is unchanged.\n"
        "What to do: Check the document and its basis and enter it again."
    )


def test_a_bad_file_is_named_and_says_what_to_do():
    refusal = bad_file(Path("law/case.toml"), "it holds no values")
    assert refusal.code == "legal_value_file"
    assert refusal.context == {"file": "law/case.toml"}
    assert refusal.say("zh") == (
        "法定数值文件 case.toml 不能使用：it holds no values\n安全的部分：没有计算任何期限，已有期限不受影响。\n"
        "怎么办：请法规科改正该文件：每个数值都要有起止日期、单位和依据。"
    )
    assert refusal.say("en") == (
        "the legal value file case.toml cannot be used: it holds no values\n"
        "What is safe: No deadline was reckoned; earlier ones stand.\n"
        "What to do: Correct the file: every value needs its dates, its unit and its citation."
    )


def test_a_value_that_is_missing_says_what_to_do():
    with pytest.raises(Refused) as refusal:
        in_force("penalty.case", date(2021, 7, 14))
    assert refusal.value.context == {"key": "penalty.case", "on": "2021-07-14"}
    assert refusal.value.say("zh") == (
        "2021-07-14 没有有效的“penalty.case”\n安全的部分：没有计算任何期限。\n怎么办：请法规科补充该时期的数值和依据。"
    )
    assert refusal.value.say("en") == (
        "no value of 'penalty.case' is in force on 2021-07-14\nWhat is safe: No deadline was reckoned.\n"
        "What to do: Ask the legal office for the value of that time and its citation."
    )
    with pytest.raises(Refused) as refusal:
        parameters().periods("publicity.no")
    assert refusal.value.context == {"key": "publicity.no"}
    assert refusal.value.say("zh") == (
        "没有“publicity.no”这项法定数值\n安全的部分：没有计算任何期限。\n"
        "怎么办：现有：publicity.push、publicity.receive、publicity.same_province、publicity.withdraw"
    )
    assert refusal.value.say("en") == (
        "there is no legal value 'publicity.no'\nWhat is safe: No deadline was reckoned.\n"
        "What to do: Known values: publicity.push, publicity.receive, publicity.same_province, publicity.withdraw"
    )


@pytest.mark.parametrize(
    ("kind", "target", "known_zh", "known_en"),
    [
        (
            "complaint",
            "advert",
            "operator、platform、own_site、in_platform",
            "operator, platform, own_site, in_platform",
        ),
        ("petition", "operator", "complaint、report", "complaint, report"),
    ],
)
def test_an_unknown_target_is_refused_with_what_is_known(kind, target, known_zh, known_en):
    with pytest.raises(Refused) as refusal:
        competent(kind, target, FILED)
    assert refusal.value.context == {"kind": kind, "target": target}
    assert refusal.value.say("zh") == (
        f"管辖表没有“{kind}/{target}”这一情形\n安全的部分：没有分派。\n怎么办：可选：{known_zh}"
    )
    assert refusal.value.say("en") == (
        f"the jurisdiction matrix has no {kind!r} about {target!r}\n"
        f"What is safe: Nothing was assigned.\nWhat to do: Known: {known_en}"
    )


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: penalties.served_on("fax", FILED, CALENDAR), "unknown way of service: fax"),
        (
            lambda: repairs.publicity_window("grave", FILED, CALENDAR),
            "class must be one of ('minor', 'general', 'serious'), got 'grave'",
        ),
        (lambda: risk.food_level(-1, 0, FILED), "no static score: -1"),
        (lambda: equipment.elevator_visit(FILED, 0), "years of use are counted from 1"),
        (lambda: prices.excess_rise(0, 1, 1, 1), "a rise needs a cost and a price before"),
        (lambda: prices.margin(0, 1), "a margin needs a cost"),
        (lambda: sampling.batches_per_thousand(1, 0), "a rate per thousand needs residents"),
        (lambda: property_rights.per_ten_thousand(1, 0), "a rate per ten thousand needs residents"),
        (lambda: deadline("response.hours", FILED, CALENDAR), "response.hours is no period of days: 24 H"),
        (
            lambda: hour_deadline("penalty.case", datetime.fromisoformat("2026-08-03")),
            "penalty.case is no period in hours: 90 D",
        ),
        (
            lambda: no_later_than("response.hours", FILED, CALENDAR),
            "response.hours is no period of days: 24 H",
        ),
        (
            lambda: deadline("penalty.case", FILED, CALENDAR, "x"),
            "roll must be one of none, statutory, holiday, rest, got 'x'",
        ),
    ],
)
def test_an_argument_that_cannot_be_is_named(act, message):
    with pytest.raises(ValueError) as error:
        act()
    assert str(error.value) == message


def test_a_value_is_said_in_both_languages():
    case_ = in_force("penalty.case", FILED)
    basis = "《市场监督管理行政处罚程序规定》（国家市场监督管理总局令第2号，经第42号、第61号修改） 第六十四条"
    assert case_.say() == f"普通程序办案期限：90日（{basis}；已核对原文）"
    assert case_.say("en") == f"Time to decide a case: 90 calendar days ({basis}; read in the instrument itself)"
    assert said((1, 7), "months-of-year") == "1, 7（月份）"
    assert said((1, 7), "months-of-year", "en") == "1, 7 (months of the year)"
    assert said(3, "count") == said(3, "count", "en") == "3"


def test_hours_say_their_instant_their_day_and_how_firm_they_are():
    found = hour_deadline("recall.start_2", datetime.fromisoformat("2026-10-01T09:30"))
    assert (found.due, found.alarm_due, found.rights_due) == (date(2026, 10, 3),) * 3
    assert (found.days, found.started_on, found.provisional, found.awaits_notice) == (
        2,
        date(2026, 10, 1),
        False,
        False,
    )


def test_counting_back_says_how_far_and_how_firm():
    found = no_later_than("penalty.hearing_notice", date(2026, 9, 29), CALENDAR)
    assert (found.days, found.started_on, found.provisional) == (-11, date(2026, 9, 29), False)
    assert (found.alarm_due, found.rights_due) == (date(2026, 9, 18),) * 2
    near = no_later_than("penalty.hearing_notice", date(2026, 12, 30), CALENDAR)
    assert (near.due, near.awaits_notice, near.provisional) == (date(2026, 12, 21), True, True)
    days = no_later_than("online.closing_notice", date(2027, 6, 1), CALENDAR)
    assert (days.due, days.awaits_notice, days.provisional) == (date(2027, 5, 2), False, False)


def test_a_consumer_is_told_the_widest_reading():
    assert consumers.return_due(date(2026, 9, 12), CALENDAR).rights_due == date(2026, 9, 20)


def test_a_longer_restriction_says_from_when_and_how_long():
    found = publicity.ends_on(date(2025, 9, 1), ["restrict_practice"], CALENDAR, restricted_until=date(2030, 9, 1))
    assert (found.started_on, found.days) == (date(2025, 9, 1), 1826)
    assert (found.alarm_due, found.rights_due, found.basis.key) == (found.due, found.due, "penalty.publicity_years")
