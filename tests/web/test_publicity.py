"""Published complaints: counts first, by business, topic and period; nobody's name; linked from the business."""

import re

import pytest

from tests.browser.sample_office import entity_code
from tests.web import citizens
from tests.web.published import publish


@pytest.fixture
def thirty(db):
    publish(30)


def test_counts_stand_before_the_list_and_agree_with_it(client, thirty):
    page = client.get("/public/complaints").content.decode()
    assert re.search(r"<b>30</b>", page) and page.index("按结果") < page.index("逐件")
    counts = dict(re.findall(r'<th scope="row">([^<]+)</th><td class="num">(\d+)</td>', page))
    assert (counts["调解成功"], counts["调解不成"], counts["食品"]) == ("20", "10", "15")
    second = re.search(r'rel="next" href="([^"]+)"', page)[1]
    more = client.get(f"/public/complaints{second}".replace("&amp;", "&")).content.decode()
    assert page.count('<tr><th scope="row">') + more.count('<tr><th scope="row">') - len(counts) == 30
    assert "按结果" not in more


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("topic=food", 15),
        ("topic=nonsense", 30),
        ("q=大药房", 10),
        ("q=没有", 0),
        (f"e={entity_code(0)}", 10),
        ("q=%25", 0),
    ],
)
def test_it_is_narrowed_by_business_and_topic(client, thirty, query, total):
    assert f"<b>{total}</b>" in client.get(f"/public/complaints?{query}").content.decode()


def test_a_period_leaves_out_what_is_older(client, thirty, monkeypatch):
    assert "<b>0</b>" not in client.get("/public/complaints?period=365").content.decode()
    few = re.search(r"<b>(\d+)</b>", client.get("/public/complaints?period=30").content.decode())
    assert int(few[1]) < 30


def test_the_page_of_a_business_says_how_its_complaints_ended(office, client, thirty):
    page = client.get(f"/public/e/{entity_code(0)}").content.decode()
    assert f'href="/public/complaints?e={entity_code(0)}"' in page and "投诉这个商家" in page
    assert "调解成功" in citizens.words(client.get(f"/public/e/{entity_code(0)}"))
