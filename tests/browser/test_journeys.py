"""What officers and visitors do, in a real browser."""

import re
import time

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser import sample_casework
from tests.browser.sample_office import SCORES, entity_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
CODE = entity_code(0)
DRAW = "/public/draws/WH-SSJ-2026-041"


def test_sign_in_and_be_refused(page):
    page.goto("/scoreboard")
    expect(page).to_have_url(re.compile("/sign-in"))
    page.fill("#id_account", "leader")
    page.fill("#id_password", "wrong-password-1")
    page.click("form[action='/sign-in'] button")
    expect(page.locator(".gov-err")).to_be_focused()
    expect(page).to_have_title(re.compile("^错误："))
    page.fill("#id_password", "Weihai-tides-7")
    page.click("form[action='/sign-in'] button")
    expect(page.locator("h1")).to_have_text("市场监管计划指标")


def test_search_answers_as_one_types_and_leads_to_the_file(page, sign_in):
    sign_in("leader")
    page.goto("/search")
    page.fill("#q", "示例调味")
    expect(page.locator("#results tbody tr")).to_have_count(1)
    expect(page.locator("#live")).to_contain_text("找到1家")
    page.click("#results tbody a")
    expect(page.locator("h1")).to_have_text("威海示例调味食品有限公司")
    expect(page.locator("[data-sum]")).to_have_text(str(SCORES[0]))


def test_search_works_without_scripts(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False)
    page = context.new_page()
    page.goto("/public")
    page.fill("#s", "示例调味")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_contain_text("威海示例调味食品有限公司")
    context.close()


def test_the_timeline_is_filtered_in_place(page, sign_in):
    sign_in("leader")
    page.goto(f"/e/{CODE}")
    page.click("#timeline .chip:has-text('处罚')")
    expect(page.locator("#timeline li")).to_have_count(1)
    expect(page.locator("#timeline li")).to_contain_text("标签虚假标注")
    expect(page).to_have_url(re.compile(f"/e/{CODE}$"))


def test_the_scoreboard_leads_down_to_the_source_row(page, sign_in):
    sign_in("leader")
    page.goto("/scoreboard")
    page.click(".tbl.k a:has-text('食品评价性抽检合格率')")
    expect(page.locator("#records .note")).to_contain_text("记录合计与数值一致")
    page.click("#records tbody tr:first-child td:last-child a")
    expect(page.locator("[data-row]")).to_have_text(re.compile(r"\d+"))
    expect(page.locator(".origin .hash")).to_have_text(re.compile("[0-9a-f]{64}"))


def test_the_browser_verifies_a_draw(page):
    page.goto(DRAW)
    expect(page.locator("[data-verdict]")).to_contain_text("全部通过", timeout=20_000)
    assert page.locator("#verifier li.y").count() > 10
    assert page.locator("#verifier li.n").count() == 0


@pytest.mark.parametrize(
    ("name", "old", "new", "named"),
    [
        ("frame.csv", b",S1,1,", b",S1,2,", "frame_digest"),
        ("officers.csv", b"food,true", b"food,false", "officers_digest"),
        ("record.json", b'"rank":1', b'"rank":2', "record_digest"),
    ],
)
def test_one_changed_byte_is_named(page, name, old, new, named):
    def tamper(route):
        answer = route.fetch()
        body = answer.body()
        assert old in body
        route.fulfill(response=answer, body=body.replace(old, new, 1))

    page.route(f"**/{name}", tamper)
    page.goto(DRAW)
    expect(page.locator("[data-verdict]")).to_contain_text("不可信", timeout=20_000)
    words = page.locator("#verifier li.n").first
    expect(words).to_be_visible()
    codes = page.eval_on_selector_all("#verifier li.n", "items => items.map(i => i.dataset.code)")
    assert any(code.startswith(named.split("_")[0]) or "digest" in code for code in codes), codes


def test_files_that_cannot_be_fetched_are_not_called_wrong(page):
    page.route("**/frame.csv", lambda route: route.abort())
    page.goto(DRAW)
    expect(page.locator("[data-verdict]")).to_contain_text("尚未核验", timeout=20_000)
    assert page.locator("#verifier li").count() == 0


def test_the_language_is_switched_and_stays(page):
    page.goto(f"/public/e/{CODE}")
    page.click("button:has-text('English')")
    expect(page).to_have_url(re.compile(f"/public/e/{CODE}"))
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.locator("main")).to_contain_text("Legal representative")
    page.goto("/public")
    expect(page.locator("h1")).to_have_text("Complain, look up and verify here")
    page.click("button:has-text('中文')")
    expect(page.locator("html")).to_have_attribute("lang", "zh-CN")


def test_large_type_is_switched_on_and_off(page):
    page.goto("/public")
    page.click("a:has-text('长辈版')")
    expect(page.locator("html")).to_have_class(re.compile("elder"))
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "20px"
    expect(page.locator(".call")).to_be_visible()
    page.click("a:has-text('标准版')")
    expect(page.locator(".call")).to_be_hidden()


def test_the_keyboard_reaches_the_content_and_focus_is_seen(page, sign_in):
    sign_in("leader")
    page.goto("/scoreboard")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    expect(page.locator(".skip")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    width = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    inside = page.evaluate("document.getElementById('main').contains(document.activeElement)")
    assert inside and width == "2px"


def test_a_network_failure_leaves_the_content_and_says_so(page, sign_in):
    sign_in("leader")
    page.goto("/search")
    rows = page.locator("#results tbody tr").count()
    page.route("**/search?*", lambda route: route.abort())
    page.fill("#q", "海韵")
    expect(page.locator("#net-bar")).to_be_visible()
    assert page.locator("#results tbody tr").count() == rows


def test_the_file_prints_on_a4_without_the_menus(page, sign_in):
    sign_in("leader")
    page.goto(f"/e/{CODE}")
    pdf = page.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 673, "height": 900})  # the width of an A4 text block: still not a phone
    expect(page.locator("#why thead")).to_be_visible()
    for chrome in (".top", ".side", ".acts", ".crumb", ".tabs"):
        assert page.locator(chrome).first.is_hidden(), chrome
    expect(page.locator(".print-line")).to_contain_text("打印人：丛立群")


def test_the_last_row_asked_for_is_the_one_shown_and_shown_once(page, sign_in):
    sample_casework.fill(timezone.now())
    sign_in("handler")
    page.goto("/work/inbox")
    page.route("**/reader*", lambda route: (time.sleep(0.3), route.continue_()))
    page.evaluate("window.shown = 0; addEventListener('htmx:afterSwap', () => { window.shown += 1 })")
    page.locator("[data-row]").first.focus()
    for key in ("j", "j", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("#reader")).to_be_focused()
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.shown") == 1
    third = page.locator("[data-row]").nth(2).inner_text()
    expect(page.locator("#reader")).to_contain_text(third)
