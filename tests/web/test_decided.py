"""What is public of penalties and of the abnormal list, for whom, and for how long."""

from datetime import timedelta

import pytest
from django.utils import timezone

from huizhi.apps.cases.models import CaseFile
from huizhi.apps.casework import facade as casework
from huizhi.apps.people import facade as people
from huizhi.apps.people.models import Officer
from huizhi.apps.standing import actions as standing
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Visit
from huizhi.exchange.visits import hand_to_case
from tests.apps.visit_office import PNG, Hand, planned, send, upload
from tests.browser import sample_office
from tests.browser.sample_office import entity_code

pytestmark = pytest.mark.django_db
ENTITY = entity_code(0)


@pytest.fixture
def bureau(db):
    sample_office.found()
    sample_office.publish()
    return Officer.objects.get(username="head")


@pytest.fixture
def penalty(bureau):
    """A decided, published penalty; its number."""
    inspector, now = Officer.objects.get(username="inspector"), timezone.now()
    visit = planned(inspector, entity=ENTITY)
    hand = Hand(visit, inspector.username)
    hand.finding()
    hand.whole(result="9")
    send(hand, inspector)
    upload(visit, PNG, "png", inspector)
    visits.finish_visit(visit, by=inspector, at=now)
    number = hand_to_case(visit, by=inspector, at=now)
    today = timezone.localdate()
    CaseFile.objects.filter(number=number).update(
        topic="标签不符合规定", kinds=["fine"], fine_fen=500_000, decided_on=today, decision="环市监处罚〔2026〕9号",
        published_at=now, published_until=today + timedelta(days=1),
    )  # fmt: skip
    assert Visit.objects.get(pk=visit).case == number
    return number


@pytest.fixture
def listing(bureau):
    """An entry of the business in the list; its number."""
    now, inspector = timezone.now(), Officer.objects.get(username="inspector")
    number = standing.propose(
        office="huancui", entity_code=ENTITY, entity_name="威海海韵调味食品有限公司", individual=False,
        ground="unreachable", found_at=now, source="", record_sha256="a" * 64, by=inspector, at=now,
    )  # fmt: skip
    casework.assign(number=number, to="handler", by=bureau, at=now)
    said = {"decision": "环市监异列〔2026〕3号", "first_letter_on": None, "second_letter_on": None}
    standing.enter(number=number, **said, by=bureau, at=now)
    return number


def test_a_penalty_is_read_by_everybody_until_its_last_day(client, penalty):
    page = client.get(f"/public/penalties/{penalty}").content.decode()
    assert "罚款5,000.00元" in page and "环市监处罚〔2026〕9号" in page
    assert f"/public/penalties/{penalty}" in client.get(f"/public/e/{ENTITY}").content.decode()
    CaseFile.objects.update(published_until=timezone.localdate() - timedelta(days=1))
    assert client.get(f"/public/penalties/{penalty}").status_code == 404
    assert f"/public/penalties/{penalty}" not in client.get(f"/public/e/{ENTITY}").content.decode()


def test_only_the_business_itself_asks_on_the_page_of_its_entry(client, bureau, listing):
    page = f"/public/listings/{listing}"
    shown = client.get(page).content.decode()
    assert "无法联系" in shown and 'name="text"' not in shown
    assert f'href="{page}"' in client.get(f"/public/e/{ENTITY}").content.decode()
    assert client.post(page, {"verb": "apply", "text": "已迁回"}).status_code == 422
    now = timezone.now()
    account = people.open_public_account(
        account="shop", password="a-long-enough-word-26", kind="business", entity_id=ENTITY, address="10.0.0.1", at=now
    )
    people.confirm_business(account=account, right=True, by=bureau, at=now)
    client.post("/public/sign-in", {"account": "shop", "password": "a-long-enough-word-26"})
    assert 'name="text"' in client.get(page).content.decode()
    assert client.post(page, {"verb": "apply", "text": " "}).status_code == 422
    assert client.post(page, {"verb": "apply", "text": "已办理住所变更登记"}).status_code == 200
    assert casework.matter_unguarded(listing).state == "applied"
    assert client.post(page, {"verb": "object", "text": "再来"}).status_code == 422
    standing.step(number=listing, verb="verify", by=bureau, at=now)
    standing.end(number=listing, verb="remove", by=bureau, at=now)
    assert client.get(page).status_code == 404
    assert page not in client.get(f"/public/e/{ENTITY}").content.decode()
