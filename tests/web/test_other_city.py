"""The pages of a home that belongs to another city's pack: its places, its sources, its words."""

import re

import pytest
from django.db import transaction
from django.utils import translation

from huizhi.apps.indicators.actions import publish as publish_board
from huizhi.exchange.pack import Pack
from huizhi.web import labels
from huizhi.web.packs import pack
from tests.browser import sample_board, sample_office

OTHER = Pack.find("chicago")
WARDS = dict(zip(sample_board.COUNTIES, ("W01", "W02", "W49", "W50"), strict=True))


@pytest.fixture
def home(settings, tmp_path):
    """An empty home."""
    settings.HUIZHI_HOME = tmp_path
    return tmp_path


@pytest.fixture
def elsewhere(home, signed_in):
    """The sample bureau's scoreboard with its figures in the other city's places."""
    OTHER.settle(home)
    rows = sample_board.rows()
    rows["values"] = [(code, WARDS.get(place, place), *rest) for code, place, *rest in rows["values"]]
    with transaction.atomic():
        publish_board(rows, by="night", at=sample_office.AT)
    return signed_in


def test_pages_follow_the_home_from_its_first_night_on(home):
    assert pack().name == "weihai"
    assert labels.place("371002") == "环翠区"
    OTHER.settle(home)
    assert pack().name == OTHER.name
    assert labels.place("W49") == "第49选区" and labels.place("371002") == "371002"
    assert pack() is pack()


def test_a_night_with_changed_declarations_is_taken_up(home):
    OTHER.settle(home)
    before = pack()
    OTHER.settle(home)
    assert pack() is not before


def test_a_pack_has_words_for_its_own_codes_and_sources(home):
    OTHER.settle(home)
    assert labels.coded("restaurant", "entity_kind") == "餐馆"
    assert labels.coded("canvass", "source") == "食品检查"
    assert labels.detail("registered", "shop") == "食品店"
    with translation.override("en"):
        assert labels.coded("restaurant", "entity_kind") == "Restaurant"
    assert labels.coded("enterprise", "entity_kind") == "企业", "the common words stay"


def test_many_places_are_chosen_from_a_list_and_no_other_city_is_drawn(elsewhere):
    page = elsewhere("leader").get("/scoreboard?place=W02").content.decode()
    choices = re.search(r'<select class="inp" id="place".*?</select>', page, re.S)[0]
    assert choices.count("<option") == 51
    assert '<option value="W02" selected>' in choices
    assert 'class="seg"' not in page and '<svg class="map"' not in page
    assert re.findall(r'<th scope="row"><a href="[^"]*place=(W\d\d)', page) == list(WARDS.values())


def test_the_whole_city_is_the_citys_own_name(elsewhere):
    page = elsewhere("leader").get("/scoreboard/food_pass?place=city").content.decode()
    assert "芝加哥" in page and "记录合计与数值一致" in page
    assert page.count("place=W50") > 0


def test_few_places_stand_side_by_side(signed_in):
    page = signed_in("leader").get("/scoreboard").content.decode()
    assert re.findall(r'<a href="\?place=(\w+)"', page) == ["city", *sample_board.COUNTIES]
    assert '<svg class="map"' in page
