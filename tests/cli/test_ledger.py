"""`huizhi ledger`: the office checks itself, and an outsider checks without the office."""

import json
import sqlite3
import subprocess
import sys

import pytest

from tests.exchange.nights import environment

FILE = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from huizhi.cli import open_office
open_office()
from django.db import transaction
from huizhi.apps.ledger import facade as ledger
out, said, salt = Path(sys.argv[1]), {"facts": "称重少了三两"}, bytes(range(32))
def file(n):
    with transaction.atomic():
        payload = {"content_sha256": ledger.content_digest(said, salt)}
        ledger.record(verb="filed", by="citizen", at=datetime.now(UTC), object_kind="complaint",
                      object_id=f"371002-TS-2026-{n}", payload=payload)
for n in range(7):
    file(n)
receipt = ledger.receipt(5, said, salt)
(out / "early.json").write_bytes(ledger.receipt_bytes(receipt))
file(7)
root = ledger.seal(on=datetime.now(UTC).astimezone().date(), by="night", at=datetime.now(UTC)).root
(out / "roots.jsonl").write_text(root.line() + "\\n")
(out / "receipt.json").write_bytes(ledger.receipt_bytes(ledger.complete(receipt)))
"""
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from huizhi.cli import main; main()"


def huizhi(home, *arguments, python=("-m", "huizhi.cli")):
    command = [sys.executable, *python, *map(str, arguments)]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=120)


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """An office with seven filings and one day sealed; what the citizen and an outsider keep lies in `out`."""
    home, out = tmp_path_factory.mktemp("home"), tmp_path_factory.mktemp("out")
    assert huizhi(home, "ledger", "root").returncode == 0
    done = huizhi(home, out, python=("-c", FILE))
    assert done.returncode == 0, done.stderr
    return home, out


def test_a_receipt_is_checked_without_the_office_and_without_django(office, tmp_path):
    _, out = office
    offline = {"python": ("-c", WITHOUT_DJANGO)}
    proved = huizhi(tmp_path, "ledger", "receipt", out / "receipt.json", "--roots", out / "roots.jsonl", **offline)
    assert proved.returncode == 0, proved.stderr
    assert "核验通过" in proved.stdout
    assert "371002-TS-2026-4" in proved.stdout
    early = huizhi(tmp_path, "ledger", "receipt", out / "early.json", "--roots", out / "roots.jsonl", **offline)
    assert early.returncode == 3, early.stdout
    changed = tmp_path / "changed.json"
    changed.write_text((out / "receipt.json").read_text().replace("三两", "一两"))
    wrong = huizhi(tmp_path, "ledger", "receipt", changed, "--roots", out / "roots.jsonl", "--lang", "en", **offline)
    assert wrong.returncode == 1
    assert "What you said does not agree" in wrong.stdout
    assert not list(tmp_path.glob("*.sqlite3")), "no database was made"


def test_files_that_are_missing_or_no_roots_are_refused(office, tmp_path):
    _, out = office
    assert "[file_missing]" in huizhi(tmp_path, "ledger", "receipt", tmp_path / "none").stderr
    rubbish = tmp_path / "roots.jsonl"
    rubbish.write_text("rubbish\n")
    told = huizhi(tmp_path, "ledger", "receipt", out / "receipt.json", "--roots", rubbish)
    assert (told.returncode, "[roots_unreadable]" in told.stderr) == (1, True)


def test_the_office_verifies_itself_against_a_copy_and_names_what_is_wrong(office):
    home, out = office
    sealed = huizhi(home, "ledger", "seal")
    assert json.loads(sealed.stdout)["size"] == 8
    assert json.loads(huizhi(home, "ledger", "root", "--json").stdout)["size"] == 9
    kept = ("--roots", out / "roots.jsonl", "--receipt", out / "receipt.json")
    good = huizhi(home, "ledger", "verify", *kept)
    assert (good.returncode, "全部相符" in good.stdout) == (0, True), good.stdout + good.stderr
    with sqlite3.connect(home / "office.sqlite3") as database:
        database.execute("DROP TRIGGER ledger_act_forward")
        database.execute("UPDATE ledger_act SET officer = 'somebody' WHERE seq = 5")
    bad = huizhi(home, "ledger", "verify", *kept, "--lang", "en")
    assert bad.returncode == 1
    assert "act 5 (" in bad.stdout
    assert "it does not hold" in bad.stdout
