"""What a citizen holds proves her filing offline against a published root; an office that drops it is exposed."""

import subprocess
import sys
from datetime import timedelta

import pytest

from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.models import Intake
from huizhi.apps.ledger import facade as ledger
from tests.apps.attacks import rewrite, without
from tests.apps.filings import AT, file
from tests.exchange.nights import environment

pytestmark = pytest.mark.django_db
WITHOUT_DJANGO = "import sys; sys.modules['django'] = None; from huizhi.cli import main; main()"


def offline(home, *arguments) -> subprocess.CompletedProcess:
    """The command on a machine that has neither the office nor its database."""
    command = [sys.executable, "-c", WITHOUT_DJANGO, "ledger", "receipt", *map(str, arguments)]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=120)


@pytest.fixture
def kept(units, tmp_path):
    """Filings of two days, both sealed; what the citizen of one keeps: the first day's receipt, and the roots."""
    mine = None
    for day in range(2):
        for n in range(3):
            found = file(at=AT + timedelta(days=day, minutes=n), key=f"device-{day}-{n}", report=n == 1)
            mine = found if (day, n) == (0, 1) else mine
        ledger.seal(on=(AT + timedelta(days=day)).date(), by="night", at=AT + timedelta(days=day, hours=9))
    early, done, roots = (tmp_path / name for name in ("early.json", "receipt.json", "roots.jsonl"))
    early.write_bytes(ledger.receipt_bytes(mine.receipt))
    whole = complaints.receipt_for(number=mine.complaint_number, code=mine.tracking_code)
    done.write_bytes(ledger.receipt_bytes(whole))
    roots.write_text("".join(root.line() + "\n" for root in ledger.roots()))
    return mine, early, done, roots


def test_it_proves_both_numbers_offline(kept, tmp_path):
    mine, early, done, roots = kept
    proved = offline(tmp_path, done, "--roots", roots)
    assert proved.returncode == 0, proved.stdout + proved.stderr
    assert "核验通过" in proved.stdout and all(number in proved.stdout for number in mine.numbers)
    waiting = offline(tmp_path, early, "--roots", roots)
    assert waiting.returncode == 3, "made before any root: it agrees with itself and waits"
    other = tmp_path / "other.json"
    other.write_text(done.read_text().replace("瓶底有沉淀", "瓶底无沉淀"))
    assert offline(tmp_path, other, "--roots", roots).returncode == 1


@pytest.mark.parametrize("dropped", ["filing.received", "opened"])
def test_an_office_that_drops_the_filing_is_exposed(kept, tmp_path, dropped):
    """All sealed anew with the triggers off, so that the office's own database agrees with itself."""
    mine, _early, done, roots = kept
    copies, receipt = ledger.roots(), ledger.held_in([done.read_bytes()])
    seq = Intake.objects.get(complaint__number=mine.complaint_number).seq
    rewrite(without(seq if dropped == "filing.received" else seq - 1))
    assert ledger.verify_ledger().ok, "by itself nobody would see it"
    faults = ledger.verify_ledger(copies, receipt).faults
    assert {fault.code for fault in faults} >= {"copy", "receipt"}, faults
    now = tmp_path / "now.jsonl"
    now.write_text("".join(root.line() + "\n" for root in ledger.roots()))
    against = offline(tmp_path, done, "--roots", now)
    assert against.returncode == 1, "the roots published now do not continue hers"
    both = tmp_path / "both.jsonl"
    both.write_text(roots.read_text() + now.read_text())
    assert offline(tmp_path, done, "--roots", both).returncode == 1
    assert offline(tmp_path, done, "--roots", roots).returncode == 0, "with the roots kept elsewhere it still proves"
