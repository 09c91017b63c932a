"""A running site with the sample bureau, and pages in a real Chromium."""

import pytest
from playwright.sync_api import sync_playwright
from tools import words

from huizhi.ui import built
from tests.browser import chromium, sample_office
from tests.browser.cable import Cable


@pytest.fixture(scope="session")
def assets():
    """What `make assets` builds; the tests can't do without."""
    if missing := built.missing():
        pytest.fail(f"built assets are missing ({', '.join(missing)}): run `make assets`")
    words.compile_words()


@pytest.fixture(scope="package")
def browser(assets):
    """One Chromium for the tests of this folder. Its event loop runs in their thread, which Django must be told."""
    executable = chromium.find()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield from _launched(executable)


def _launched(executable: str):
    """The browser, closed in the end together with its event loop."""
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=chromium.flags(executable))
        yield launched
        launched.close()


@pytest.fixture
def site(live_server):
    """Address of the site with the sample bureau in it."""
    sample_office.fill()
    return live_server.url


@pytest.fixture
def cable(site):
    """The way to the site, that a test can cut."""
    laid = Cable(site)
    yield laid
    laid.close()


@pytest.fixture
def page(browser, site):
    """A page at desk size; console errors and failed scripts fail the test."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, base_url=site)
    opened = context.new_page()
    said: list[str] = []
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("console", lambda message: said.append(message.text) if "Content Security" in message.text else None)
    yield opened
    context.close()
    assert said == []


@pytest.fixture
def sign_in(page):
    """A function: sign an account in through the form."""

    def through_the_form(account: str) -> None:
        page.goto("/sign-in")
        page.fill("#id_account", account)
        page.fill("#id_password", sample_office.PASSWORD)
        page.click("form[action='/sign-in'] button")
        page.wait_for_url("**/work")

    return through_the_form
