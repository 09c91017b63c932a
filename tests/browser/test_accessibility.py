"""Every page, at desk and phone width: axe finds nothing, and nothing scrolls sideways."""

from pathlib import Path

import pytest

from tests.browser import sample_casework
from tests.browser.sample_office import entity_code

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
AXE = Path(__file__).resolve().parents[2] / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CODE = entity_code(0)
LAW_CASE = (
    "/law/penalty.case?start=2026-08-03&extension=penalty.case_extension"
    "&stop_from=2026-08-10&stop_to=2026-08-14&stop_reason=testing"
)
LAW_WORDS = "/public/law/complaint.acceptance_wd?start=2026-09-18"
STAFF = [
    "/work", "/search", "/search?q=没有这家", f"/e/{CODE}", f"/evidence/registry/{CODE}?entity={CODE}", "/scoreboard",
    "/scoreboard/food_pass", "/scoreboard/patents", "/draws", "/draws/WH-SSJ-2026-041", "/feeds", "/feeds/registry",
    "/ledger", "/no-such-page", "/law", "/law?q=没有这项", LAW_CASE, "/law/recall.start_1?start=2026-10-01T09:30",
]  # fmt: skip
MATTER = f"/work/matters/{sample_casework.FIRST}"
WORK = [
    "/work/inbox", "/work/inbox?show=closed", "/work/inbox?text=海参", "/work/late", "/work/supervision?all=1",
    "/work/team", "/work", "/work/intake", "/work/import", MATTER,
    *(f"{MATTER}/do/{verb}" for verb in ("assign", "hand_over", "comment", "name_co_handlers")),
]  # fmt: skip
PUBLIC = [
    "/sign-in", "/public", "/public/search?q=海", "/public/search", f"/public/e/{CODE}", "/public/draws",
    "/public/draws/WH-SSJ-2026-041", "/public/law?q=投诉", LAW_WORDS, LAW_CASE.replace("/law", "/public/law"),
    "/public/ledger", "/public/receipt", "/public/about", "/public/accessibility", "/public/file", "/public/track",
    "/public/complaints", "/no-such-page",
]  # fmt: skip


def faults(page, path: str) -> list[str]:
    """What axe finds on a page, and whether it is wider than the window."""
    page.goto(path)
    if page.locator("[data-auto]").count():
        page.locator("#verifier li").first.wait_for(state="attached", timeout=20_000)
    axe = AXE.read_text(encoding="utf-8")
    page.evaluate(axe)  # through the debugger: the page's own policy forbids foreign scripts
    found = page.evaluate("rules => axe.run(document, {runOnly: rules})", RULES)
    wrong = [f"{path} {v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"]]
    wide = page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    return wrong + ([f"{path} is wider than the window"] if wide else [])


@pytest.mark.parametrize("width", [1366, 390])
def test_signed_in_pages(page, sign_in, width):
    page.set_viewport_size({"width": width, "height": 844})
    sign_in("auditor")
    assert [fault for path in STAFF for fault in faults(page, path)] == []


@pytest.mark.parametrize("width", [1366, 390])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_the_pages_of_office_work(page, site, sign_in, width, language):
    page.set_viewport_size({"width": width, "height": 844})
    page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
    sign_in("head")
    assert [fault for path in WORK for fault in faults(page, path)] == []


@pytest.mark.parametrize("width", [1366, 390, 320])
def test_public_pages(page, width):
    page.set_viewport_size({"width": width, "height": 844})
    assert [fault for path in PUBLIC for fault in faults(page, path)] == []


def test_public_pages_in_large_type(page, site):
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.add_cookies([{"name": "huizhi_elder", "value": "1", "url": site}])
    assert [fault for path in PUBLIC for fault in faults(page, path)] == []


def test_pages_in_english_on_a_phone(page, site, sign_in):
    page.set_viewport_size({"width": 390, "height": 844})
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site}])
    sign_in("leader")
    paths = [
        "/work",
        "/search",
        f"/e/{CODE}",
        "/scoreboard",
        "/scoreboard/food_pass",
        "/feeds",
        "/public",
        "/ledger",
        LAW_CASE,
        LAW_WORDS,
    ]
    assert [fault for path in paths for fault in faults(page, path)] == []
