"""The cards of a business's trades on its page: class, reasons that add up, the move of the year; nobody else's."""

import re
from datetime import date

import pytest

from huizhi.apps.registers.models import TimelineEvent
from tests.browser.sample_office import entity_code, file_of
from tests.web.test_pages import text_of

CODE, OTHER = entity_code(0), entity_code(1)


@pytest.fixture
def restaurant(office):
    """The first business runs a large canteen, was fined last year, and hides its licence on a platform."""
    for kind, day, severity, fen, source, number in (
        ("food_tier", date(2024, 1, 1), 4, None, "licences", "JY1"),
        ("food_staff", date(2026, 5, 1), 60, None, "annual_reports", "N1"),
        ("penalty", date(2025, 3, 4), 2, 1_500_000, "penalties", "P1"),
        ("platform_shop", date(2025, 6, 1), 1, None, "platform_operators", "S1"),
        ("platform_licence_hidden", date(2026, 7, 20), 1, None, "platform_operators", "S1"),
    ):
        TimelineEvent.objects.create(
            entity_id=CODE, kind=kind, occurred_on=day, known_on=day, severity=severity, amount_fen=fen, detail=number,
            source=source, source_id=number, file_digest=file_of("licences"), row_number=7,
        )  # fmt: skip


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
