"""A whole ceremony in the browser, by the desk, a leader and three parties, each at a screen of her own."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests.apps.ceremonies import FRAME, OFFICERS, RECUSALS, Clock
from tests.browser import sample_office
from tests.browser.test_accessibility import AXE, RULES

NUMBER = "WH-2026-051"
PAGE, LIVE = f"/work/draws/{NUMBER}", f"/public/draws/{NUMBER}/live"
PARTIES = ("auditor", "head", "rongcheng")
SIZES = {"desk": {"width": 1366, "height": 768}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(params=SIZES, ids=str)
def screens(request, browser, site):
    """A function from account to a page of its own, signed in; "" is the public."""
    opened = {}

    def screen(account: str):
        if account not in opened:
            context = browser.new_context(viewport=SIZES[request.param], base_url=site)
            opened[account] = page = context.new_page()
            if account:
                page.goto("/sign-in")
                page.fill("#id_account", account)
                page.fill("#id_password", sample_office.PASSWORD)
                page.click("form[action='/sign-in'] button")
                page.wait_for_url("**/work")
        return opened[account]

    yield screen
    for page in opened.values():
        page.context.close()


def no_sideways(page) -> None:
    """The page is not wider than the screen."""
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0


def no_barriers(page) -> None:
    """axe finds nothing."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("rules => axe.run({runOnly: rules})", RULES)["violations"]
    assert [(one["id"], [node["html"] for node in one["nodes"]]) for one in found] == []


def press(page, act: str) -> None:
    with page.expect_navigation():
        page.click(f"form[action$='/do/{act}'] button:not([type=button])")


def write_the_plan(page) -> None:
    page.goto("/draws")
    page.click("text=起草方案")
    no_sideways(page)
    no_barriers(page)
    due = timezone.localtime() + timedelta(hours=1)
    fields = {
        "number": NUMBER, "title": "食品销售者双随机抽查", "item_1_title": "食品销售", "rates": "C 3\nD 0.2",
        "item_1_basis": "《食品安全法》第一百一十条", "beacon_1_source": "公证处现场掷骰",
        "beacon_1_format": "{d1} {d1} {d1}", "due_at": due.strftime("%Y-%m-%dT%H:%M"),
        "reveal_by": (due + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=beacon_1_kind]", "dice")
    page.click("#group-parties-more summary")
    for place, account in enumerate(PARTIES, start=1):
        page.select_option(f"[name=party_{place}]", account)
        page.fill(f"[name=party_{place}_name]", f"第{place}方")
    for name, content in (("frame", FRAME), ("officers", OFFICERS), ("recusals", RECUSALS)):
        page.set_input_files(f"[name={name}]", {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": content})
    with page.expect_navigation():
        page.click("text=保存草稿")


@pytest.fixture
def clock(monkeypatch):
    """The clock of the ceremony's pages."""
    found = Clock()
    monkeypatch.setattr("huizhi.web.views.ceremonies.timezone", found)
    return found


def test_a_draw_from_the_first_draft_to_the_verified_result(screens, clock):
    desk, leader, public = screens("specialist"), screens("leader"), screens("")
    write_the_plan(desk)
    press(desk, "try")
    expect(desk.locator("#tried")).to_contain_text("无效")
    no_sideways(desk)
    leader.goto(PAGE)
    press(leader, "approve")
    desk.goto(PAGE)
    press(desk, "publish")
    public.goto(LIVE)
    expect(public.locator("#ceremony")).to_contain_text("0／3")
    no_sideways(public)
    no_barriers(public)
    secrets = {}
    for account in PARTIES:
        screen = screens(account)
        screen.goto(PAGE)
        screen.click("[data-make-secret]")
        expect(screen.locator("#commitment")).to_have_value(re.compile("^[0-9a-f]{64}$"))
        secrets[account] = screen.input_value("#own-secret")
        no_sideways(screen)
        no_barriers(screen)
        press(screen, "commit")
    expect(public.locator("#ceremony")).to_contain_text("3／3", timeout=15_000)  # nobody pressed anything there
    clock.ahead = timedelta(hours=2)
    desk.goto(PAGE)
    desk.fill("#beacon-1", "3 1 6")
    press(desk, "beacon")
    for account in PARTIES:
        screen = screens(account)
        screen.goto(PAGE)
        screen.fill("#secret", secrets[account])
        press(screen, "reveal")
    expect(public.locator("#ceremony")).to_contain_text("抽取已完成并公布", timeout=15_000)
    no_sideways(public)
    assert all(secrets[account] in public.content() for account in PARTIES)
    public.click("text=查看结果并核验")
    expect(public.locator("[data-verdict]")).to_contain_text("全部通过", timeout=20_000)
    no_sideways(public)


def test_what_a_draw_tells_fits_a_telephone_and_a_desk(screens):
    desk, public = screens("specialist"), screens("")
    desk.goto("/draws/WH-SSJ-2026-041")
    objects = desk.locator("td.code.sm[data-l='对象编号']").all_inner_texts()
    lines = [f"{one},food-production,{'violation' if n % 5 == 0 else 'clean'}" for n, one in enumerate(objects[:-1])]
    desk.click("text=批量录入本系统以外的检查结果")
    desk.fill("#results-lines", "\n".join(lines))
    no_sideways(desk)
    with desk.expect_navigation():
        desk.click("form[action$='/results'] button")
    public.goto("/public/draws/WH-SSJ-2026-041")
    expect(public.locator("#told tbody tr").first).to_contain_text("11／12")
    no_sideways(public)
    no_barriers(public)
    desk.goto("/draws/WH-SSJ-2026-041")
    row = desk.locator("tr", has_text="乳山市").filter(has=desk.locator("td.code")).first
    desk.fill("#sub-object", row.locator("td.code").inner_text())
    desk.fill("#sub-officer", row.locator("td[data-l='检查人员'] .nowrap").first.inner_text().strip("、"))
    desk.fill("#sub-reason", "与对象有利害关系")
    no_barriers(desk)
    with desk.expect_navigation():
        desk.click("form[action$='/substitute'] button")
    expect(desk.locator("#substitutions tbody tr")).to_contain_text("与对象有利害关系")
    no_sideways(desk)
