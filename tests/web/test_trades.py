"""The cards of a business's trades on its page: class, reasons that add up, the move of the year; nobody else's."""

import re
from datetime import date

import pytest

from huizhi.apps.registers.models import TimelineEvent
from tests.browser.sample_office import entity_code, file_of
from tests.browser.sample_path import run_a_restaurant
from tests.web.test_pages import text_of

CODE, OTHER = entity_code(0), entity_code(1)


@pytest.fixture
def restaurant(office):
    """The first business with the records of a canteen that sells online too."""
    run_a_restaurant()


def part(page, code):
    """The part of the page about one card."""
    return re.search(rf'<section class="card" id="card-{code}">.*?</section>', page, re.S)


def test_a_business_of_a_trade_shows_its_cards_and_others_none(restaurant, signed_in):
    page = signed_in("inspector").get(f"/e/{CODE}").content.decode()
    food, online = part(page, "food").group(), part(page, "online").group()
    for each in (food, online):
        points = [int(p.replace("−", "-")) for p in re.findall(r"<b data-pts>([+−]\d+)</b>", each)]
        assert sum(points) == int(re.search(r"<b data-total>(\d+)</b>", each).group(1)) > 0
    assert "B级31分起" in food and "上年度受到罚没一万元以上的处罚：调高1级（2025-03-04）" in food
    assert re.search(r"[CD]级　\d+分", food) and "网店未公示执照" in online
    assert part(page, "pharmacy") is None and part(page, "product_quality") is None
    other = signed_in("inspector").get(f"/e/{OTHER}").content.decode()
    assert 'id="card-' not in other


def test_who_may_not_see_classes_sees_no_card(restaurant, signed_in):
    assert 'id="card-' not in signed_in("steward").get(f"/e/{CODE}").content.decode()


def test_the_cards_are_in_english_too(restaurant, signed_in):
    client = signed_in("inspector")
    client.cookies["django_language"] = "en"
    page = text_of(client.get(f"/e/{CODE}"))
    assert "Fined or confiscated 10,000 yuan or more last year: up 1 grade (2025-03-04)" in page
    assert "Shops that do not show the licence" in page


def test_the_food_card_says_how_the_year_moves_it_and_what_would_make_it_worse(restaurant, signed_in):
    """The fine of 2025 moves 2026 alone; the food of this year, unless disposed of, would move 2027 instead of it."""
    page = signed_in("inspector").get(f"/e/{CODE}").content.decode()
    food = re.sub(r"<[^>]+>", " ", part(page, "food").group())
    assert "最早2027-01-01可降为C级，届时51分。" in food and "完成不合格食品的召回、处置和原因排查并报告" in food
    assert re.search(r"现在\s+上年度受到罚没一万元以上的处罚：调高1级（2025-03-04）\s+自2027-01-01起\s+不调整", food)
    assert "不办理而只等时间，2028-01-01才降为C级。" in food and "已是这一类。" in food
    client = signed_in("inspector")
    client.cookies["django_language"] = "en"
    told = re.sub(r"<[^>]+>", " ", part(client.get(f"/e/{CODE}").content.decode(), "food").group())
    assert "It can be grade C on 2027-01-01 at the earliest, with 51 points." in told
    assert re.search(r"From 2027-01-01\s+Nothing moves it", told) and "It is in that class already." in told


def test_what_a_record_of_this_year_would_move_next_year_is_said(restaurant, signed_in):
    gone = ("penalty", "food_tier", "food_staff", "sample_undisposed")
    TimelineEvent.objects.filter(entity_id=CODE, kind__in=gone).delete()
    TimelineEvent.objects.create(
        entity_id=CODE, kind="food_tier", occurred_on=date(2024, 1, 1), known_on=date(2024, 1, 1), severity=1,
        detail="JY1", source="licences", source_id="JY1", file_digest=file_of("licences"), row_number=7,
    )  # fmt: skip
    food = re.sub(r"<[^>]+>", " ", part(signed_in("inspector").get(f"/e/{CODE}").content.decode(), "food").group())
    assert "已是最好的一类。" in food and "什么会使其成为B级" in food
    assert "今年内再有1项，自2027-01-01起按“上年度受到罚没一万元以上的处罚”调为B级" in food
    assert "Ⅱ类" not in food.split("什么会使其成为B级")[1], "a further kind is no record that comes"
