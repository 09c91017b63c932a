"""Who may act on draws, plans, campaigns and visits: the unit that conducts them and those above it, nobody beside."""

from datetime import UTC, date, datetime

import pytest
from django.test import Client

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import OutsideScope, appoint_officer
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Visit, VisitOfficer
from huizhi.exchange import asked_visits
from huizhi.exchange.visits import tasks_from_draw
from tests.apps.visit_office import Hand, planned, send
from tests.browser import sample_office
from tests.browser.sample_draw import draw_files
from tests.browser.sample_office import entity_code
from tests.exchange.test_asked_visits import campaign

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 12)
NUMBER = "WH-060"


@pytest.fixture
def people(db):
    sample_office.found()
    sample_office.publish()
    Officer.objects.filter(username="handler").update(roles=["inspector"])
    files = draw_files([(entity_code(n), "371002") for n in (8, 14, 20)], ("inspector", "handler"), NUMBER)
    record = files.pop("record")
    names = ("head", "rongcheng", "specialist", "inspector")
    found = {name: Officer.objects.get(username=name) for name in names}
    said = {"name": "王海", "password": None, "temporary": False, "by": "setup", "at": AT}
    found["desk"] = appoint_officer(username="desk", unit="huancui", roles=["desk_specialist"], **said)
    inspections.publish_draw(record_json=record, **files, by=found["desk"], at=AT)
    return found


def test_only_the_unit_of_a_draw_and_those_above_it_plan_its_visits(people):
    with pytest.raises(OutsideScope):
        tasks_from_draw(NUMBER, planned_on=DAY, by=people["rongcheng"], at=AT)
    client = Client()
    client.force_login(people["rongcheng"])
    assert client.post("/work/visits/plan", {"draw": NUMBER, "planned_on": "2026-11-12"}).status_code == 403
    assert NUMBER not in client.get("/work/visits").content.decode()
    assert not Visit.objects.exists()
    client.force_login(people["head"])
    assert NUMBER in client.get("/work/visits").content.decode()
    assert tasks_from_draw(NUMBER, planned_on=DAY, by=people["head"], at=AT)[0]
    assert tasks_from_draw(NUMBER, planned_on=DAY, by=people["specialist"], at=AT)[0] == []


def test_what_a_program_published_without_a_plan_is_the_citys(people):
    other = draw_files([(entity_code(n), "371002") for n in (8, 14, 20)], ("inspector", "handler"), "WH-061")
    inspections.publish_draw(record_json=other.pop("record"), **other, by="night", at=AT)
    with pytest.raises(OutsideScope):
        tasks_from_draw("WH-061", planned_on=DAY, by=people["head"], at=AT)
    found = inspections.Found(object_id=entity_code(20), code="N", found_on=DAY, note="停业")
    with pytest.raises(OutsideScope):
        inspections.note_result(number="WH-061", found=found, by=people["desk"], at=AT)
    assert inspections.note_result(number="WH-061", found=found, by=people["specialist"], at=AT) == 1


def test_a_campaign_names_businesses_of_ones_own_part_of_the_city(people):
    asked = campaign(objects=(entity_code(0), entity_code(3)))
    with pytest.raises(OutsideScope):
        asked_visits.open_campaign(asked, by=people["head"], at=AT)
    assert not inspections.campaigns_for(people["specialist"]) and not Visit.objects.exists()
    client = Client()
    client.force_login(people["head"])
    page = client.post("/work/campaigns", {
        "number": asked.number, "title": asked.title, "basis": asked.basis, "reason": asked.reason,
        "checklist": asked.checklist, "from_on": "2026-11-12", "to_on": "2026-12-02", "objects": entity_code(3),
    })  # fmt: skip
    assert page.status_code == 403
    assert asked_visits.open_campaign(campaign(objects=(entity_code(0),)), by=people["head"], at=AT) == 1


def test_a_head_who_made_a_visit_for_another_unit_neither_gives_nor_corrects_it(people):
    visit = planned(people["inspector"], entity=entity_code(0), origin="complaint", source="TS-1")
    VisitOfficer.objects.create(visit_id=visit, officer_id="rongcheng")
    Officer.objects.filter(username="rongcheng").update(roles=["station_head", "inspector"])
    far = Officer.objects.get(username="rongcheng")
    assert visits.visit_for(far, visit).id == visit
    second = appoint_officer(
        username="second", name="王海", unit="rongcheng", roles=["inspector"], password=None, temporary=False,
        by="setup", at=AT,
    )  # fmt: skip
    with pytest.raises(OutsideScope):
        visits.give_visit(visit, officers=[far.username, second.username], by=far, at=AT)
    hand = Hand(visit, "inspector")
    hand.whole()
    send(hand, people["inspector"])
    visits.finish_visit(visit, by=people["inspector"], at=AT)
    with pytest.raises(OutsideScope):
        visits.correct_result(visit, result="2", reason="笔误", by=far, at=AT)
    assert visits.correct_result(visit, result="2", reason="笔误", by=people["head"], at=AT).result == "2"
