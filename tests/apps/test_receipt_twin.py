"""The browser's checker gives the verdicts of the Python one: whole receipts, and every changed byte of them."""

import base64
import json
import random
import subprocess
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction
from tools.assets import node_and_npm

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.hashing import hasher
from tests.apps.conftest import AT
from tests.apps.test_ledger_tree import mth, path, subproof

SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "src" / "ledger" / "run_batch.mjs"
SALT = bytes(range(32))
SAID = {"facts": "海鲜称重少了三两 🦀", "amount_fen": 12800}


def twin(cases):
    """The JavaScript answers to many cases, from one process."""
    given = "\n".join(json.dumps(case) for case in cases)
    command = [node_and_npm()[0], str(SCRIPT)]
    done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def verdict(document, roots):
    found = ledger.check_receipt(document, roots)
    wrong = [check.code for check in found.checks if not check.ok]
    return {"state": found.state, "wrong": wrong, "day": found.day, "said": found.said}


def case(document, roots):
    text = "".join(root.line() + "\n" for root in roots)
    return {"receipt": base64.b64encode(document).decode(), "roots": text}


@pytest.fixture
def receipts(db, settings):
    """Receipts of one ledger at several ages, with the roots published since."""
    settings.LEDGER_HASH = "sm3"
    made = []
    for number in range(1, 9):
        with transaction.atomic():
            payload = {"content_sha256": ledger.content_digest(SAID, SALT)}
            act = ledger.record(
                verb="filed", by="c", at=AT, object_kind="complaint", object_id=f"TS-{number}", payload=payload
            )
        made.append(ledger.receipt(act.seq, SAID, SALT))
        if number in (3, 6):
            ledger.seal(on=date(2026, 10, 20 + number), by="night", at=AT + timedelta(number))
    done = [ledger.complete(receipt) for receipt in made]
    return [ledger.receipt_bytes(receipt) for receipt in (*made, *done)], list(ledger.roots())


def test_whole_receipts_get_the_same_verdict(receipts):
    documents, roots = receipts
    other = ledger.DayRoot(roots[0].day, roots[0].size, "0" * 64, "sm3", roots[0].sealed_at)
    copies = [[], roots, roots[:1], [*roots, other], [other]]
    cases = [(document, known) for document in documents for known in copies]
    expected = [verdict(document, known) for document, known in cases]
    assert {one["state"] for one in expected} == {"proved", "pending", "failed"}
    assert twin([case(document, known) for document, known in cases]) == expected


def test_every_changed_byte_gets_the_same_verdict(receipts):
    documents, roots = receipts
    whole, chance = documents[-6], random.Random(7)
    changed = [
        whole[:at] + bytes([chance.choice((whole[at] ^ 1, 0x30, 0x20, 0xFF))]) + whole[at + 1 :]
        for at in range(len(whole))
    ]
    expected = [verdict(document, roots) for document in changed]
    found = twin([case(document, roots) for document in changed])
    different = [(at, a, b) for at, (a, b) in enumerate(zip(expected, found, strict=True)) if a["state"] != b["state"]]
    assert different == []
    assert sum(one["state"] == "failed" for one in found) > 0.8 * len(found)


@pytest.mark.parametrize("rubbish", [b"", b"[]", b"null", b"{}", b"NaN", b"\xef\xbb\xbf{}", b"\xff", b'{"format":1}'])
def test_what_is_no_receipt_is_none_in_both(rubbish):
    (found,) = twin([case(rubbish, [])])
    assert found == verdict(rubbish, [])
    assert found["wrong"] == ["form"]


def test_sm3_is_sm3():
    chance = random.Random(3)
    messages = [chance.randbytes(length) for length in (*range(130), 1000)]
    found = twin([{"sm3": base64.b64encode(message).decode()} for message in messages])
    assert found == [hasher("sm3")(message).hex() for message in messages]


def test_proofs_hold_and_fail_in_both():
    chance, cases, expected = random.Random(4), [], []
    for _ in range(150):
        algorithm, size = chance.choice(("sha256", "sm3")), chance.randint(1, 40)
        h, leaves = hasher(algorithm), [chance.randbytes(9) for _ in range(size)]
        root, index, first = mth(leaves, h), chance.randrange(size), chance.randint(1, size)
        steps, proof = path(index, leaves, h), subproof(first, leaves, True, h)
        before = mth(leaves[:first], h)
        for damage in (lambda hashes: hashes, lambda hashes: [*hashes[:-1], bytes(32)], lambda hashes: hashes[1:]):
            given, shown = damage(steps), damage(proof)
            cases.append({"inclusion": [leaves[index].hex(), index, size, root.hex(), hexes(given), algorithm]})
            cases.append({"consistency": [first, before.hex(), size, root.hex(), hexes(shown), algorithm]})
            expected += [
                ledger.verify_inclusion(leaves[index], index, size, root, given, algorithm),
                ledger.verify_consistency(first, before, size, root, shown, algorithm),
            ]
    assert twin(cases) == expected
    assert expected.count(True) >= 300


def hexes(hashes):
    return [one.hex() for one in hashes]
