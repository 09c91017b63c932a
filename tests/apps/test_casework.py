"""Matters: numbered, moved, assigned; each act with its effect, only by who may, and never over a colleague's."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.casework import acting
from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Clock, Entry, Matter, NumberSeries
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from huizhi.vocabulary.refused import Refused
from tests.apps import sample_kinds
from tests.apps.sample_kinds import opened

AT = datetime(2026, 9, 18, 2, tzinfo=UTC)  # a Friday, 10:00 in China
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kinds():
    sample_kinds.declare()


@pytest.fixture
def head(officer):
    return officer("huancui", "station_head")


@pytest.fixture
def handler(officer):
    return officer("huancui", "handler")


@pytest.fixture
def mine(head, handler):
    """A matter the handler works."""
    number = opened(at=AT)
    casework.assign(number=number, to=handler.username, by=head, at=AT)
    return number


def clock(number, name):
    """The newest run of a clock."""
    return [each for each in casework.clocks_of([number])[number] if each.name == name][-1]


def test_numbers_run_by_office_kind_and_year(units):
    assert [opened(at=AT), opened(at=AT)] == ["huancui-JF-2026-000001", "huancui-JF-2026-000002"]
    assert opened("tip", at=AT) == "huancui-JD-2026-000001"
    assert opened(office="rongcheng", at=AT) == "rongcheng-JF-2026-000001"
    new_year = datetime(2026, 12, 31, 16, tzinfo=UTC)  # midnight in China
    assert opened(at=new_year - HOUR / 60) == "huancui-JF-2026-000003"
    assert opened(at=new_year) == "huancui-JF-2027-000001"


def test_a_rolled_back_filing_gives_its_number_back(units):
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        opened(at=AT)
        raise ZeroDivisionError
    assert opened(at=AT) == "huancui-JF-2026-000001"


def test_the_worked_example_of_the_statutes(units):
    """Received on Friday 18 September 2026: seven working days end on Tuesday the 29th."""
    number = opened(at=AT)
    found = clock(number, "acceptance")
    assert found.due_on == date(2026, 9, 29)
    assert found.due_at == datetime(2026, 9, 29, 16, tzinfo=UTC)  # 24:00 in China
    assert clock(number, "response").due_at == AT + DAY
    card = casework.matter_unguarded(number)
    assert card.next_due_at == AT + DAY
    assert not card.late(AT + DAY - timedelta(microseconds=1))
    assert card.late(AT + DAY)


def test_accepting_meets_two_clocks_and_starts_a_third(mine, handler):
    casework.move(mine, "accept", by=handler, at=AT + HOUR, version=2)
    assert clock(mine, "acceptance").state == clock(mine, "response").state == "met"
    found = clock(mine, "mediation")
    assert (found.state, found.due_on) == ("running", date(2026, 11, 17))
    card = casework.matter(mine, viewer=handler, at=AT)
    assert (card.state, card.version, card.next_due_at) == ("mediating", 3, found.alarm_at)
    assert clock(mine, "acceptance").ended_seq == ledger.head().seq


def test_doing_it_late_is_late_for_ever(mine, handler):
    casework.move(mine, "accept", by=handler, at=AT + 30 * DAY, version=None)
    assert clock(mine, "acceptance").state == "met_late"


def test_a_final_state_releases_what_still_runs(mine, handler):
    closed = casework.move(
        mine, "refuse", by=handler, at=AT + HOUR, version=None, fields={"outcome": "N1"}, note="不属于本局职责"
    )
    assert (closed.closed_at, closed.outcome) == (AT + HOUR, "N1")
    assert not any(each.open for each in casework.clocks_of([mine])[mine])
    with pytest.raises(Refused, match="matter_closed"):
        casework.pause(number=mine, clock="mediation", reason="testing", document="鉴1", by=handler, at=AT + DAY)


def test_a_stay_moves_the_deadline_by_the_days_it_lasted(mine, handler):
    casework.move(mine, "accept", by=handler, at=AT, version=None)
    before = clock(mine, "mediation").due_on
    casework.move(
        mine, "stay", by=handler, at=AT + DAY, version=None, fields={"reason": "testing", "document": "鉴〔2026〕1号"}
    )
    paused = clock(mine, "mediation")
    assert (paused.state, paused.paused_for) == ("paused", "testing")
    assert casework.matter(mine, viewer=handler, at=AT).next_due_at is None
    casework.resume(number=mine, clock="mediation", by=handler, at=AT + 10 * DAY)
    assert clock(mine, "mediation").due_on == before + 10 * DAY


@pytest.mark.parametrize(
    "given, code",
    [
        ({"reason": "stay", "document": "鉴1"}, "suspension_not_allowed"),
        ({"reason": "testing", "document": " "}, "suspension_undocumented"),
        ({"reason": "recusal", "document": "回1"}, "reason_does_not_stop"),
    ],
)
def test_a_clock_stops_only_as_its_law_allows(mine, handler, given, code):
    casework.move(mine, "accept", by=handler, at=AT, version=None)
    acts = ledger.head().seq
    with pytest.raises(Refused, match=code):
        casework.pause(number=mine, clock="mediation", by=handler, at=AT + DAY, **given)
    assert ledger.head().seq == acts
    assert clock(mine, "mediation").state == "running"


def test_a_clock_that_is_over_cannot_be_stopped(mine, handler):
    casework.move(mine, "accept", by=handler, at=AT, version=None)
    with pytest.raises(Refused, match="clock_already_over"):
        casework.pause(number=mine, clock="mediation", reason="testing", document="鉴1", by=handler, at=AT + 90 * DAY)


def test_a_leader_of_the_unit_a_matter_is_offered_to_extends_nothing_of_it(officer):
    giver, other = officer("huancui", "leader"), officer("rongcheng", "leader")
    number = opened("tip", at=AT)
    casework.hand_over(number=number, to="rongcheng", reason="…", for_competence=False, by=giver, at=AT)
    assert casework.sees(number, viewer=other, at=AT)
    with pytest.raises(Refused, match="not_yours"):
        casework.extend(
            number=number, clock="decision", key="report.extension_wd", document="延1", approver="head", by=other,
            at=AT + DAY,
        )  # fmt: skip


def test_an_extension_needs_its_approver_in_time(officer):
    head, leader = officer("huancui", "station_head", "case_officer"), officer("huancui", "leader")
    number = opened("tip", at=AT)
    given = {"number": number, "clock": "decision", "key": "report.extension_wd", "document": "延1"}
    with pytest.raises(Exception, match="approve_extensions"):
        casework.extend(**given, approver="head", by=head, at=AT + DAY)
    with pytest.raises(Refused, match="extension_approver"):
        casework.extend(**given, approver="collective", by=leader, at=AT + DAY)
    before = clock(number, "decision").due_on
    casework.extend(**given, approver="head", by=leader, at=AT + DAY)
    assert clock(number, "decision").due_on > before
    with pytest.raises(Refused, match="extension_repeated"):
        casework.extend(**given, approver="head", by=leader, at=AT + DAY)


def test_two_writers_from_the_same_page_the_second_is_told_who_did_what(mine, handler, head):
    casework.comment(number=mine, text="先联系双方", by=head, at=AT + HOUR, version=2)
    with pytest.raises(Refused) as told:
        casework.move(mine, "accept", by=handler, at=AT + HOUR, version=2)
    assert told.value.code == "matter_changed"
    assert "王海" in told.value.message_zh and "批注" in told.value.message_zh
    assert casework.matter(mine, viewer=head, at=AT).state == "received"


def test_who_may_make_which_move(mine, handler, officer):
    colleague, above = officer("huancui", "case_officer"), officer("city", "leader")
    for by in (colleague, above):
        with pytest.raises(Refused, match="not_yours"):
            casework.move(mine, "accept", by=by, at=AT, version=None)
    with pytest.raises(Refused, match="no_such_matter"):
        casework.move(mine, "accept", by=officer("rongcheng", "handler"), at=AT, version=None)
    with pytest.raises(Refused, match="not_yours"):
        casework.move(mine, "withdraw", by=above, at=AT, version=None)
    assert list(casework.moves_for(mine, viewer=handler, at=AT)) == ["answer", "accept", "refuse", "withdraw"]
    party = casework.Party("complainant")
    assert list(casework.moves_for(mine, viewer=party, at=AT)) == ["withdraw"]
    casework.move(mine, "withdraw", by=party, at=AT + HOUR, version=None)
    assert casework.timeline(mine)[-1].officer == "party:complainant"


def test_a_move_from_elsewhere_or_without_what_it_needs_is_refused(mine, handler):
    with pytest.raises(Refused, match="move_not_allowed"):
        casework.move(mine, "tell", by=handler, at=AT, version=None)
    with pytest.raises(Refused, match="fields_missing"):
        casework.move(mine, "refuse", by=handler, at=AT, version=None)


def test_the_act_and_the_effect_fail_together(mine, handler, monkeypatch):
    acts, entries = ledger.head().seq, Entry.objects.count()

    def broken(**_given):
        raise RuntimeError("no ledger today")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError), transaction.atomic():
        patch.setattr(acting, "record", broken)
        casework.move(mine, "accept", by=handler, at=AT, version=None)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        casework.move(mine, "accept", by=handler, at=AT, version=None, also=lambda _matter: 1 // 0)
    assert casework.matter(mine, viewer=handler, at=AT).state == "received"
    assert (ledger.head().seq, Entry.objects.count()) == (acts, entries)
    assert not Clock.objects.filter(name="mediation").exists()


def test_the_ledger_holds_a_digest_of_words_never_the_words(mine, handler):
    casework.comment(number=mine, text="张三的电话是13800000000", by=handler, at=AT)
    payload = Act.objects.get(seq=ledger.head().seq).payload
    assert "张三" not in str(payload) and len(payload["note_sha256"]) == 64
    assert casework.timeline(mine)[-1].text.startswith("张三")


def test_both_sides_read_the_same_entries_without_the_staffs_notes(mine, handler):
    casework.move(mine, "accept", by=handler, at=AT, version=None)
    casework.comment(number=mine, text="内部意见", by=handler, at=AT)
    assert [each.verb for each in casework.timeline(mine)] == ["open", "assign", "accept", "comment"]
    assert [each.verb for each in casework.timeline(mine, audience="parties")] == ["open", "accept"]


def test_taking_and_assigning_stay_within_the_unit(units, head, handler, officer):
    number = opened(at=AT)
    casework.take(number=number, by=handler, at=AT)
    with pytest.raises(Refused, match="already_assigned"):
        casework.take(number=number, by=officer("huancui", "case_officer"), at=AT)
    with pytest.raises(Refused, match="not_a_worker_of_the_unit"):
        casework.assign(number=number, to=officer("rongcheng", "handler").username, by=head, at=AT)
    helper = officer("huancui", "handler", username="helper")
    casework.name_co_handlers(number=number, officers=["helper"], by=head, at=AT)
    casework.move(number, "accept", by=helper, at=AT, version=None)


def test_bulk_does_what_it_can_and_says_what_it_could_not(head, handler):
    numbers = {opened(at=AT): 1, opened(at=AT): 7}
    done = casework.bulk(casework.assign, numbers, to=handler.username, by=head, at=AT)
    assert [each.refused and each.refused.code for each in done] == [None, "matter_changed"]


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE casework_matter SET number = ''",
        "UPDATE casework_clock SET state = 'stopped'",
        "UPDATE casework_clock SET ended_at = NULL, state = 'met'",
        "UPDATE casework_entry SET version = 1",
        "UPDATE casework_matter SET closed_at = received_at",
        "INSERT INTO casework_numberseries (office_id, kind, year, last) VALUES ('huancui', 'dispute', 2026, 9)",
    ],
)
def test_rows_defend_themselves_against_raw_sql(mine, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
    assert NumberSeries.objects.count() == Matter.objects.count() == 1
