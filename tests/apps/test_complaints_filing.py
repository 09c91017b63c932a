"""A filing happens once and whole, is proved by its receipt, and says nothing of anybody where it should not."""

import json

import pytest
from django.db import connection

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.models import Intake
from huizhi.apps.identities.actions import bury
from huizhi.apps.identities.models import Text
from huizhi.apps.ledger.facade import check_receipt, verify_chain
from huizhi.vocabulary.refused import Refused
from tests.apps.filings import AT, PERSON, file, later

pytestmark = pytest.mark.django_db


def refusal(function, *args, **kwargs) -> str:
    """The code of the refusal a call meets."""
    with pytest.raises(Refused) as caught:
        function(*args, **kwargs)
    return caught.value.code


def test_a_complaint_is_numbered_clocked_and_proved(units):
    filed = file()
    assert filed.complaint_number == "huancui-TS-2026-000001" and not filed.report_number
    card = casework.matter_unguarded(filed.complaint_number)
    assert (card.holder, card.state, card.confidential, card.title) == (
        "huancui", "received", False, "食品｜威海示例调味食品有限公司",
    )  # fmt: skip
    clocks = {clock.name: clock.due_on.isoformat() for clock in casework.clocks_of([card.number])[card.number]}
    assert clocks == {"response": "2026-09-02", "acceptance": "2026-09-10"}
    verdict = check_receipt(filed.receipt)
    assert verdict.state == "pending" and verdict.said["facts"] == "酱油有异味，瓶底有沉淀。"
    assert verify_chain().ok


def test_both_halves_have_their_own_number_clock_and_lifecycle(units):
    filed = file(report=True)
    assert filed.numbers == ("huancui-TS-2026-000001", "huancui-JB-2026-000001")
    report = casework.matter_unguarded(filed.report_number)
    assert report.confidential and report.kind == "report"
    names = {clock.name for clock in casework.clocks_of([report.number])[report.number]}
    assert names == {"response", "decision"}


@pytest.mark.parametrize(
    ("topic", "clock", "due"),
    [("advertising", "advertising_notice", "2026-09-10"), ("food", None, None), ("price", None, None)],
)
def test_a_duty_to_inform_starts_its_clock_at_receipt(units, topic, clock, due):
    filed = file(complaint=False, report=True, topic=topic)
    clocks = {
        each.name: each.due_on.isoformat() for each in casework.clocks_of([filed.report_number])[filed.report_number]
    }
    assert clocks.get(clock) == due
    assert len(clocks) == (3 if clock else 2)


def test_the_same_key_files_once_and_answers_the_same(units):
    first, again = file(), file(at=later(minutes=3))
    assert again.again and not first.again
    assert (first.numbers, first.tracking_code) == (again.numbers, again.tracking_code)
    assert first.receipt["act"] == again.receipt["act"] and first.receipt["opened"] == again.receipt["opened"]
    assert Intake.objects.count() == 1
    assert refusal(file, facts="别的事情") == "key_used"


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"facts": " "}, "filing_incomplete"),
        ({"respondent_name": ""}, "filing_incomplete"),
        ({"claim": ""}, "filing_incomplete"),
        ({"person": {"name": "邹测试"}}, "filing_incomplete"),
        ({"anonymous": True, "person": {}}, "filing_incomplete"),
        ({"complaint": False}, "filing_incomplete"),
        ({"topic": "weather"}, "unknown_choice"),
        ({"channel": "pigeon"}, "unknown_choice"),
        ({"target": "internet_advertising"}, "unknown_choice"),
        ({"goods": "space"}, "unknown_choice"),
    ],
)
def test_what_nobody_could_handle_is_refused_and_takes_no_number(units, more, code):
    assert refusal(file, **more) == code
    assert file(key="next").complaint_number.endswith("-000001")


def test_a_key_answers_nothing_for_other_words_or_erased_ones(units):
    file()
    assert file().again and refusal(file, claim="别的") == "key_used"
    for row in Text.objects.all():
        bury(row, "due", AT)
    assert file(claim="别的").tracking_code == "", "words that are gone prove nothing"


def test_no_table_holds_the_key_a_code_is_made_of(units):
    file(key="device-of-a-citizen")
    assert not Intake.objects.filter(key__contains="device").exists()


def test_an_anonymous_report_needs_no_name_and_keeps_none(units):
    filed = file(complaint=False, report=True, anonymous=True, person={}, claim="")
    row = Intake.objects.get()
    assert row.anonymous and not row.person_ref and not row.reporter_ref
    assert complaints.track(number=filed.report_number, code=filed.tracking_code, at=later(hours=1)).role == "reporter"


@pytest.mark.parametrize(
    ("place", "office", "holder"),
    [
        ({"division": "371002"}, "huancui", "huancui"),
        ({"division": "371002", "station": "孙家疃所"}, "huancui", "sunjiatuan"),
        ({"division": "371002", "zone": "371071"}, "hightech", "hightech"),
        ({"division": "371002", "zone": "371071", "station": "田和所"}, "hightech", "tianhe"),
        ({"division": "371082"}, "rongcheng", "rongcheng"),
        ({"division": ""}, "city", "city"),
        ({"division": "370202"}, "city", "city"),
    ],
)
def test_the_nearest_unit_with_authority_holds_it_and_its_bureau_numbers_it(units, place, office, holder):
    card = casework.matter_unguarded(file(**place).complaint_number)
    assert (card.office, card.holder) == (office, holder)


def test_no_row_act_or_entry_holds_a_name_a_telephone_or_a_word(units):
    file(report=True, facts="我叫邹测试，手机13800001111，瓶底有沉淀。")
    hidden = (*PERSON.values(), "瓶底有沉淀", "退款并赔偿")
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                text = json.dumps([str(cell) for cell in row], ensure_ascii=False)
                found = [word for word in hidden if word in text]
                assert not found or table == "identities_person", (table, found)
                assert "13800001111" not in text and "邹测试" not in text, table


def test_everything_is_taken_back_within_ten_minutes_and_not_after(units):
    filed = file(report=True)
    assert (
        refusal(complaints.withdraw_filing, number=filed.complaint_number, code="AAAA-AAAA-AAAA", at=AT)
        == "no_such_filing"
    )
    back = complaints.withdraw_filing(number=filed.complaint_number, code=filed.tracking_code, at=later(minutes=10))
    assert back == filed.numbers
    assert {casework.matter_unguarded(number).state for number in back} == {"withdrawn"}
    other = file(key="device-2")
    late = {"number": other.complaint_number, "code": other.tracking_code, "at": later(minutes=10, seconds=1)}
    assert refusal(complaints.withdraw_filing, **late) == "undo_over"
    complaints.withdraw(**late)
    assert casework.matter_unguarded(other.complaint_number).outcome == "withdrawn"


def test_a_broken_ledger_leaves_no_filing(units, monkeypatch):
    def broken(**_):
        raise RuntimeError("the disk is full")

    monkeypatch.setattr("huizhi.apps.complaints.actions.filing.record", broken)
    with pytest.raises(RuntimeError):
        file()
    assert not Intake.objects.exists() and casework.matter_unguarded("huancui-TS-2026-000001") is None
    monkeypatch.undo()
    assert file().complaint_number == "huancui-TS-2026-000001"


@pytest.mark.parametrize("given", ["{code}", "{lower}", " {code} ", "{bare}"])
def test_the_code_of_the_receipt_opens_the_matter_however_it_is_typed(units, given):
    filed = file()
    typed = given.format(
        code=filed.tracking_code, lower=filed.tracking_code.lower(), bare=filed.tracking_code.replace("-", "")
    )
    tracked = complaints.track(number=f" {filed.complaint_number}", code=typed, at=AT)
    assert (tracked.role, tracked.facts, tracked.state_en) == (
        "complainant",
        "酱油有异味，瓶底有沉淀。",
        "to be accepted",
    )
    assert [step.en for step in tracked.steps] == ["intake"]


def test_a_wrong_code_and_a_wrong_number_look_alike(units):
    filed, other = file(), file(key="device-2")
    for number, code in (
        (filed.complaint_number, other.tracking_code), ("huancui-TS-2026-999999", filed.tracking_code),
        (filed.complaint_number, ""),
    ):  # fmt: skip
        assert refusal(complaints.track, number=number, code=code, at=AT) == "no_such_filing"
