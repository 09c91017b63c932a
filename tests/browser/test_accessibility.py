"""Every page, at desk and phone width: axe finds nothing, and nothing scrolls sideways."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from tests.browser import sample_casework, sample_complaints
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
    "/holding",
    "/scoreboard/food_pass", "/scoreboard/patents", "/draws", "/draws/WH-SSJ-2026-041", "/feeds", "/feeds/registry",
    "/ledger", "/no-such-page", "/law", "/law?q=没有这项", LAW_CASE, "/law/recall.start_1?start=2026-10-01T09:30",
]  # fmt: skip
MATTER = f"/work/matters/{sample_casework.FIRST}"
WORK = [
    "/work/inbox", "/work/inbox?show=closed", "/work/inbox?text=海参", "/work/late", "/work/supervision?all=1",
    "/work/team", "/work", "/work/intake", "/work/import", MATTER,
    *(f"{MATTER}/do/{verb}" for verb in ("assign", "hand_over", "comment", "name_co_handlers")),
]  # fmt: skip


def halfway(number: str, report: str, file: str) -> dict[str, list[str]]:
    """Account -> the pages around a complaint and a report that are worked, and around what is kept of them."""
    matter = f"/work/matters/{number}"
    return {
        "handler": [
            "/work/inbox", matter, f"/work/matters/{report}", f"{matter}/identity", f"{matter}/look/{file}",
            f"{matter}/draft/acceptance_notice", "/businesses/accounts",
            *(f"{matter}/do/{verb}" for verb in ("invite", "message", "stay", "agree", "terminate", "attach")),
            f"/work/matters/{report}/do/merge_repeat",
        ],
        "auditor": ["/work/looks"],
        "steward": ["/work/retention"],
        "leader": ["/work/team"],
        "specialist": ["/work/year-plans", "/work/year-plans/new", "/work/draws/new", "/work/campaigns"],
        "inspector": ["/work/recusals"],
        "head": ["/team/leave", matter],
    }  # fmt: skip


PUBLIC = [
    "/sign-in", "/public", "/public/search?q=海", "/public/search", f"/public/e/{CODE}", "/public/draws",
    "/public/draws/WH-SSJ-2026-041", "/public/law?q=投诉", LAW_WORDS, LAW_CASE.replace("/law", "/public/law"),
    "/public/ledger", "/public/receipt", "/public/about", "/public/accessibility", "/public/file", "/public/track",
    "/public/complaints", "/public/year-plans", "/no-such-page",
]  # fmt: skip


def faults(page, path: str) -> list[str]:
    """What axe finds on a page, and whether it is wider than the window."""
    page.goto(path)
    if page.locator("[data-auto]").count():
        page.locator("#verifier li").first.wait_for(state="attached", timeout=20_000)
    return found_on(page)


def found_on(page) -> list[str]:
    """The same of the page as it is shown."""
    path = urlsplit(page.url).path
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


@pytest.mark.parametrize(
    ("language", "width"),
    [
        ("zh-hans", 1366),
        ("en", 390),
        pytest.param("zh-hans", 390, marks=pytest.mark.long),
        pytest.param("en", 1366, marks=pytest.mark.long),
    ],
)
def test_the_pages_around_a_complaint_half_way(page, site, sign_in, width, language):
    made = sample_complaints.fill(timezone.now())
    file = casework.attachments_of(made.complaint_number)[0].paper
    page.set_viewport_size({"width": width, "height": 844})
    wrong = []
    for account, paths in halfway(made.complaint_number, made.report_number, file).items():
        page.context.clear_cookies()
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        sign_in(account)
        wrong += [fault for path in paths for fault in faults(page, path)]
    assert wrong == [] and tried_import(page) == []


def tried_import(page) -> list[str]:
    """What is wrong with the page of an import that was tried: two rows of four cannot be filed."""
    page.goto("/work/import")
    page.check("[name=source][value='12315']")
    export = {"name": "export.csv", "mimeType": "text/csv", "buffer": sample_complaints.export()}
    page.set_input_files("#id_file", export)
    page.click("#import button.pri")
    page.locator("#result tbody tr").first.wait_for()
    assert page.locator("#result tbody tr").count() == 2
    return found_on(page)


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
