"""Visits at the office: edits taken once, refused ones kept, evidence in pieces, and what follows from a result."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huizhi.apps.casework import facade as casework
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from huizhi.apps.papers.facade import read
from huizhi.apps.people.facade import NotPermitted
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Batch, Chunk, EditText, Quarantined, TakenEdit, Visit
from huizhi.apps.visits.queries import bodies_of, merged_of, tasks_of
from huizhi.apps.visits.sealing import unseal
from huizhi.law.checklists import OTHERWISE, checklist_for
from huizhi.vocabulary.refused import Refused
from tests.apps.visit_office import AT, DEVICE, PNG, Hand, planned, send, upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def inspector(officer):
    return officer("huancui", "inspector")


def test_a_batch_is_taken_once_and_its_receipt_proves_it(inspector):
    hand = Hand(planned(inspector), inspector.username)
    hand.whole()
    first, again = send(hand, inspector), send(hand, inspector)
    assert {each.answer for each in first.answers} == {"taken"} and {each.answer for each in again.answers} == {"had"}
    assert TakenEdit.objects.count() == len(hand.bodies) and Batch.objects.count() == 1
    (receipt,) = again.receipts.values()
    verdict = ledger.check_receipt(receipt)
    assert verdict.state == "pending" and set(verdict.said["edits"]) == {each.digest for each in first.answers}
    assert sorted(bodies_of(each.digest for each in first.answers), key=lambda b: b["count"]) == hand.bodies


def test_what_an_officer_wrote_lies_sealed_and_never_on_the_ledger(inspector):
    hand = Hand(planned(inspector), inspector.username)
    hand.write("visit", "note", "张三说漏了嘴")
    send(hand, inspector)
    assert "张三".encode() not in bytes(EditText.objects.get().sealed)
    assert "张三" not in str(list(Act.objects.values_list("payload", flat=True)))


def test_the_second_edit_may_come_first(inspector):
    visit = planned(inspector)
    hand = Hand(visit, inspector.username)
    hand.whole()
    send(hand, inspector, hand.bodies[1:])
    assert merged_of(visit).missing == ((DEVICE, 1),)
    with pytest.raises(Refused) as refused:
        visits.finish_visit(visit, by=inspector, at=AT)
    assert "edits" in refused.value.context["lacking"]
    send(hand, inspector, hand.bodies[:1])
    assert visits.finish_visit(visit, by=inspector, at=AT).state == "finished"


@given(st.randoms(use_true_random=False))
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_order_and_any_cut_into_batches_makes_the_same_visit(inspector, chance):
    with transaction.atomic():
        visit = planned(inspector, source=f"WH-{chance.random()}")
        hand = Hand(visit, inspector.username)
        hand.whole()
        waiting = [*hand.bodies, *chance.sample(hand.bodies, 4)]
        chance.shuffle(waiting)
        while waiting:
            cut = chance.randint(1, 5)
            send(hand, inspector, waiting[:cut])
            waiting = waiting[cut:]
        assert TakenEdit.objects.filter(visit=visit).count() == len(hand.bodies)
        assert merged_of(visit).missing == () and merged_of(visit).value("visit", "result") == "1"
        transaction.set_rollback(True)


def test_what_may_not_be_taken_is_kept_sealed_and_holds_nothing_up(inspector, officer):
    hand = Hand(planned(inspector), inspector.username)
    good = hand.write("visit", "note", "好")
    other = Hand(hand.visit, "rongcheng.inspector", "e" * 32)
    foreign = other.write("visit", "note", "别人的")
    again = {**Hand(hand.visit, inspector.username, "f" * 32).write("visit", "note", "同号"), "id": good["id"]}
    said = send(hand, inspector, [{"no": "edit"}, foreign, good, again])
    codes = [(each.answer, each.code) for each in said.answers]
    assert codes == [
        ("refused", "edit_unreadable"), ("refused", "another_account"), ("taken", ""), ("refused", "edit_id_taken"),
    ]  # fmt: skip
    kept = {unseal(row.sealed, row.digest).decode() for row in Quarantined.objects.all()}
    assert any("别人的" in text for text in kept) and len(kept) == 3


def test_only_its_officers_write_to_a_visit_and_only_its_units_read_it(inspector, officer):
    visit = planned(inspector)
    stranger = officer("rongcheng", "inspector")
    said = send(hand := Hand(visit, stranger.username), stranger, [hand.write("visit", "note", "越权")])
    assert said.answers[0].code == "no_such_visit" and not TakenEdit.objects.exists()
    assert tasks_of(stranger) == [] and len(tasks_of(inspector)) == 1
    with pytest.raises(Refused):
        visits.visit_for(stranger, visit)
    assert visits.visit_for(officer("city", "leader"), visit).id == visit
    handler = officer("huancui", "handler")
    with pytest.raises(NotPermitted):
        send(hand, handler)


def test_a_visit_a_phone_began_is_known_before_the_office_had_a_copy(inspector):
    hand = Hand("ab" * 16, inspector.username)
    hand.write("visit", "entity_name", "路边小店")
    hand.whole(checklist=OTHERWISE)
    send(hand, inspector, hand.bodies[3:])
    send(hand, inspector, hand.bodies[:3])
    card = visits.finish_visit(hand.visit, by=inspector, at=AT)
    assert (card.origin, card.entity_name, card.unit) == ("own", "路边小店", "huancui")
    assert Visit.objects.count() == 1


def test_evidence_comes_in_pieces_any_order_twice_and_is_what_was_hashed(inspector, monkeypatch):
    monkeypatch.setattr("huizhi.apps.visits.evidence.PIECE", 16)
    visit, sha = planned(inspector), hashlib.sha256(PNG).hexdigest()
    said = {"visit": visit, "sha256": sha, "size": len(PNG), "ending": "png", "by": inspector, "at": AT}
    offsets = list(range(0, len(PNG), 16))
    for offset in [*reversed(offsets[1:]), *offsets[1:]]:
        assert not visits.take_piece(**said, offset=offset, content=PNG[offset : offset + 16])["whole"]
    assert visits.take_piece(**said, offset=0, content=PNG[:16]) == {"have": len(PNG), "whole": True}
    assert visits.take_piece(**said, offset=0, content=PNG[:16])["whole"] and not Chunk.objects.exists()
    row = Visit.objects.get(pk=visit).evidence.get()
    assert read(row.file) == PNG


def test_evidence_that_differs_is_refused_and_begins_anew(inspector):
    visit = planned(inspector)
    said = {"visit": visit, "sha256": "0" * 64, "size": len(PNG), "ending": "png", "offset": 0, "content": PNG}
    with pytest.raises(Refused) as refused:
        visits.take_piece(**said, by=inspector, at=AT)
    assert refused.value.code == "evidence_differs" and not Chunk.objects.exists()
    with pytest.raises(Refused):
        visits.take_piece(**{**said, "content": PNG[:-1]}, by=inspector, at=AT)


def test_a_visit_says_everything_it_lacks(inspector):
    visit = planned(inspector)
    send(hand := Hand(visit, inspector.username), inspector, [hand.write("visit", "result", "6")])
    with pytest.raises(Refused) as refused:
        visits.finish_visit(visit, by=inspector, at=AT)
    lacking = {"items", "finding", "officers", "signature_officer", "signature_party"}
    assert set(refused.value.context["lacking"]) == lacking


def test_a_result_is_published_within_its_clock_and_a_correction_ends_with_its_re_visit(inspector):
    visit = planned(inspector)
    hand = Hand(visit, inspector.username)
    hand.finding()
    hand.whole(result="6")
    send(hand, inspector)
    with pytest.raises(Refused) as refused:
        visits.finish_visit(visit, by=inspector, at=AT)
    assert refused.value.context["lacking"] == ["evidence"]
    assert upload(visit, PNG, "png", inspector)["whole"]
    card = visits.finish_visit(visit, by=inspector, at=AT)
    assert read(card.paper).startswith(b"%PDF") and card.after == "correction"
    assert visits.publish_result(visit, by=inspector, at=AT + timedelta(days=1)).state == "published"
    assert [each.id for each in visits.published_of(card.entity_code)] == [visit]
    (clock,) = casework.clocks_of([card.correction])[card.correction]
    again = Visit.objects.get(origin="revisit", source=card.correction)
    assert again.planned_on == clock.due_on and clock.open
    second = Hand(again.pk, inspector.username)
    second.whole()
    send(second, inspector)
    visits.finish_visit(again.pk, by=inspector, at=AT + timedelta(days=9))
    assert casework.matter_unguarded(card.correction).state == "put_right"


def test_an_objection_upheld_takes_the_result_down(inspector, officer):
    visit = planned(inspector)
    send(hand := Hand(visit, inspector.username), inspector, hand.whole())
    visits.finish_visit(visit, by=inspector, at=AT)
    visits.publish_result(visit, by=inspector, at=AT)
    number = visits.object_to_result(visit, text="我们当天停业", at=AT)
    assert visits.object_to_result(visit, text="再说一次", at=AT) == number
    head = officer("huancui", "station_head")
    casework.kind_of("objection").verbs["uphold"](number, by=head, at=AT, version=None, note="属实")
    assert visits.published_visit(visit) is None and visits.published_of("91371000MA3D00001X") == ()
    with pytest.raises(Refused):
        visits.publish_result(visit, by=inspector, at=AT)


def test_a_visit_the_records_answer_is_cancelled_and_its_minutes_counted(inspector):
    visit = planned(inspector, checklist=OTHERWISE)
    items = [item.code for item in checklist_for(OTHERWISE).items]
    some = visits.settle_from_records(visit, {"annual_report": "2025"}, by="night", at=AT)
    assert some == (("annual_report",), False)
    assert visits.settle_from_records(visit, dict.fromkeys(items, "r"), by="night", at=AT)[1]
    row = Visit.objects.get(pk=visit)
    assert (row.state, row.minutes_saved > 0) == ("cancelled", True)
    said = send(hand := Hand(visit, inspector.username), inspector, [hand.write("visit", "note", "白跑")])
    assert said.answers[0].code == "visit_cancelled"


def test_a_taken_edit_is_never_changed_or_removed(inspector):
    send(hand := Hand(planned(inspector), inspector.username), inspector, [hand.write("visit", "note", "一")])
    for statement in ("UPDATE visits_takenedit SET count = 9", "DELETE FROM visits_takenedit"):
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.parametrize(("ending", "head"), [
    ("wav", b"RIFF\x24\x00\x01\x00WAVEfmt "), ("mp3", b"ID3\x04\x00\x00\x00\x00\x00\x00\xff\xfb\x90\x00"),
    ("m4a", b"\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00M4A mp42isom"), ("amr", b"#!AMR\n"),
    ("webm", b"\x1aE\xdf\xa3\x9fB\x86\x81\x01B\xf7\x81\x01B\xf2\x81\x04B\xf3\x81\x08B\x82\x84webm"),
])  # fmt: skip
def test_a_voice_is_taken_in_pieces_and_one_that_is_none_is_refused(officer, ending, head):
    inspector = officer("huancui", "inspector")
    visit, content = planned(inspector), head + bytes(700_000)
    upload(visit, content, ending, inspector)
    (row,) = Visit.objects.get(pk=visit).evidence.all()
    assert row.whole_at and row.size == len(content) and row.file
    with pytest.raises(Refused):
        upload(visit, b"<html>" + bytes(5_000), ending, inspector)
    assert Visit.objects.get(pk=visit).evidence.exclude(file="").count() == 1
