"""The list of abnormal operations: a ground, proof, the decision of the head, objection and removal."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import PublicCard
from huizhi.apps.standing import actions
from huizhi.apps.standing.facade import published_listing, published_listings
from huizhi.apps.standing.kinds import VERBS
from huizhi.apps.standing.lifecycle import LISTING
from huizhi.apps.standing.models import Listing
from huizhi.law.abnormal import grounds
from huizhi.vocabulary.refused import Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ENTITY = "91371000MA3D00001X"


@pytest.fixture
def people(officer):
    return {
        "head": officer("huancui", "station_head", username="head"),
        "worker": officer("huancui", "handler", username="worker"),
        "inspector": officer("huancui", "inspector", username="inspector"),
        "other": officer("rongcheng", "station_head", username="other"),
    }


def proposed(people, ground="unreachable", record="a" * 64, entity=ENTITY, individual=False):
    number = actions.propose(
        office="huancui", entity_code=entity, entity_name="威海示例食品有限公司", individual=individual, ground=ground,
        found_at=AT, source="v1" if record else "", record_sha256=record, by=people["inspector"], at=AT,
    )  # fmt: skip
    casework.assign(number=number, to="worker", by=people["head"], at=AT)
    return number


def entered(people, letters=(None, None), at=AT + DAY, **more):
    number = proposed(people, **more)
    first, second = letters
    actions.enter(
        number=number, decision="环市监异列〔2026〕1号", first_letter_on=first, second_letter_on=second,
        by=people["head"], at=at,
    )  # fmt: skip
    return number


def due(number, name):
    return [each for each in casework.clocks_of([number])[number] if each.name == name][-1]


def state(number):
    return casework.matter_unguarded(number).state


def test_every_ground_has_its_article_and_every_move_its_verb():
    assert list(grounds()) == ["annual_report", "ordered_information", "false_information", "unreachable"]
    assert all(each.basis.article and each.removed_zh for each in grounds().values())
    assert set(LISTING.moves) == set(VERBS)


def test_it_is_decided_in_ten_working_days_and_public_from_then_on(people):
    number = proposed(people)
    assert due(number, "entry").due_on == date(2026, 3, 16) and published_listing(number) is None
    with pytest.raises(Refused):
        actions.enter(number=number, decision="x", first_letter_on=None, second_letter_on=None, by=people["worker"],
                      at=AT + DAY)  # fmt: skip
    with pytest.raises(Refused):
        actions.enter(number=number, decision="x", first_letter_on=None, second_letter_on=None, by=people["other"],
                      at=AT + DAY)  # fmt: skip
    number = entered(people, entity="91371000MA3D00002X")
    shown = published_listing(number)
    assert shown.ground_zh == grounds()["unreachable"].zh and shown.objection_until == date(2026, 4, 2)
    assert [each.number for each in published_listings("91371000MA3D00002X")] == [number]
    assert not casework.matter_unguarded(number).late(AT + 60 * DAY), "the business's time makes no officer late"


@pytest.mark.parametrize(("letters", "proves"), [
    ((None, None), False), ((date(2026, 1, 5), None), False), ((date(2026, 1, 5), date(2026, 1, 19)), False),
    ((date(2026, 1, 5), date(2026, 1, 20)), True), ((date(2026, 1, 5), date(2026, 2, 4)), True),
    ((date(2026, 1, 5), date(2026, 2, 5)), False),
], ids=str)  # fmt: skip
def test_without_a_visit_two_letters_prove_that_nobody_can_be_reached(people, letters, proves):
    if proves:
        assert state(entered(people, letters, record="")) == "listed"
        return
    with pytest.raises(Refused, match="listing_proof"):
        entered(people, letters, record="")


def test_one_entry_stands_for_each_ground(people):
    number = entered(people)
    with pytest.raises(Refused, match="listing_open"):
        proposed(people)
    proposed(people, ground="false_information")
    with pytest.raises(Refused, match="listing_ground"):
        proposed(people, ground="whim")
    with pytest.raises(IntegrityError), transaction.atomic():
        Listing.objects.create(number="x", entity_code=ENTITY, ground="unreachable")
    assert state(number) == "listed"


def test_removal_is_applied_for_verified_and_decided_in_five_working_days(people):
    number, owner = entered(people), PublicCard(1, "shop", "business", ENTITY)
    stranger = PublicCard(2, "other", "business", "91371000MA3D00002X")
    for account in (None, stranger, PublicCard(3, "shop", "business", "")):
        with pytest.raises(Refused, match="not_its_own"):
            actions.ask(number=number, verb="apply", text="已迁回", account=account, at=AT + 2 * DAY)
    with pytest.raises(Refused, match="nothing_said"):
        actions.ask(number=number, verb="apply", text="  ", account=owner, at=AT + 2 * DAY)
    actions.ask(number=number, verb="apply", text="已办理住所变更登记", account=owner, at=AT + 2 * DAY)
    assert state(number) == "applied"
    actions.step(number=number, verb="verify", by=people["worker"], at=AT + 3 * DAY)
    assert due(number, "removal").due_on == date(2026, 3, 12)
    with pytest.raises(Refused):
        actions.end(number=number, verb="remove", by=people["worker"], at=AT + 4 * DAY)
    actions.end(number=number, verb="remove", by=people["head"], at=AT + 4 * DAY)
    assert state(number) == "removed" and published_listings(ENTITY) == ()
    assert ledger.verify_chain().ok
    assert state(entered(people)) == "listed", "what happens again is listed again"


def test_an_objection_within_its_days_is_answered_verified_and_may_undo_the_entry(people):
    number, owner = entered(people), PublicCard(1, "shop", "business", ENTITY)
    with pytest.raises(Refused, match="objection_over"):
        actions.ask(number=number, verb="object", text="可以联系", account=owner, at=AT + 40 * DAY)
    actions.ask(number=number, verb="object", text="可以联系", account=owner, at=AT + 5 * DAY)
    assert due(number, "answer").due_on == date(2026, 3, 13), "received on a Saturday"
    actions.step(number=number, verb="accept_objection", by=people["worker"], at=AT + 6 * DAY)
    assert published_listing(number), "public while it is verified"
    actions.end(number=number, verb="withdraw", note="现场核实可以联系", by=people["head"], at=AT + 8 * DAY)
    assert state(number) == "withdrawn" and published_listing(number) is None


def test_not_entering_leaves_nothing_public_and_needs_reasons(people):
    number = proposed(people)
    with pytest.raises(Refused):
        actions.end(number=number, verb="not_enter", by=people["head"], at=AT + DAY)
    actions.end(number=number, verb="not_enter", note="已取得联系", by=people["head"], at=AT + DAY)
    assert state(number) == "not_listed" and Listing.objects.get(number=number).removed_on is None


@pytest.mark.parametrize("wrong", ["ground = 'whim'", "published_at = '2026-01-01 00:00:00+00'"])
def test_the_rows_defend_themselves(people, wrong):
    number = proposed(people)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE standing_listing SET {wrong} WHERE number = %s", [number])


def test_the_act_and_the_row_fail_together(people, monkeypatch):
    number = proposed(people)

    def broken(*_args, **_more):
        raise RuntimeError("disk full")

    monkeypatch.setattr("huizhi.apps.casework.acting.record", broken)
    with pytest.raises(RuntimeError):
        actions.enter(number=number, decision="x", first_letter_on=None, second_letter_on=None, by=people["head"],
                      at=AT + DAY)  # fmt: skip
    assert state(number) == "proposed" and Listing.objects.get(number=number).listed_on is None
