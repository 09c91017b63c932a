"""Accounts of citizens and businesses: apart from officers, under the same lock."""

import hashlib
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people.models import PublicAccount
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT, PASSWORD

pytestmark = pytest.mark.django_db
CODE = "91371000MA3D00001X"


@pytest.fixture
def citizen(db):
    return people.open_public_account(account="Haibian", password=PASSWORD, kind="citizen", address="10.1.1.7", at=AT)


def sign_in(client, account="haibian", password=PASSWORD):
    return client.post("/public/sign-in", {"account": account, "password": password})


def card(client):
    request = RequestFactory().get("/public")
    request.session = client.session
    return people.public_account(request)


def test_a_citizen_opens_an_account_and_signs_in_and_out(client, db):
    asked = {"account": "haibian", "password": PASSWORD, "kind": "citizen"}
    assert client.post("/public/open-account", asked).status_code == 302
    assert sign_in(client)["Location"] == "/public/account"
    assert card(client).kind == "citizen" and "haibian" in client.get("/public/account").content.decode()
    assert "no-store" in client.get("/public")["Cache-Control"]
    client.post("/public/sign-out")
    assert card(client) is None


def test_it_is_no_officer(client, citizen):
    sign_in(client)
    for page in ("/work", "/account", "/people", "/search"):
        assert client.get(page)["Location"].startswith("/sign-in")
    assert client.post("/sign-in", {"account": "haibian", "password": PASSWORD}).status_code == 422


def test_an_officer_is_no_citizen(client, officer):
    officer("city", "leader", username="wang", password=PASSWORD)
    assert sign_in(client, "wang").status_code == 422


def test_refused_sign_ins_count_under_the_same_lock(client, citizen, officer):
    for _ in range(5):
        sign_in(client, password="wrong")
    assert "锁定" in sign_in(client).content.decode()
    for n in range(25):
        sign_in(client, account=f"nobody{n}")
    officer("city", "leader", username="wang", password=PASSWORD)
    answer = client.post("/sign-in", {"account": "wang", "password": PASSWORD})
    assert "锁定" in answer.content.decode(), "the address is locked for officers too"


def test_a_business_user_answers_for_nothing_until_an_officer_has_confirmed(client, officer):
    asked = {"account": "shop", "password": PASSWORD, "kind": "business", "entity_id": CODE}
    assert client.post("/public/open-account", asked).status_code == 302
    sign_in(client, "shop")
    assert card(client).entity_id == ""
    account = card(client).id
    with pytest.raises(people.NotPermitted):
        people.confirm_business(account=account, right=True, by=officer("city", "auditor"), at=AT)
    handler = officer("huancui", "handler", username="wang")
    people.confirm_business(account=account, right=True, by=handler, at=AT)
    assert card(client).entity_id == CODE
    with pytest.raises(Refused):
        people.confirm_business(account=account, right=False, by=handler, at=AT)
    assert ledger.acts(units=None, limit=1).acts[0].payload == {"entity": CODE}


def test_a_business_account_that_is_not_the_businesss_is_closed(client, officer):
    people.open_public_account(
        account="shop", password=PASSWORD, kind="business", entity_id=CODE, address="10.1.1.7", at=AT
    )
    sign_in(client, "shop")
    assert card(client)
    client.force_login(officer("huancui", "handler", username="wang"))
    number = PublicAccount.objects.get().pk
    assert CODE in client.get("/businesses/accounts").content.decode()
    assert client.post("/businesses/accounts", {"account": number, "right": "0"}).status_code == 302
    assert card(client) is None and client.post("/businesses/accounts", {"account": "x"}).status_code == 422


@pytest.mark.parametrize("wrong", [
    {"password": "short"}, {"account": "haibian"}, {"account": "HAIBIAN"}, {"kind": "king"},
    {"kind": "business"}, {"kind": "business", "entity_id": " "}, {"account": "x y"}, {"account": "abc"},
])  # fmt: skip
def test_a_wrong_account_is_not_opened_and_not_recorded(client, citizen, wrong):
    before = ledger.head()
    asked = {"account": "another", "password": PASSWORD, "kind": "citizen", **wrong}
    assert client.post("/public/open-account", asked).status_code == 422
    assert ledger.head() == before


def test_a_changed_password_ends_the_session(client, citizen):
    sign_in(client)
    PublicAccount.objects.update(password="another")
    assert card(client) is None


def test_the_ledger_names_nobody(client, citizen):
    sign_in(client)
    sign_in(client, account="13806310000")
    said = str(ledger.acts(units=None))
    assert "haibian" not in said.lower() and "13806310000" not in said


@pytest.mark.parametrize("change", ["kind = 'king'", "entity_id = 'x'", "kind = 'business'"])
def test_the_database_itself_refuses_nonsense(citizen, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_publicaccount SET {change}")


def test_the_ledger_keeps_no_digest_that_a_telephone_number_could_be_tried_on(client, db):
    sign_in(client, "13800001111")
    act = ledger.acts(units=None, limit=1).acts[0]
    assert act.object_id.startswith("unknown:")
    for said in ("13800001111", "public:13800001111"):
        assert hashlib.sha256(said.encode()).hexdigest()[:16] not in act.object_id
    sign_in(client, "13800001111")
    assert ledger.acts(units=None, limit=1).acts[0].object_id == act.object_id, "the same stranger is known again"


def test_a_public_account_beside_an_officers_session_makes_it_no_longer(client, citizen, officer):
    client.force_login(officer("city", "leader", username="wang"))
    client.get("/account")
    session = client.session
    session["people.begun"] -= 7 * 3600
    session.save()
    begun = session["people.begun"]
    assert sign_in(client).status_code == 302
    assert client.session["people.begun"] == begun


def test_one_address_opens_only_so_many_accounts_in_an_hour(db, settings):
    settings.FILINGS_PER_HOUR = 3

    def opened(n, address="10.1.1.7", at=AT):
        try:
            return people.open_public_account(
                account=f"name{n}", password=PASSWORD, kind="citizen", address=address, at=at
            )
        except Refused as why:
            return why.code

    assert opened(0) and opened(0) == "account_taken", "trying names counts too"
    assert isinstance(opened(1), int)
    assert opened(2) == "too_often"
    assert isinstance(opened(3, address="10.1.1.8"), int)
    assert isinstance(opened(4, at=AT + timedelta(hours=1)), int)
    assert PublicAccount.objects.count() == 4


def test_the_page_that_opens_accounts_says_when_it_is_too_often(client, db, settings):
    settings.FILINGS_PER_HOUR = 1
    asked = {"password": PASSWORD, "kind": "citizen"}
    assert client.post("/public/open-account", {**asked, "account": "first"}).status_code == 302
    answer = client.post("/public/open-account", {**asked, "account": "second"})
    assert answer.status_code == 422 and "过于频繁" in answer.content.decode()
