"""The program printed in docs/ledger.md does what it says."""

import json
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import transaction

from huizhi.apps.ledger import facade as ledger
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
DOC = Path(__file__).resolve().parents[2] / "docs" / "ledger.md"
SALT = bytes(32)


def program():
    return re.search(r"```python\n(.*?)```", DOC.read_text(encoding="utf-8"), re.S).group(1)


def filed(number):
    said = {"facts": f"第{number}次"}
    with transaction.atomic():
        payload = {"content_sha256": ledger.content_digest(said, SALT)}
        ledger.record(verb="filed", by="c", at=AT, object_kind="complaint", object_id=f"TS-{number}", payload=payload)
    return said


@pytest.mark.parametrize("algorithm", ["sha256", "sm3"])
def test_forty_lines_of_python_prove_a_receipt_and_refuse_a_changed_one(tmp_path, settings, algorithm):
    settings.LEDGER_HASH = algorithm
    (tmp_path / "check.py").write_text(program())
    receipts = [ledger.receipt(n, filed(n), SALT) for n in range(1, 12)]
    ledger.seal(on=date(2026, 10, 30), by="night", at=AT)
    filed(99)
    ledger.seal(on=date(2026, 10, 31), by="night", at=AT + timedelta(hours=1))
    (tmp_path / "roots.jsonl").write_text("".join(root.line() + "\n" for root in ledger.roots()))

    def run(receipt):
        (tmp_path / "receipt.json").write_bytes(ledger.receipt_bytes(receipt))
        command = [sys.executable, "-I", "check.py", "receipt.json", "roots.jsonl"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=30)

    for receipt in receipts[::2]:
        proved = run(ledger.complete(receipt))
        assert (proved.returncode, "published on 2026-10-30" in proved.stdout) == (0, True), proved.stderr
    done = json.loads(ledger.receipt_bytes(ledger.complete(receipts[6])))
    for change, said in (
        ({"act": done["act"].replace("TS-7", "TS-8")}, "the act was changed"),
        ({"opened": {**done["opened"], "text": '{"facts":"x"}'}}, "what was said was changed"),
        ({"tree": {**done["tree"], "root": "0" * 64}}, "the act is not in the tree"),
        ({"published": {**done["published"], "root": "0" * 64}}, "the ledger was rewritten"),
    ):
        wrong = run({**done, **change})
        assert wrong.returncode == 1
        assert said in wrong.stderr
    (tmp_path / "roots.jsonl").write_text("")
    assert "never published" in run(done).stderr


def test_it_is_forty_lines():
    assert len([line for line in program().splitlines() if line.strip()]) <= 45
