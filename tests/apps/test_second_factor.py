"""One-time codes: enrolment, the second step, replay, recovery, lock, and who must have one."""

import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from django.test import Client

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people import second_factor as factors
from huizhi.apps.people.models import Officer, RecoveryCode, SecondFactor
from huizhi.apps.people.sign_in import HALF
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT, PASSWORD

pytestmark = pytest.mark.django_db
STEP = timedelta(seconds=30)


@pytest.fixture
def wang(officer):
    return officer("huancui", "handler", username="wang", password=PASSWORD)


@pytest.fixture
def secret(wang):
    """wang has enrolled ten minutes before now."""
    secret, sealed = factors.new_secret(wang)
    before = datetime.now(UTC) - timedelta(minutes=10)
    wang.codes = factors.enrol(sealed=sealed, code=pyotp.TOTP(secret).at(before), by=wang, at=before)
    return secret


def now(secret):
    return pyotp.TOTP(secret).at(datetime.now(UTC))


def password(client, word=PASSWORD):
    return client.post("/sign-in", {"account": "wang", "password": word, "next": "/account"})


def code(client, given):
    return client.post("/sign-in/code", {"code": given, "next": "/account"})


def test_the_password_alone_lets_only_half_in(secret, client):
    answer = password(client)
    assert answer["Location"].startswith("/sign-in/code?next=")
    assert client.get("/account").status_code == 302
    assert ledger.acts(units=None, limit=1).acts[0].verb == "second_factor_enrolled", "not yet signed in"
    assert code(client, now(secret))["Location"] == "/account"
    assert client.get("/account").status_code == 200 and HALF not in client.session
    act = ledger.acts(units=None, limit=1).acts[0]
    assert (act.verb, act.payload["factor"]) == ("signed_in", "totp")


def test_a_session_planted_before_the_password_is_not_the_one_half_in(secret, client):
    client.get("/sign-in")
    planted = client.session
    planted["x"] = 1
    planted.save()
    client.cookies["huizhi_session"] = planted.session_key
    password(client)
    assert client.cookies["huizhi_session"].value != planted.session_key
    assert HALF not in type(planted)(planted.session_key)


def test_a_code_is_good_once_and_so_is_any_older_one(wang, secret):
    at = datetime.now(UTC)
    totp = pyotp.TOTP(secret)
    assert factors.accept(wang, totp.at(at), at) == "totp"
    assert factors.accept(wang, totp.at(at), at) is None
    assert factors.accept(wang, totp.at(at - STEP), at) is None
    assert factors.accept(wang, totp.at(at + STEP), at) == "totp"


@pytest.mark.parametrize("off, good", [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_phone_may_be_one_step_off(wang, secret, off, good):
    at = datetime.now(UTC)
    assert (factors.accept(wang, pyotp.TOTP(secret).at(at + off * STEP), at) == "totp") is good


def test_a_recovery_code_is_good_once(wang, secret, client):
    password(client)
    assert code(client, wang.codes[0].upper()).status_code == 302
    assert ledger.acts(units=None, limit=1).acts[0].payload["factor"] == "recovery"
    again = Client()
    password(again)
    assert code(again, wang.codes[0]).status_code == 422
    assert factors.codes_left(wang) == 9


def test_new_recovery_codes_make_the_old_ones_worthless(wang, secret, client):
    client.force_login(wang)
    page = client.post("/account/second-factor/recovery").content.decode()
    new = re.findall(r"<li>([0-9a-f-]{19})</li>", page)
    assert len(new) == 10 and not set(new) & set(wang.codes)
    at = datetime.now(UTC)
    assert factors.accept(wang, wang.codes[0], at) is None
    assert factors.accept(wang, new[0], at) == "recovery"


def test_wrong_codes_lock_like_wrong_passwords(secret, client):
    for _ in range(3):
        password(client, "wrong")
    password(client)
    assert code(client, "000000").status_code == 422
    assert "锁定" in code(client, "000000").content.decode()
    assert code(client, now(secret)).status_code == 422
    assert client.get("/account").status_code == 302


def test_a_right_password_alone_forgets_no_failures(secret, client):
    for _ in range(4):
        password(client, "wrong")
    password(client)
    assert "锁定" in code(client, "000000").content.decode()


def test_half_a_sign_in_ends_when_time_password_or_account_change(wang, secret, client):
    for change in (
        {"until": (datetime.now(UTC) - STEP).isoformat()},
        {"proof": "another"},
        {"officer": 0},
    ):
        password(client)
        session = client.session
        session[HALF] = session[HALF] | change
        session.save()
        assert code(client, now(secret)).status_code == 422 and HALF not in client.session
    password(client)
    people.switch_off(username="wang", by="setup", at=AT)
    assert code(client, now(secret)).status_code == 422


def test_the_code_page_without_a_password_leads_to_the_start(client, db):
    assert client.get("/sign-in/code")["Location"].startswith("/sign-in?")
    assert code(client, "123456")["Location"].startswith("/sign-in?")


def test_enrolment_through_the_pages(wang, client):
    client.force_login(wang)
    page = client.get("/account/second-factor").content.decode()
    assert "<svg" in page
    secret = re.search(r'id="secret">([A-Z2-7 ]+)<', page).group(1).replace(" ", "")
    assert secret in client.get("/account/second-factor").content.decode().replace(" ", ""), "a reload keeps it"
    assert client.post("/account/second-factor", {"code": "000000"}).status_code == 422
    page = client.post("/account/second-factor", {"code": now(secret)}).content.decode()
    codes = re.findall(r"<li>([0-9a-f-]{19})</li>", page)
    assert len(codes) == 10
    again = client.get("/account/second-factor").content.decode()
    assert codes[0] not in again and secret not in again.replace(" ", "")


def test_what_is_kept_opens_no_door(wang, secret):
    kept = bytes(SecondFactor.objects.get(officer=wang).sealed_secret)
    assert secret.encode() not in kept
    assert not set(wang.codes) & set(RecoveryCode.objects.values_list("hashed", flat=True))
    assert secret not in str(ledger.acts(units=None)) and wang.codes[0] not in str(ledger.acts(units=None))


def test_a_secret_moved_to_another_account_does_not_open(wang, secret, officer):
    li = officer("huancui", "handler", username="li")
    SecondFactor.objects.filter(officer=wang).update(officer=li)
    with pytest.raises(Refused):
        factors.accept(li, now(secret), datetime.now(UTC))


def test_a_new_key_seals_the_secrets_again(wang, secret):
    keyring.new_key("totp")
    assert factors.reseal(10) == 1 and factors.reseal(10) == 0
    assert factors.accept(wang, now(secret), datetime.now(UTC)) == "totp"


def test_a_lost_phone_is_reset_by_an_administrator(wang, secret, client, officer):
    admin = officer("city", "administrator", username="admin")
    client.force_login(admin)
    assert client.post("/people/o/wang/factor").status_code == 302
    assert ledger.acts(units=None, limit=1).acts[0].verb == "second_factor_reset"
    assert client.post("/people/o/wang/factor").status_code == 422
    assert not RecoveryCode.objects.exists()
    assert password(Client())["Location"] == "/account"


@pytest.mark.parametrize(
    "role, must", [("administrator", True), ("auditor", True), ("data_steward", True), ("handler", True),
                   ("station_head", True), ("case_officer", True), ("leader", False), ("inspector", False)],
)  # fmt: skip
def test_some_roles_must_have_one_before_anything_else(settings, client, officer, role, must):
    settings.SECOND_FACTOR = "required"
    client.force_login(officer("city", role))
    answer = client.get("/work")
    assert (answer.status_code == 302 and answer["Location"] == "/account/second-factor") is must
    assert client.get("/account/second-factor").status_code == 200
    settings.SECOND_FACTOR = "optional"
    assert client.get("/work").status_code == 200


def test_a_temporary_password_comes_before_the_second_factor(settings, client, officer):
    settings.SECOND_FACTOR = "required"
    client.force_login(officer("city", "auditor", temporary=True, password=PASSWORD))
    assert client.get("/account/second-factor")["Location"] == "/account/password"


def test_enrolment_and_act_fail_together(wang, monkeypatch):
    secret, sealed = factors.new_secret(wang)
    monkeypatch.setattr(factors, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        factors.enrol(sealed=sealed, code=now(secret), by=wang, at=datetime.now(UTC))
    assert not factors.enrolled(Officer.objects.get(username="wang"))
