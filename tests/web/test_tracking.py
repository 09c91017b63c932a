"""Following a matter by number and code: the same answer to every wrong try, the room, and what each side may see."""

import json
import re

import pytest
from django.test import Client
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import appoint_officer, found_unit
from huizhi.apps.visitors.models import Draft, Tally
from tests.browser.sample_office import AT
from tests.web import citizens

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def handler(db):
    """A bureau and the officer who works what is filed."""
    for code, kind, division, parent in (("city", "city", "371000", ""), ("huancui", "county", "371002", "city")):
        found_unit(
            code=code, zh=code, en=code, kind=kind, division=division, zone="", station="", parent=parent, by="setup",
            at=AT,
        )  # fmt: skip
    return appoint_officer(
        username="handler", name="姜文波", unit="huancui", roles=["handler"], password=None, by="setup", at=AT
    )


@pytest.fixture
def filed(client):
    """A complaint, filed: number and code."""
    numbers, code = citizens.file(client)
    return numbers[0], code


def enter(client, number, code):
    return client.post("/public/track", {"number": number, "code": code})


def room(handler, number) -> str:
    """Take the matter, accept it, and call both sides into the room; returns the business's code."""
    now = timezone.now()
    casework.take(number=number, by=handler, at=now)
    complaints.accept(number=number, by=handler, at=now)
    return complaints.invite(number=number, mode="online", by=handler, at=now)


def test_number_and_code_open_the_matter_and_stand_in_no_address(client, filed):
    number, code = filed
    answer = enter(client, f" {number} ", code.replace("-", " ").lower())
    assert answer["Location"] == "/public/track/matter"
    page = citizens.words(client.get("/public/track/matter"))
    for said in (number, "海滨示例超市", "待受理", "酱油开封有异味", "《市场监督管理投诉举报处理办法》第十五条"):
        assert said in page
    assert code not in page and "邹测试" not in page and "13800001111" not in page
    assert code.encode() not in bytes(Draft.objects.get(kind="tracking").sealed)


def plain(answer) -> str:
    """A page without what differs in every request."""
    return re.sub(r'(name="csrfmiddlewaretoken" value|name="number"\s+value)="[^"]*"', "", answer.content.decode())


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(client, filed):
    number, _code = filed
    wrong_code = enter(client, number, "ABCD-EFGH-JKMN")
    wrong_number = enter(client, number[:-1] + "9", "ABCD-EFGH-JKMN")
    assert wrong_code.status_code == wrong_number.status_code == 422
    shown = [plain(answer).replace(number, "").replace(number[:-1] + "9", "") for answer in (wrong_code, wrong_number)]
    assert shown[0] == shown[1]
    assert "错误：" in shown[0] and "编号或者查询码不对" in shown[0]


@pytest.mark.parametrize("there", [True, False])
def test_too_many_tries_shut_the_door_for_every_number_alike(client, filed, settings, there):
    settings.CODE_TRIES = 3
    number, code = filed
    tried = number if there else "huancui-TS-2026-000999"
    assert [enter(client, tried, "WRONG").status_code for _n in range(4)] == [422, 422, 422, 429]
    assert enter(client, tried, code).status_code == 429, "the right code waits too"
    if not there:
        assert enter(client, number, code).status_code == 302, "another number is open"
    Tally.objects.update(locked_until=timezone.now())
    assert enter(client, tried, code).status_code == (302 if there else 422)


def test_both_sides_talk_agree_and_read_the_same_timeline(client, filed, handler):
    number, code = filed
    business = room(handler, number)
    shop = Client()
    enter(client, number, code)
    enter(shop, number, business)
    client.post("/public/track/do/message", {"words": "小票在，可以当面退。"})
    assert shop.post("/public/track/do/message", {"words": "同意退款。"})["Location"] == "/public/track/matter#room"
    complaints.propose_terms(number=number, terms="退款31.60元", by=handler, at=timezone.now())
    assert shop.post("/public/track/do/refuse-terms", {"words": "只退一半"}).status_code == 302
    assert "不同意目前的调解方案。只退一半" in citizens.words(client.get("/public/track/matter"))
    complaints.propose_terms(number=number, terms="退款20元", by=handler, at=timezone.now())
    stale = client.post("/public/track/do/agree", {"version": 1})
    assert stale.status_code == 422 and "调解方案已经变化" in citizens.words(stale)
    assert 'value="2"' in client.get("/public/track/do/agree").content.decode()
    for side in (client, shop):
        assert side.post("/public/track/do/agree", {"version": 2}).status_code == 302
    complaints.agree(number=number, book="made", by=handler, at=timezone.now())
    office = [entry for entry in casework.timeline(number) if entry.audience != "staff"]
    for side in (client, shop):
        page = side.get("/public/track/matter").content.decode()
        course = re.search(r'<ol class="course">.*?</ol>', page, re.S)[0]
        assert course.count("<li>") == len(office)
        assert "已办结" in page and "退款20元" in page


def test_the_business_sees_the_claim_and_nothing_of_the_person(client, filed, handler):
    number, _code = filed
    shop = Client()
    enter(shop, number, room(handler, number))
    page = citizens.words(shop.get("/public/track/matter"))
    assert "退货退款；赔偿损失1000.00元" in page and "经营者" in page
    for hidden in ("邹测试", "邹", "13800001111", "1111", "示例路1号"):
        assert hidden not in page
    assert shop.get("/public/track/receipt.json").status_code == 422
    for act in ("withdraw", "undo", "rate", "reopen"):
        assert shop.post(f"/public/track/do/{act}", {"score": 1, "words": "x"}).status_code == 422, act
    assert casework.matter_unguarded(number).state == "mediating"


def test_delegated_mediation_is_consented_to_only_when_it_is_offered(client, filed, handler):
    number, code = filed
    room(handler, number)
    enter(client, number, code)
    assert client.get("/public/track/do/consent").status_code == 422
    complaints.invite(number=number, mode="delegated", delegate="示例消费者协会", by=handler, at=timezone.now())
    assert "示例消费者协会" in citizens.words(client.get("/public/track/do/consent"))
    assert client.post("/public/track/do/consent").status_code == 302
    assert client.get("/public/track/do/consent").status_code == 422, "once"


def test_an_anonymous_reporter_follows_adds_and_withdraws(client):
    numbers, code = citizens.file(client, citizens.ANONYMOUS)
    other = Client()
    enter(other, numbers[0], code)
    assert "举报人" in citizens.words(other.get("/public/track/matter"))
    assert other.post("/public/track/do/supplement", {"words": "车牌尾号7"}).status_code == 302
    assert "车牌尾号7" in citizens.words(other.get("/public/track/matter"))
    assert "不再办理" in citizens.words(other.get("/public/track/do/undo"))
    assert other.post("/public/track/do/undo").status_code == 302
    assert casework.matter_unguarded(numbers[0]).state == "withdrawn"


def test_a_closed_complaint_is_rated_once_and_may_be_asked_for_again(client, filed, handler):
    number, code = filed
    room(handler, number)
    complaints.agree(number=number, book="performed", by=handler, at=timezone.now())
    enter(client, number, code)
    assert client.post("/public/track/do/rate", {}).status_code == 422
    assert client.post("/public/track/do/rate", {"score": "9"}).status_code == 422
    assert client.post("/public/track/do/rate", {"score": "4", "words": "及时"}).status_code == 302
    again = client.post("/public/track/do/rate", {"score": "1"})
    assert again.status_code == 422 and "已经评价过了" in citizens.words(again)
    assert client.post("/public/track/do/reopen", {"words": "钱没有到账"}).status_code == 302
    assert casework.matter_unguarded(number).state == "reopened"


def test_whoever_filed_both_goes_from_one_to_the_other(client):
    numbers, code = citizens.file(client, {**citizens.ANSWERS, "kind": {"kind": "both"}})
    enter(client, numbers[0], code)
    assert numbers[1] in citizens.words(client.get("/public/track/matter"))
    client.post("/public/track/other")
    assert "举报人" in citizens.words(client.get("/public/track/matter"))


def test_closing_it_and_a_stranger_find_only_the_door(client, filed):
    enter(client, *filed)
    client.post("/public/track/leave")
    for side in (client, Client()):
        for path in ("matter", "receipt.json", "do/rate", "do/message"):
            assert side.get(f"/public/track/{path}")["Location"] == "/public/track"
        assert side.post("/public/track/do/withdraw")["Location"] == "/public/track"
    assert client.get("/public/track/do/everything").status_code == 404


def test_the_receipt_from_the_tracking_page_is_tied_to_the_published_root(client, filed):
    enter(client, *filed)
    ledger.seal(on=timezone.localdate(), by="night", at=timezone.now())
    receipt = json.loads(client.get("/public/track/receipt.json").content)
    assert ledger.check_receipt(receipt, ledger.roots()).state == "proved"


@pytest.mark.parametrize("leaf", ["do/message", "other", "matter"])
def test_a_code_that_was_replaced_leads_to_the_door_and_breaks_nothing(client, filed, handler, leaf):
    number, _code = filed
    shop = Client(raise_request_exception=False)
    enter(shop, number, room(handler, number))
    complaints.invite(number=number, mode="online", by=handler, at=timezone.now())
    ask = shop.get if leaf == "matter" else shop.post
    assert ask(f"/public/track/{leaf}", {"words": "x"}).status_code == 302
    assert shop.get("/public/track/matter")["Location"] == "/public/track"
