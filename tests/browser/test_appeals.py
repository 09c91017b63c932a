"""A business's own page, its class and its objection read well on a desk, on a phone, in English."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from huizhi.apps.people import facade as people
from huizhi.apps.people.models import PublicAccount
from tests.browser.sample_path import CODE, judge_first
from tests.browser.test_accessibility import faults

PASSWORD = "a-long-enough-word-26"


def test_a_business_objects_to_a_record(page, site):
    judge_first()
    at = datetime(2026, 11, 1, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    number = people.open_public_account(
        account="shop", password=PASSWORD, kind="business", entity_id=CODE, address="10.0.0.1", at=at
    )
    PublicAccount.objects.filter(pk=number).update(confirmed_at=timezone.now(), entity_id=CODE)
    page.goto("/public/sign-in")
    page.fill("[name=account]", "shop")
    page.fill("[name=password]", PASSWORD)
    page.click("form button.pri")
    page.goto(f"/public/e/{CODE}")
    asked = page.locator("#own a").first.get_attribute("href")
    for width, language in ((1366, "zh-hans"), (390, "zh-hans"), (390, "en")):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        page.set_viewport_size({"width": width, "height": 844})
        assert faults(page, f"/public/e/{CODE}") + faults(page, asked) + faults(page, f"/public/e/{CODE}/class") == []
        page.goto(asked)
    page.fill("[name=facts]", "该记录不是本店的。")
    page.click("main form button.pri")
    page.wait_for_url(f"**/public/e/{CODE}*")
    assert page.locator("#own .tag").first.is_visible()
