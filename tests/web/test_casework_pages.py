"""The pages of office work: what they answer, what they keep, and what they say when somebody was faster."""

import re

import pytest
from django.contrib.sessions.models import Session
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.people.models import Officer
from tests.browser import sample_casework

pytestmark = pytest.mark.django_db
FIRST = sample_casework.FIRST
THIRD = FIRST.replace("000001", "000003")
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


def text_of(answer) -> str:
    return answer.content.decode()


def test_the_inbox_puts_the_longest_late_first_and_marks_it(signed_in):
    page = text_of(signed_in("handler").get("/work/inbox"))
    rows = re.findall(r'<td class="t-clock"><span class="clock (\w+)">', page)
    assert rows[0] == "over" and rows.index("over") == 0
    assert rows.count("over") == rows[: rows.count("over")].count("over")  # nothing that is over below what is not
    assert rows[-1] == "pause"
    assert 'aria-current="true"' in page


def test_the_list_alone_and_the_reader_alone(signed_in):
    client = signed_in("handler")
    part = text_of(client.get("/work/inbox?show=overdue", headers={"HX-Request": "true", "HX-Target": "rows"}))
    assert "<html" not in part and part.count("<tr") >= 4
    reader = text_of(client.get(f"/work/matters/{THIRD}/reader?back=/work/inbox"))
    assert "<html" not in reader and "酱油有异味" in reader and f"/work/matters/{THIRD}/do/accept" in reader


@pytest.mark.parametrize(
    "query",
    [
        "after=nonsense",
        "after=2026-01-01~x",
        "show=everything",
        "text=%25_'",
        "unit=nowhere",
        "after=~9",
        "after=~²&text=a",
        "after=2026-01-01T00:00:00Z~²",
        "after=2026-02-30T00:00:00Z~1",
        "after=0001-01-01T00:00:00%2B14:00~1",
        "after=9999-12-31T23:59:59-14:00~1",
        "show=closed&after=~-1",
    ],
)
def test_odd_questions_are_answered(signed_in, query):
    assert signed_in("handler").get(f"/work/inbox?{query}").status_code == 200


def test_a_verb_is_confirmed_done_and_followed_by_its_entry(signed_in):
    client = signed_in("handler")
    asked = text_of(client.get(f"/work/matters/{THIRD}/do/accept"))
    assert "受理后开始计算调解期限" in asked
    version = re.search(r'name="version" value="(\d+)"', asked).group(1)
    answer = client.post(f"/work/matters/{THIRD}/do/accept", {"version": version, "note": "材料齐全"})
    assert answer.status_code == 302
    page = text_of(client.get(f"/work/matters/{THIRD}"))
    assert "材料齐全" in page and "第二十三条第（五）项" in page and "调解" in page


def test_somebody_was_faster_the_page_says_who_and_keeps_the_text(signed_in):
    client, head = signed_in("handler"), Officer.objects.get(username="head")
    version = casework.matter_unguarded(THIRD).version
    casework.comment(number=THIRD, text="请先核实地址", by=head, at=timezone.now(), version=version)
    given = {"version": version, "note": "已与投诉人通话，材料齐全"}
    answer = client.post(f"/work/matters/{THIRD}/do/accept", given)
    page = text_of(answer)
    assert answer.status_code == 409
    assert "丛海燕" in page and "批注" in page and "已与投诉人通话" in page
    again = re.search(r'name="version" value="(\d+)"', page).group(1)
    assert client.post(f"/work/matters/{THIRD}/do/accept", {**given, "version": again}).status_code == 302


def test_what_is_missing_is_named_on_top_and_at_the_field(signed_in):
    answer = signed_in("handler").post(f"/work/matters/{THIRD}/do/refuse", {"version": "", "outcome": ""})
    page = text_of(answer)
    assert answer.status_code == 422
    assert 'class="gov-err"' in page and 'href="#id_outcome"' in page and page.count("错误：") == 1


def test_a_verb_of_somebody_else_is_forbidden(signed_in):
    assert signed_in("leader").get(f"/work/matters/{THIRD}/do/accept").status_code == 403
    assert signed_in("handler").get(f"/work/matters/{THIRD}/do/assign").status_code == 403
    assert signed_in("handler").get(f"/work/matters/{THIRD}/do/nonsense").status_code == 403


def test_many_are_assigned_at_once_and_those_left_are_named(signed_in):
    client = signed_in("head")
    address = f"/work/bulk?verb=assign&number={FIRST}&number={THIRD}&number=none"
    asked = text_of(client.get(address))
    assert FIRST in asked and casework.matter_unguarded(THIRD).title in asked and "宋佳" in asked
    numbers = {FIRST: casework.matter_unguarded(FIRST).version, THIRD: 99}
    given = {"number": list(numbers), **{f"version-{n}": v for n, v in numbers.items()}}
    assert client.post(address, given).status_code == 422
    done = text_of(client.post(address, {**given, "to": "handler"}))
    assert "已办理1件" in done and THIRD in done
    assert casework.matter_unguarded(FIRST).assignee == "handler"


def test_a_comment_on_many_outlives_the_session(signed_in):
    client, address = signed_in("handler"), f"/work/bulk?verb=comment&number={THIRD}"
    stamp = re.search(r'name="typed_by" value="([^"]+)"', text_of(client.get(address))).group(1)
    Session.objects.all().delete()
    late = client.post(address, {"number": THIRD, "text": "三家都约了周五", "typed_by": stamp})
    assert late.status_code == 302 and "/sign-in" in late["Location"]
    again = signed_in("handler")
    again.cookies["huizhi_kept"] = client.cookies["huizhi_kept"].value
    page = text_of(again.get(address))
    assert "三家都约了周五" in page and THIRD in page and "附件需要重新选择" in page


def test_a_selection_is_kept_under_a_name_and_forgotten(signed_in):
    client = signed_in("handler")
    client.post("/work/filters", {"name": "电话来的", "channel": "phone", "show": "open"})
    assert "电话来的" in text_of(client.get("/work/inbox"))
    assert "电话来的" not in text_of(signed_in("head").get("/work/inbox"))
    client.post("/work/filters", {"drop": "电话来的"})
    assert "电话来的" not in text_of(client.get("/work/inbox"))


def test_a_file_is_attached_and_given_out_only_to_who_sees_the_matter(signed_in):
    client = signed_in("handler")
    version = casework.matter_unguarded(THIRD).version
    given = {"content": SimpleUploadedFile("小票.png", PNG, "image/png"), "audience": "staff", "version": version}
    assert client.post(f"/work/matters/{THIRD}/do/attach", given).status_code == 302
    address = re.search(rf"/work/matters/{THIRD}/files/[\w-]+", text_of(client.get(f"/work/matters/{THIRD}"))).group()
    taken = client.get(address)
    assert taken.status_code == 200 and b"".join(taken.streaming_content) == PNG
    assert "attachment" in taken["Content-Disposition"]
    assert signed_in("rongcheng").get(address).status_code == 404
    assert client.get(address.replace(THIRD, FIRST)).status_code == 404


def test_what_is_offered_is_accepted_and_its_clock_starts_again(signed_in):
    client = signed_in("head")
    page = text_of(client.get("/work/inbox?show=offered"))
    number = re.search(r"rongcheng-JF-2026-\d+", page).group()
    asked = text_of(client.get(f"/work/matters/{number}/do/accept_hand_over"))
    version = re.search(r'name="version" value="(\d+)"', asked).group(1)
    assert client.post(f"/work/matters/{number}/do/accept_hand_over", {"version": version}).status_code == 302
    card = casework.matter_unguarded(number)
    assert card.holder == "huancui" and not card.assignee
    acceptance = next(each for each in casework.clocks_of([number])[number] if each.name == "acceptance")
    assert acceptance.due_on > timezone.localdate()
    assert "重新起算" in text_of(client.get(f"/work/matters/{number}"))


def test_the_team_page_leads_to_what_it_counts(signed_in):
    client = signed_in("head")
    page = text_of(client.get("/work/team"))
    link = re.search(r'class="late-n" href="([^"]+)">(\d+)', page)
    address, count = link.group(1).replace("&amp;", "&"), int(link.group(2))
    assert text_of(client.get(address)).count('class="t-clock"') == count
