"""A citizen checks a receipt: on the site, and on the page they keep, without a network."""

import json
from datetime import timedelta

import pytest
from django.db import transaction

from huizhi.apps.ledger import facade as ledger
from huizhi.ui import built
from tests.browser.sample_office import AT

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SALT = bytes(range(32))
SAID = {"facts": "海鲜称重少了三两", "amount_fen": 12800}


@pytest.fixture
def papers(site, tmp_path):
    """What a citizen has: the receipt of the day, the one completed later, and a copy of the roots. As paths."""
    with transaction.atomic():
        payload = {"content_sha256": ledger.content_digest(SAID, SALT)}
        act = ledger.record(
            verb="filed", by="citizen", at=AT, object_kind="complaint", object_id="371002-TS-2026-000123",
            payload=payload,
        )  # fmt: skip
    early = ledger.receipt(act.seq, SAID, SALT)
    with transaction.atomic():
        ledger.record(verb="filed", by="citizen", at=AT, object_kind="complaint", object_id="x", payload={})
    day = (AT + timedelta(hours=8)).date()
    ledger.seal(on=day, by="night", at=AT)
    ledger.seal(on=day + timedelta(3), by="night", at=AT + timedelta(3))
    files = {
        "early.json": ledger.receipt_bytes(early),
        "receipt.json": ledger.receipt_bytes(ledger.complete(early)),
        "changed.json": ledger.receipt_bytes(ledger.complete(early)).replace("三两".encode(), "一两".encode()),
        "roots.jsonl": "".join(root.line() + "\n" for root in ledger.roots()).encode(),
        "check.html": ledger.offline_page(built.text_of("receipt-offline.js")).encode(),
    }
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    return {name: tmp_path / name for name in files}


def codes(page):
    return [item.get_attribute("data-code") for item in page.locator("[data-checks] li.n").all()]


@pytest.mark.parametrize("webcrypto", [True, False])
def test_a_receipt_is_checked_on_a_phone_and_sent_nowhere(page, papers, webcrypto):
    page.set_viewport_size({"width": 390, "height": 844})
    if not webcrypto:
        page.add_init_script("Object.defineProperty(crypto, 'subtle', {value: undefined})")
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url.split("/", 3)[3])))
    page.goto("/public/receipt")
    asked.clear()
    page.set_input_files("#receipt-file", papers["receipt.json"])
    page.click("[data-check]")
    page.wait_for_selector("[data-state=proved]")
    verdict = page.inner_text("[data-verdict]")
    assert "371002-TS-2026-000123" in verdict
    assert "核验通过：2026-11-01 02:30:00" in verdict
    assert "海鲜称重少了三两" in page.inner_text("[data-said]")
    assert [one for one in asked if "static/" not in one[1]] == [("GET", "public/ledger/roots.jsonl")]
    page.set_input_files("#receipt-file", papers["changed.json"])
    page.click("[data-check]")
    page.wait_for_selector("[data-state=failed]")
    assert codes(page) == ["opened"]
    assert not page.locator("[data-said]").is_visible()


def test_an_early_receipt_is_completed_by_two_numbers(page, papers):
    page.goto("/public/receipt")
    page.fill("#receipt-text", papers["early.json"].read_text())
    page.click("[data-check]")
    page.wait_for_selector("[data-state=pending]")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.click("[data-link] button")
    page.wait_for_selector("[data-state=proved]")
    size = json.loads(papers["early.json"].read_text())["tree"]["size"]
    assert [address.split("?")[1] for address in asked] == [f"first={size}&second={size + 1}"]


def test_a_copy_kept_elsewhere_exposes_a_second_version(page, papers, tmp_path):
    other = tmp_path / "other.jsonl"
    root = ledger.roots()[0]
    other.write_text(root.line().replace(root.root, "0" * 64))
    page.goto("/public/receipt")
    page.set_input_files("#receipt-file", papers["receipt.json"])
    page.click("details summary")
    page.set_input_files("#receipt-roots", other)
    page.click("[data-check]")
    page.wait_for_selector("[data-state=failed]")
    assert codes(page) == ["fork"]


def test_nothing_given_is_said(page, papers):
    page.goto("/public/receipt")
    page.click("[data-check]")
    assert "请选择回执文件" in page.inner_text("[data-verdict]")


def test_the_page_that_citizens_keep_works_from_a_folder(page, papers):
    page.goto(papers["check.html"].as_uri())
    page.set_input_files("#receipt-file", papers["receipt.json"])
    page.wait_for_selector("[data-state=pending]")
    page.set_input_files("#receipt-roots", papers["roots.jsonl"])
    page.wait_for_selector("[data-state=proved]")
    page.click("#receipt-lang")
    page.wait_for_selector("text=Proved: this office recorded")
    page.set_input_files("#receipt-file", papers["changed.json"])
    page.wait_for_selector("[data-state=failed]")
    assert codes(page) == ["opened"]
