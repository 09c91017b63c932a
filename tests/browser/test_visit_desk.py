"""The desk pages of a visit with nothing but a keyboard; and a voice recorded without signal."""

import io
import wave
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from huizhi.apps.casework import facade as casework
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Evidence, Visit
from tests.apps.visit_office import PNG, Hand, planned, send, upload
from tests.browser import sample_office
from tests.browser.hands import Keyboard
from tests.browser.inspector_phone import InspectorPhone
from tests.browser.sample_office import entity_code
from tests.browser.test_accessibility import found_on

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def office(site):
    """Two inspectors of the head's bureau, a finished visit with a finding, one nobody has, one that was missed."""
    Officer.objects.filter(username="handler").update(roles=["inspector", "handler"])
    inspector, now = Officer.objects.get(username="inspector"), timezone.now()
    bad = planned(inspector, entity=entity_code(0))
    hand = Hand(bad, inspector.username)
    hand.finding("仓库物料混放，发现超过保质期的原料")
    hand.whole(result="9")
    send(hand, inspector)
    upload(bad, PNG, "png", inspector)
    visits.finish_visit(bad, by=inspector, at=now)
    nobodys = planned(inspector, entity=entity_code(1), origin="complaint", source="TS-1")
    Visit.objects.get(pk=nobodys).officers.all().delete()
    missed = planned(inspector, entity=entity_code(2), origin="complaint", source="TS-2")
    today = timezone.localdate()
    Visit.objects.filter(pk=nobodys).update(planned_on=today)
    Visit.objects.filter(pk=missed).update(planned_on=today - timedelta(days=3))
    return {"bad": bad, "nobodys": nobodys, "missed": missed}


def signed_in(context, account):
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("#id_account", account)
    page.fill("#id_password", sample_office.PASSWORD)
    page.press("#id_password", "Enter")
    page.wait_for_url("**/work")
    return page


@pytest.mark.long
@pytest.mark.parametrize("width", [1366, 390])
def test_a_head_gives_publishes_hands_over_and_files_with_the_keyboard_alone(browser, site, office, width):
    context = browser.new_context(viewport={"width": width, "height": 844}, base_url=site)
    page = signed_in(context, "head")
    keys = Keyboard(page)
    page.goto("/work/visits/desk")
    assert found_on(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "nothing runs off the page"
    expect(page.locator("#overdue tbody tr")).to_have_count(1)
    form = page.locator("#unassigned form")
    for name in ("inspector", "handler"):
        keys.choose(form.locator(f"input[value={name}]"))
    keys.press(form.get_by_role("button"))
    assert {each.officer_id for each in Visit.objects.get(pk=office["nobodys"]).officers.all()} == {
        "inspector", "handler",
    }  # fmt: skip
    page.goto("/work/visits")
    assert found_on(page) == []
    keys.press(page.locator(f"form[action$='{office['bad']}/publish'] button"))
    assert Visit.objects.get(pk=office["bad"]).state == "published"
    keys.press(page.locator(f"form[action$='{office['bad']}/case'] button"))
    number = Visit.objects.get(pk=office["bad"]).case
    assert number and number in page.url
    keys.press(page.locator(f"a[href$='/{number}/do/file']").first)
    keys.press(page.locator("main form button[type=submit], main form button.pri").first)
    assert casework.matter_unguarded(number).state == "filed"
    assert found_on(page) == []
    context.close()


@pytest.mark.long
def test_a_voice_recorded_without_signal_is_sent_whole(browser, cable):
    inspector = Officer.objects.get(username="inspector")
    visit = planned(inspector, entity=entity_code(0), checklist="registered-particulars")
    sound = io.BytesIO()
    with wave.open(sound, "wb") as made:
        made.setnchannels(1)
        made.setsampwidth(2)
        made.setframerate(16_000)
        made.writeframes(bytes(range(256)) * 3_000)
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=cable.address, has_touch=True)
    phone = InspectorPhone(context, cable)
    phone.sign_in()
    phone.open()
    phone.offline()
    phone.task("威海示例调味食品有限公司")
    phone.page.get_by_role("button", name="添加问题").click()
    finding = phone.page.locator(".finding").first
    finding.locator("textarea").fill("经营者口述说明")
    finding.locator("textarea").blur()
    voice = {"name": "voice.wav", "mimeType": "audio/wav", "buffer": sound.getvalue()}
    finding.locator("input[accept='audio/*']").set_input_files(voice)
    expect(phone.page.locator(".evidence").first).to_be_visible(timeout=10_000)
    phone.online()
    phone.send()
    phone.sent()
    (row,) = Evidence.objects.filter(visit=visit)
    assert row.whole_at and (row.name, row.size) == ("wav", len(sound.getvalue()))
    context.close()


@pytest.mark.long
def test_two_departments_results_are_filled_in_on_one_phone_without_signal(browser, cable):
    inspector = Officer.objects.get(username="inspector")
    task = visits.Task(
        entity_code(0), "威海示例调味食品有限公司", "示例工业园1号", "registered-particulars", inspector.unit_code,
        timezone.localdate(), (inspector.username,),
        (visits.Part("税务部门", "tax"), visits.Part("消防救援机构", "equipment", "special-equipment-use")),
    )  # fmt: skip
    (visit,) = visits.plan_visits([task], origin="draw", source="WH-J", by="draw", at=timezone.now())
    context = browser.new_context(viewport={"width": 390, "height": 844}, base_url=cable.address, has_touch=True)
    phone = InspectorPhone(context, cable)
    phone.sign_in()
    phone.open()
    phone.offline()
    phone.task("威海示例调味食品有限公司")
    assert found_on(phone.page) == []
    phone.answer_all()
    for key in ("p1", "p2"):
        phone.page.locator(f"fieldset[data-object='part:{key}'] input[value='1']").check()
    phone.result("1")
    phone.type("companion", "刘同伴 15000001")
    phone.sign("officer")
    phone.sign("party")
    phone.finish()
    phone.online()
    phone.send()
    phone.sent()
    for _ in range(60):
        if Visit.objects.get(pk=visit).state == "finished":
            break
        phone.page.wait_for_timeout(250)
    row = Visit.objects.get(pk=visit)
    assert row.state == "finished" and [part.result for part in row.parts.order_by("pk")] == ["1", "1"]
    context.close()
