"""One draw from the year's plan to the published result, on screens of a phone's size, with the network really cut."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import appoint_officer
from huizhi.apps.people.models import Officer
from huizhi.apps.visits.models import TakenEdit, Visit
from tests.apps.visit_office import AT
from tests.browser.inspector_phone import InspectorPhone
from tests.browser.sample_office import PASSWORD, entity_code
from tests.browser.test_ceremony import PARTIES, clock, no_barriers, no_sideways, press  # noqa: F401

pytestmark = [pytest.mark.browser, pytest.mark.long, pytest.mark.django_db(transaction=True)]
YEAR, NUMBER = "WH-2026", "WH-2026-061"
FRAME = "object_id,stratum,weight,unit\n" + "".join(
    f"{code},S1,1,371002\n" for code in sorted(entity_code(n) for n in (0, 6, 8, 14))
)
OFFICERS = "officer_id,unit,skills,lead\ninspector,371002,,true\npartner,371002,,true\n"


@pytest.fixture
def phones(browser, cable):
    """A function from account to her phone, signed in; "" is somebody without an account."""
    opened = {}

    def phone(account: str) -> InspectorPhone:
        if account not in opened:
            size = {"width": 390, "height": 844}
            opened[account] = InspectorPhone(browser.new_context(viewport=size, base_url=cable.address), cable)
            if account:
                opened[account].sign_in(account)
        return opened[account]

    yield phone
    for each in opened.values():
        each.context.close()


@pytest.fixture
def year(site):
    """The year's plan, published, with one row; and a second inspector."""
    desk, leader = (Officer.objects.get(username=name) for name in ("specialist", "leader"))
    row = inspections.PlanRow(
        key="01", item="registration", objects="企业", departments=("市场监管部门",), rates={"A": "0.5", "D": "1"},
        from_month=1, to_month=12, planned=2,
    )  # fmt: skip
    known = {"number": YEAR, "at": AT}
    inspections.draft_year_plan(title="年度计划", year=2026, most_per_year=1, rows=[row], by=desk, **known)
    filed = {"filed_with": "市司法局", "filed_number": "7", "filed_on": date(2026, 3, 20)}
    inspections.file_year_plan(revision=1, by=leader, **filed, **known)
    inspections.publish_year_plan(by=desk, **known)
    appoint_officer(
        username="partner", name="刘同行", unit="huancui", roles=["inspector"], password=PASSWORD, by="setup", at=AT
    )


def draft(page) -> None:
    """From the row of the year's plan, through the form."""
    page.goto(f"/work/year-plans/{YEAR}")
    no_sideways(page)
    no_barriers(page)
    page.click("text=从这一行组织抽查")
    no_sideways(page)
    due = timezone.localtime() + timedelta(hours=1)
    fields = {
        "number": NUMBER, "rates": "S1 2", "beacon_1_source": "公证处现场掷骰", "beacon_1_format": "{d1} {d1} {d1}",
        "due_at": due.strftime("%Y-%m-%dT%H:%M"), "reveal_by": (due + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    for name, value in fields.items():
        page.fill(f"[name={name}]", value)
    page.select_option("[name=beacon_1_kind]", "dice")
    page.click("#group-parties-more summary")
    for place, account in enumerate(PARTIES, start=1):
        page.select_option(f"[name=party_{place}]", account)
        page.fill(f"[name=party_{place}_name]", f"第{place}方")
    for name, content in (("frame", FRAME), ("officers", OFFICERS)):
        file = {"name": f"{name}.csv", "mimeType": "text/csv", "buffer": content.encode()}
        page.set_input_files(f"[name={name}]", file)
    with page.expect_navigation():
        page.click("text=保存草稿")


def ceremony(phones, clock) -> None:  # noqa: F811
    """Dry run, approval, publication, commitments, dice, reveals."""
    address, desk = f"/work/draws/{NUMBER}", phones("specialist").page
    press(desk, "try")
    phones("leader").page.goto(address)
    press(phones("leader").page, "approve")
    desk.goto(address)
    press(desk, "publish")
    secrets = {}
    for account in PARTIES:
        page = phones(account).page
        page.goto(address)
        page.click("[data-make-secret]")
        expect(page.locator("#commitment")).to_have_value(re.compile("^[0-9a-f]{64}$"))
        secrets[account] = page.input_value("#own-secret")
        press(page, "commit")
    clock.ahead = timedelta(hours=2)
    desk.goto(address)
    desk.fill("#beacon-1", "3 1 6")
    press(desk, "beacon")
    for account, secret in secrets.items():
        page = phones(account).page
        page.goto(address)
        page.fill("#secret", secret)
        press(page, "reveal")


def test_from_the_years_plan_to_the_published_result(phones, year, clock):  # noqa: F811
    draft(phones("specialist").page)
    ceremony(phones, clock)
    desk = phones("specialist").page
    desk.goto("/work/visits")
    desk.select_option("#draw", NUMBER)
    desk.get_by_role("button", name="安排检查").click()
    rows = list(Visit.objects.filter(source=NUMBER))
    assert len(rows) == 2 and all(row.officers.count() == 2 for row in rows)

    phone = phones("inspector")
    phone.open()
    phone.offline()
    phone.task(rows[0].entity_name)
    phone.answer_all()
    phone.result("1")
    phone.sign("officer")
    phone.sign("party")
    phone.finish()
    expect(phone.page.locator("#visit-notes")).to_contain_text("有信号后自动提交")
    assert not TakenEdit.objects.exists() and inspections.results_of(NUMBER) == {}
    phone.online()
    phone.send()
    phone.sent()
    assert [line.code for line in inspections.results_of(NUMBER).values()] == ["1"]

    desk, public = phones("specialist").page, phones("").page
    desk.goto(f"/draws/{NUMBER}")
    desk.select_option("#without-object", rows[1].entity_code)
    desk.select_option("#without-code", "G")
    desk.fill("#without-note", "注销通知书〔2026〕18号")
    no_sideways(desk)
    desk.get_by_role("button", name="登记", exact=True).click()
    head = phones("head").page
    head.goto("/work/visits")
    head.get_by_role("button", name="公示结果").click()
    public.goto(f"/public/draws/{NUMBER}")
    expect(public.locator("#results")).to_contain_text("抽中2家，有结果2家，已公示2家")
    expect(public.locator("#results")).to_contain_text("未发现问题")
    expect(public.locator("#told tbody tr").first).to_contain_text("100.0%")
    no_sideways(public)
    no_barriers(public)
    public.goto(f"/public/year-plans/{YEAR}")
    expect(public.locator("tbody tr").first).to_contain_text(NUMBER)
    assert [cell.inner_text() for cell in public.locator("tbody tr").first.locator("td.num").all()] == ["2"] * 4
    no_sideways(public)
    no_barriers(public)
