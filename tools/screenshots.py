"""Pictures of the pages for the documentation, from a running site or from the sample bureau.

Usage: python tools/screenshots.py [OUT]        the sample bureau, in a home of its own
       python tools/screenshots.py OUT --site URL --account NAME --password WORD --entity ID --draw NUMBER
"""

# ruff: noqa: PLC0415 - Django is imported once its settings are named, the browser only when there is a page to take

import argparse
import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT)]
DESK, PHONE = (1366, 900), (390, 844)


def pages(entity: str, draw: str) -> list[tuple[str, str, bool, tuple[int, int]]]:
    """(name, address, signed in, window) of every picture."""
    return [
        ("home", "/work", True, DESK),
        ("search", "/search", True, DESK),
        ("inbox", "/work/inbox", True, DESK),
        ("entity", f"/e/{entity}", True, DESK),
        ("scoreboard", "/scoreboard", True, DESK),
        ("indicator", "", True, DESK),
        ("feeds", "/feeds", True, DESK),
        ("draw", f"/draws/{draw}", True, DESK),
        ("entity-phone", f"/e/{entity}", True, PHONE),
        ("scoreboard-phone", "/scoreboard", True, PHONE),
        ("public-home", "/public", False, DESK),
        ("filing", "/public/file", False, PHONE),
        ("public-entity", f"/public/e/{entity}", False, PHONE),
        ("public-draw", f"/public/draws/{draw}", False, DESK),
    ]


def shoot(site: str, account: str, password: str, entity: str, draw: str, out: Path) -> None:
    """Take every picture; the page is as tall as its content, at most 2000 pixels."""
    from playwright.sync_api import sync_playwright
    from tests.browser import chromium

    out.mkdir(parents=True, exist_ok=True)
    executable = chromium.find()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=chromium.flags(executable))
        officer, visitor = browser.new_page(base_url=site), browser.new_page(base_url=site)
        officer.goto("/sign-in")
        officer.fill("#id_account", account)
        officer.fill("#id_password", password)
        officer.click("form[action='/sign-in'] button")
        for name, address, signed_in, (width, height) in pages(entity, draw):
            page = officer if signed_in else visitor
            page.set_viewport_size({"width": width, "height": height})
            page.goto(address or page.get_attribute(".tbl.k tr:has(.st.bad) a, .tbl.k a", "href"))
            page.wait_for_load_state("networkidle")
            tall = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": max(height, min(tall, 2000))})
            page.screenshot(path=out / f"{name}.png")
            print(out / f"{name}.png")
        officer.goto(f"/e/{entity}")
        (out / "entity-print.pdf").write_bytes(officer.pdf(prefer_css_page_size=True))
        browser.close()


def sample(out: Path) -> None:
    """Serve the sample bureau from a home of its own and take the pictures of it."""
    with tempfile.TemporaryDirectory() as home:
        os.environ |= {"HUIZHI_HOME": home, "HUIZHI_DEMO": "1", "HUIZHI_DEBUG": "1", "DATABASE_URL": ""}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "huizhi.config.settings", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        import django

        django.setup()
        from django.core.management import call_command
        from django.test.testcases import LiveServerThread
        from tests.browser import sample_office

        call_command("migrate", verbosity=0)
        sample_office.fill()
        from django.contrib.staticfiles.handlers import StaticFilesHandler

        server = LiveServerThread("127.0.0.1", StaticFilesHandler, port=0)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        entity = sample_office.entity_code(0)
        address = f"http://127.0.0.1:{server.port}"
        shoot(address, "specialist", sample_office.PASSWORD, entity, "WH-SSJ-2026-041", out)
        server.terminate()


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", nargs="?", type=Path, default=ROOT / "docs" / "screenshots")
    for name in ("site", "account", "password", "entity", "draw"):
        parser.add_argument(f"--{name}", default="")
    given = parser.parse_args()
    if given.site:
        shoot(given.site, given.account, given.password, given.entity, given.draw, given.out)
    else:
        sample(given.out)


if __name__ == "__main__":
    main()
