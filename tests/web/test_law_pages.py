"""The law as pages: found, printed with its basis, and reckoned as the law room reckons."""

import re
from datetime import date

import pytest
from django.test import Client

from huizhi.law.clocks import deadline
from huizhi.law.parameters import parameters
from huizhi.vocabulary.calendar import WorkCalendar

pytestmark = pytest.mark.django_db


def page(path: str, english: bool = False) -> str:
    client = Client(raise_request_exception=True)
    if english:
        client.cookies["django_language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def text(html: str) -> str:
    """The page without its markup."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_list_names_every_value_once_with_its_basis():
    html = page("/public/law")
    for key in parameters():
        assert html.count(f'href="/public/law/{key}"') == 1, key
    assert f"共{len(parameters().keys())}项" in html


@pytest.mark.parametrize(
    ("asked", "there", "gone"),
    [
        ("q=调解时限", "complaint.mediation_limit", "penalty.case"),
        ("q=第六十四条", "penalty.case", "complaint.mediation_limit"),
        ("q=PENALTY.case", "penalty.case", "penalty.filing"),
        ("unsure=1", "complaint.recusal_stops", "complaint.acceptance_wd"),
    ],
)
def test_a_search_keeps_what_matches(asked, there, gone):
    html = page(f"/public/law?{asked}")
    assert f"/public/law/{there}" in html
    assert f"/public/law/{gone}" not in html


def test_nothing_found_says_what_to_do():
    assert "没有符合条件的数值" in page("/public/law?q=没有这项")


@pytest.mark.parametrize("subject", sorted({key.split(".")[0] for key in parameters()}))
def test_every_value_has_a_page_with_every_period(subject):
    for key in parameters():
        if key.startswith(f"{subject}."):
            stands_whole(key)


def stands_whole(key):
    html = page(f"/public/law/{key}")
    for value in parameters().periods(key):
        assert value.in_force_from.isoformat() in html
        assert value.basis.instrument in html
    assert ("<b>待确认</b>" in html) is any(value.provisional for value in parameters().periods(key))


@pytest.mark.parametrize(
    ("key", "start"),
    [
        ("complaint.acceptance_wd", "2026-09-18"),
        ("complaint.mediation_limit", "2026-04-20"),
        ("penalty.case", "2026-08-03"),
    ],
)
def test_the_page_and_the_law_reckon_alike(key, start):
    found = deadline(key, date.fromisoformat(start), WorkCalendar.load())
    html = page(f"/public/law/{key}?start={start}")
    for on in (found.due, found.alarm_due, found.rights_due):
        assert f"<b>{on.isoformat()}</b>" in html
    assert html.count('class="d-due ') == 1 and html.count('class="d-start ') == 1


def test_the_strip_says_what_became_of_each_day():
    html = page("/public/law/complaint.acceptance_wd?start=2026-09-18")
    states = re.findall(r'<td class="d-(\w+) k-(\w+)">', html)
    assert [state for state, _ in states] == [
        "start", "skipped", *["counted"] * 5, *["skipped"] * 3, "counted", "due",
    ]  # fmt: skip
    assert [kind for _, kind in states][2] == "makeup"
    assert "调休上班" in html and "期间到" not in html
    rolled = page("/public/law/complaint.mediation_limit?start=2026-04-20")
    assert "期间到2026-06-19，末日遇节假日，顺延。" in rolled
    assert rolled.count('class="d-rolled ') == 2


def test_an_extension_and_a_stop_move_the_day():
    plain = page("/public/law/penalty.case?start=2026-08-03")
    longer = page(
        "/public/law/penalty.case?start=2026-08-03&extension=penalty.case_extension"
        "&stop_from=2026-08-10&stop_to=2026-08-14&stop_reason=testing"
    )
    assert "<b>2026-11-01</b>" in plain
    assert "<b>2026-12-06</b>" in longer
    assert longer.count('class="d-stopped ') == 5


def test_a_long_term_is_drawn_at_both_ends():
    html = page("/public/law/penalty.limitation?start=2026-01-05")
    assert "天从略" in html
    assert html.count("<tr>") < 40
    assert 'class="d-due ' in html


def test_hours_are_reckoned_to_the_minute():
    assert "<b>2026-10-02 09:30</b>" in page("/public/law/recall.start_1?start=2026-10-01T09:30")


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ("start=yesterday", "日期没有读懂"),
        ("start=9999-12-31", "日期没有读懂"),
        ("start=2019-12-31", "没有有效的"),
        ("start=2026-09-18&stop_from=2026-09-20&stop_to=2026-09-21&stop_reason=weather", "不是该期限可以扣除的事由"),
        ("start=2026-09-18&stop_from=2026-09-01&stop_reason=testing", "日期没有读懂"),
        ("start=2026-09-18&extension=no.such", "不能按"),
        ("start=2026-09-18T10:00%2B08:00", "日期没有读懂"),
    ],
)
def test_what_cannot_be_reckoned_says_why(asked, why):
    html = page(f"/public/law/complaint.acceptance_wd?{asked}")
    assert why in html
    assert 'class="d-due ' not in html


def test_a_provisional_deadline_says_so_on_the_page():
    assert "放假通知尚未公布" in page("/public/law/complaint.acceptance_wd?start=2026-12-24")
    assert "所用数值尚待法规机构确认" in page("/public/law/complaint.publication?start=2026-09-18")


def test_an_unknown_value_is_not_found():
    assert Client().get("/public/law/no.such").status_code == 404


def test_the_page_is_whole_in_english():
    html = text(page("/public/law/penalty.case?start=2026-08-03", english=True))
    for words in ("Time to decide a case", "90 calendar days", "Reckon a deadline", "Due", "How the period runs"):
        assert words in html
