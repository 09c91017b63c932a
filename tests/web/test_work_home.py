"""What the work home says of a desk: matters with their clocks, and visits."""

import re
from datetime import timedelta

from django.utils import timezone

from huizhi.apps.people.models import Officer
from huizhi.apps.visits.models import Visit
from tests.apps.visit_office import planned
from tests.browser.sample_office import entity_code


def test_the_work_home_says_what_is_on_the_desk(signed_in):
    text = signed_in("handler").get("/work").content.decode()
    assert "我承办的" in text and "本单位和下级" in text and "assignee=handler" in text
    first = text.split("最先到期的")[1].split("</section>")[0]
    assert first.count('class="clock') == first.count('class="wi"') > 1, "the same clock as in the inbox"
    assert "酱油有异味，要求退货退款" in first and "威海示例调味食品有限公司" in first, "who a matter is about"
    assert "未分派" in signed_in("leader").get("/work").content.decode().split("最先到期的")[1].split("</section>")[0]
    assert "今日待办" not in signed_in("steward").get("/work").content.decode()


def test_the_work_home_counts_the_visits_of_an_inspector_and_of_her_unit(signed_in):
    inspector, today = Officer.objects.get(username="inspector"), timezone.localdate()
    for number, days in enumerate((-3, -1, 0, 2)):
        visit = planned(inspector, entity=entity_code(number), origin="complaint", source=f"TS-{number}")
        Visit.objects.filter(pk=visit).update(planned_on=today + timedelta(days=days))
    of_another = planned(inspector, entity=entity_code(5), origin="complaint", source="TS-5")
    Visit.objects.get(pk=of_another).officers.all().delete()
    Visit.objects.filter(pk=of_another).update(planned_on=today - timedelta(days=9))
    hers = strip(signed_in("inspector").get("/work").content.decode(), "我的检查")
    assert hers == {"逾期未查": "2", "今日检查": "1", "以后的检查": "1"}
    units = strip(signed_in("head").get("/work").content.decode(), "现场检查，本单位和下级")
    assert units == {"逾期未查": "3", "今日检查": "1", "以后的检查": "1", "逾期未公示": "0"}
    elsewhere = signed_in("rongcheng").get("/work").content.decode()
    assert set(strip(elsewhere, "现场检查，本单位和下级").values()) == {"0"} and "我的检查" not in elsewhere


def strip(page, title):
    """The figures under a title, by their words."""
    found = re.search(rf'aria-label="{title}">(.*?)</nav>', page, re.S)[1]
    return {words: count for count, words in re.findall(r"<b[^>]*>([^<]*)</b><span>([^<]*)</span>", found)}
