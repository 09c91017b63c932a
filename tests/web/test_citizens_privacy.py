"""A reporter's name planted once: no page, no account and no log shows it, only the citizen's own browser."""

import logging

import pytest
from django.test import Client

from huizhi.apps.ledger.models import Act
from huizhi.apps.visitors.models import Draft
from tests.web import citizens
from tests.web.test_access import ACCOUNTS, TABLE

NAME, PHONE = "欧阳青禾独一", "13900007531"
WHO = {"named": "named", "name": NAME, "phone": PHONE, "address": "示例路75号"}
PLANTED = (NAME, PHONE, "示例路75号")
POSTS = [
    ("/public/file", {"kind": "report"}), ("/public/file/where", {}), ("/public/file/check", {}),
    ("/public/file/clear", {}), ("/public/file/undo", {}), ("/public/file/done", {}), ("/public/track", {}),
    ("/public/track/other", {}), ("/public/track/leave", {}), ("/public/track/do/rate", {}),
]  # fmt: skip


@pytest.fixture
def reporter(signed_in):
    """A browser that has filed a report by name: client, number, code."""
    client = Client()
    citizens.fill(client, {**citizens.REPORT, "who": WHO})
    assert NAME in citizens.words(client.get("/public/file/check")), "her own page shows it"
    citizens.submit(client)
    numbers, code = citizens.receipt(client)
    return client, numbers[0], code


def test_no_page_of_any_account_shows_a_reporter(reporter, signed_in):
    _client, number, code = reporter
    extra = [f"/work/matters/{number}", f"/work/inbox?q={number}", f"/public/complaints?q={NAME}", "/work/inbox"]
    found = []
    for account in ACCOUNTS:
        client = signed_in(account)
        for path in [*(path for path, _expected in TABLE.values()), *extra]:
            answer = client.get(path, follow=True)
            shown = b"".join(answer.streaming_content) if answer.streaming else answer.content
            assert answer.status_code < 500, (account, path)
            asked = path.endswith(f"q={NAME}")
            found += [f"{account} {path}" for each in PLANTED if each.encode() in shown and not asked]
    assert found == []
    party = Client()
    party.post("/public/track", {"number": number, "code": code})
    page = party.get("/public/track/matter").content.decode()
    assert number in page and not [each for each in PLANTED if each in page]


def test_neither_ledger_nor_drafts_nor_logs_hold_a_reporter(reporter, caplog):
    client, _number, _code = reporter
    acts = "".join(repr(payload) for payload in Act.objects.values_list("payload", flat=True))
    sealed = b"".join(bytes(row) for row in Draft.objects.values_list("sealed", flat=True))
    with caplog.at_level(logging.DEBUG):
        client.post("/public/file/done")
        citizens.fill(client, {**citizens.REPORT, "who": WHO}, until="who")
        client.post("/public/file/who", {**WHO, "phone": f"{PHONE} extra"})
    for each in PLANTED:
        assert each not in acts and each.encode() not in sealed and each not in caplog.text


@pytest.mark.parametrize(("path", "fields"), POSTS)
def test_a_form_without_its_token_changes_nothing(db, path, fields):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answer = client.post(path, fields)
    assert answer.status_code == 403 and "没有内容被改动" in citizens.words(answer)
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("method", ["put", "delete", "patch", "options", "trace"])
def test_other_methods_are_refused_plainly(db, method):
    client = Client(raise_request_exception=False)
    for path in ("/public/file", "/public/file/check", "/public/file/receipt", "/public/track", "/public/track/matter",
                 "/public/track/do/rate", "/public/file/clear", "/public/complaints"):  # fmt: skip
        assert getattr(client, method)(path).status_code == 405, path


@pytest.mark.parametrize("cookie", ["", "x", "\"'", "é", "a" * 5000, "%00", "../../etc"])
def test_a_made_up_cookie_opens_nothing(db, cookie):
    client = Client(raise_request_exception=False)
    for name in ("huizhi_filing", "huizhi_track"):
        client.cookies[name] = cookie
    for path in ("/public/file/check", "/public/file/receipt", "/public/track/matter", "/public/track/receipt.json"):
        assert client.get(path).status_code == 302
    assert client.post("/public/file/check", {"true": "on"}).status_code == 302
    assert client.get("/public/file").status_code == 200
