"""Visits between apps: tasks from a draw, items settled from records, a finding handed over to a case."""

from datetime import UTC, date, datetime

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.inspections.facade import publish_draw
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Visit
from huizhi.exchange.visits import hand_to_case, propose_listing, settle_beforehand, tasks_from_draw
from huizhi.law.checklists import checklists, results
from huizhi.vocabulary.refused import Refused
from tests.apps.visit_office import PNG, Hand, planned, send, upload
from tests.browser import sample_office
from tests.browser.sample_draw import draw_files
from tests.browser.sample_office import entity_code

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 12)


@pytest.fixture
def bureau(db):
    sample_office.found()
    sample_office.publish()
    return Officer.objects.get(username="inspector")


def test_a_draw_becomes_tasks_of_its_own_officers_once(bureau):
    Officer.objects.filter(username="handler").update(roles=["inspector"])
    files = draw_files([(entity_code(n), "371002") for n in (6, 8, 14)], ("inspector", "handler"), "WH-050")
    publish_draw(record_json=files.pop("record"), **files, by="night", at=AT)
    made, waiting = tasks_from_draw("WH-050", planned_on=DAY, by="night", at=AT)
    assert (len(made), waiting) == (2, 1), "one officer is recused from one business"
    assert tasks_from_draw("WH-050", planned_on=DAY, by="night", at=AT) == ([], 1)
    row = Visit.objects.get(pk=made[0])
    assert {each.officer_id for each in row.officers.all()} == {"inspector", "handler"}
    assert (row.unit_id, row.checklist, row.planned_on) == ("huancui", "food-production", DAY)


def test_businesses_whose_officers_have_no_account_wait(bureau):
    made, waiting = tasks_from_draw("WH-SSJ-2026-041", planned_on=DAY, by="night", at=AT)
    assert made == [] and waiting == 12
    with pytest.raises(Refused):
        tasks_from_draw("WH-NONE", planned_on=DAY, by="night", at=AT)


def test_what_the_registers_answer_is_settled_before_the_visit_and_its_minutes_are_counted(bureau):
    late_in_2025 = next(each for each in range(64) if sample_office.SCORES[each % 16] > 30)
    for number in (late_in_2025, 1):
        visit = planned(bureau, checklist="registered-particulars", entity=entity_code(number), source=f"WH-{number}")
        assert not settle_beforehand(visit, entity_code(number), "registered-particulars", by="night", at=AT)
        row = Visit.objects.get(pk=visit)
        assert set(row.settled) == {"address"}, "the report of 2024 in time says nothing of the late one of 2025"
        assert row.minutes_saved == 4
    food = planned(bureau, entity=entity_code(1), source="WH-F")
    assert not settle_beforehand(food, entity_code(1), "food-production", by="night", at=AT)
    assert Visit.objects.get(pk=food).settled["licence"].startswith("SC1033710")
    whole = planned(bureau, checklist="registered-particulars", entity=entity_code(2), source="WH-W")
    every = {item.code: "x" for item in checklists()["registered-particulars"].items}
    assert visits.settle_from_records(whole, every, by="night", at=AT)[1], "a visit left with nothing is cancelled"
    saved = visits.saved_for(bureau)
    assert (saved.visits, saved.items, saved.minutes, saved.hours) == (1, 3, 57, "0.9")


def test_a_finding_is_handed_over_once_with_the_clock_from_the_day_of_the_visit(bureau):
    visit = planned(bureau, entity=entity_code(0))
    hand = Hand(visit, bureau.username)
    hand.finding()
    hand.whole(result="9")
    send(hand, bureau)
    upload(visit, PNG, "png", bureau)
    with pytest.raises(Refused):
        hand_to_case(visit, by=bureau, at=AT)
    assert not casework.kinds()["case"].lifecycle.confidential
    card = visits.finish_visit(visit, by=bureau, at=AT)
    case = hand_to_case(visit, by=bureau, at=AT)
    (clock,) = casework.clocks_of([case])[case]
    assert clock.keys == ("penalty.filing",) and clock.started_at == card.finished_at
    with pytest.raises(Refused):
        hand_to_case(visit, by=bureau, at=AT)
    head = Officer.objects.get(username="head")
    assert casework.move(case, "file", by=head, at=AT, version=None).state == "filed"


def test_a_business_that_cannot_be_reached_is_proposed_for_the_list_once(bureau):
    visit = planned(bureau, entity=entity_code(0), checklist="registered-particulars")
    hand = Hand(visit, bureau.username)
    hand.finding("大门上锁，周边经营者称已搬离")
    hand.whole(result="5", checklist="registered-particulars")
    send(hand, bureau)
    upload(visit, PNG, "png", bureau)
    card = visits.finish_visit(visit, by=bureau, at=AT)
    assert card.ground == "unreachable"
    number = propose_listing(visit, by=bureau, at=AT)
    (clock,) = casework.clocks_of([number])[number]
    assert clock.keys == ("abnormal.listing",) and Visit.objects.get(pk=visit).listing == number
    with pytest.raises(Refused):
        propose_listing(visit, by=bureau, at=AT)
    fine = planned(bureau, entity=entity_code(1), source="WH-2")
    hand = Hand(fine, bureau.username, device="c" * 32)
    hand.whole()
    send(hand, bureau)
    visits.finish_visit(fine, by=bureau, at=AT)
    with pytest.raises(Refused):
        propose_listing(fine, by=bureau, at=AT)


def test_every_item_names_its_article_and_the_nine_results_are_there():
    assert all(item.basis.article for each in checklists().values() for item in each.items)
    assert list(results()) == [str(number) for number in range(1, 10)]
    assert [code for code, each in results().items() if each.after == "correction"] == ["6"]
