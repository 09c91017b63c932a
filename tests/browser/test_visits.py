"""Visits on a phone in a real browser, with the network really cut."""

import pytest
from playwright.sync_api import expect

from huizhi.apps.casework import facade as casework
from huizhi.apps.inspections.facade import publish_draw
from huizhi.apps.people.facade import appoint_officer
from huizhi.apps.people.models import Officer
from huizhi.apps.visits.models import Batch, Quarantined, TakenEdit, Visit
from huizhi.apps.visits.queries import merged_of
from tests.apps.visit_office import AT, planned
from tests.browser.inspector_phone import InspectorPhone
from tests.browser.sample_draw import draw_files
from tests.browser.sample_office import PASSWORD, entity_code
from tests.browser.test_accessibility import found_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "威海示例调味食品有限公司"


@pytest.fixture
def visit(site):
    """A planned visit of the inspector's; its id."""
    return planned(Officer.objects.get(username="inspector"), entity=entity_code(0), checklist="registered-particulars")


@pytest.fixture
def phone(browser, cable, visit):
    """The inspector's phone, signed in and unlocked; failed scripts fail the test."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=cable.address, has_touch=True)
    held = InspectorPhone(context, cable)
    said: list[str] = []
    context.on("weberror", lambda error: said.append(str(error.error)))
    held.sign_in()
    held.open()
    yield held
    context.close()
    assert said == []


@pytest.mark.long
def test_a_visit_is_filled_in_without_signal_and_survives_closing_the_page(phone, visit):
    phone.offline()
    phone.task(NAME)
    phone.type("note", "仓库门锁着")
    phone.waiting(1)
    expect(phone.page.locator("#visits-state")).to_have_attribute("data-state", "offline", timeout=30_000)
    phone.page.close()
    phone.page = phone.context.new_page()
    phone.open(fresh=False)
    phone.task(NAME)
    expect(phone.page.locator("[name=note]")).to_have_value("仓库门锁着")
    assert TakenEdit.objects.count() == 0
    phone.online()
    phone.send()
    phone.sent()
    assert merged_of(visit).value("visit", "note") == "仓库门锁着"


def test_submitting_twice_on_a_bad_link_takes_each_edit_once(phone, visit, cable):
    phone.offline()
    phone.task(NAME)
    phone.type("note", "一")
    phone.result("1")
    phone.waiting(2)
    cable.loses_answer_to = b"POST /visits/edits"
    phone.online()
    phone.send()
    for lost in (1, 2):
        for _ in range(100):
            if cable.lost >= lost:
                break
            phone.page.wait_for_timeout(100)
        assert cable.lost >= lost and TakenEdit.objects.count() == 2
        phone.waiting(2)
        phone.send()
    cable.loses_answer_to = b""
    phone.send()
    phone.sent()
    assert (TakenEdit.objects.count(), Batch.objects.count()) == (2, 1)


@pytest.mark.long
def test_the_second_update_may_arrive_first(phone, visit):
    phone.offline()
    phone.task(NAME)
    phone.type("note", "第一次")
    phone.waiting(1)
    phone.type("note", "第二次")
    phone.waiting(2)
    held = []

    def later_one_first(route):
        body = route.request.post_data_json
        body["edits"].sort(key=lambda edit: -edit["count"])
        held.append(body["edits"][1:])
        route.continue_(post_data={"edits": body["edits"][:1]})

    phone.page.route("**/visits/edits", later_one_first)
    phone.online()
    phone.send()
    phone.waiting(1)
    assert held and merged_of(visit).value("visit", "note") == "第二次"
    assert [count for _device, count in merged_of(visit).missing] == [1]
    phone.page.unroute("**/visits/edits")
    phone.send()
    phone.sent()
    merged = merged_of(visit)
    assert merged.value("visit", "note") == "第二次" and merged.missing == () and merged.conflicts == ()


@pytest.mark.long
def test_a_visit_begun_here_is_worked_on_before_the_office_has_a_copy(phone):
    phone.offline()
    phone.page.get_by_role("button", name="新建检查").click()
    phone.type("entity_name", "路边小店")
    phone.result("5")
    phone.waiting(2)
    phone.page.reload()
    phone.page.fill("#phrase", "tide-and-gull")
    phone.page.click("#unlock")
    phone.task("路边小店")
    phone.type("note", "门上贴着转让")
    phone.waiting(3)
    phone.online()
    phone.send()
    phone.sent()
    expect(phone.page.locator(".task", has_text="路边小店")).to_have_count(1)
    own = Visit.objects.get(origin="own")
    assert merged_of(own.pk).value("visit", "note") == "门上贴着转让" and own.edits.count() == 3


@pytest.mark.long
def test_a_session_that_ends_in_the_middle_loses_nothing(phone, visit):
    phone.task(NAME)
    phone.type("note", "一")
    phone.send()
    phone.sent()
    phone.context.clear_cookies(name="huizhi_session")
    phone.task(NAME)
    phone.type("note", "二")
    phone.send()
    expect(phone.page.locator("#visits-state[data-state=expired][data-waiting='1']")).to_be_visible(timeout=15_000)
    other = phone.context.new_page()
    phone.sign_in(page=other)
    phone.send()
    phone.sent()
    assert merged_of(visit).value("visit", "note") == "二" and merged_of(visit).conflicts == ()


@pytest.mark.long
def test_two_sign_ins_in_one_browser_are_kept_apart(phone, visit):
    phone.page.route("**/visits/tasks", lambda route: route.abort())
    phone.task(NAME)
    phone.type("note", "我的")
    phone.waiting(1)
    Officer.objects.filter(username="head").update(roles=["inspector"])
    other = phone.context.new_page()
    phone.sign_in("head", page=other)
    phone.page.unroute("**/visits/tasks")
    phone.send()
    expect(phone.page.locator("#visits-state[data-state=another][data-waiting='1']")).to_be_visible(timeout=15_000)
    phone.open(page=other, phrase="another-phrase")
    expect(other.locator(".task")).to_have_count(0)
    assert TakenEdit.objects.count() == 0 and Quarantined.objects.count() == 0
    names = phone.page.evaluate("indexedDB.databases().then(all => all.map(each => each.name).sort())")
    assert names == ["huizhi-visits-head", "huizhi-visits-inspector"]
    phone.sign_in(page=other)
    phone.send()
    phone.sent()
    assert {row.officer for row in TakenEdit.objects.all()} == {"inspector"}


@pytest.mark.long
def test_the_phone_keeps_only_sealed_values_and_signing_out_wipes_them(phone, visit):
    phone.task(NAME)
    phone.type("note", "绝密的话")
    phone.send()
    phone.sent()
    kept = """async () => {
      const asked = request => new Promise(done => { request.onsuccess = () => done(request.result) });
      const base = await asked(indexedDB.open('huizhi-visits-inspector'));
      const all = await asked(base.transaction('kept').objectStore('kept').getAll());
      base.close();
      const texts = all.map(v => new TextDecoder().decode(v.sealed || v));
      const pages = [];
      for (const name of await caches.keys())
        for (const request of await (await caches.open(name)).keys())
          pages.push(await (await caches.match(request)).text());
      return [texts.join(''), pages.join(''), JSON.stringify(localStorage)];
    }"""
    sealed, cached, local = phone.page.evaluate(kept)
    for text in (sealed, cached, local):
        assert text and "绝密" not in text and NAME not in text
    assert "csrf" not in cached.split("<script", 1)[0] and "姜文波" not in cached
    phone.page.get_by_role("button", name="退出并清除本机资料").click()
    phone.page.wait_for_url("**/public")
    assert phone.page.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert phone.page.evaluate("localStorage.length") == 0


@pytest.mark.long
def test_signing_out_at_the_desk_wipes_the_phones_store_too_and_asks_before_losing_work(phone):
    phone.page.route("**/visits/tasks", lambda route: route.abort())
    phone.task(NAME)
    phone.type("note", "没传的话")
    phone.waiting(1)
    desk = phone.context.new_page()
    desk.goto("/work")
    asked: list[str] = []

    def refuse(dialog):
        asked.append(dialog.message)
        dialog.dismiss()

    desk.once("dialog", refuse)
    leave = desk.locator("form[data-leaves] button")
    leave.click()
    assert len(asked) == 1 and "没有上传" in asked[0]
    assert desk.evaluate("indexedDB.databases().then(all => all.length)") == 1
    desk.once("dialog", lambda dialog: dialog.accept())
    leave.click()
    desk.wait_for_url("**/public")
    assert desk.evaluate("indexedDB.databases().then(all => all.length)") == 0
    assert desk.evaluate("localStorage.length") == 0


@pytest.mark.long
def test_a_wrong_phrase_opens_nothing(phone):
    phone.page.reload()
    phone.page.fill("#phrase", "not-the-phrase")
    phone.page.click("#unlock")
    expect(phone.page.get_by_role("alert")).to_have_text("口令不对。")
    expect(phone.page.locator(".task")).to_have_count(0)


def test_from_the_draw_to_the_published_result_and_to_a_case(phone, site):
    appoint_officer(
        username="partner", name="刘同行", unit="huancui", roles=["inspector"], password=PASSWORD, by="setup", at=AT
    )
    found = [(entity_code(each), "371002") for each in (6, 8, 14)]
    files = draw_files(found, ("inspector", "partner"), "WH-SSJ-2026-050")
    publish_draw(record_json=files.pop("record"), **files, by="night", at=AT)
    desk = phone.context.new_page()
    phone.sign_in("specialist", page=desk)
    desk.goto("/work/visits")
    desk.select_option("#draw", "WH-SSJ-2026-050")
    desk.get_by_role("button", name="安排检查").click()
    row = Visit.objects.filter(source="WH-SSJ-2026-050").first()
    assert row is not None and row.officers.count() == 2

    phone.sign_in(page=desk)
    phone.send()
    phone.sent()
    phone.offline()
    phone.task(row.entity_name)
    phone.answer_all("problem")
    phone.find("仓库物料混放，离地不足")
    phone.result("6")
    phone.sign("officer")
    phone.sign("party")
    phone.finish()
    expect(phone.page.locator("#visit-notes")).to_contain_text("有信号后自动提交")
    assert TakenEdit.objects.filter(visit=row).count() == 0
    phone.online()
    phone.send()
    phone.sent()
    phone.page.wait_for_function("document.querySelector('#visits-state').dataset.state === 'sent'")
    row.refresh_from_db()
    assert row.state == "finished" and row.result == "6" and row.evidence.get().file
    assert Batch.objects.filter(officer="inspector").exists()
    record = desk.request.get(f"/visits/v/{row.pk}/record.pdf")
    assert record.ok and record.body().startswith(b"%PDF")

    desk.goto("/work/visits")
    desk.locator("tr", has_text=row.pk[:10].upper()).get_by_role("button", name="公示结果").click()
    expect(desk.locator("tr", has_text=row.pk[:10].upper())).to_contain_text("已公示")
    desk.goto("/public/draws/WH-SSJ-2026-050")  # nobody typed the result: the draw has it from the visit
    drawn = desk.locator("#results tr", has_text=row.entity_name)
    expect(drawn).to_contain_text("发现问题已责令改正")
    expect(desk.locator("#told tbody tr").first).to_contain_text("0.0%")
    drawn.locator(f"a[href='/public/visits/{row.pk}']").click()
    expect(desk.locator("[data-result]")).to_have_text("发现问题已责令改正")
    desk.goto(f"/public/e/{row.entity_code}")
    desk.locator("#visits a").click()
    expect(desk.locator("[data-result]")).to_have_text("发现问题已责令改正")
    desk.fill("#text", "当天物料正在搬运")
    desk.get_by_role("button", name="提交异议").click()
    expect(desk.locator("[data-objection]")).to_contain_text("YY")

    assert casework.clocks_of([row.correction])[row.correction][0].open
    again = Visit.objects.get(origin="revisit", source=row.correction)
    phone.offline()
    phone.to_list()
    phone.page.locator(f".task[data-visit='{again.pk}']").click()
    phone.answer_all("problem")
    phone.find("仍未离地")
    phone.result("9")
    phone.sign("officer")
    phone.type("refused", "负责人拒绝签字，已录像")
    phone.finish()
    phone.online()
    phone.send()
    phone.sent()
    assert casework.matter_unguarded(row.correction).state == "not_put_right"
    desk.goto("/work/visits")
    desk.locator("tr", has_text=again.pk[:10].upper()).get_by_role("button", name="移交立案核查").click()
    expect(desk.locator("h1")).to_contain_text("监督检查发现涉嫌违法")
    again.refresh_from_db()
    (clock,) = casework.clocks_of([again.case])[again.case]
    assert "-AJ-" in again.case and clock.keys == ("penalty.filing",)


@pytest.mark.long
@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_of_visits_have_no_fault_and_print(phone, visit, width):
    phone.page.set_viewport_size({"width": width, "height": 844})
    assert found_on(phone.page) == []
    phone.task(NAME)
    phone.find("货架积尘")
    assert found_on(phone.page) == []
    assert phone.page.pdf().startswith(b"%PDF")
    phone.page.goto("/work/visits")
    assert found_on(phone.page) == []


@pytest.mark.long
def test_two_phones_that_disagree_are_shown_both_versions_and_one_settles_it(phone, browser, cable, visit):
    appoint_officer(
        username="partner", name="刘同行", unit="huancui", roles=["inspector"], password=PASSWORD, by="setup", at=AT
    )
    Visit.objects.get(pk=visit).officers.create(officer_id="partner")
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=cable.address, has_touch=True)
    second = InspectorPhone(context, cable)
    second.sign_in("partner")
    second.open()
    cable.cut()
    for each, text in ((phone, "货架积尘"), (second, "货架有鼠迹")):
        each.offline()
        each.task(NAME)
        each.type("note", text)
        each.waiting(1)
    for each in (phone, second):
        each.online()
        each.send()
        each.sent()
    assert merged_of(visit).conflicts == (("visit", "note"),)
    phone.send()
    phone.sent()
    expect(phone.page.locator(".task [data-mark]")).to_have_text("内容不一致，待确认")
    phone.task(NAME)
    shown = phone.page.locator("[data-conflict=visit] li")
    expect(shown).to_have_count(2)
    assert found_on(phone.page) == []
    shown.filter(has_text="鼠迹").get_by_role("button", name="采用这一版").click()
    expect(phone.page.locator("[data-conflict]")).to_have_count(0)
    phone.send()
    phone.sent()
    merged = merged_of(visit)
    assert merged.conflicts == () and merged.value("visit", "note") == "货架有鼠迹"
    assert TakenEdit.objects.filter(visit=visit).count() == 3, "both words are still there"
    context.close()
