"""Reports: confidential, verified and decided in time, told where a rule says so, repeated, rewarded."""

from datetime import date

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.models import CaseReferral, ReportDetail, Reward
from huizhi.apps.people.facade import Role
from tests.apps.filings import file, later
from tests.apps.test_complaints_filing import refusal
from tests.apps.test_complaints_mediation import clocks

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler(officer):
    return officer("huancui", Role.HANDLER)


@pytest.fixture
def head(officer):
    return officer("huancui", Role.STATION_HEAD)


def reported(head, handler, key="device-1", at=None, **more):
    """A report the handler works."""
    found = file(complaint=False, report=True, key=key, **({"at": at} if at else {}), **more)
    casework.assign(number=found.report_number, to=handler.username, by=head, at=later(hours=1))
    return found


@pytest.mark.parametrize(
    ("unit", "role", "sees"),
    [
        ("huancui", Role.HANDLER, False),  # a colleague in the same unit
        ("huancui", Role.STATION_HEAD, True),
        ("city", Role.LEADER, False),  # above, but not supervising
        ("city", Role.DESK_SPECIALIST, False),
        ("rongcheng", Role.STATION_HEAD, False),
    ],
)
def test_only_who_works_assigns_or_supervises_a_report_sees_it(officer, handler, head, unit, role, sees):
    filed = reported(head, handler)
    viewer = officer(unit, role, username="viewer")
    assert casework.sees(filed.report_number, viewer=viewer, at=later(hours=2)) is sees
    assert casework.sees(filed.report_number, viewer=handler, at=later(hours=2))


@pytest.mark.parametrize("file_case", [True, False])
def test_a_named_reporter_is_told_and_only_then_learns_the_outcome(handler, head, file_case):
    filed = reported(head, handler)
    number = filed.report_number
    complaints.verify(number=number, by=handler, at=later(days=1))
    assert (
        refusal(complaints.decide, number=number, file_case=file_case, by=handler, at=later(days=2), note="理由")
        == "not_yours"
    )
    complaints.decide(number=number, file_case=file_case, by=head, at=later(days=2), note="查证属实")
    assert clocks(number)["decision"][0] == "met" and clocks(number)["named_notice"] == ("running", date(2026, 9, 10))
    assert CaseReferral.objects.count() == (1 if file_case else 0)
    assert complaints.track(number=number, code=filed.tracking_code, at=later(days=2)).outcome_en == ""
    assert refusal(complaints.finish, number=number, by=handler, at=later(days=3)) == "not_now"
    complaints.tell_reporter(number=number, by=handler, at=later(days=3))
    seen = complaints.track(number=number, code=filed.tracking_code, at=later(days=3))
    assert seen.outcome_en == ("case filed" if file_case else "no case") and clocks(number)["named_notice"][0] == "met"


def test_an_anonymous_report_nobody_need_be_told_of_is_simply_closed(handler, head):
    filed = reported(head, handler, anonymous=True, person={}, topic="quality")
    complaints.decide(number=filed.report_number, file_case=False, by=head, at=later(days=2), note="查无实据")
    assert "named_notice" not in clocks(filed.report_number)
    complaints.finish(number=filed.report_number, by=handler, at=later(days=3))
    assert casework.matter_unguarded(filed.report_number).outcome == "no_case"


def test_the_head_extends_once_and_lateness_is_a_query(handler, head, officer):
    number = reported(head, handler).report_number
    assert clocks(number)["decision"][1] == date(2026, 9, 21)
    extend = {
        "number": number, "clock": "decision", "key": "report.extension_wd", "approver": "head", "document": "批1",
        "by": officer("huancui", Role.LEADER, Role.STATION_HEAD),
    }  # fmt: skip
    casework.extend(**extend, at=later(days=10))
    assert clocks(number)["decision"][1] == date(2026, 10, 19)
    assert refusal(casework.extend, **extend, at=later(days=11)) == "extension_repeated"
    assert casework.matter_unguarded(number).late(later(days=60))


def test_a_report_is_decided_while_its_clock_stands_still_and_in_time_for_the_days_it_did(handler, head):
    number = reported(head, handler).report_number
    stopped = {"clock": "decision", "reason": "testing", "document": "检1", "by": handler, "at": later(days=1)}
    casework.pause(number=number, **stopped)
    complaints.decide(number=number, file_case=False, note="检验合格", by=head, at=later(days=40))
    assert clocks(number)["decision"][0] == "met"
    assert clocks(number)["decision"][1] > date(2026, 10, 11), "the day it was decided, for it stood still until then"


def test_no_authority_is_told_with_the_office_that_has_it(handler, head):
    number = reported(head, handler).report_number
    assert refusal(complaints.no_authority, number=number, told="", by=handler, at=later(days=1)) == "filing_incomplete"
    complaints.no_authority(number=number, told="请向荣成市市场监督管理局举报", by=handler, at=later(days=1))
    assert casework.matter_unguarded(number).outcome == "no_authority"


@pytest.mark.parametrize(("new_facts", "due"), [(True, date(2026, 9, 23)), (False, date(2026, 9, 21))])
def test_a_repeat_with_new_facts_restarts_the_clock_from_the_last(handler, head, new_facts, due):
    first = reported(head, handler)
    again = reported(head, handler, key="device-2", at=later(days=2))
    complaints.merge_repeat(
        number=first.report_number, repeat=again.report_number, new_facts=new_facts, by=handler, at=later(days=3)
    )
    assert clocks(first.report_number)["decision"] == ("running", due)
    row = ReportDetail.objects.get(number=again.report_number)
    assert (row.repeat_of, casework.matter_unguarded(again.report_number).state) == (first.report_number, "closed")
    assert ReportDetail.objects.get(number=first.report_number).repeats == 1


def test_a_report_of_another_business_is_no_repeat(handler, head):
    first = reported(head, handler)
    other = reported(head, handler, key="device-2", respondent_name="另一家店")
    call = {"number": first.report_number, "repeat": other.report_number, "by": handler, "at": later(days=1)}
    assert refusal(complaints.merge_repeat, new_facts=True, **call) == "not_now"


def test_saying_that_it_is_about_published_information_starts_the_written_answer(handler, head):
    number = reported(head, handler, topic="other").report_number
    complaints.set_duty(number=number, field="published_information", by=handler, at=later(days=1))
    assert clocks(number)["information_notice"] == ("running", date(2026, 9, 29))
    assert refusal(complaints.set_duty, number=number, field="x", by=handler, at=later(days=1)) == "unknown_choice"


@pytest.mark.parametrize(
    ("level", "counted", "adjusted", "amount"),
    [(1, 10_000_000, None, 500_000), (3, 0, None, 100_000), (2, 20_000_000, 700_000, 700_000)],
)
def test_a_reward_is_reckoned_by_law_and_claimed_in_its_window(handler, head, level, counted, adjusted, amount):
    filed = reported(head, handler)
    number = filed.report_number
    grant = {"number": number, "level": level, "counted_fen": counted, "adjusted_fen": adjusted, "by": head}
    assert refusal(complaints.grant_reward, **grant, at=later(days=3)) == "move_not_allowed"
    complaints.decide(number=number, file_case=True, by=head, at=later(days=2))
    assert refusal(complaints.grant_reward, **grant, at=later(days=3), excluded="staff") == "not_now"
    complaints.grant_reward(**grant, at=later(days=3))
    row = Reward.objects.get()
    assert (row.amount_fen, row.told_on) == (amount, date(2026, 9, 4))
    assert refusal(complaints.claim_reward, number=number, by=handler, at=later(days=200)) == "not_now"
    complaints.claim_reward(number=number, by=handler, at=later(days=20))
    assert Reward.objects.get().claimed_on == date(2026, 9, 21)


@pytest.mark.parametrize(
    ("level", "counted", "adjusted", "why"),
    [
        (1, 0, -1, "out_of_bounds"),
        (1, 0, 499_999, "out_of_bounds"),  # below the least of level 1
        (1, 0, 100_000_001, "out_of_bounds"),  # above the most of one case
        (2, -1, None, "out_of_bounds"),
        (4, 0, None, "unknown_choice"),
    ],
)
def test_a_reward_stays_within_what_the_rules_allow_and_is_fixed_once(handler, head, level, counted, adjusted, why):
    number = reported(head, handler).report_number
    complaints.decide(number=number, file_case=True, by=head, at=later(days=2))
    grant = {"number": number, "by": head, "at": later(days=3)}
    asked = {"level": level, "counted_fen": counted, "adjusted_fen": adjusted}
    other = reported(head, handler, key="device-2").report_number
    complaints.decide(number=other, file_case=False, note="查无实据", by=head, at=later(days=2))
    assert refusal(complaints.grant_reward, **{**grant, "number": other}, level=1, counted_fen=0) == "not_now"
    assert refusal(complaints.grant_reward, **grant, **asked) == why
    complaints.grant_reward(**grant, level=1, counted_fen=0, adjusted_fen=100_000_000)
    assert refusal(complaints.grant_reward, **grant, level=1, counted_fen=0) == "not_now"
    assert Reward.objects.get().amount_fen == 100_000_000
