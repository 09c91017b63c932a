"""The ledger's public pages: roots and proofs that hold, and nothing of what acts say."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from tests.browser.sample_office import AT


@pytest.fixture
def sealed(signed_in):
    """The sample bureau's ledger, sealed on two days with two days missed between, and one act not sealed yet."""
    day = (AT + timedelta(hours=8)).date()
    for days in (0, 3):
        ledger.seal(on=day + timedelta(days), by="night", at=AT + timedelta(days))
    with transaction.atomic():
        ledger.record(
            verb="noted", by="night", at=AT, object_kind="thing", object_id="secret-77", payload={"a": "王海"}
        )
    return signed_in


def test_the_copy_to_keep_is_what_the_ledger_says(sealed):
    answer = sealed("").get("/public/ledger/roots.jsonl")
    assert ledger.read_roots(answer.content.decode()) == list(ledger.roots())
    assert ledger.verify_ledger(ledger.read_roots(answer.content.decode())).ok
    assert answer["Content-Type"].startswith("text/plain")


def test_the_page_lists_days_and_the_days_without(sealed):
    page = sealed("").get("/public/ledger").content.decode()
    assert all(root.root in page for root in ledger.roots())
    assert "没有封存" in page


def test_proofs_hold_and_say_nothing_else(sealed):
    visitor, (first, second) = sealed(""), ledger.roots()
    text = ledger.receipt(2)["act"].encode()
    found = json.loads(visitor.get(f"/public/ledger/inclusion?seq=2&size={second.size}").content)
    path = [bytes.fromhex(step) for step in found["proof"]]
    assert ledger.verify_inclusion(text, 1, second.size, bytes.fromhex(second.root), path)
    assert set(found) == {"seq", "size", "algorithm", "root", "proof"}
    address = f"/public/ledger/consistency?first={first.size}&second={second.size}"
    proof = [bytes.fromhex(step) for step in json.loads(visitor.get(address).content)["proof"]]
    roots = bytes.fromhex(first.root), bytes.fromhex(second.root)
    assert ledger.verify_consistency(first.size, roots[0], second.size, roots[1], proof)


@pytest.mark.parametrize(
    "query", ["", "seq=1", "seq=x&size=2", "seq=0&size=2", "seq=9999&size=99999", "seq=3&size=2", "seq=-1&size=-1"]
)
def test_outside_the_ledger_there_is_no_proof(sealed, query):
    assert sealed("").get(f"/public/ledger/inclusion?{query}").status_code == 404
    other = query.replace("seq", "first").replace("size", "second")
    assert sealed("").get(f"/public/ledger/consistency?{other}").status_code == 404


def test_no_public_answer_holds_what_an_act_says(sealed):
    size = ledger.tree_head()[0]
    addresses = ["/public/ledger", "/public/ledger/roots.jsonl", "/public/receipt", "/public/receipt/offline.html"]
    addresses += [f"/public/ledger/inclusion?seq={seq}&size={size}" for seq in range(1, size + 1)]
    everything = "".join(sealed("").get(address).content.decode() for address in addresses)
    said = {act.object_id for act in Act.objects.all() if len(act.object_id) > 5} | {"王海"}
    said |= {act.digest for act in Act.objects.all()} | {act.nonce for act in Act.objects.all() if act.nonce}
    days = {root.day for root in ledger.roots()}
    assert [text for text in said - days if text in everything] == []


def test_officers_see_which_acts_are_sealed(sealed):
    page = sealed("auditor").get("/ledger").content.decode()
    assert "未封存" in page
    last = ledger.roots()[-1]
    assert f"/public/ledger#d{last.day}" in page
    assert f"size={last.size}" in page
