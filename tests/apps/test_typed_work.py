"""A session that ends loses no typed work, and shows it to nobody else."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import typed_work as kept
from huizhi.apps.people.models import KeptForm, Officer
from huizhi.apps.people.sessions import BEGUN, SEEN
from tests.apps.conftest import PASSWORD

pytestmark = pytest.mark.django_db
TYPED = {"username": "new.one", "name": "丛晓", "unit": "rongcheng", "roles": ["handler", "inspector"]}


@pytest.fixture
def admins(officer):
    return {name: officer("city", "administrator", username=name, password=PASSWORD) for name in ("anna", "bao")}


@pytest.fixture
def browser():
    """A browser whose forms need their token, as real ones do."""
    return Client(enforce_csrf_checks=True)


def sign_in(browser, account, page="/people/new"):
    form = browser.get(f"/sign-in?next={page}").content.decode()
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', form).group(1)
    given = {"csrfmiddlewaretoken": token, "account": account, "password": PASSWORD, "next": page}
    return browser.post("/sign-in", given)


def form_of(browser, page="/people/new"):
    """The hidden fields of the form on a page."""
    text = browser.get(page).content.decode()
    return {
        name: re.search(f'name="{name}" value="([^"]+)"', text).group(1) for name in ("csrfmiddlewaretoken", "typed_by")
    }


def expire(browser):
    session = browser.session
    session[SEEN] = int(timezone.now().timestamp()) - 3600 * 3
    session.save()


def shows_the_typed(page):
    text = page.content.decode()
    return 'value="new.one"' in text and 'value="丛晓"' in text and "附件需要重新选择" in text


def test_an_expired_session_keeps_the_form_and_gives_it_back_filled_in(admins, browser):
    sign_in(browser, "anna")
    hidden = form_of(browser)
    expire(browser)
    before = ledger.head()
    answer = browser.post("/people/new", {**TYPED, **hidden})
    assert answer["Location"] == "/sign-in?next=%2Fpeople%2Fnew"
    assert ledger.head() == before and not Officer.objects.filter(username="new.one").exists(), "nothing is written"
    assert sign_in(browser, "anna")["Location"] == "/people/new"
    page = browser.get("/people/new")
    assert shows_the_typed(page)
    text = page.content.decode()
    assert re.search(r'value="rongcheng" selected', text)
    assert len(re.findall(r"checked", text)) == 2
    assert not shows_the_typed(browser.get("/people/new")), "once"
    assert browser.post("/people/new", {**TYPED, **form_of(browser)}).status_code == 200
    assert Officer.objects.filter(username="new.one").exists()


def test_a_stale_token_of_the_same_account_leads_straight_back(admins, browser):
    sign_in(browser, "anna")
    hidden = form_of(browser)
    answer = browser.post("/people/new", {**TYPED, **hidden, "csrfmiddlewaretoken": "x" * 64})
    assert (answer.status_code, answer["Location"]) == (302, "/people/new")
    assert not Officer.objects.filter(username="new.one").exists()
    assert shows_the_typed(browser.get("/people/new"))


def test_two_sign_ins_in_one_browser_do_not_mix_forms(admins, browser):
    """DJG-78 of another office's list of severe defects: anna's form, bao's session."""
    sign_in(browser, "anna")
    hidden = form_of(browser)
    browser.cookies.pop("huizhi_session")
    sign_in(browser, "bao")
    for token in (hidden["csrfmiddlewaretoken"], form_of(browser)["csrfmiddlewaretoken"]):
        answer = browser.post("/people/new", {**TYPED, **hidden, "csrfmiddlewaretoken": token})
        assert answer.status_code == 409
        assert "new.one" not in answer.content.decode()
        assert not shows_the_typed(browser.get("/people/new"))
    assert not Officer.objects.filter(username="new.one").exists()
    browser.cookies.pop("huizhi_session")
    sign_in(browser, "anna")
    assert shows_the_typed(browser.get("/people/new")), "anna gets it back"


def test_somebody_else_signing_in_after_the_session_ended_sees_nothing_of_it(admins, browser):
    sign_in(browser, "anna")
    hidden = form_of(browser)
    expire(browser)
    browser.post("/people/new", {**TYPED, **hidden})
    sign_in(browser, "bao")
    assert not shows_the_typed(browser.get("/people/new"))


def test_an_expired_session_shows_and_writes_nothing(admins, browser):
    """DJG-62 of the same list: an expired session showed everybody's records and let them be edited."""
    sign_in(browser, "anna")
    hidden, before = form_of(browser), ledger.head()
    expire(browser)
    for page in ("/people", "/people/o/bao", "/people/new", "/ledger", "/account", "/work"):
        answer = browser.get(page)
        assert answer.status_code == 302 and answer["Location"].startswith("/sign-in")
    for page in ("/people/o/bao/off", "/people/new", "/people/units/new"):
        assert browser.post(page, {**TYPED, **hidden})["Location"].startswith("/sign-in")
    assert ledger.head() == before and Officer.objects.get(username="bao").is_active


@pytest.mark.parametrize("key, ago, stays", [
    (SEEN, 59, True), (SEEN, 60, False), (BEGUN, 8 * 60 - 1, True), (BEGUN, 8 * 60, False),
])  # fmt: skip
def test_a_session_ends_after_an_idle_hour_or_eight_hours(admins, client, key, ago, stays):
    client.force_login(admins["anna"])
    client.get("/account")
    session = client.session
    session[key] = int(timezone.now().timestamp()) - ago * 60
    session.save()
    assert (client.get("/account").status_code == 200) is stays


def test_the_eight_hours_are_not_stretched_by_use(admins, client):
    client.force_login(admins["anna"])
    client.get("/account")
    begun = client.session[BEGUN]
    session = client.session
    session[SEEN] -= 600
    session.save()
    client.get("/account")
    assert client.session[BEGUN] == begun and client.session[SEEN] >= begun


class Fields(dict):
    def lists(self):
        return self.items()


MINE = kept.Stamp("anna", "/people/new")


def test_what_is_kept_is_sealed_and_short_lived(admins):
    at = timezone.now()
    token = kept.keep(Fields(name=["丛晓"], password=["x"], csrfmiddlewaretoken=["y"]), stamped=MINE, at=at)
    row = KeptForm.objects.get()
    assert "丛晓".encode() not in bytes(row.sealed) and token not in str(vars(row))
    assert kept.give_back(token, stamped=MINE, at=at + kept.KEPT_FOR) == {}
    assert kept.give_back(token, stamped=kept.Stamp("anna", "/people/units/new"), at=at) == {}
    assert kept.give_back(token, stamped=kept.Stamp("bao", "/people/new"), at=at) == {}
    assert kept.give_back("another", stamped=MINE, at=at) == {}
    assert kept.give_back(token, stamped=MINE, at=at) == {"name": ["丛晓"]}
    assert kept.give_back(token, stamped=MINE, at=at) == {}


def test_a_row_given_to_another_account_does_not_open(admins):
    at = timezone.now()
    token = kept.keep(Fields(name=["丛晓"]), stamped=MINE, at=at)
    KeptForm.objects.update(account="bao")
    assert kept.give_back(token, stamped=kept.Stamp("bao", "/people/new"), at=at) == {}


def test_not_more_than_a_few_and_nothing_huge_is_kept(admins):
    at = timezone.now()
    for _ in range(kept.MOST + 3):
        kept.keep(Fields(name=["x"]), stamped=MINE, at=at)
    assert KeptForm.objects.count() == kept.MOST
    assert kept.keep(Fields(name=["x" * kept.LARGEST]), stamped=MINE, at=at) is None
    kept.keep(Fields(name=["x"]), stamped=MINE, at=at + timedelta(hours=1))
    assert KeptForm.objects.count() == 1, "what lapsed is gone"


@pytest.mark.parametrize("wrong", ["", "x", "WyJhbm5hIl0:1abc:forged"])
def test_a_forged_stamp_keeps_nothing(admins, browser, wrong):
    answer = browser.post("/people/new", {**TYPED, "typed_by": wrong})
    assert answer.status_code == 403 and not KeptForm.objects.exists()
    assert kept.stamp_in({"typed_by": wrong}) is None
