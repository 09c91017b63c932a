"""Two-step verification and a form that outlives its session, as an officer meets them in a browser."""

from datetime import UTC, datetime

import pyotp
import pytest
from django.contrib.sessions.models import Session

from huizhi.apps.people.facade import appoint_officer
from huizhi.apps.people.models import Officer
from tests.browser.sample_office import AT, PASSWORD
from tests.browser.test_accessibility import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def give_password(page, account):
    page.goto("/sign-in")
    page.fill("#id_account", account)
    page.fill("#id_password", PASSWORD)
    page.click("form[action='/sign-in'] button")


def test_an_auditor_takes_up_a_second_factor_and_comes_back_with_it(page, site, settings):
    settings.SECOND_FACTOR = "required"
    give_password(page, "auditor")
    page.wait_for_url("**/account/second-factor")
    assert page.locator(".scan svg").bounding_box()["width"] > 120
    assert faults(page, "/account/second-factor") == []
    secret = page.inner_text("#secret").replace(" ", "")
    page.fill("#id_code", pyotp.TOTP(secret).at(datetime.now(UTC)))
    page.click("main form button")
    page.locator("#recovery-codes li").first.wait_for()
    codes = page.locator("#recovery-codes li").all_inner_texts()
    assert len(codes) == 10
    page.goto("/ledger")
    page.click("text=退出")
    page.wait_for_url("**/public")
    give_password(page, "auditor")
    page.wait_for_url("**/sign-in/code**")
    assert faults(page, page.url) == []
    page.fill("#id_code", codes[0])
    page.click("form[action='/sign-in/code'] button")
    page.wait_for_url("**/work")


def test_what_was_typed_comes_back_after_the_session_ended(page, sign_in, site):
    sign_in("admin")
    page.goto("/people/new")
    page.fill("#id_username", "cong.xiao")
    page.fill("#id_name", "丛晓")
    page.select_option("#id_unit", "rongcheng")
    page.check("input[name=roles][value=handler]")
    Session.objects.all().delete()
    page.click("main form button")
    page.wait_for_url("**/sign-in?next=**")
    page.fill("#id_account", "admin")
    page.fill("#id_password", PASSWORD)
    page.click("form[action='/sign-in'] button")
    page.wait_for_url("**/people/new")
    assert "尚未提交" in page.inner_text("main")
    assert page.input_value("#id_name") == "丛晓" and page.input_value("#id_unit") == "rongcheng"
    assert page.is_checked("input[name=roles][value=handler]")
    assert not Officer.objects.filter(username="cong.xiao").exists()
    page.click("main form button")
    page.wait_for_selector("#temporary-password")
    assert Officer.objects.get(username="cong.xiao").roles == ["handler"]


@pytest.mark.parametrize("width", [1366, 390])
def test_the_pages_of_accounts(page, sign_in, site, width):
    page.set_viewport_size({"width": width, "height": 844})
    appoint_officer(username="li", name="李", unit="city", roles=["leader"], password=None, by="setup", at=AT)
    sign_in("admin")
    paths = ["/account", "/account/password", "/account/second-factor", "/people", "/people?q=none", "/people/new",
             "/people/o/li", "/people/o/admin", "/people/units", "/people/units/huancui",
             "/public/sign-in", "/public/open-account"]  # fmt: skip
    wrong = [fault for path in paths for fault in faults(page, path)]
    page.goto("/account")
    page.click("text=退出")
    page.wait_for_url("**/public")
    sign_in("leader")
    assert wrong + [fault for path in ("/account", "/team/leave") for fault in faults(page, path)] == []
    page.goto("/account")
    page.fill("#id_from_on", "2099-11-02")
    page.fill("#id_to_on", "2099-11-06")
    page.click("form[action='/account/leave'] button")
    assert "2099-11-06" in page.inner_text("main")
    assert faults(page, "/team/leave") == []
