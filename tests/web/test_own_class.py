"""A business asks why it is in its class; nobody else is told."""

import re
from datetime import date
from html import unescape

import pytest
from django.test import Client
from django.utils import timezone

from huizhi.apps.people import facade as people
from huizhi.apps.people.models import PublicAccount
from huizhi.apps.registers.facade import MATTER_EVENTS
from huizhi.insight.judging import Fact
from huizhi.law.parameters import LOCAL, adopt
from tests.browser.sample_path import CODE, FACTS, judge_first

PASSWORD = "a-long-enough-word-26"
PAGE = f"/public/e/{CODE}/class"


@pytest.fixture
def made(office):
    """The judgement the office published of the first business."""
    return judge_first()


def representative(entity_id: str, *, confirmed: bool = True) -> Client:
    """A browser in which a business account has signed in."""
    number = people.open_public_account(
        account="shop", password=PASSWORD, kind="business", entity_id=entity_id, address="10.0.0.1",
        at=timezone.now(),
    )  # fmt: skip
    if confirmed:
        PublicAccount.objects.filter(pk=number).update(confirmed_at=timezone.now())
    client = Client(raise_request_exception=False)
    client.post("/public/sign-in", {"account": "shop", "password": PASSWORD})
    return client


def text_of(response) -> str:
    assert response.status_code == 200
    return unescape(response.content.decode())


def test_its_representative_is_told_every_point_and_where_to_object(made):
    client = representative(CODE)
    shown = text_of(client.get(PAGE))
    assert f"为什么是 {made.grade} 类" in shown
    points = [int(n.replace("−", "-")) for n in re.findall(r'data-l="分值"><b>([+−\d]+)</b>', shown)]
    assert points == [ground.points for ground in made.grounds]
    assert sum(points) == made.score == int(re.search(r"data-sum>(\d+)<", shown)[1])
    objections = re.findall(rf'href="(/public/e/{CODE}/appeal\?[^"]+)"', shown)
    assert len(objections) == 2
    assert all(client.get(address).status_code == 200 for address in objections)
    assert f'href="{PAGE}"' in text_of(client.get(f"/public/e/{CODE}"))
    assert "/evidence/" not in shown


def test_complaints_count_but_are_not_told(made):
    shown = text_of(representative(CODE).get(PAGE))
    complaint = FACTS[2]
    (ground,) = [each for each in made.grounds if each.fact == complaint]
    untold = (complaint.detail, complaint.source_id, complaint.occurred_on, ground.lapses_on)
    assert not [each for each in untold if str(each) in shown]
    assert shown.count("投诉举报情况") == 1


def test_complaints_and_reports_are_one_line_with_their_sum(made):
    report = Fact("report_filed", date(2026, 9, 20), 1, None, "举报371002", "complaints", "J-1", "f" * 64, 7)
    both = judge_first((*FACTS, report))
    shown = text_of(representative(CODE).get(PAGE))
    told = [ground.points for ground in both.grounds if ground.fact.kind not in MATTER_EVENTS]
    assert [int(n) for n in re.findall(r'data-l="分值"><b>\+(\d+)</b>', shown)] == [*told, both.score - sum(told)]
    assert shown.count("投诉举报情况") == 1 and "举报查实" not in shown and "2026-09-20" not in shown


@pytest.mark.parametrize(("entity_id", "confirmed"), [("91371000MA00000000", True), (CODE, False)])
def test_nobody_else_is_told(made, entity_id, confirmed):
    client = representative(entity_id, confirmed=confirmed)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in text_of(client.get(f"/public/e/{CODE}"))


def test_an_officer_on_the_public_pages_is_nobody(made, signed_in):
    assert signed_in("specialist").get(PAGE).status_code == 302


@pytest.fixture
def silent_office(tmp_path):
    """The bureau's own folder says that a business is not told."""
    told = next(LOCAL.rglob("risk/class_told.toml"))
    (tmp_path / "risk").mkdir()
    (tmp_path / "risk" / told.name).write_text(told.read_text("utf-8").replace("value = 1", "value = 0"), "utf-8")
    adopt(tmp_path)
    yield
    adopt(None)


def test_the_office_may_say_nothing(made, silent_office):
    client = representative(CODE)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in text_of(client.get(f"/public/e/{CODE}"))
