"""What the pages show, and above all what they do not."""

import csv
import io
import re
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import QuerySet
from django.test import Client, override_settings

from huizhi.apps.indicators import facade as indicators
from huizhi.apps.indicators.actions import publish as publish_board
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from tests.apps.attacks import triggers_off
from tests.browser import sample_board
from tests.browser.sample_office import AT, SCORES, entity_code

CODE = entity_code(0)
PUBLIC = [f"/public/e/{CODE}", "/public/search?q=海", "/public", "/public/draws/WH-SSJ-2026-041", "/public/draws"]


def text_of(response) -> str:
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def test_public_pages_show_no_class_no_telephone_no_complaint(signed_in):
    for path in PUBLIC:
        page = signed_in().get(path).content.decode()
        for secret in ("1380631", "王示例", "C 类", 'class="risk', "T2026-10", "酱油有异味", "90天内7件"):
            assert secret not in page, (path, secret)


def test_the_file_explains_the_class_and_its_reasons_add_up(signed_in):
    page = signed_in("inspector").get(f"/e/{CODE}")
    points = [int(p.replace("−", "-")) for p in re.findall(r"<b>([+−]\d+)</b>", page.content.decode())]
    assert sum(points) == SCORES[0]
    assert f"<b data-sum>{SCORES[0]}</b>" in page.content.decode()
    assert "为什么是 C 类" in text_of(page) and "等于得分" in text_of(page)


def test_each_reason_leads_to_its_source_row(signed_in):
    client = signed_in("inspector")
    page = client.get(f"/e/{CODE}").content.decode()
    links = re.findall(r'href="(/evidence/[^"]+)"', page)
    assert len(links) > 10
    for link in set(links):
        answer = client.get(link.replace("&amp;", "&"))
        assert answer.status_code == 200, link
        assert re.search(r"<dd data-row>\d+</dd>", answer.content.decode()), link


def test_who_lacks_a_permission_sees_the_file_without_that_part(signed_in):
    page = signed_in("steward").get(f"/e/{CODE}").content.decode()
    assert "信用风险分类仅限监管岗位查看" in page and "投诉举报仅限承办岗位查看" in page
    assert 'class="risk' not in page and "1380631" not in page and "酱油有异味" not in page
    assert "13806310000" in signed_in("inspector").get(f"/e/{CODE}").content.decode()


def test_a_faulty_credit_code_is_said_plainly(signed_in):
    page = text_of(signed_in("leader").get(f"/e/{entity_code(7)}"))
    assert "统一社会信用代码有误" in page and "末位校验码不符" in page


def test_an_entity_elsewhere_is_refused_and_not_found_by_search(signed_in):
    client = signed_in("rongcheng")
    page = client.get(f"/e/{CODE}")
    assert page.status_code == 403 and "不在您的辖区" in text_of(page)
    assert "威海示例调味食品" not in client.get("/search?q=示例调味").content.decode()
    assert "威海示例调味食品" in signed_in("leader").get("/search?q=示例调味").content.decode()


def test_no_permission_names_the_roles_that_have_it(signed_in):
    page = text_of(signed_in("inspector").get("/ledger"))
    assert "查看操作台账" in page and "审计监督人员" in page and "系统管理员" in page


def test_a_page_of_the_ledger_checks_what_it_shows_and_the_whole_when_asked(signed_in):
    client, last, some = signed_in("auditor"), ledger.head().seq, 9
    assert last > some
    shown = text_of(client.get(f"/ledger?before={some}"))
    assert "本页已核对" in shown and f"{some - 1}条记录的内容" in shown
    assert f"{last}条记录逐条相符" in text_of(client.get("/ledger?check=all"))
    triggers_off()
    QuerySet(Act).filter(seq=some - 1).update(officer="somebody else")
    for page in (f"/ledger?before={some}", "/ledger?check=all"):
        assert f"第{some - 1}条起不符：内容与摘要不符" in text_of(client.get(page))


def test_search_filters_and_pages_without_losing_or_repeating_anybody(signed_in):
    client, seen, address = signed_in("leader"), [], "/search?status=active"
    while address:
        page = client.get(address).content.decode()
        seen += re.findall(r'<td class="name"><a href="/e/([^"]+)"', page)
        more = re.search(r'href="(\?[^"]+)" rel="next"', page)
        address = "/search" + more[1].replace("&amp;", "&") if more else ""
    assert len(seen) == 63 and len(set(seen)) == 63
    found = client.get("/search?grade=D&division=371002").content.decode()
    assert found.count('class="risk D') > 0 and 'class="risk A' not in found


def test_a_fragment_is_answered_with_the_results_alone(signed_in):
    whole = signed_in("leader").get("/search?q=海韵")
    part = signed_in("leader").get("/search?q=海韵", headers={"HX-Request": "true", "HX-Target": "results"})
    assert "<html" in whole.content.decode() and "<html" not in part.content.decode()
    assert "威海海韵" in part.content.decode() and "HX-Target" in part.headers["Vary"]


def test_an_expired_session_sends_the_whole_page_to_sign_in(signed_in):
    answer = signed_in().get("/search?q=x", headers={"HX-Request": "true"})
    assert answer.status_code == 204 and answer.headers["HX-Redirect"].startswith("/sign-in?next=")


@pytest.mark.parametrize("query", ["", "?month=2026-09", "?place=371002", "?place=371082&month=2026-10"])
def test_the_records_add_up_to_the_figure(signed_in, query):
    client = signed_in("leader")
    page = client.get(f"/scoreboard/food_pass{query}").content.decode()
    assert "记录合计与数值一致" in page
    shown = [int(n) for n in re.search(r'data-numerator="(\d+)".*?data-denominator="(\d+)"', page, re.S).groups()]
    rows = list(
        csv.reader(io.StringIO(client.get(f"/scoreboard/food_pass/records.csv{query}").getvalue().decode("utf-8-sig")))
    )
    assert [sum(int(r[6]) for r in rows[1:]), sum(int(r[7]) for r in rows[1:])] == shown
    assert Act.objects.filter(verb="records_exported", object_id="food_pass").count() == 1


def test_an_indicator_without_data_says_so_and_never_zero(signed_in):
    page = text_of(signed_in("leader").get("/scoreboard/patents"))
    assert "待数据" in page and "待责任科室接入数据" in page and "没有明细记录" in page


def test_an_indicator_that_is_counted_but_has_no_record_awaits_no_source(signed_in):
    rows = sample_board.rows()
    awaits = indicators.COLUMNS["indicators"].index("awaits")
    rows["indicators"] = [(*row[:awaits], "", *row[awaits + 1 :]) for row in rows["indicators"]]
    with transaction.atomic():
        publish_board(rows, by="night", at=AT)
    client = signed_in("leader")
    page = text_of(client.get("/scoreboard/patents"))
    assert "今年以来还没有计入此指标的记录" in page and "数据接入后" not in page
    assert "数据源对接中" not in text_of(client.get("/scoreboard"))


def test_the_scoreboard_shows_all_29_cells(signed_in):
    page = signed_in("leader").get("/scoreboard").content.decode()
    assert len(re.findall(r'class="cell (?:ok|near|bad|na|none)"', page)) == 29
    assert "示意图，不作划界依据" in page


def test_quarantined_rows_are_shown_with_reason_and_example(signed_in):
    page = text_of(signed_in("steward").get("/feeds/registry"))
    assert "不是有效的日期" in page and "2026-02-30" in page and "1204" in page


def test_every_page_has_both_languages(signed_in):
    chinese = re.compile(r"[\u4e00-\u9fff]")
    client = signed_in("leader")
    client.cookies["django_language"] = "en"
    for path in ("/work", "/search", "/scoreboard", "/feeds", "/draws", "/public", "/public/about"):
        page = client.get(path)
        labels = re.findall(r"<(?:th|h1|h2|label|button|dt)[^>]*>([^<]+)<", page.content.decode())
        assert page.headers["Content-Language"] == "en"
        left = [w for w in labels if chinese.search(w.replace("丛立群", "")) and w != "中文"]
        assert left == [], path


def test_pages_carry_no_inline_style_or_script(signed_in):
    for path in ("/work", f"/e/{CODE}", "/scoreboard", "/scoreboard/food_pass", "/draws/WH-SSJ-2026-041", "/public"):
        page = signed_in("leader").get(path)
        body = page.content.decode()
        assert " style=" not in body and not re.search(r"<script(?![^>]*src=)", body) and " onclick" not in body, path
        assert page.headers["Content-Security-Policy"].startswith("default-src 'self'")


def test_error_pages_say_what_happened_and_carry_the_request_number(signed_in):
    answer = signed_in().get("/no-such-page")
    assert answer.status_code == 404
    assert answer.headers["X-Request-Number"] in answer.content.decode()


def test_the_500_page_stands_alone(signed_in, monkeypatch):
    def broken(*_args, **_kwargs):
        raise RuntimeError("the tables are gone")

    monkeypatch.setattr("huizhi.web.views.visitors.registers.current_release", broken)
    answer = Client(raise_request_exception=False).get("/public/about")
    body = answer.content.decode()
    assert answer.status_code == 500 and answer.headers["X-Request-Number"] in body
    assert "<link" not in body and "<script" not in body


def test_before_the_first_night_every_page_says_what_will_be_there(db, django_user_model):
    from tests.browser import sample_office  # noqa: PLC0415

    sample_office.found()
    client = Client()
    client.force_login(django_user_model.objects.get(username="leader"))
    for path in ("/work", "/search", "/scoreboard", "/feeds", "/draws", "/public", "/public/draws"):
        page = client.get(path)
        assert page.status_code == 200, path
    assert "还没有发布数据" in text_of(client.get("/work"))


@override_settings(DEMO=True)
def test_a_demonstration_says_that_its_data_are_invented(signed_in):
    assert "示例数据" in text_of(signed_in("leader").get("/work"))
    assert "全部数据为虚构" in text_of(signed_in().get("/public"))


def test_every_icon_a_template_names_is_built():
    import json  # noqa: PLC0415

    root = Path(__file__).resolve().parents[2]
    listed = set(json.loads((root / "frontend" / "icons.json").read_text()))
    used = set()
    for template in (root / "src").rglob("templates/**/*.html"):
        used |= set(re.findall(r'{% icon "([a-z-]+)"', template.read_text()))
    from huizhi.web.event_labels import EVENTS  # noqa: PLC0415

    used |= {icon for _word, icon, _colour in EVENTS.values()}
    assert used <= listed
