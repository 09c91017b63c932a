"""Filing as a citizen does it, without scripts: page by page, wrong answers, twice, late, and taken back."""

import json
import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.facade import Guess
from huizhi.apps.complaints.models import Intake
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import found_unit
from huizhi.apps.visitors import facade as visitors
from huizhi.apps.visitors.models import Draft, Tally
from tests.browser.sample_office import AT, entity_code
from tests.web import citizens

pytestmark = pytest.mark.django_db
PAGES = [step for step in citizens.ORDER if step != "kind"]


@pytest.fixture(autouse=True)
def bureau(db):
    """Two units are enough to file with."""
    for code, kind, division, parent in (("city", "city", "371000", ""), ("huancui", "county", "371002", "city")):
        found_unit(
            code=code, zh=code, en=code, kind=kind, division=division, zone="", station="", parent=parent, by="setup",
            at=AT,
        )  # fmt: skip


def errors_of(answer) -> tuple[list[str], list[str], list[str]]:
    """What is said on top, where it leads, and what is said beside the fields."""
    page = answer.content.decode()
    top = re.search(r'class="gov-err".*?</div>', page, re.S)[0]
    return re.findall(r">([^<]+)</a>", top), re.findall(r'href="#([^"]+)"', top), re.findall(
        r'class="errm"[^>]*>([^<]+)<', page
    )  # fmt: skip


def test_a_complaint_is_filed_without_an_account(client):
    citizens.fill(client)
    page = citizens.words(client.get("/public/file/check"))
    for said in (
        "海滨示例超市",
        "酱油开封有异味",
        "退货退款",
        "赔偿损失1,000.00元",
        "138****1111",
        "第8步，共8步",
        "7个工作日",
    ):
        assert said in page
    assert "13800001111" not in page
    assert citizens.submit(client)["Location"] == "/public/file/receipt"
    numbers, code = citizens.receipt(client)
    assert numbers == ["huancui-TS-2026-000001"]
    assert re.fullmatch(r"([2-9A-Z]{4}-){2}[2-9A-Z]{4}", code)
    row = Intake.objects.get()
    assert (row.amount_fen, row.bought_on.isoformat(), row.topic, row.channel) == (3160, "2026-10-26", "food", "web")
    assert casework.matter_unguarded(numbers[0]).respondent_name == "海滨示例超市"


def test_both_is_split_into_two_matters_with_one_code(client):
    numbers, code = citizens.file(client, {**citizens.ANSWERS, "kind": {"kind": "both"}})
    assert numbers == ["huancui-TS-2026-000001", "huancui-JB-2026-000001"] and code


@pytest.mark.parametrize(("answers", "anonymous"), [(citizens.REPORT, False), (citizens.ANONYMOUS, True)])
def test_a_report_with_and_without_a_name(client, answers, anonymous):
    numbers, _code = citizens.file(client, answers)
    assert numbers == ["huancui-JB-2026-000001"]
    row = Intake.objects.get()
    assert row.anonymous is anonymous and bool(row.reporter_ref) is not anonymous


def test_a_shop_on_a_platform_that_shows_no_address(client):
    against = {"name": "海货小铺", "platform": "示例商城", "address": "", "division": "", "reachable": "no"}
    citizens.file(client, {**citizens.ANSWERS, "where": {"target": "in_platform"}, "against": against})
    assert (Intake.objects.get().respondent_name, Intake.objects.get().target) == (
        "海货小铺（示例商城）",
        "in_platform",
    )


@pytest.mark.parametrize("step", [*PAGES, "kind", "check"])
def test_an_empty_page_says_what_is_missing_on_top_and_beside(client, step):
    citizens.fill(client, until=step)
    answer = client.post(citizens.path_of(step), {})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(r"<title>\s*错误：", page)
    top, links, beside = errors_of(answer)
    assert top and sorted(top) == sorted(beside)
    assert [link for link in links if f'id="{link}"' not in page] == []


@pytest.mark.parametrize(
    ("step", "changed", "says"),
    [
        ("facts", {"on": "2999-01-01"}, "日期不能晚于今天"),
        ("facts", {"on": "昨天"}, "日期写成"),
        ("facts", {"amount": "三十"}, "金额只写数字"),
        ("facts", {"amount": "1.234"}, "金额写到分为止"),
        ("facts", {"amount": "1e999999"}, "金额"),
        ("facts", {"amount": "NaN"}, "金额"),
        ("facts", {"facts": "长" * 4001}, "4000"),
        ("claim", {"compensation": ""}, "填写要求赔偿的金额"),
        ("claim", {"wants": ["other"]}, "请写下希望怎么解决"),
        ("claim", {"wants": ["everything"]}, "everything"),
        ("who", {"phone": "不告诉你"}, "电话号码只写数字"),
        ("where", {"target": "internet_advertising"}, "internet_advertising"),
        ("against", {"entity": "no-such", "name": ""}, "写下商家的名称"),
        ("topic", {"topic": "x" * 3000}, ""),
    ],
)
def test_an_answer_that_cannot_be_is_refused_in_words(client, step, changed, says):
    citizens.fill(client, until=step)
    answer = client.post(citizens.path_of(step), {**citizens.ANSWERS[step], **changed})
    assert answer.status_code == 422 and says in citizens.words(answer)


def test_changing_an_answer_leads_back_to_the_check_page(client):
    citizens.fill(client)
    assert 'value="海滨示例超市"' in client.get("/public/file/against").content.decode()
    changed = client.post("/public/file/against", {**citizens.ANSWERS["against"], "name": "海滨示例商店"})
    assert changed["Location"] == "/public/file/check"
    assert "海滨示例商店" in citizens.words(client.get("/public/file/check"))


def test_a_complaint_that_becomes_a_report_asks_again_who_it_is(client):
    citizens.fill(client)
    assert client.post("/public/file", {"kind": "report"})["Location"] == "/public/file/who"
    assert client.get("/public/file/check")["Location"] == "/public/file/who"
    assert client.get("/public/file/claim").status_code == 302, "a report has no such page"


def test_a_page_out_of_turn_leads_to_the_first_open_one(client):
    assert client.get("/public/file/check")["Location"] == "/public/file"
    citizens.fill(client, until="facts")
    assert client.get("/public/file/check")["Location"] == "/public/file/facts"
    assert citizens.submit(client)["Location"] == "/public/file/facts"
    assert Intake.objects.count() == 0


def test_opencrvs_7477_and_djg_15_the_button_pressed_again_gives_the_same_receipt(client):
    """Double click, back and again, reload: one filing, one number, one code."""
    citizens.fill(client)
    citizens.submit(client)
    first = citizens.receipt(client)
    assert citizens.submit(client)["Location"] == "/public/file/receipt"
    assert client.get("/public/file/check")["Location"] == "/public/file/receipt"
    assert client.get("/public/file")["Location"] == "/public/file/receipt"
    assert citizens.receipt(client) == first and Intake.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_opencrvs_7477_a_slow_link_sends_it_several_times_at_once(client):
    """The same last page from four connections at the same moment, as a telephone does that hears no answer."""
    citizens.fill(client)

    def send(_n):
        other = Client()
        other.cookies = client.cookies
        try:
            return citizens.submit(other).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(send, range(4))) == [302] * 4
    assert Intake.objects.count() == 1
    assert citizens.receipt(client)[0] == ["huancui-TS-2026-000001"]


def test_what_is_typed_is_sealed_and_only_in_this_browser(client):
    citizens.fill(client)
    cookie = client.cookies["huizhi_filing"]
    assert cookie["httponly"] and cookie["path"] == "/public" and cookie["samesite"] == "Lax"
    kept = Draft.objects.get()
    for typed in ("邹测试", "13800001111", "酱油", "海滨"):
        assert typed.encode() not in bytes(kept.sealed)
    assert kept.token_sha256 != cookie.value
    assert Client().get("/public/file/check")["Location"] == "/public/file"
    assert client.get("/public/file/check")["Cache-Control"] == "no-store, private"


def test_it_can_be_cleared_and_lapses_by_itself(client, settings):
    citizens.fill(client)
    assert client.post("/public/file/clear").status_code == 302
    assert Draft.objects.count() == 0 and not client.cookies["huizhi_filing"].value
    citizens.fill(client)
    Draft.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert client.get("/public/file/check")["Location"] == "/public/file"
    assert "已到期或已清除" in citizens.words(client.get("/public/file"))
    visitors.begin("filing", {}, lasting=timedelta(1), at=timezone.now())
    assert Draft.objects.count() == 1, "whoever comes next sweeps"


def test_an_unfinished_filing_is_offered_again(client):
    citizens.fill(client, until="topic")
    page = client.get("/public/file").content.decode()
    assert "还没有提交" in page and 'href="/public/file/topic"' in page


def test_a_filing_is_taken_back_within_minutes_and_not_later(client):
    numbers, _code = citizens.file(client)
    assert client.post("/public/file/undo").status_code == 302
    assert "已撤回" in citizens.words(client.get("/public/file/receipt"))
    assert casework.matter_unguarded(numbers[0]).state == "withdrawn"
    assert client.post("/public/file/done").status_code == 302
    citizens.file(client)
    Intake.objects.update(filed_at=timezone.now() - timedelta(minutes=11))
    late = client.post("/public/file/undo")
    assert late.status_code == 422 and "已超过自行撤回的时间" in citizens.words(late)
    assert "data-code" in late.content.decode(), "the receipt stays"


def test_the_receipt_file_proves_the_filing(client):
    numbers, _code = citizens.file(client)
    answer = client.get("/public/file/receipt.json")
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{numbers[0]}.json"'
    verdict = ledger.check_receipt(json.loads(answer.content))
    assert verdict.state == "pending" and verdict.said["numbers"] == numbers
    assert "邹测试" not in answer.content.decode() and "13800001111" not in answer.content.decode()


def test_putting_the_receipt_away_leaves_nothing_in_the_browser(client):
    citizens.file(client)
    client.post("/public/file/done")
    assert client.get("/public/file/receipt")["Location"] == "/public/file"
    assert client.get("/public/file/receipt.json")["Location"] == "/public/file"


def test_too_many_filings_from_one_address_are_told_so_and_kept(client, settings):
    settings.FILINGS_PER_HOUR = 2
    for _n in range(2):
        citizens.file(client)
        client.post("/public/file/done")
    citizens.fill(client)
    answer = citizens.submit(client)
    assert answer.status_code == 429 and "12315" in citizens.words(answer)
    assert Intake.objects.count() == 2 and "127.0.0.1" not in repr(list(Tally.objects.values_list("key")))
    Tally.objects.update(locked_until=timezone.now())
    assert citizens.submit(client).status_code == 302, "nothing typed was lost"


def test_a_program_that_fills_the_trap_files_nothing(client):
    citizens.fill(client)
    answer = citizens.submit(client, website="http://example.invalid")
    assert answer.status_code == 422 and "没有成功" in citizens.words(answer)
    assert Intake.objects.count() == 0 and citizens.submit(client).status_code == 302


@pytest.mark.parametrize(
    "typed", ["\0", "a\0b", "𠮷" * 50, "<script>alert(1)</script>", "{{ 7|add:7 }}", "' OR 1=1 --"]
)
def test_odd_text_is_only_text(client, typed):
    answers = {**citizens.ANSWERS, "facts": {"facts": f"{typed} x"}, "against": {"name": f"{typed}x", "division": ""}}
    citizens.fill(client, answers)
    page = client.get("/public/file/check")
    assert page.status_code == 200 and b"<script>alert" not in page.content
    assert citizens.submit(client).status_code == 302


def test_somebody_who_comes_from_the_page_of_a_business_finds_it_chosen(office, client):
    code = entity_code(0)
    page = client.get(f"/public/file?kind=complaint&e={code}").content.decode()
    assert f'value="{code}"' in page
    client.post("/public/file", {"kind": "complaint", "e": code})
    client.post("/public/file/where", {"target": "operator"})
    assert re.search(rf'value="{code}" checked', client.get("/public/file/against").content.decode())
    client.post("/public/file/against", {"entity": code})
    rest = {step: citizens.ANSWERS[step] for step in ("facts", "topic", "claim", "who")}
    citizens.fill(client, rest)
    citizens.submit(client)
    row = Intake.objects.get()
    assert (row.respondent_entity_id, row.respondent_name) == (code, "威海示例调味食品有限公司")


def test_the_topic_is_chosen_beforehand_where_the_router_is_sure(client, monkeypatch):
    def guess(code, abstains):
        return Guess(code=code, permille=900, second="", abstains=abstains, words=())

    asked = []
    monkeypatch.setattr(
        complaints,
        "suggest",
        lambda text: asked.append(text) or {"topic": guess("price", False), "goods": guess("food", True)},
    )
    citizens.fill(client, until="topic")
    page = client.get("/public/file/topic").content.decode()
    assert asked == [citizens.ANSWERS["facts"]["facts"]] and "先选了一类" in page
    assert re.search(r'value="price"[^>]*checked', page) and 'value="food" selected' not in page
    client.post("/public/file/topic", {"topic": "food", "goods": ""})
    page = client.get("/public/file/topic").content.decode()
    assert re.search(r'value="food"[^>]*checked', page) and "先选了一类" not in page
