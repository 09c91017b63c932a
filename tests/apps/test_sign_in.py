"""Signing in and out: sessions, locks, safe addresses, and what the ledger keeps."""

from datetime import timedelta

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from django.contrib.sessions.models import Session
from django.test import Client, RequestFactory
from django.urls import reverse

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people import sign_in as signing
from huizhi.apps.people import tries
from huizhi.apps.people.models import RefusedSignIns
from huizhi.apps.people.views import signing as pages
from huizhi.config import settings as site_settings
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT, PASSWORD

pytestmark = pytest.mark.django_db
ADDRESS = "10.1.1.7"
SECOND = timedelta(seconds=1)


@pytest.fixture
def wang(officer):
    return officer("huancui", "inspector", username="wang", password=PASSWORD)


def a_request():
    """A request with a session and nobody signed in."""
    client = Client()
    request = RequestFactory().post("/sign-in")
    request.session = client.session
    request.user = None
    return request


def attempt(password=PASSWORD, account="wang", at=AT, address=ADDRESS, request=None):
    """One attempt; the code it is refused with, or "in"."""
    try:
        signing.sign_in(request or a_request(), account=account, password=password, address=address, at=at)
    except Refused as refused:
        return refused.code
    return "in"


def test_the_right_password_lets_in_with_a_new_session(wang):
    request = a_request()
    before = request.session.session_key
    assert attempt(request=request) == "in"
    assert request.session.session_key not in (None, before)
    act = ledger.acts(units=None, limit=1).acts[0]
    assert (act.verb, act.officer, act.unit, act.payload) == (
        "signed_in",
        "wang",
        "huancui",
        {"address": ADDRESS, "how": "password"},
    )


def test_five_refusals_lock_even_the_right_password_out(wang):
    said = [attempt("wrong", at=AT + n * SECOND) for n in range(5)]
    assert said == ["sign_in_refused"] * 4 + ["sign_in_locked"]
    assert attempt(at=AT + 6 * SECOND) == "sign_in_locked"
    assert attempt(at=AT + 6 * SECOND, address="10.1.1.8") == "in", "another machine of the same officer is not locked"
    assert attempt(at=AT + timedelta(minutes=15, seconds=5)) == "in"


def test_attempts_behind_a_lock_are_not_counted_and_write_nothing(wang):
    for _ in range(5):
        attempt("wrong")
    before = ledger.head()
    assert attempt("wrong", at=AT + SECOND) == "sign_in_locked"
    assert ledger.head() == before


def test_a_success_clears_the_count_of_the_pair_but_not_of_the_address(wang, officer):
    for _ in range(4):
        attempt("wrong")
    assert attempt() == "in"
    assert [attempt("wrong") for _ in range(4)] == ["sign_in_refused"] * 4
    assert RefusedSignIns.objects.get(key=tries.digest_of(f"address:{ADDRESS}")).failures == 8


def test_no_typed_account_or_address_is_kept_and_what_lapsed_is_forgotten(wang):
    attempt("wrong", account="13800001111")
    attempt("wrong", account="wang", at=AT + timedelta(minutes=50))
    said = repr(list(RefusedSignIns.objects.values()))
    assert not [word for word in ("13800001111", "wang", ADDRESS) if word in said]
    assert people.forget_lapsed_tries(AT + timedelta(hours=2)) == 0
    assert people.forget_lapsed_tries(AT + timedelta(hours=2, minutes=30)) == 2, "the address began anew at 50 minutes"
    for _ in range(5):
        attempt("wrong", at=AT + timedelta(hours=3))
    assert people.forget_lapsed_tries(AT + timedelta(hours=3, minutes=1)) == 0, "all began anew"
    assert attempt(at=AT + timedelta(hours=3, minutes=2)) == "sign_in_locked", "a lock that holds is not forgotten"


def test_an_address_that_tries_many_accounts_is_locked(wang):
    said = [attempt("wrong", account=f"nobody{n}") for n in range(30)]
    assert said[-1] == "sign_in_locked"
    assert attempt() == "sign_in_locked"


def test_a_switched_off_account_is_refused_like_a_wrong_password(wang):
    wang.is_active = False
    wang.save()
    assert attempt() == "sign_in_refused"


def test_a_mistyped_account_is_not_kept_in_words(wang):
    """People type their password into the wrong field."""
    attempt("x", account="Weihai-tides-7")
    act = ledger.acts(units=None, limit=1).acts[0]
    assert act.verb == "sign_in_refused"
    assert "Weihai" not in str(act)


def test_a_lost_session_row_or_a_lost_act_takes_the_other_with_it(wang, monkeypatch):
    monkeypatch.setattr(signing, "record", lambda **_: 1 / 0)
    request = a_request()
    before = set(Session.objects.values_list("session_key", flat=True))
    with pytest.raises(ZeroDivisionError):
        attempt(request=request)
    wang.refresh_from_db()
    assert wang.last_login is None
    assert set(Session.objects.values_list("session_key", flat=True)) == before


def test_signing_out_ends_the_session_and_is_recorded(wang, client):
    client.force_login(wang)
    answer = client.post(reverse("people:sign_out"))
    assert answer.status_code == 302
    assert "_auth_user_id" not in client.session
    assert ledger.acts(units=None, limit=1).acts[0].verb == "signed_out"


def test_signing_out_needs_a_post(wang, client):
    client.force_login(wang)
    assert client.get(reverse("people:sign_out")).status_code == 405
    assert "_auth_user_id" in client.session


def test_the_page_signs_in_and_goes_where_the_officer_was_going(wang, client):
    answer = client.post(reverse("people:sign_in"), {"account": "wang", "password": PASSWORD, "next": "/draws/1"})
    assert (answer.status_code, answer["Location"]) == (302, "/draws/1")
    assert answer["Cache-Control"].startswith("max-age=0")


@pytest.mark.parametrize("there", ["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)", ""])
def test_another_site_is_never_the_next_page(wang, client, there):
    answer = client.post(reverse("people:sign_in"), {"account": "wang", "password": PASSWORD, "next": there})
    assert answer["Location"] == "/"


def test_a_form_from_elsewhere_is_refused(wang):
    answer = Client(enforce_csrf_checks=True).post(reverse("people:sign_in"), {"account": "wang", "password": PASSWORD})
    assert answer.status_code == 403


@pytest.mark.parametrize("language, words", [("zh-hans", "账号或密码不正确"), ("en", "the account or the password")])
def test_the_page_says_what_was_wrong_in_the_visitors_language(wang, client, language, words):
    client.cookies["django_language"] = language
    answer = client.post(reverse("people:sign_in"), {"account": "wang", "password": "no"})
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


@pytest.mark.parametrize(
    "proxies, forwarded, seen",
    [(0, "6.6.6.6", "127.0.0.1"), (1, "6.6.6.6, 10.0.0.9", "10.0.0.9"), (2, "6.6.6.6, 10.0.0.9", "6.6.6.6"),
     (2, "6.6.6.6", "127.0.0.1"), (1, "", "127.0.0.1")],
)  # fmt: skip
def test_only_our_own_proxies_are_believed_about_the_address(settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXIES = proxies
    assert pages.address_of(RequestFactory().get("/", headers={"X-Forwarded-For": forwarded})) == seen


def test_passwords_are_kept_with_argon2():
    assert site_settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
    assert make_password(PASSWORD, hasher=Argon2PasswordHasher()).startswith("argon2$argon2id$")
