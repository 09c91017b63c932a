"""An inspector's phone: signs in, unlocks, fills in a visit."""

import re

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser import sample_office

PHRASE = "tide-and-gull"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360f8cfc00000030101005f4f8a700000000049454e44ae426082"
)


class InspectorPhone:
    """One browser context at the size of a phone; every open page of it is a tab."""

    def __init__(self, context: BrowserContext, cable) -> None:
        self.context, self.cable = context, cable
        self.page: Page = context.new_page()

    def sign_in(self, account: str = "inspector", page: Page | None = None) -> None:
        """Through the form; whoever was signed in before is replaced."""
        page = page or self.page
        self.context.clear_cookies(name="huizhi_session")
        page.goto("/sign-in")
        page.fill("#id_account", account)
        page.fill("#id_password", sample_office.PASSWORD)
        page.click("form[action='/sign-in'] button")
        page.wait_for_url("**/work")

    def open(self, fresh: bool = True, phrase: str = PHRASE, page: Page | None = None) -> None:
        """Open the page of visits with the phrase."""
        page = page or self.page
        page.goto("/visits/")
        page.fill("#phrase", phrase)
        if fresh:
            page.fill("#again", phrase)
        page.click("#unlock")
        expect(page.locator("h1")).to_have_text("检查任务")
        if self.cable.whole:
            self.sent(page)
        page.evaluate("navigator.serviceWorker.ready.then(() => 0)")

    def offline(self) -> None:
        """No signal, for pages and for the worker behind them."""
        self.cable.cut()
        self.context.set_offline(True)
        self.page.bring_to_front()  # a tab behind another draws once a second

    def online(self) -> None:
        """Signal again."""
        self.cable.mend()
        self.context.set_offline(False)

    def sent(self, page: Page | None = None) -> None:
        """Wait until everything is said to be sent."""
        expect((page or self.page).locator("#visits-state[data-state=sent][data-waiting='0']")).to_be_visible(
            timeout=15_000
        )

    def send(self) -> None:
        """Ask for it now, from the list."""
        self.to_list()
        self.page.get_by_role("button", name="立即上传").click()

    def to_list(self) -> None:
        """Back to the tasks."""
        self.page.bring_to_front()
        back = self.page.get_by_role("button", name="返回任务")
        if back.count():
            back.click()

    def task(self, name: str) -> None:
        """Open a visit from the list."""
        self.to_list()
        self.page.locator(".task", has_text=name).first.click()

    def answer_all(self, answer: str = "ok") -> None:
        """The same answer for every item."""
        for group in self.page.locator("fieldset[data-object^='item:']").all():
            group.locator(f"input[value={answer}]").check()

    def find(self, text: str) -> None:
        """A finding with a photo."""
        before = self.page.locator(".finding").count()
        self.page.get_by_role("button", name="添加问题").click()
        finding = self.page.locator(".finding").nth(before)
        finding.locator("textarea").fill(text)
        finding.locator("textarea").blur()
        expect(self.page.locator("#visits-state")).not_to_have_attribute("data-waiting", "0")
        picture = {"name": "photo.png", "mimeType": "image/png", "buffer": PNG}
        finding.locator("input[accept='image/*']").set_input_files(picture)
        expect(self.page.locator(".evidence").first).to_be_visible(timeout=10_000)

    def sign(self, who: str) -> None:
        """Draw a signature and confirm it."""
        pad = self.page.locator(f"canvas[data-pad={who}]")
        pad.scroll_into_view_if_needed()
        box = pad.bounding_box()
        self.page.mouse.move(box["x"] + 20, box["y"] + 20)
        self.page.mouse.down()
        self.page.mouse.move(box["x"] + 120, box["y"] + 80, steps=6)
        self.page.mouse.up()
        card = self.page.locator("section", has=pad)
        card.get_by_role("button", name="确认签字").click()
        expect(card.get_by_role("status")).to_have_text("已签字")

    def result(self, code: str) -> None:
        """Choose the result."""
        self.page.locator(f"fieldset[data-object=visit] input[value='{code}']").check()

    def type(self, name: str, text: str) -> None:
        """Fill a field and leave it."""
        field = self.page.locator(f"[name={name}]")
        field.fill(text)
        field.blur()

    def finish(self) -> None:
        """Say that the visit is done."""
        self.page.get_by_role("button", name="完成检查").click()

    def waiting(self, count: int | None = None) -> None:
        """Wait until so many things wait, or any."""
        wanted = re.compile(r"^[1-9]") if count is None else str(count)
        expect(self.page.locator("#visits-state")).to_have_attribute("data-waiting", wanted)
