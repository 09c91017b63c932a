"""The penalty case from clue to closed file: each step by whom the law says, within its clock, and nothing skipped."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.cases import actions, deciding, hearing, lifecycle_first, official
from huizhi.apps.cases.acting import act
from huizhi.apps.cases.facade import published_penalties, published_penalty
from huizhi.apps.cases.kinds import VERBS
from huizhi.apps.cases.lifecycle import CASE
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.casework import facade as casework
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from huizhi.apps.people.facade import certify
from huizhi.vocabulary.refused import Refused
from tests.apps.case_office import AT, DAY, ENTITY, Office, clocks, state

pytestmark = pytest.mark.django_db
TEN = {"kinds": ["fine"], "fine_fen": 20_000_00, "confiscated_fen": 0, "decision": "威环市监处罚〔2026〕1号"}


@pytest.fixture
def office(officer):
    return Office(officer)


def refuses(code):
    return pytest.raises(Refused, match=code)


def decided(office, at=AT + 12 * DAY, **more):
    number = office.heard()
    deciding.decide(number=number, **{**TEN, "collective_on": None, **more}, by=office.head, at=at)
    return number


def served(office):
    number = decided(office)
    deciding.serve(number=number, method="direct", on=date(2026, 3, 16), by=office.worker, at=AT + 14 * DAY)
    return number


def test_every_verb_of_the_page_is_a_move_and_every_move_is_reached_from_the_page():
    inside = {"ask_hearing_late", "decide_unpublished", "serve_unfined"}
    assert set(CASE.moves) - inside == set(VERBS)


def test_the_whole_way_without_a_hearing(office):
    number = office.source()
    assert clocks(number)["filing"].due_on == date(2026, 3, 23), "fifteen working days from Monday 2 March"
    act(number, "file", by=office.head, at=AT)
    assert clocks(number)["case"].due_on == date(2026, 5, 31), "ninety days, an office's limit never rolls"
    number = served(office)
    found = clocks(number)
    assert found["statement"].due_on == date(2026, 3, 12), "five working days from Thursday 5 March"
    assert found["payment"].due_on == date(2026, 3, 31), "fifteen days from Monday 16 March"
    assert found["publication"].open and found["service"].state == "met"
    with refuses("unpaid"):
        deciding.perform(number=number, paid_on=date(2026, 4, 2), paid_fen=100_00, by=office.worker, at=AT + 40 * DAY)
    deciding.perform(number=number, paid_on=date(2026, 4, 2), paid_fen=20_000_00, by=office.worker, at=AT + 40 * DAY)
    assert CaseFile.objects.get(number=number).surcharge_fen == 2 * 600_00, "two days at three per cent"
    with refuses("publish_first"):
        deciding.close(number=number, by=office.head, at=AT + 41 * DAY)
    deciding.publish(number=number, by=office.worker, at=AT + 41 * DAY)
    deciding.close(number=number, by=office.head, at=AT + 41 * DAY)
    assert state(number) == "closed" and ledger.verify_chain().ok


def test_two_certified_officers_work_a_case_and_whoever_worked_it_never_reviews_it(office):
    alone = office.filed(second=False)
    said = {"act_ended_on": date(2026, 2, 1), "grave": False, "organisation": True, "legal_review": False}
    said |= {"topic": "x", "facts": "f", "basis": "b", "kinds": ["warning"], "fine_fen": 0, "confiscated_fen": 0}
    with refuses("case_officers"):
        actions.conclude(number=alone, **said, by=office.worker, at=AT)
    number = office.concluded()
    with refuses("not_yours"):
        actions.review(number=number, verb="approve", note="同意", by=office.second, at=AT + DAY)
    casework.name_co_handlers(number=number, officers=[], by=office.head, at=AT + DAY)
    with refuses("own_case"):
        actions.review(number=number, verb="approve", note="同意", by=office.second, at=AT + DAY)
    for stranger in (office.elsewhere, office.worker):
        with pytest.raises(Refused):
            actions.review(number=number, verb="approve", note="同意", by=stranger, at=AT + DAY)
    actions.review(number=number, verb="return_to_handlers", note="补充证据", by=office.reviewer, at=AT + DAY)
    assert state(number) == "filed" and clocks(number)["review"].state == "met"


def test_whoever_ever_worked_it_certified_or_not_neither_reviews_nor_chairs(office, officer):
    third = officer("huancui", "case_officer", "legal_reviewer", username="third")
    fourth = officer("huancui", "case_officer", username="fourth")
    certify(
        username="fourth", number="15109", kind="enforcement", valid_from=date(2024, 1, 1), valid_to=date(2028, 1, 1),
        by="setup", at=AT,
    )  # fmt: skip
    number = office.filed()
    casework.name_co_handlers(number=number, officers=["second", "third"], by=office.head, at=AT)
    said = {"act_ended_on": date(2026, 2, 1), "grave": False, "organisation": True, "legal_review": False}
    said |= {"topic": "x", "facts": "f", "basis": "b", "kinds": ["fine"], "confiscated_fen": 0}
    said |= {"fine_fen": 200_000_00}
    actions.conclude(number=number, **said, by=office.worker, at=AT)
    casework.name_co_handlers(number=number, officers=["fourth"], by=office.head, at=AT)
    with refuses("own_case"):
        actions.review(number=number, verb="approve", note="同意", by=third, at=AT + DAY)
    actions.review(number=number, verb="return_to_handlers", note="补充", by=office.reviewer, at=AT + DAY)
    actions.conclude(number=number, **said, by=office.worker, at=AT + DAY)
    with refuses("own_case"):
        actions.review(number=number, verb="approve", note="同意", by=office.second, at=AT + DAY)
    actions.review(number=number, verb="approve", note="同意", by=office.reviewer, at=AT + 2 * DAY)
    hearing.tell(number=number, method="direct", on=date(2026, 3, 5), by=office.worker, at=AT + 3 * DAY)
    asked = {"on": date(2026, 3, 9), "document": "听〔2026〕1号", "by": office.worker}
    hearing.ask_hearing(number=number, **asked, at=AT + 7 * DAY)
    for chair in ("third", "second", fourth.username):
        with refuses("own_case"):
            hearing.name_chair(number=number, chair=chair, by=office.head, at=AT + 7 * DAY)
    for chair in ("elsewhere", "nobody", ""):
        with refuses("no_chair"):
            hearing.name_chair(number=number, chair=chair, by=office.head, at=AT + 7 * DAY)
    assert {each.username for each in hearing.chairs_for(number)} == {"reviewer", "head"}


@pytest.mark.parametrize(("ended_on", "grave", "refused"), [
    (date(2024, 3, 1), False, True), (date(2024, 3, 4), False, False), (date(2024, 3, 1), True, False),
])  # fmt: skip
def test_an_act_found_after_the_limitation_period_is_not_penalised(office, ended_on, grave, refused):
    if not refused:
        assert state(office.concluded(act_ended_on=ended_on, grave=grave)) == "reviewing"
        return
    with refuses("limitation"):
        office.concluded(act_ended_on=ended_on, grave=grave)


@pytest.mark.parametrize(("kinds", "fine", "confiscated"), [
    ((), 0, 0), (("fine",), 0, 0), (("warning",), 100, 0), (("fine",), 100, 5), (("confiscation",), 0, 0),
])  # fmt: skip
def test_kinds_and_amounts_belong_together(office, kinds, fine, confiscated):
    with refuses("case_penalty"):
        office.concluded(kinds=kinds, fine=fine, confiscated=confiscated)


def test_the_party_has_its_five_working_days_whatever_the_handlers_wish(office):
    number = office.told()
    with refuses("statement_open"):
        hearing.waive(number=number, document="", by=office.worker, at=AT + 10 * DAY)
    with refuses("statement_over"):
        hearing.state_defence(number=number, on=date(2026, 3, 13), note="迟", by=office.worker, at=AT + 11 * DAY)
    before = casework.matter_unguarded(number)
    assert not before.late(AT + 30 * DAY), "the party's clock makes no officer late"
    hearing.state_defence(number=number, on=date(2026, 3, 12), note="已改正", by=office.worker, at=AT + 11 * DAY)
    assert state(number) == "heard"
    again = office.told()
    hearing.waive(number=again, document="放弃〔2026〕1号", by=office.worker, at=AT + 4 * DAY)
    assert state(again) == "heard" and clocks(again)["statement"].state == "released"


def test_nothing_heavier_than_what_was_told_is_decided(office):
    number = office.heard()
    for more in ({"fine_fen": 20_000_01}, {"kinds": ["fine", "warning"]}, {"confiscated_fen": 1}):
        with refuses("heavier_than_told"):
            deciding.decide(number=number, **{**TEN, **more}, collective_on=None, by=office.head, at=AT + 12 * DAY)
    lighter = {**TEN, "fine_fen": 10_000_00}
    deciding.decide(number=number, **lighter, collective_on=None, by=office.head, at=AT + 12 * DAY)
    assert CaseFile.objects.get(number=number).fine_fen == 10_000_00


def test_a_hearing_stops_the_cases_clock_and_is_announced_in_time(office):
    number = office.told(fine=200_000_00)
    casework.matter(number, viewer=office.reviewer, at=AT)
    before = clocks(number)["case"].due_on
    asked = {"on": date(2026, 3, 9), "document": "听〔2026〕1号", "by": office.worker}
    hearing.ask_hearing(number=number, **asked, at=AT + 7 * DAY)
    assert clocks(number)["case"].state == "paused" and clocks(number)["hearing_chair"].due_on == date(2026, 3, 12)
    with refuses("hearing_order"):
        hearing.report_hearing(number=number, note="报告", by=office.head, at=AT + 7 * DAY)
    with refuses("own_case"):
        hearing.name_chair(number=number, chair="worker", by=office.head, at=AT + 7 * DAY)
    hearing.name_chair(number=number, chair="reviewer", by=office.head, at=AT + 7 * DAY)
    assert clocks(number)["hearing_date"].due_on == date(2026, 3, 16)
    with refuses("hearing_notice"):
        hearing.fix_hearing(number=number, hearing_on=date(2026, 3, 17), by=office.reviewer, at=AT + 7 * DAY)
    hearing.fix_hearing(number=number, hearing_on=date(2026, 3, 18), by=office.reviewer, at=AT + 7 * DAY)
    with refuses("hearing_order"):
        hearing.hold_hearing(number=number, by=office.reviewer, at=AT + 8 * DAY)
    hearing.hold_hearing(number=number, by=office.reviewer, at=AT + 16 * DAY)
    hearing.report_hearing(number=number, note="建议维持", by=office.reviewer, at=AT + 17 * DAY)
    assert state(number) == "reheard" and clocks(number)["case"].due_on == before + 11 * DAY
    actions.review(number=number, verb="approve_again", note="同意", by=office.reviewer, at=AT + 17 * DAY)
    heavy = {**TEN, "fine_fen": 200_000_00, "by": office.head, "at": AT + 18 * DAY}
    with refuses("collective"):
        deciding.decide(number=number, **heavy, collective_on=None)
    deciding.decide(number=number, **heavy, collective_on=date(2026, 3, 20))
    assert state(number) == "decided"


@pytest.mark.parametrize(("more", "right"), [
    ({"fine": 99_999_99}, False), ({"fine": 100_000_00}, True), ({"fine": 10_000_00, "organisation": False}, True),
    ({"fine": 9_999_99, "organisation": False}, False), ({"fine": 0, "kinds": ("stop_business",)}, True),
])  # fmt: skip
def test_who_may_ask_for_a_hearing(office, more, right):
    number = office.told(**more)
    asked = {"on": date(2026, 3, 9), "document": "听1", "by": office.worker, "at": AT + 7 * DAY}
    if right:
        hearing.ask_hearing(number=number, **asked)
        assert state(number) == "hearing"
        return
    with refuses("no_hearing_right"):
        hearing.ask_hearing(number=number, **asked)
    assert clocks(number)["case"].state == "running", "refused as a whole"


def test_a_late_case_costs_the_party_no_hearing(office):
    number = office.concluded(fine=200_000_00)
    late = datetime(2026, 6, 22, 2, tzinfo=AT.tzinfo)
    actions.review(number=number, verb="approve", note="同意", by=office.reviewer, at=late)
    hearing.tell(number=number, method="direct", on=date(2026, 6, 22), by=office.worker, at=late)
    hearing.ask_hearing(number=number, on=date(2026, 6, 23), document="听2", by=office.worker, at=late + DAY)
    assert state(number) == "hearing" and casework.matter_unguarded(number).late(late + DAY)


def test_a_public_notice_serves_only_after_its_days(office):
    number = office.concluded()
    actions.review(number=number, verb="approve", note="同意", by=office.reviewer, at=AT + 2 * DAY)
    notice = {"method": "public_notice", "on": date(2026, 3, 5), "by": office.worker}
    with refuses("not_served_yet"):
        hearing.tell(number=number, **notice, at=AT + 20 * DAY)
    hearing.tell(number=number, **notice, at=AT + 40 * DAY)
    assert CaseFile.objects.get(number=number).told_on == date(2026, 4, 4)


def test_a_warning_alone_is_never_public(office):
    number = office.heard(fine=0, kinds=("warning",))
    warned = {**TEN, "kinds": ["warning"], "fine_fen": 0}
    deciding.decide(number=number, **warned, collective_on=None, by=office.head, at=AT + 12 * DAY)
    assert "publication" not in clocks(number)
    with refuses("not_public"):
        deciding.publish(number=number, by=office.worker, at=AT + 12 * DAY)
    deciding.serve(number=number, method="direct", on=date(2026, 3, 16), by=office.worker, at=AT + 14 * DAY)
    assert "payment" not in clocks(number)
    deciding.perform(number=number, paid_on=None, paid_fen=0, by=office.worker, at=AT + 15 * DAY)
    deciding.close(number=number, by=office.head, at=AT + 15 * DAY)
    assert published_penalties(ENTITY, date(2026, 3, 20)) == ()


def test_a_penalty_is_public_for_its_term_and_comes_down_when_annulled(office):
    number = served(office)
    assert published_penalty(number, date(2026, 3, 17)) is None
    deciding.publish(number=number, by=office.worker, at=AT + 15 * DAY)
    shown = published_penalty(number, date(2029, 3, 17))
    assert shown and shown.content == "罚款20,000.00元" and shown.until == date(2029, 3, 17)
    assert published_penalty(number, date(2029, 3, 18)) is None, "three years, then no longer"
    assert [each.number for each in published_penalties(ENTITY, date(2026, 4, 1))] == [number]
    assert published_penalties("", date(2026, 4, 1)) == ()
    deciding.annul(number=number, note="复议撤销", by=office.head, at=AT + 16 * DAY)
    assert published_penalty(number, date(2026, 4, 1)) is None and state(number) == "annulled"


def test_the_court_is_asked_only_after_a_demand_and_within_its_months(office):
    number = served(office)
    ask = {"number": number, "document": "强执〔2026〕1号", "by": office.head}
    with refuses("enforcement_window"):
        deciding.to_court(**ask, at=datetime(2026, 9, 30, 2, tzinfo=AT.tzinfo))
    deciding.demand(
        number=number, method="direct", on=date(2026, 9, 17), by=office.worker,
        at=datetime(2026, 9, 17, 2, tzinfo=AT.tzinfo),
    )  # fmt: skip
    first, last = deciding.window_of(CaseFile.objects.get(number=number))
    for day, fits in ((first - DAY, False), (last + DAY, False), (first, True)):
        moment = datetime.combine(day, datetime.min.time(), AT.tzinfo) + timedelta(hours=2)
        if fits:
            deciding.to_court(**ask, at=moment)
        else:
            with refuses("enforcement_window"):
                deciding.to_court(**ask, at=moment)


def test_on_the_spot_only_small_fines_handed_over_and_filed_away_in_time(office):
    said = {"organisation": True, "kind": "fine", "cash": False, "hard_later": False, "topic": "t", "facts": "f"}
    said |= {"basis": "b", "decision": "当罚〔2026〕1号", "by": office.worker, "at": AT}
    number = office.source()
    for more, code in (
        ({"fine_fen": 3_000_01}, "not_simple"), ({"fine_fen": 200_01, "organisation": False}, "not_simple"),
        ({"fine_fen": 3_000_00, "cash": True}, "not_cash"), ({"fine_fen": 0, "kind": "confiscation"}, "not_simple"),
    ):  # fmt: skip
        with refuses(code):
            actions.decide_on_the_spot(number=number, **{**said, **more})
    actions.decide_on_the_spot(number=number, **said, fine_fen=3_000_00)
    assert clocks(number)["spot_file"].due_on == date(2026, 3, 11), "seven working days"
    with pytest.raises(Refused):
        deciding.publish(number=number, by=office.worker, at=AT)
    act(number, "file_away", by=office.head, at=AT + DAY)
    assert state(number) == "closed" and clocks(number)["spot_file"].state == "met"


def test_a_number_of_a_decision_is_used_once(office):
    decided(office)
    with refuses("decision_taken"), transaction.atomic():
        decided(office)


def test_what_was_written_is_sealed_and_only_codes_are_on_the_ledger(office):
    number = office.concluded()
    row = CaseFile.objects.get(number=number)
    assert row.facts_ref and "标签" not in row.facts_ref
    said = str(Act.objects.get(verb="matter.conclude", object_id=number).payload)
    assert "标签" not in said and '"fine_fen": 2000000' in said.replace("'", '"')


def test_papers_say_the_partys_rights(office):
    number = office.told(fine=200_000_00)
    notice = official._fields(number, "prior_notice", office.worker, AT, "")
    assert notice["hearing"] and notice["statement_period"] == "5个工作日" and "标签" in notice["facts"]
    with refuses("paper_not_yet"):
        official._fields(number, "decision", office.worker, AT, "")
    official.issue(number, "prior_notice", by=office.worker, at=AT + 3 * DAY)
    assert [each.template for each in casework.documents_of(number) if each.state == "issued"] == ["prior_notice"]
    done = decided(office)
    official.issue(done, "decision", by=office.worker, at=AT + 12 * DAY)
    assert TEN["decision"] in [each.number for each in casework.documents_of(done)]


def test_a_case_begun_as_first_declared_ends_so(office, monkeypatch):
    assert casework.kind_of("case", "2026-11").lifecycle is lifecycle_first.CASE
    assert casework.kind_of("case").lifecycle is CASE


@pytest.mark.parametrize("wrong", ["fine_fen = -1", "procedure = 'none'", "published_at = '2026-01-01 00:00:00+00'"])
def test_the_rows_defend_themselves(office, wrong):
    number = office.source()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE cases_casefile SET {wrong} WHERE number = %s", [number])


def test_the_act_and_the_file_fail_together(office, monkeypatch):
    number = office.filed()

    def broken(*_args, **_more):
        raise RuntimeError("disk full")

    monkeypatch.setattr("huizhi.apps.casework.acting.record", broken)
    with pytest.raises(RuntimeError):
        actions.conclude(
            number=number, act_ended_on=date(2026, 2, 1), grave=False, organisation=True, kinds=["warning"],
            fine_fen=0, confiscated_fen=0, legal_review=False, topic="t", facts="f", basis="b", by=office.worker,
            at=AT,
        )  # fmt: skip
    assert state(number) == "filed" and CaseFile.objects.get(number=number).kinds == []
