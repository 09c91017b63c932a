"""The pages a citizen meets on the way from the first choice to the published outcome, in a real browser."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.models import Officer
from tests.browser.sample_office import entity_code
from tests.browser.test_accessibility import AXE, RULES
from tests.web.published import publish

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
GO = "form:not([role=search]) button.pri"
SMALL = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.offsetParent && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
  .filter(e => parseFloat(getComputedStyle(e).fontSize) < 18)
  .map(e => `${e.tagName} ${e.textContent.trim().slice(0, 20)}`)"""


@pytest.fixture(params=["", "elder", "en"])
def manner(request, page, site):
    """A telephone: plain, in large type, in English."""
    page.set_viewport_size({"width": 390, "height": 844})
    cookies = {"elder": ("huizhi_elder", "1"), "en": ("django_language", "en")}
    if request.param:
        name, value = cookies[request.param]
        page.context.add_cookies([{"name": name, "value": value, "url": site}])
    return request.param


def faults(page, manner: str = "") -> list[str]:
    """What is wrong with the page being shown: by axe, too wide, or type too small for the large-type mode."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)["violations"]
    wrong = [f"{page.url} {each['id']}: {each['nodes'][0]['html'][:160]}" for each in found]
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        wrong.append(f"{page.url} is wider than the window")
    return wrong + (page.evaluate(SMALL) if manner == "elder" else [])


def file(page, look=lambda: None) -> tuple[str, str]:
    """Fill in every page on the screen, looking at each; number and code."""
    page.goto("/public")
    look()
    page.click("a[href$='kind=complaint']")
    look()
    page.click(GO)
    look()
    page.check("[value=operator]")
    page.click(GO)
    page.fill("#q", "示例调味")
    page.click("[name=search]")
    look()
    page.check(f"[value='{entity_code(0)}']")
    page.click(GO)
    page.click(GO)
    expect(page.locator(".gov-err")).to_be_focused()
    look()
    page.fill("#id_facts", "酱油开封有异味，瓶底有沉淀。")
    page.fill("#id_amount", "31.60")
    page.click(GO)
    page.check("[value=food]")
    look()
    page.click(GO)
    page.check("[value=return]")
    look()
    page.click(GO)
    for name, typed in (("name", "邹测试"), ("phone", "13800001111"), ("address", "威海市环翠区示例路1号")):
        page.fill(f"#id_{name}", typed)
    look()
    page.click(GO)
    look()
    page.check("#id_true")
    page.click(GO)
    look()
    return page.locator("[data-number]").inner_text(), page.locator("[data-code]").inner_text()


def settle(page, number: str, code: str, look=lambda: None) -> None:
    """The handler accepts and mediates, both sides agree, the handler closes."""
    handler, head = (Officer.objects.get(username=name) for name in ("handler", "head"))
    now = timezone.now()
    casework.assign(number=number, to="handler", by=head, at=now)
    complaints.accept(number=number, by=handler, at=now)
    business = complaints.invite(number=number, mode="online", by=handler, at=now)
    page.click("form[action='/public/track'] button.pri")
    page.fill("#id_words", "小票在，可以当面退。")
    page.click("#room button")
    complaints.party_message(number=number, code=business, text="同意退款。", at=timezone.now())
    complaints.propose_terms(number=number, terms="退款31.60元，当面退货。", by=handler, at=timezone.now())
    page.reload()
    look()
    page.click("#terms a.pri")
    look()
    page.click(GO)
    assert complaints.party_agree(number=number, code=business, terms_version=1, at=timezone.now())
    complaints.agree(number=number, book="performed", by=handler, at=timezone.now())


def test_every_page_on_the_way_is_accessible(page, manner):
    wrong: list[str] = []

    def look() -> None:
        wrong.extend(faults(page, manner))

    number, code = file(page, look)
    settle(page, number, code, look)
    publish()
    for path in ("/public/track/matter", "/public/track/do/rate", "/public/track", "/public/complaints"):
        page.goto(path)
        look()
        for width in (320, 1366):
            page.set_viewport_size({"width": width, "height": 800})
            wrong += faults(page)
        page.set_viewport_size({"width": 390, "height": 844})
    assert wrong == []


def test_filing_works_by_keyboard_and_without_scripts(browser, site):
    context = browser.new_context(base_url=site, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto("/public/file?kind=report")
    page.locator("[name=kind]:checked").focus()
    page.keyboard.press("Enter")
    page.locator("[value=operator]").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.fill("#id_name", "示例加工点")
    page.keyboard.press("Enter")
    page.fill("#id_facts", "夜里生产，没有招牌。")
    page.click(GO)
    page.check("[value=food]")
    page.click(GO)
    page.check("[value=anonymous]")
    page.click(GO)
    page.check("#id_true")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("已经收到")
    context.close()


def test_a_printed_receipt_has_the_code_and_no_buttons(page):
    page.set_viewport_size({"width": 390, "height": 844})
    _number, code = file(page)
    page.emulate_media(media="print")
    expect(page.locator("[data-code]")).to_be_visible()
    expect(page.locator(".qr")).to_be_visible()
    assert page.locator("button:visible, a.btn:visible").count() == 0 and code
