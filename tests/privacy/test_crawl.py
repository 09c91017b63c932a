"""A name planted once, looked for everywhere: only who may read that matter finds it, and a reporter's contacts nobody.

Whoever handles a matter reads what its citizen wrote; the unit's head reads it to assign it. Nobody else does, not even
of a complaint, whose existence others of the unit and above may see.
"""

import logging
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings as site
from django.db import connection
from django.test import Client

from huizhi.apps.casework.models import Matter
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import appoint_officer
from huizhi.exchange import acts as carried
from huizhi.exchange.office_matters import deliver, office_contracts
from huizhi.feeds.feed import receipts, validate
from huizhi.lake.store import LakeStore
from huizhi.vocabulary.divisions import DivisionTable
from tests.browser.sample_office import AT, OFFICERS
from tests.privacy.canary import CANARY, leaks, where
from tests.privacy.planted import Planted, papers_of, plant
from tests.web.conftest import english_words, office, signed_in
from tests.web.test_access import TABLE

__all__ = ["english_words", "office", "signed_in"]
COLLEAGUE = "colleague"
ACCOUNTS = ("", *OFFICERS, COLLEAGUE)
READERS = {
    "report": {"handler", "head"},
    "complaint": {"handler", "head"},
}
"""Kind -> who may read what its citizen wrote."""
UNASSIGNED = {"report": {"head"}, "complaint": {"head"}}
"""The same of what nobody has been given yet."""
VERBS = ("comment", "attach", "accept", "message", "decide", "file_case", "assign", "pause", "hand_over", "publish")
UNTYPED = (CANARY.id_number, CANARY.email)
"""What no citizen wrote into a text here: nobody reads it but by a look."""


@pytest.fixture
def planted(office, settings) -> Planted:
    """Everything planted, and one more officer of the unit who works none of it."""
    settings.OPEN311_ANYBODY = True
    given = {"name": "王海", "unit": "huancui", "roles": ["handler"], "password": None, "by": "setup", "at": AT}
    appoint_officer(username=COLLEAGUE, **given)
    return plant()


def body(answer) -> bytes:
    """Everything that was sent: head and body."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(answer.headers).encode() + repr(answer.cookies.output()).encode() + content


def allowed(account: str, path: str, planted: Planted) -> bool:
    """Whether an account may find the planted text at an address."""
    for number in planted.numbers:
        if f"/work/matters/{number}" in path:
            kind = "report" if "-JB-" in number else "complaint"
            given = Matter.objects.get(number=number).assignee_id
            return account in (READERS if given else UNASSIGNED)[kind]
    return path.startswith("/work/inbox") and account in READERS["complaint"]  # the reader beside the list


def addresses(planted: Planted) -> list[str]:
    """Where the two matters that went through everything stand, and the lists and reads that tell of them."""
    found = ["/work", "/work/inbox?show=all", "/work/inbox?show=closed", "/work/late", "/work/team", "/ledger",
             "/public/complaints", "/open311/v2/requests.json", "/nowhere"]  # fmt: skip
    for number in planted.numbers[:2]:
        found += [f"/work/matters/{number}", f"/work/matters/{number}/reader", f"/work/inbox?text={number}"]
        found += [f"/work/matters/{number}/files/{ref}" for ref in papers_of(number)]
        found += [f"/open311/v2/requests/{number}.json", f"/work/matters/{number}/do/comment"]
    return found


def every_address(planted: Planted) -> list[str]:
    """Every address of the site, with the planted matters put in wherever one can be named."""
    found = addresses(planted) + [path for path, _expected in TABLE.values()]
    for number in planted.numbers:
        found += [f"/work/matters/{number}", f"/work/matters/{number}/reader", f"/work/intake/done/{number}"]
        found += [f"/work/matters/{number}/files/{ref}" for ref in papers_of(number)]
        found += [f"/open311/v2/requests/{number}.{form}" for form in ("json", "xml")]
    return found + [f"/work/matters/{number}/do/{verb}" for number in planted.numbers[:2] for verb in VERBS]


def crawl(planted: Planted, signed_in, paths: list[str], **headers) -> tuple[list[str], set[tuple[str, str]]]:
    """Where an account found what it may not, and which pages showed the planted text to whom."""
    wrong, shown = [], set()
    for account in ACCOUNTS:
        client = signed_in(account)
        for path in paths:
            content = body(client.get(path, **headers))
            if any(each.encode() in content for each in UNTYPED):
                wrong.append(f"{account or 'visitor'} {path}: contacts")
            if leaks(content):
                shown.add((account, path))
                if not allowed(account, path, planted):
                    wrong.append(f"{account or 'visitor'} {path}: {where(content)[:2]}")
    return wrong, shown


def test_no_address_shows_it_to_anybody_but_who_may_read_that_matter(planted, signed_in):
    wrong, shown = crawl(planted, signed_in, addresses(planted))
    assert wrong == []
    for number, kind in ((planted.report, "report"), (planted.complaint, "complaint")):
        assert {who for who, path in shown if path == f"/work/matters/{number}"} == READERS[kind], "readers do read"


@pytest.mark.long
@pytest.mark.timeout(1800)
@pytest.mark.parametrize(("debug", "language"), [(False, "zh-hans"), (True, "en")])
def test_nor_does_any_other_address_in_either_language(planted, signed_in, settings, debug, language):
    settings.DEBUG = debug
    wrong, _shown = crawl(planted, signed_in, every_address(planted), HTTP_ACCEPT_LANGUAGE=language)
    assert wrong == []


@pytest.mark.parametrize("debug", [False, True])
def test_no_error_page_and_no_log_shows_it(planted, signed_in, settings, monkeypatch, caplog, debug):
    settings.DEBUG = debug
    caplog.set_level(logging.DEBUG)
    number = planted.report
    typed = {"text": CANARY.name, "facts": CANARY.facts, "name": CANARY.name, "phone": CANARY.phone}
    wanted = {
        400: lambda client: client.get("/public", HTTP_HOST="bad host"),
        403: lambda client: client.get("/people"),
        404: lambda client: client.get(f"/work/matters/{number}x"),
        405: lambda client: client.delete("/public/file/check"),
        409: lambda client: client.post(
            f"/work/matters/{number}/do/comment", {"text": "已联系", "audience": "staff", "version": 1}
        ),
        422: lambda client: client.post(f"/work/matters/{number}/do/comment", {"version": 1}),
    }
    for account in ("handler", "rongcheng", ""):
        client = signed_in(account)
        for status, ask in wanted.items():
            answer = ask(client)
            assert answer.status_code == status or account != "handler", (status, answer.status_code)
            assert not leaks(body(answer)), (account, status, where(body(answer)))

    def broken(*_args, **_kwargs):
        text = complaints.track(number=number, code=planted.report_code, at=datetime.now(UTC)).facts
        raise RuntimeError(f"{len(text)} characters")

    for place in ("huizhi.apps.casework.views.matters.whole", "huizhi.apps.complaints.views.intake.file_intake",
                  "huizhi.apps.complaints.open311.file_intake"):  # fmt: skip
        monkeypatch.setattr(place, broken)
    counter = {
        **typed, "key": "k", "channel": "phone", "kinds": ["complaint"], "respondent_name": "示例饭店", "claim": "退款",
        "target": "operator", "division": "371002/", "topic": "food", "goods": "catering",
    }  # fmt: skip
    door = {"service_code": "complaint-food", "description": CANARY.facts, "phone": CANARY.phone, "respondent": "店"}
    client = signed_in("handler")
    for answer in (
        client.get(f"/work/matters/{number}"), client.post("/work/intake", counter),
        client.post("/open311/v2/requests.json", door),
    ):  # fmt: skip
        assert answer.status_code == 500
        assert not leaks(body(answer)), where(body(answer))
    said = [repr(vars(record)) + record.getMessage() for record in caplog.records]
    assert said and [line[:300] for line in said if leaks(line)] == []
    assert not leaks(caplog.text), where(caplog.text)


def test_no_log_of_a_filing_holds_it(office, settings, caplog):
    settings.OPEN311_ANYBODY = True
    appoint_officer(
        username=COLLEAGUE, name="王海", unit="huancui", roles=["handler"], password=None, by="setup", at=AT
    )
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="django.db.backends")
    connection.force_debug_cursor = True
    try:
        plant()
    finally:
        connection.force_debug_cursor = False
    assert caplog.records, "the database's own statements are among them"
    assert [where(repr(vars(record)))[:2] for record in caplog.records if leaks(repr(vars(record)))] == []


def test_a_party_finds_only_her_own_and_the_business_no_contacts(planted):
    at = datetime.now(UTC)
    hers = repr(complaints.track(number=planted.report, code=planted.report_code, at=at))
    assert CANARY.facts in hers and not [each for each in UNTYPED if each in hers]
    other = repr(complaints.track(number=planted.complaint, code=planted.business_code, at=at))
    assert not [each for each in UNTYPED if each in other]
    [(_place, published)] = complaints.published(limit=50)
    assert not leaks(repr(published)) and published.outcome == "mediated"
    assert not leaks(Client().get("/public/complaints").content)
    client = Client()
    client.post("/public/track", {"number": planted.complaint, "code": planted.business_code})
    assert not [each for each in UNTYPED if each.encode() in body(client.get("/public/track/matter"))]


def test_no_table_no_file_and_no_act_holds_it(planted, signed_in):
    signed_in("handler").get(f"/work/matters/{planted.report}")
    found = []
    for model in apps.get_models():
        for row in model._default_manager.values_list():
            plain = [bytes(each) if isinstance(each, memoryview) else each for each in row]
            raw = b"\n".join(each if isinstance(each, bytes) else str(each).encode() for each in plain)
            if leaks(raw):
                found.append((model.__name__, where(raw)[:2]))
    assert found == []
    if connection.vendor == "sqlite":
        assert where(connection.connection.serialize()) == [], "the whole database file"
    for path in Path(site.HUIZHI_HOME).rglob("*"):
        if path.is_file() and "sqlite" not in path.name:
            assert not leaks(path.read_bytes()), path
    for act in ledger.acts(units=None, limit=10_000).acts:
        assert not leaks(repr(act)), act.seq


def test_no_lake_file_holds_it(planted, tmp_path):
    today = (datetime.now(UTC) + timedelta(hours=8)).date()
    contracts = office_contracts()
    assert deliver(tmp_path, today, contracts) >= len(planted.numbers)
    for receipt in receipts(tmp_path):
        validate(tmp_path, receipt, contracts[receipt.source], DivisionTable.load())
    carried.carry(LakeStore.open(tmp_path, buckets=2), tmp_path)
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path for path in files if path.suffix == ".parquet"], "something was carried"
    assert [str(path) for path in files if leaks(path.read_bytes()) or leaks(path.name)] == []
