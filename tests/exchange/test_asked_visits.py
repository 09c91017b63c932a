"""Directed visits: asked for from a complaint or a report, planned in a campaign, kept out of draws and their caps."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Campaign, Result
from huizhi.apps.people.facade import NotPermitted, appoint_officer
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Visit
from huizhi.exchange import asked_visits
from huizhi.vocabulary.refused import Refused
from tests.apps import filings
from tests.apps.visit_office import Hand, send
from tests.browser import sample_office
from tests.browser.sample_office import entity_code

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 12)


@pytest.fixture
def people(db):
    sample_office.found()
    sample_office.publish()
    Officer.objects.filter(username="handler").update(roles=["handler", "inspector"])
    return {name: Officer.objects.get(username=name) for name in ("handler", "head", "inspector", "specialist")}


@pytest.fixture
def number(people) -> str:
    """A complaint that the handler works."""
    filed = filings.file(at=AT - timedelta(days=1), respondent_entity_id=entity_code(0))
    casework.assign(number=filed.complaint_number, to="handler", by=people["head"], at=AT - timedelta(hours=5))
    return filed.complaint_number


def ask(number: str, by, reason="核对酱油的进货查验记录") -> visits.VisitCard:
    said = {"checklist": "food-production", "wanted_on": DAY, "reason": reason}
    return asked_visits.ask_visit(number, by=by, at=AT, **said)


def test_a_visit_is_asked_from_a_complaint_and_waits_for_the_head(people, number):
    card = ask(number, people["handler"])
    assert (card.origin, card.source, card.entity_code, card.officers) == ("complaint", number, entity_code(0), ())
    assert card.id in {one.id for one in visits.desk_of(people["head"], AT).unassigned}
    assert card.number in str([entry.text for entry in casework.timeline(number)])
    with pytest.raises(Refused) as refused:
        ask(number, people["handler"])
    assert refused.value.code == "visit_asked_already"


def test_from_a_report_it_is_the_check_of_a_clue(people):
    filed = filings.file(at=AT - timedelta(days=1), key="r", complaint=False, report=True)
    casework.assign(number=filed.report_number, to="handler", by=people["head"], at=AT)
    card = ask(filed.report_number, people["handler"])
    assert (card.origin, card.entity_code, card.entity_name) == ("clue", "", "威海示例调味食品有限公司")


def test_only_who_works_the_matter_asks_and_never_without_a_reason(people, number):
    with pytest.raises(Refused):
        ask(number, people["handler"], reason=" ")
    for other in ("inspector", "specialist"):
        with pytest.raises((Refused, NotPermitted)):
            ask(number, people[other])
    with pytest.raises(Refused):
        ask("huancui-TS-2026-999999", people["handler"])
    assert not Visit.objects.exists()


def test_it_is_given_to_officers_who_do_not_stay_away(people, number):
    card = ask(number, people["handler"])
    inspections.declare_recusal(
        officer="inspector", object_id=entity_code(0), relation="kin", since=timezone.localdate(AT), until=None,
        reason="配偶", by=people["inspector"], at=AT,
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        asked_visits.give_visit(card.id, officers=["inspector", "handler"], by=people["head"], at=AT)
    assert refused.value.code == "visit_officer_recused"
    row = Officer.objects.get(username="head")
    Officer.objects.filter(pk=row.pk).update(roles=["station_head", "inspector"])
    given = asked_visits.give_visit(card.id, officers=["head", "handler"], by=people["head"], at=AT)
    assert given.officers == ("handler", "head")


def test_its_result_stands_on_the_matters_page_and_in_no_draw(people, number):
    card = ask(number, people["handler"])
    asked_visits.give_visit(card.id, officers=["inspector", "handler"], by=people["head"], at=AT)
    hand = Hand(card.id, "inspector")
    hand.whole()
    send(hand, people["inspector"])
    visits.finish_visit(card.id, by=people["inspector"], at=AT)
    assert not Result.objects.exists() and inspections.times_drawn(2026) == {1: 12}, "the sample draw's, nothing else"
    shown = asked_visits.beside_matter(number, people["handler"], AT)
    assert [(one.number, one.result) for one in shown["visits"]] == [(card.number, "1")] and shown["may_ask"]
    client = Client()
    client.force_login(people["handler"])
    page = client.get(f"/work/matters/{number}").content.decode()
    assert card.number in page and "未发现问题" in page
    client.force_login(people["head"])
    assert number in client.get("/work/visits").content.decode()


def test_whoever_checks_it_again_blindly_reads_no_result_on_the_matters_page(people, number):
    card = ask(number, people["handler"])
    asked_visits.give_visit(card.id, officers=["inspector", "handler"], by=people["head"], at=AT)
    hand = Hand(card.id, "inspector")
    hand.whole()
    send(hand, people["inspector"])
    visits.finish_visit(card.id, by=people["inspector"], at=AT)
    said = {"name": "王海", "unit": "huancui", "roles": ["inspector"], "temporary": False, "by": "setup", "at": AT}
    pair = [appoint_officer(username=name, password=None, **said) for name in ("second", "third")]
    day = timezone.localdate(Visit.objects.get(pk=card.id).finished_at)
    made = visits.choose_rechecks(since=day, until=day, planned_on=DAY, by=people["specialist"], at=AT).made
    assert len(made) == 1
    assert [one.result for one in asked_visits.beside_matter(number, people["head"], AT)["visits"]] == ["1"]
    assert asked_visits.beside_matter(number, pair[0], AT) is None


def test_it_is_asked_on_the_matters_page(people, number):
    client = Client()
    client.force_login(people["handler"])
    address = f"/work/visits/ask/{number}"
    assert address in client.get(f"/work/matters/{number}").content.decode()
    said = {"checklist": "food-production", "wanted_on": "2026-11-12", "reason": "核对进货查验"}
    assert client.post(address, {**said, "wanted_on": "soon"}).status_code == 302 and not Visit.objects.exists()
    answer = client.post(address, said, follow=True)
    assert "已申请现场检查" in answer.content.decode() and "待派人" in answer.content.decode()
    assert address not in answer.content.decode(), "one at a time"
    client.force_login(people["specialist"])
    assert client.post(address, said).status_code == 403


def campaign(**changes) -> inspections.CampaignAsked:
    whole = {
        "number": "WH-ZX-2026-01", "title": "酱油生产专项检查", "basis": "鲁市监食生字〔2026〕12号",
        "reason": "省级抽检连续不合格",
        "checklist": "food-production", "from_on": DAY, "to_on": DAY + timedelta(days=20),
        "objects": (entity_code(0), entity_code(3)),
    }  # fmt: skip
    return inspections.CampaignAsked(**{**whole, **changes})


def test_a_campaign_plans_a_visit_of_each_business_in_its_own_unit(people):
    assert asked_visits.open_campaign(campaign(), by=people["specialist"], at=AT) == 2
    cards = visits.visits_from("campaign", "WH-ZX-2026-01")
    assert {(card.entity_code, card.unit) for card in cards} == {
        (entity_code(0), "huancui"), (entity_code(3), "rongcheng"),
    }  # fmt: skip
    assert {card.planned_on for card in cards} == {DAY} and all(not card.officers for card in cards)
    assert Campaign.objects.get().objects_listed == [entity_code(0), entity_code(3)]


@pytest.mark.parametrize(
    "wrong",
    [{"basis": " "}, {"reason": ""}, {"to_on": DAY - timedelta(1)}, {"objects": ()}, {"number": "a/b"},
     {"objects": (entity_code(0), entity_code(0))}],
    ids=str,
)  # fmt: skip
def test_a_campaign_without_a_ground_or_a_list_is_refused(people, wrong):
    with pytest.raises(Refused):
        asked_visits.open_campaign(campaign(**wrong), by=people["specialist"], at=AT)
    assert not Visit.objects.exists()


def test_a_campaign_is_written_on_its_page(people):
    client = Client()
    client.force_login(people["specialist"])
    asked = campaign()
    said = {
        "number": asked.number, "title": asked.title, "basis": asked.basis, "reason": asked.reason,
        "checklist": asked.checklist, "from_on": "2026-11-12", "to_on": "2026-12-02",
        "objects": "\n".join(asked.objects),
    }  # fmt: skip
    wrong = client.post("/work/campaigns", {**said, "objects": "91370000NOBODY"})
    assert wrong.status_code == 422 and 'href="#id_objects"' in wrong.content.decode()
    assert client.post("/work/campaigns", said).status_code == 302
    assert asked.title in client.get("/work/campaigns").content.decode()
    client.force_login(people["inspector"])
    assert client.get("/work/campaigns").status_code == 403
