"""Two ways to use the same page: with a mouse, and with nothing but a keyboard."""

from playwright.sync_api import Locator, Page, TimeoutError, expect

MOST_TABS = 150
PATIENCE = 15_000  # milliseconds after which a person presses Enter again


class Mouse:
    """Clicks what it wants."""

    def __init__(self, page: Page):
        self.page = page

    def press(self, what: Locator) -> None:
        """Follow a link or push a button that leads to another page."""
        with self.page.expect_navigation():
            what.click()

    def fill(self, what: Locator, text: str) -> None:
        """Type into a field."""
        what.fill(text)

    def choose(self, what: Locator) -> None:
        """Set a radio button or a checkbox."""
        what.check()

    def open_row(self, row: Locator) -> None:
        """Bring a row of a list into the pane beside it."""
        row.click()


class Keyboard:
    """Tab, Enter, Space, arrows and the shortcuts of a list; AssertionError for what no key reaches."""

    def __init__(self, page: Page):
        self.page = page
        page.add_init_script("addEventListener('mousedown', () => { throw new Error('a mouse was used') }, true)")

    def press(self, what: Locator) -> None:
        """Follow a link or push a button that leads to another page."""
        self._reach(what)
        if self._enter(PATIENCE):
            return
        focus = self.page.evaluate("document.activeElement.outerHTML.slice(0, 300)")
        self._reach(what)
        assert self._enter(2 * PATIENCE), f"Enter on {what} led nowhere twice; the focus was on {focus}"

    def _enter(self, patience: int) -> bool:
        """Whether Enter led to another page within so many milliseconds."""
        try:
            with self.page.expect_navigation(timeout=patience):
                self.page.keyboard.press("Enter")
        except TimeoutError:
            return False
        return True

    def fill(self, what: Locator, text: str) -> None:
        """Type into a field."""
        self._reach(what)
        self.page.keyboard.type(text)

    def choose(self, what: Locator) -> None:
        """Set a radio button or a checkbox; the buttons of one question share one stop of the Tab key."""
        if what.get_attribute("type") == "checkbox":
            self._reach(what)
            if not what.is_checked():
                self.page.keyboard.press("Space")
            return
        self._reach(what, lambda: what.evaluate("e => e.name === document.activeElement.name"))
        for _ in range(20):
            if what.is_checked():
                return
            self.page.keyboard.press("Space" if self._is_focused(what) else "ArrowDown")
        raise AssertionError(f"the arrow keys do not reach {what}")

    def open_row(self, row: Locator) -> None:
        """Bring a row into the pane: into the list, J down to the row, Enter into the pane."""
        self._reach(self.page.locator("[data-row]").first)
        for _ in range(MOST_TABS):
            if self._is_focused(row):
                break
            self.page.keyboard.press("j")
        self.page.keyboard.press("Enter")
        expect(self.page.locator("[data-pane]")).to_be_focused()

    def _is_focused(self, what: Locator) -> bool:
        return what.evaluate("e => e === document.activeElement")

    def _reach(self, what: Locator, reached=None) -> None:
        expect(what).to_be_visible()
        for _ in range(MOST_TABS):
            if reached() if reached else self._is_focused(what):
                width = self.page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
                assert width != "0px", f"nobody sees that {what} has the focus"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the Tab key does not reach {what}")
