"""The records behind a number of the classes read well on a desk, on a phone, in English and on paper."""

from datetime import date

import polars as pl

from huizhi.apps.registers.models import Entity
from huizhi.exchange import counted
from huizhi.exchange.holding import EDITION, RESULT
from huizhi.lake.durable import canonical_json
from tests.browser.test_accessibility import faults

ADDRESS = "/holding/records?part=random&count=found&grade=D"


def keep_some(home):
    """A first visit by a draw to each business of the bureau, all of class D on the day, all with findings."""
    visit = {"inspected_on": date(2026, 3, 1), "kind": "random", "source": "inspections", "source_id": "JC1",
             "found": True}  # fmt: skip
    both = {f"{part} {name}": value for part in counted.PARTS for name, value in visit.items()}
    codes = Entity.objects.order_by("pk").values_list("pk", flat=True)[:60]
    rows = pl.DataFrame([{"entity_id": code, "division": "371002", "grade": "D"} | both for code in codes])
    digest = counted.keep(home, rows)
    told = {"edition": EDITION, "on": "2025-10-31", "until": "2026-10-31", "counted": digest,
            "classes": {"all": {"rows": [{"grade": "D"}]}}}  # fmt: skip
    (home / RESULT).write_bytes(canonical_json(told))
    return len(codes)


def test_the_records_behind_a_number(page, site, sign_in, settings, tmp_path):
    settings.HUIZHI_HOME = tmp_path
    count = keep_some(tmp_path)
    sign_in("leader")
    for width, language in ((1366, "zh-hans"), (390, "zh-hans"), (390, "en")):
        page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
        page.set_viewport_size({"width": width, "height": 844})
        assert faults(page, ADDRESS) == []
    page.set_viewport_size({"width": 1366, "height": 844})
    shown = page.locator("#records tbody tr").count()
    if count > shown:
        page.locator("a[rel=next]").click()
        page.wait_for_url("**after=50")
        shown += page.locator("#records tbody tr").count()
    assert shown == count
    page.emulate_media(media="print")
    assert page.locator("#records tbody tr").first.is_visible()
