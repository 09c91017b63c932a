"""A draw as a public ceremony: who does which step, what everybody sees, and every way it can end without a draw."""

import hashlib
import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Draw, FrozenFile, Plan, Step
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.draw import verify
from huizhi.draw.rerun import rerun
from huizhi.exchange import drand
from huizhi.vocabulary.refused import Refused
from tests.apps import ceremonies as c
from tests.apps.ceremonies import DICE, DUE, FRAME, ITEM, LOTTERY, NUMBER, REVEAL_BY, Hall, commitment, secret
from tests.apps.conftest import AT
from tests.exchange.test_drand import QUICKNET

pytestmark = pytest.mark.django_db
LISTS = {"frame.csv": FRAME, "officers.csv": c.OFFICERS, "recusals.csv": c.RECUSALS}


@pytest.fixture
def hall(officer):
    return Hall(officer)


def refusal(act, **arguments) -> Refused:
    with pytest.raises(Refused) as found:
        act(**arguments)
    return found.value


def verbs() -> list[str]:
    return [act.verb for act in reversed(ledger.acts(units=None, limit=100).acts) if act.object_kind == "draw"]


def ended(hall: Hall, at=REVEAL_BY + timedelta(days=1)) -> tuple[str, str]:
    """How the page and the last act say that it ended."""
    act = ledger.acts(units=None, limit=1).acts[0]
    assert act.verb == "draw_void" and not Draw.objects.exists()
    line = hall.page(at).line
    assert line.state == "void" and act.payload["reason"] == line.reason
    return line.reason, act.officer


def test_four_parties_of_four_units_hold_a_draw_that_anybody_can_run_again(hall):
    hall.publish()
    hall.commit()
    hall.roll()
    hall.reveal()
    content = inspections.draw_file(NUMBER, "record.json").content
    record = json.loads(content)
    assert all(check.ok for check in verify(content, LISTS)) and rerun(record, LISTS) == []
    assert [one["commitment"] for one in record["plan"]["parties"]] == [commitment(n) for n in (1, 2, 3, 4)]
    assert len({one["unit"] for one in record["plan"]["parties"]}) == 4
    assert record["beacon_value"] == "3 1 6" and record["reveals"] == [secret(n) for n in (1, 2, 3, 4)]
    assert {name: inspections.draw_file(NUMBER, name).content for name in LISTS} == LISTS
    page = hall.page()
    assert page.line.state == "drawn" and page.plan_digest == record["plan_digest"]
    assert [step.kind for step in page.steps] == [
        "opened", *["committed"] * 4, "sealed", "beacon", *["revealed"] * 4, "drawn",
    ]  # fmt: skip
    assert verbs() == [
        "draw_drafted", "draw_tried", "draw_approved", "draw_opened", *["draw_committed"] * 4, "draw_sealed",
        "draw_beacon_entered", *["draw_revealed"] * 4, "draw_published",
    ]  # fmt: skip


def test_everything_is_frozen_and_shown_with_its_digest_before_the_first_commitment(hall):
    hall.publish()
    assert {name: digest for name, _size, digest in hall.page().files} == {
        name: hashlib.sha256(content).hexdigest() for name, content in LISTS.items()
    }
    assert inspections.frozen_file(NUMBER, "plan.json") is None
    hall.commit()
    frozen = json.loads(inspections.frozen_file(NUMBER, "plan.json").content)
    assert frozen["frame"]["sha256"] == hashlib.sha256(FRAME).hexdigest() and frozen["frame"]["rows"] == 40


def test_no_secret_is_shown_before_the_last_one_is_out(hall):
    hall.publish()
    hall.commit()
    hall.roll()
    hall.reveal(1, 2, 3)
    page = hall.page()
    assert [bool(one.revealed_at) for one in page.parties] == [True, True, True, False]
    assert not any(one.secret for one in page.parties)
    assert not any(secret(n) in f"{page}{ledger.acts(units=None, limit=100)}" for n in (1, 2, 3))
    hall.reveal(4)
    assert [one.secret for one in hall.page().parties] == [secret(n) for n in (1, 2, 3, 4)]


@pytest.mark.parametrize("doubled", ["the same account", "a colleague of the same unit"])
def test_nobody_in_one_unit_holds_two_parts(hall, officer, doubled):
    first = hall.parties[1]
    second = first if doubled == "the same account" else officer("huancui", "leader")
    named = [(hall.parties[0].username, "甲"), (first.username, "乙"), (second.username, "丙")]
    found = refusal(inspections.draft_plan, draft=hall.draft(parties=named), by=hall.desk, at=AT)
    assert found.code == "draw_plan_wrong" and not Plan.objects.exists()


def test_a_colleague_does_not_commit_or_reveal_in_a_partys_place(hall, officer):
    hall.publish()
    colleague = officer("huancui", "leader")
    assert refusal(inspections.commit_to_draw, number=NUMBER, commitment="a" * 64, by=colleague, at=AT).code == (
        "draw_not_your_part"
    )
    hall.commit()
    hall.roll()
    assert refusal(inspections.reveal_secret, number=NUMBER, secret=secret(2), by=colleague, at=DUE).code == (
        "draw_not_your_part"
    )


def test_a_party_who_moved_to_another_unit_is_no_longer_the_party(hall):
    hall.publish()
    moved = hall.parties[1]
    people.assign_officer(username=moved.username, unit="hightech", roles=moved.roles, by="setup", at=AT)
    moved.refresh_from_db()
    found = refusal(inspections.commit_to_draw, number=NUMBER, commitment=commitment(2), by=moved, at=AT)
    assert found.code == "draw_not_your_part"


def test_the_drafter_does_not_approve_and_a_plan_is_tried_first(hall, officer):
    both = officer("city", "desk_specialist", "leader")
    inspections.draft_plan(hall.draft(), by=both, at=AT)
    assert refusal(inspections.approve_plan, number=NUMBER, revision=1, by=both, at=AT).code == "draw_own_plan"
    found = refusal(inspections.approve_plan, number=NUMBER, revision=1, by=hall.leader, at=AT)
    assert found.code == "draw_not_tried"
    inspections.try_plan(number=NUMBER, by=both, at=AT)
    inspections.revise_plan(hall.draft(title="改过的抽查"), revision=1, by=both, at=AT)
    assert refusal(inspections.approve_plan, number=NUMBER, revision=1, by=hall.leader, at=AT).code == (
        "draw_plan_changed"
    )
    found = refusal(inspections.approve_plan, number=NUMBER, revision=2, by=hall.leader, at=AT)
    assert found.code == "draw_not_tried"


def test_another_units_desk_and_a_lower_units_leader_have_no_say(hall, officer):
    inspections.draft_plan(hall.draft(), by=hall.desk, at=AT)
    elsewhere, below = officer("rongcheng", "desk_specialist"), officer("huancui", "leader")
    with pytest.raises(people.OutsideScope):
        inspections.try_plan(number=NUMBER, by=elsewhere, at=AT)
    inspections.try_plan(number=NUMBER, by=hall.desk, at=AT)
    with pytest.raises(people.OutsideScope):
        inspections.approve_plan(number=NUMBER, revision=1, by=below, at=AT)
    with pytest.raises(people.NotPermitted):
        inspections.approve_plan(number=NUMBER, revision=1, by=hall.desk, at=AT)


def test_a_dry_run_leaves_nothing_that_could_be_published(hall):
    inspections.draft_plan(hall.draft(), by=hall.desk, at=AT)
    tried = inspections.try_plan(number=NUMBER, by=hall.desk, at=AT)
    assert tried.strata == {"C": (3, 26), "D": (3, 14)} and sum(tried.units.values()) == 6
    assert not Draw.objects.exists() and not Step.objects.exists() and hall.page().tried
    again = inspections.try_plan(number=NUMBER, by=hall.desk, at=AT)
    assert again.odds == tried.odds


@pytest.mark.parametrize(
    "changes",
    [
        {"beacons": []},
        {"beacons": [("dice", "", "{d1}")]},
        {"beacons": [DICE] * 5},
        {"due_at": AT},
        {"reveal_by": DUE},
        {"parties": [("nobody", "甲"), ("city.auditor", "乙")]},
        {"parties": [("city.auditor", "甲")]},
        {"items": []},
        {"items": [ITEM, ITEM]},
        {"strata": {"C": {"count": 27}}},
        {"frame": b"object_id,stratum,weight,unit\n"},
    ],
)
def test_a_flawed_draft_is_not_kept(hall, changes):
    assert refusal(inspections.draft_plan, draft=hall.draft(**changes), by=hall.desk, at=AT).code
    assert not Plan.objects.exists()


def test_an_inspector_alone_is_no_party(hall, officer):
    named = [(hall.parties[0].username, "甲"), (officer("rongcheng", "inspector").username, "乙")]
    assert refusal(inspections.draft_plan, draft=hall.draft(parties=named), by=hall.desk, at=AT).code == (
        "draw_plan_wrong"
    )


def test_a_missing_commitment_ends_it_when_the_beacon_is_due(hall):
    hall.publish()
    hall.commit(1, 2, 3)
    assert hall.page(DUE).line.state == "void" and Plan.objects.get().state == "committing"
    found = refusal(hall.commit, at=DUE)
    assert (found.code, found.context["reason"]) == ("draw_ended", "no_commitment")
    assert ended(hall) == ("no_commitment", "system:ceremony")


def test_a_party_who_does_not_reveal_ends_it_and_the_secrets_given_are_shown(hall):
    hall.publish()
    hall.commit()
    hall.roll()
    hall.reveal(1, 2, 4)
    assert inspections.end_overdue(at=REVEAL_BY - timedelta(seconds=1)) == []
    assert inspections.end_overdue(at=REVEAL_BY) == [NUMBER]
    assert ended(hall)[0] == "no_reveal"
    assert [one.secret for one in hall.page().parties] == [secret(1), secret(2), "", secret(4)]
    assert inspections.end_overdue(at=REVEAL_BY + timedelta(days=9)) == []
    assert refusal(hall.reveal, at=REVEAL_BY).code == "draw_ended"


def test_no_beacon_in_time_ends_it(hall):
    hall.publish()
    hall.commit()
    assert refusal(hall.roll, at=REVEAL_BY).context["reason"] == "no_beacon"
    assert ended(hall)[0] == "no_beacon"


def test_another_secret_than_the_one_committed_to_ends_it(hall):
    hall.publish()
    hall.commit()
    hall.roll()
    found = refusal(inspections.reveal_secret, number=NUMBER, secret="7" * 64, by=hall.parties[0], at=DUE)
    assert found.context["reason"] == "wrong_reveal" and ended(hall)[0] == "wrong_reveal"
    assert "7" * 64 not in f"{hall.page()}"


def test_a_value_that_cannot_be_the_named_one_is_turned_away_in_public(hall):
    hall.publish(beacons=[LOTTERY])
    hall.commit()
    assert refusal(hall.roll).code == "beacon_not_named"
    assert [step.value for step in hall.page().steps if step.kind == "refused"] == ["beacon_not_named"]
    hall.roll("3D-2026305:471")
    assert hall.page().beacon == "3D-2026305:471"


@pytest.mark.parametrize("who", ["party", "leader"])
def test_a_wrong_beacon_is_disputed_and_ends_it(hall, who, officer):
    hall.publish()
    hall.commit()
    hall.roll()
    by = hall.parties[2] if who == "party" else hall.leader
    with pytest.raises(people.NotPermitted):
        inspections.dispute_beacon(number=NUMBER, note="录错", by=officer("rongcheng", "inspector"), at=DUE)
    assert refusal(inspections.dispute_beacon, number=NUMBER, note=" ", by=by, at=DUE).code == "draw_plan_wrong"
    inspections.dispute_beacon(number=NUMBER, note="公证书写的是 3 1 5", by=by, at=DUE)
    assert ended(hall) == ("wrong_beacon", by.username)
    assert hall.page().steps[-1].note == "公证书写的是 3 1 5"


def test_the_beacon_is_not_entered_before_it_is_due_nor_twice(hall):
    hall.publish()
    hall.commit()
    assert refusal(hall.roll, at=DUE - timedelta(seconds=1)).code == "beacon_not_due"
    hall.roll()
    assert refusal(hall.roll).code == "draw_not_now"


def test_several_beacons_are_one_value_in_the_plans_order(hall):
    hall.publish(beacons=[LOTTERY, DICE])
    hall.commit()
    assert refusal(hall.roll, at=DUE).code == "beacon_not_named"
    with pytest.raises(Refused):
        hall.roll("4 4 4", "3D-2026305:471")
    hall.roll("3D-2026305:471", "4 4 4")
    hall.reveal()
    record = json.loads(inspections.draw_file(NUMBER, "record.json").content)
    assert record["beacon_value"] == "3D-2026305:471 + 4 4 4" and record["plan"]["beacon"]["kind"] == "lottery+dice"
    assert rerun(record, LISTS) == []


def test_a_signed_round_is_checked_and_a_forged_one_turned_away(hall):
    chain, number, signature = "quicknet", QUICKNET["round"], QUICKNET["signature"]
    named = ("drand", f"{chain} {number}", f"{chain} {number} {{h{len(signature)}}}")
    hall.publish(beacons=[named, DICE])
    hall.commit()
    good, forged = f"{chain} {number} {signature}", f"{chain} {number} {signature[:-2]}00"
    unchecked = {"number": NUMBER, "values": [good, "1 2 3"], "by": hall.desk, "at": DUE}
    assert refusal(inspections.enter_beacon, **unchecked).code == "draw_beacon_unchecked"
    checked = unchecked | {"signed": drand.check_value}
    assert refusal(inspections.enter_beacon, **checked | {"values": [forged, "1 2 3"]}).code == "drand_forged"
    inspections.enter_beacon(**checked)
    assert hall.page().beacon == f"{good} + 1 2 3"


def test_lists_that_are_no_longer_the_published_ones_end_it(hall):
    hall.publish()
    hall.commit()
    hall.roll()
    hall.reveal(1, 2, 3)
    tamper("inspections_frozenfile", "content", FRAME.replace(b"E02,C", b"E02,D"), "frame.csv")
    found = refusal(inspections.reveal_secret, number=NUMBER, secret=secret(4), by=hall.parties[3], at=DUE)
    assert found.context["reason"] == "changed_pool" and ended(hall)[0] == "changed_pool"


def test_a_changed_plan_ends_it(hall):
    hall.publish()
    hall.commit()
    hall.roll()
    hall.reveal(1, 2, 3)
    plan = inspections.frozen_file(NUMBER, "plan.json").content
    tamper("inspections_frozenfile", "content", plan.replace(b'"count":3', b'"count":4'), "plan.json")
    found = refusal(inspections.reveal_secret, number=NUMBER, secret=secret(4), by=hall.parties[3], at=DUE)
    assert found.context["reason"] == "changed_pool" and ended(hall)[0] == "changed_pool"


def tamper(table: str, column: str, content: bytes, name: str) -> None:
    """What somebody with the whole database in hand could do."""
    ledger.unprotect(connection, table)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {column} = %s WHERE name = %s", [content, name])
    ledger.protect(connection, table, ["id"])


@pytest.mark.parametrize("reason", ["changed_pool", "abandoned"])
def test_the_desk_gives_a_draw_up_in_public_and_says_why(hall, reason):
    hall.publish()
    hall.commit(1)
    said = {"number": NUMBER, "reason": reason, "by": hall.desk, "at": AT}
    assert refusal(inspections.abandon_draw, note="", **said).code == "draw_plan_wrong"
    inspections.abandon_draw(note="三家企业已注销", **said)
    assert ended(hall) == (reason, hall.desk.username)
    assert refusal(hall.commit).code == "draw_ended"
    assert refusal(inspections.draft_plan, draft=hall.draft(), by=hall.desk, at=AT).code == "draw_number_taken"


def test_a_party_commits_once_and_not_to_anothers_secret(hall):
    hall.publish()
    hall.commit(1)
    said = {"number": NUMBER, "by": hall.parties[0], "at": AT}
    assert refusal(inspections.commit_to_draw, commitment=commitment(9), **said).code == "draw_step_done"
    said["by"] = hall.parties[1]
    assert refusal(inspections.commit_to_draw, commitment=commitment(1), **said).code == "commitment_repeated"
    assert refusal(inspections.commit_to_draw, commitment="A" * 64, **said).code == "commitment_form"


def test_a_step_whose_act_fails_is_not_taken(hall, monkeypatch):
    hall.publish()
    monkeypatch.setattr("huizhi.apps.inspections.ceremony.record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        hall.commit(1)
    assert not Step.objects.filter(kind="committed").exists()


def test_a_draw_that_stopped_after_the_last_secret_is_made_later_and_is_the_same(hall, monkeypatch):
    hall.publish()
    hall.commit()
    hall.roll()
    with monkeypatch.context() as broken:
        broken.setattr("huizhi.apps.inspections.ceremony.run_draw", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            hall.reveal()
    assert hall.page(REVEAL_BY + timedelta(days=1)).line.state == "revealing"
    assert inspections.end_overdue(at=REVEAL_BY + timedelta(days=1)) == [NUMBER]
    record = json.loads(inspections.draw_file(NUMBER, "record.json").content)
    assert record["drawn_at"] == "2026-11-01T10:30:00+08:00" and rerun(record, LISTS) == []


@pytest.mark.parametrize("table", ["inspections_step", "inspections_frozenfile"])
@pytest.mark.parametrize("change", ["UPDATE {} SET id = id + 100", "DELETE FROM {}"])
def test_the_database_itself_keeps_what_was_published(hall, table, change):
    hall.publish()
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change.format(table))


def test_the_models_keep_it_too(hall):
    hall.publish()
    for row in (Step.objects.get(), FrozenFile.objects.first()):
        assert refusal(row.save).code == refusal(row.delete).code == "draw_is_published"


def test_a_draft_is_no_business_of_the_publics(hall):
    inspections.draft_plan(hall.draft(), by=hall.desk, at=AT)
    assert inspections.ceremony(NUMBER, AT) is None and inspections.ceremonies(AT) == ()
    assert [line.number for line in inspections.ceremonies(AT, drafts=True)] == [NUMBER]
    assert inspections.frozen_file(NUMBER, "frame.csv") is None


def test_the_chances_of_a_draft_are_those_of_its_draw(hall):
    inspections.draft_plan(hall.draft(items=[ITEM]), by=hall.desk, at=AT)
    before = inspections.plan_odds(hall.page())
    assert sum(one.objects * one.chance for one in before) == pytest.approx(6, rel=1e-6)
    inspections.try_plan(number=NUMBER, by=hall.desk, at=AT)
    inspections.approve_plan(number=NUMBER, revision=1, by=hall.leader, at=AT)
    inspections.publish_plan(number=NUMBER, by=hall.desk, at=AT)
    hall.commit()
    hall.roll()
    hall.reveal()
    assert inspections.draw_odds(NUMBER) == before
