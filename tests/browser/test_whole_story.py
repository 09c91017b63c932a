"""One complaint from a telephone without an account to its end at a desk, and what proves it when the office lies."""

import json
import re

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from huizhi.apps.ledger import facade as ledger
from tests.apps.attacks import rewrite, without
from tests.browser.hands import Keyboard, Mouse
from tests.browser.sample_office import PASSWORD
from tests.browser.test_citizens import GO, file

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SAID, ANSWERED = "小票在，可以当面退。", "同意退款。"
TERMS, CALL = "退款31.60元，当面退货。", "请双方在网上调解室说明情况。"


@pytest.fixture
def telephone(browser, site):
    """A function: the site on somebody's telephone, without an account."""
    opened = []

    def one():
        opened.append(browser.new_context(viewport={"width": 390, "height": 844}, base_url=site))
        return opened[-1].new_page()

    yield one
    for context in opened:
        context.close()


class Desk:
    """The handler's desk at 1366 px: from the inbox into the reader, through a form, and back."""

    def __init__(self, page, hands, number: str):
        self.page, self.hands, self.number = page, hands(page), number

    def sign_in(self) -> None:
        self.page.goto("/sign-in")
        self.hands.fill(self.page.locator("#id_account"), "handler")
        self.hands.fill(self.page.locator("#id_password"), PASSWORD)
        self.hands.press(self.page.locator("form[action='/sign-in'] button"))
        self.hands.press(self.page.locator(".side a[href='/work/inbox']"))

    def read(self) -> None:
        """The matter in the reader."""
        self.hands.open_row(self.page.locator(f"tr:has-text('{self.number}') [data-row]"))
        expect(self.page.locator("#reader header .code")).to_contain_text(self.number)

    def do(self, verb: str, chosen=(), **typed: str) -> None:
        """One verb: its form filled in and confirmed."""
        self.read()
        self.hands.press(self.page.locator(f"#reader a[href*='/do/{verb}?']"))
        for field in chosen:
            self.hands.choose(self.page.locator(field))
        for field, text in typed.items():
            self.hands.fill(self.page.locator(f"[name={field}]"), text)
        self.hands.press(self.page.locator("main form button.pri"))

    def timeline(self) -> list[tuple[str, str, str]]:
        """What the matter's page says the parties see, oldest first: title, words, time."""
        shared = self.page.locator(".timeline li", has=self.page.locator(".tag", has_text="当事人可见"))
        return [(_of(line, "b"), _of(line, ".pre"), _of(line, ".xs.dim")[:16]) for line in shared.all()][::-1]


def _of(line, part: str) -> str:
    found = line.locator(part)
    return found.first.inner_text().strip() if found.count() else ""


def speak_and_agree(page, words: str) -> None:
    """A party says something in the room and agrees to the terms on the table."""
    page.goto("/public/track/matter")
    page.fill("#id_words", words)
    page.click("#room button")
    page.click("#terms a.pri")
    page.click(GO)
    expect(page.locator("#terms")).to_contain_text("已同意")


def mediated(desk: Desk, citizen, business) -> None:
    """Taken, accepted, called to an online room, agreed to by both, closed."""
    desk.sign_in()
    desk.do("take")
    desk.read()
    expect(desk.page.locator("#reader")).to_contain_text("酱油开封有异味")
    desk.do("accept")
    desk.do("invite", ["[name=mode][value=online]"], note=CALL)
    code = desk.page.locator("main strong.code").inner_text()
    desk.hands.press(desk.page.locator("main a.btn.pri"))
    desk.do("message", ["[name=as_terms]"], words=TERMS)
    citizen.click("form[action='/public/track'] button.pri")
    speak_and_agree(citizen, SAID)
    business.goto("/public/track")
    business.fill("#id_number", desk.number)
    business.fill("#id_code", code)
    business.click(GO)
    speak_and_agree(business, ANSWERED)
    desk.do("agree", ["[name=book][value=performed]"], note="双方当面履行。")


@pytest.mark.parametrize("hands", [pytest.param(Mouse, marks=pytest.mark.long), Keyboard])
def test_both_sides_read_the_same_course_and_the_receipt_outlives_the_ledger(page, telephone, hands, tmp_path):
    citizen, business = telephone(), telephone()
    number, _code = file(citizen)
    assert re.fullmatch(r"huancui-TS-\d{4}-\d{6}", number)
    desk = Desk(page, hands, number)
    mediated(desk, citizen, business)
    desk.hands.press(page.locator("a.chip[href='?show=closed']"))
    desk.read()
    desk.hands.press(page.locator("#reader header a"))
    expect(page.locator(".titleline .tag").first).to_have_text("已办结")
    course = the_course(citizen)
    assert desk.timeline() == course
    assert {SAID, ANSWERED, CALL, "双方当面履行。"} <= {words for _title, words, _at in course}
    business.goto("/public/track/matter")
    assert the_course(business) == course
    proved_offline_and_exposed(citizen, number, tmp_path)


def the_course(page) -> list[tuple[str, str, str]]:
    """What a party reads: title, words, time."""
    page.goto("/public/track/matter")
    return [(_of(line, "b"), _of(line, ".pre"), _of(line, ".sm.sub")[:16]) for line in page.locator(".course li").all()]


def saved(page, link: str, path) -> None:
    """What a link lets one keep."""
    with page.expect_download() as kept:
        page.click(link)
    kept.value.save_as(path)


def proved_offline_and_exposed(page, number: str, folder) -> None:
    """Receipt, roots and the page that checks them are kept; the network is cut; the office rewrites its ledger."""
    today = timezone.localdate()
    ledger.seal(on=today, by="night", at=timezone.now())
    receipt, roots, checking = folder / "receipt.json", folder / "roots.jsonl", folder / "check.html"
    saved(page, "a[href*='receipt'][download]", receipt)
    page.goto("/public/receipt")
    saved(page, "a[download]:has-text('核验网页')", checking)
    saved(page, "a[download]:has-text('roots.jsonl')", roots)
    page.context.set_offline(True)
    page.goto(checking.as_uri())
    page.set_input_files("#receipt-file", receipt)
    page.set_input_files("#receipt-roots", roots)
    page.wait_for_selector("[data-state=proved]")
    expect(page.locator("[data-said]")).to_contain_text(number)
    expect(page.locator("[data-verdict]")).to_contain_text(number)
    page.context.set_offline(False)

    copies, held = ledger.read_roots(roots.read_text()), ledger.held_in([receipt.read_bytes()])
    assert ledger.verify_ledger(copies, held).ok
    (seq,) = held
    assert json.loads(receipt.read_bytes())["index"] == seq - 1
    assert number in ledger.check_receipt(receipt.read_bytes(), copies).say("zh")
    rewrite(without(seq))
    assert ledger.verify_ledger().ok, "the forger left no trace in the office"
    exposed = ledger.verify_ledger(copies, held).faults
    assert {("copy", today.isoformat()), ("receipt", today.isoformat())} <= {(each.code, each.day) for each in exposed}
    page.goto("/public/receipt")
    page.set_input_files("#receipt-file", receipt)
    page.click("[data-check]")
    page.wait_for_selector("[data-state=failed]")
    assert [each.get_attribute("data-code") for each in page.locator("[data-checks] li.n").all()] == ["root"]
