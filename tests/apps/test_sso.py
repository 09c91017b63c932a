"""Single sign-on against a provider that really runs on this machine."""

from urllib.parse import parse_qs, urlsplit

import oidc_provider_mock
import pytest
import requests
from django.test import Client

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people.models import Officer, SsoLink
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
]


@pytest.fixture(scope="module")
def provider():
    with oidc_provider_mock.run_server_in_thread() as server:
        yield f"http://localhost:{server.server_port}"


@pytest.fixture
def configured(settings, provider):
    settings.OIDC = {"issuer": provider, "client_id": "huizhi", "client_secret": "s"}


@pytest.fixture
def wang(configured, officer):
    made = officer("huancui", "handler", username="wang")
    people.link_sso(username="wang", subject="wang@weihai", by="setup", at=AT)
    return made


def to_provider(client, wanted="/account"):
    """Where we send the visitor."""
    return client.get("/sign-in/sso", {"next": wanted})["Location"]


def consent(address, subject):
    """What the provider sends back once the person has signed in there."""
    answer = requests.post(address, data={"sub": subject}, allow_redirects=False, timeout=10)
    return urlsplit(answer.headers["Location"])


def come_back(client, subject="wang@weihai", query=None):
    back = consent(to_provider(client), subject)
    return client.get(f"{back.path}?{query or back.query}")


def signed_in(client):
    return client.get("/account").status_code == 200


def test_a_linked_officer_signs_in_and_goes_where_she_was_going(wang, client):
    assert come_back(client)["Location"] == "/account"
    assert signed_in(client)
    act = ledger.acts(units=None, limit=1).acts[0]
    assert (act.verb, act.officer, act.payload["how"]) == ("signed_in", "wang", "sso")


def test_the_request_carries_pkce_state_and_nonce(wang, client):
    asked = parse_qs(urlsplit(to_provider(client)).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["response_type"] == ["code"]
    assert {"state", "nonce", "code_challenge"} <= set(asked)
    assert asked["redirect_uri"] == ["http://testserver/sign-in/sso/back"]


def tampered(client, field):
    session = client.session
    key = next(key for key in list(session.keys()) if key.startswith("_state_"))
    session[key] = {**session[key], "data": {**session[key]["data"], field: "another" * 8}}
    session.save()


def test_a_wrong_nonce_is_refused(wang, client):
    back = consent(to_provider(client), "wang@weihai")
    tampered(client, "nonce")
    answer = client.get(f"{back.path}?{back.query}")
    assert answer.status_code == 422 and "答复不符" in answer.content.decode()
    assert not signed_in(client)


@pytest.mark.parametrize("query", ["code=x&state=y", "", "error=access_denied&state=x", "state=&code="])
def test_an_answer_that_is_not_ours_is_refused(wang, client, query):
    assert come_back(client, query=query or "x=1").status_code == 422
    assert not signed_in(client)


def test_an_answer_is_good_once_and_in_one_browser(wang, client):
    back = consent(to_provider(client), "wang@weihai")
    other = Client()
    assert other.get(f"{back.path}?{back.query}").status_code == 422 and not signed_in(other)
    assert client.get(f"{back.path}?{back.query}").status_code == 302
    assert other.get(f"{back.path}?{back.query}").status_code == 422


def test_an_unknown_subject_opens_nothing_and_is_not_kept_in_words(wang, client):
    officers = Officer.objects.count()
    answer = come_back(client, "stranger@weihai")
    assert answer.status_code == 422 and "没有关联" in answer.content.decode()
    assert Officer.objects.count() == officers and not signed_in(client)
    act = ledger.acts(units=None, limit=1).acts[0]
    assert act.verb == "sign_in_refused" and "stranger" not in str(act)


def test_a_switched_off_account_stays_shut(wang, client):
    people.switch_off(username="wang", by="setup", at=AT)
    assert come_back(client).status_code == 422 and not signed_in(client)


def test_a_link_to_another_provider_opens_nothing(wang, client):
    SsoLink.objects.update(issuer="https://elsewhere.example")
    assert come_back(client).status_code == 422 and not signed_in(client)


def test_signing_out_offers_to_sign_out_of_the_provider(wang, client):
    come_back(client)
    page = client.post("/sign-out").content.decode()
    assert "post_logout_redirect_uri=" in page and not signed_in(client)


def test_a_session_of_a_password_says_nothing_of_the_provider(wang, client):
    client.force_login(wang)
    assert client.post("/sign-out").status_code == 302


def test_a_provider_that_does_not_answer_leaves_the_password(settings, db, client):
    settings.OIDC = {"issuer": "http://localhost:9", "client_id": "huizhi", "client_secret": ""}
    answer = client.get("/sign-in/sso")
    assert (
        answer.status_code == 422 and "没有应答" in answer.content.decode() and "id_password" in answer.content.decode()
    )


def test_plain_http_is_for_this_machine_only(settings, db, client):
    settings.OIDC = {"issuer": "http://sso.example", "client_id": "huizhi", "client_secret": ""}
    assert client.get("/sign-in/sso").status_code == 422


def test_without_a_provider_nothing_is_offered(db, client):
    assert client.get("/sign-in/sso").status_code == 404
    assert client.get("/sign-in/sso/back").status_code == 404
    assert "/sign-in/sso" not in client.get("/sign-in").content.decode()


def test_only_an_administrator_links_and_a_subject_opens_one_account(wang, officer, client):
    officer("huancui", "handler", username="li")
    with pytest.raises(people.NotPermitted):
        people.link_sso(username="li", subject="li@weihai", by=wang, at=AT)
    with pytest.raises(Refused) as refused:
        people.link_sso(username="li", subject="wang@weihai", by="setup", at=AT)
    assert refused.value.code == "subject_taken"
    client.force_login(officer("city", "administrator", username="admin"))
    assert client.post("/people/o/li/sso", {"subject": "li@weihai"}).status_code == 302
    assert "li@weihai" in client.get("/people/o/li").content.decode()
    client.post("/people/o/li/sso", {"subject": ""})
    assert SsoLink.objects.count() == 1
    assert "weihai" not in str(ledger.acts(units=None, object_kind="officer"))
