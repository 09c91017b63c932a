"""The pages of one's own account and of the administrator, through HTTP."""

import re

import pytest
from django.test import Client

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people.models import Officer
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT, PASSWORD

pytestmark = pytest.mark.django_db
NEXT = "Jigong-island-9"


@pytest.fixture
def signed(client, officer):
    """A function: sign a new officer in and return her."""

    def sign(unit, *roles, **more):
        made = officer(unit, *roles, password=PASSWORD, **more)
        client.force_login(made)
        return made

    return sign


def change(client, old=PASSWORD, new=NEXT, again=None):
    return client.post("/account/password", {"old": old, "new": new, "again": again or new})


def test_changing_the_password_keeps_this_session_and_ends_the_others(signed, client):
    wang, other = signed("huancui", "handler", username="wang"), Client()
    other.force_login(wang)
    assert change(client).status_code == 302
    assert client.get("/account").status_code == 200
    assert other.get("/account").status_code == 302
    act = ledger.acts(units=None, limit=1).acts[0]
    assert (act.verb, act.payload) == ("password_changed", {})


@pytest.mark.parametrize("wrong", [{"old": "no"}, {"new": "short"}, {"again": "another-thing-7"}, {"new": PASSWORD}])
def test_a_wrong_change_of_password_changes_nothing(signed, client, wrong):
    signed("huancui", "handler", username="wang")
    before = ledger.head()
    assert change(client, **wrong).status_code == 422
    assert ledger.head() == before
    assert Officer.objects.get(username="wang").check_password(PASSWORD)


def test_the_last_passwords_do_not_come_back(officer):
    officer("city", "leader", username="wang", password=PASSWORD)
    words = [f"Liugong-island-{n}" for n in range(5)]
    for word in words:
        people.set_password(username="wang", password=word, by="setup", at=AT)
    for word in words:
        with pytest.raises(Refused, match="最近5次"):
            people.set_password(username="wang", password=word, by="setup", at=AT)
    people.set_password(username="wang", password=PASSWORD, by="setup", at=AT)


def test_a_temporary_password_is_changed_before_anything_else(signed, client):
    signed("city", "leader", username="wang", temporary=True)
    for page in ("/work", "/scoreboard", "/account"):
        assert client.get(page)["Location"] == "/account/password"
    assert client.get("/scoreboard", headers={"HX-Request": "true"})["HX-Redirect"] == "/account/password"
    change(client)
    assert client.get("/work").status_code == 200


def test_an_administrator_opens_an_account_and_hands_the_password_over_once(signed, client):
    signed("city", "administrator", username="admin")
    given = {"username": "li", "name": "李", "unit": "huancui", "roles": ["handler"]}
    page = client.post("/people/new", given).content.decode()
    password = re.search(r'id="temporary-password">([^<]+)<', page).group(1)
    li = Officer.objects.get(username="li")
    assert li.check_password(password) and li.temporary_password
    assert password not in client.get("/people/o/li").content.decode()
    assert password not in str(ledger.acts(units=None, limit=3))


def test_the_pages_of_an_administrator_act(signed, client, officer):
    signed("city", "administrator", username="admin")
    officer("huancui", "handler", username="li", password=PASSWORD)
    client.post("/people/o/li/assign", {"unit": "rongcheng", "roles": ["handler", "inspector"]})
    client.post(
        "/people/o/li/certify",
        {"number": "1", "kind": "enforcement", "valid_from": "2026-01-01", "valid_to": "2099-12-31"},
    )
    assert "2099-12-31" in client.get("/people/o/li").content.decode()
    client.post("/people/o/li/withdraw", {"number": "1"})
    client.post("/people/o/li/off")
    li = Officer.objects.get(username="li")
    assert (li.unit_code, li.roles, li.is_active) == ("rongcheng", ["handler", "inspector"], False)
    client.post("/people/o/li/on")
    answer = client.post("/people/o/li/password")
    assert answer.status_code == 200 and Officer.objects.get(username="li").temporary_password
    said = [act.verb for act in ledger.acts(units=None, object_id="li").acts]
    assert said == [
        "password_set", "officer_switched_on", "officer_switched_off", "certificate_withdrawn", "certificate_entered",
        "officer_assigned", "officer_appointed",
    ]  # fmt: skip


def test_her_own_account_has_no_buttons(signed, client):
    signed("city", "administrator", username="admin")
    assert "/people/o/admin/" not in client.get("/people/o/admin").content.decode()
    assert client.post("/people/o/admin/off").status_code == 422


def test_a_county_administrator_finds_only_her_own_people(signed, client, officer):
    officer("rongcheng", "handler", username="far")
    officer("sunjiatuan", "handler", username="near")
    signed("huancui", "administrator", username="admin")
    page = client.get("/people").content.decode()
    assert "/people/o/near" in page and "/people/o/far" not in page
    assert client.get("/people/o/far").status_code == 403
    assert client.post("/people/o/far/off").status_code == 403
    assert client.get("/people/units/rongcheng").status_code == 403


def test_a_unit_is_founded_and_changed_through_the_page(signed, client):
    signed("city", "administrator", username="admin")
    asked = {"code": "g1", "zh": "网格", "en": "Grid", "kind": "grid", "parent": "sunjiatuan", "division": "371002"}
    assert client.post("/people/units/new", asked).status_code == 422, "the station's name is missing"
    assert client.post("/people/units/new", {**asked, "station": "孙家疃所"}).status_code == 302
    assert client.post("/people/units/g1", {**asked, "code": "x", "zh": "甲", "station": "孙家疃所"}).status_code == 302
    assert people.unit_by_code("g1").zh == "甲" and people.unit_by_code("x") is None


def test_leave_is_entered_seen_and_ended_through_the_pages(signed, client, officer):
    officer("huancui", "handler", username="li")
    head = officer("huancui", "station_head", username="head")
    signed("huancui", "handler", username="wang")
    asked = {"from_on": "2099-11-02", "to_on": "2099-11-06", "stand_in": "li", "reason": "annual"}
    assert client.post("/account/leave", {**asked, "to_on": "2099-11-01"}).status_code == 422
    assert client.post("/account/leave", asked).status_code == 302
    assert "2099-11-06" in client.get("/account").content.decode()
    client.force_login(head)
    page = client.get("/team/leave").content.decode()
    end = re.search(r"/account/leave/\d+/end", page).group(0)
    assert client.post(end).status_code == 302
    assert "2099-11-06" not in client.get("/team/leave").content.decode()
