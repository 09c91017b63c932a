"""A validation killed at any instant leaves nothing half done: run again, it ends with the same bytes."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from huizhi.feeds import feed
from tests.feeds.deliveries import CONTRACTS, DELIVERED, csv_text, outcome, registry
from tests.feeds.test_validation import outputs

SCRIPT = """
import sys
from huizhi.feeds import feed
from huizhi.feeds.reading import delimited
from huizhi.vocabulary.divisions import DivisionTable
delimited.CHUNK = 20_000
home, path = sys.argv[1:]
contracts, divisions = feed.load_contracts(), DivisionTable.load()
print("ready", flush=True)
receipt = feed.land(home, path, feed.delivered_on(path), contracts)
feed.validate(home, receipt, contracts["registry"], divisions)
print("done", flush=True)
"""


def start(home: Path, path: Path) -> subprocess.Popen:
    """A process that lands and validates, as far as it is ready to begin."""
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(p for p in sys.path if p), "POLARS_MAX_THREADS": "1"}
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(home), str(path)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout.readline() == "ready\n"
    return process


def test_killed_and_run_again_the_outputs_are_the_same_bytes(tmp_path):
    rows = registry(*({} for _ in range(3000)), *({"主体名称": ""} for _ in range(100)))
    path = tmp_path / DELIVERED.isoformat() / "registry_1.csv"
    path.parent.mkdir()
    path.write_text(csv_text(rows), encoding="utf-8")
    begun = time.monotonic()
    assert start(tmp_path / "calm", path).wait(60) == 0
    whole = time.monotonic() - begun
    instants, killed = random.Random(1), 0
    for _ in range(5):
        process = start(tmp_path / "home", path)
        time.sleep(instants.uniform(0, whole / 3))
        process.send_signal(signal.SIGKILL)
        killed += process.wait(60) == -signal.SIGKILL
        process.stdout.close()
    assert killed
    assert start(tmp_path / "home", path).wait(60) == 0
    assert outputs(tmp_path / "home") == outputs(tmp_path / "calm")
    landed = [p for p in (tmp_path / "home").rglob("*") if p.is_file()]
    assert not [p for p in landed if p.suffix == ".part"] and len(landed) == 5
    found = outcome(tmp_path / "home", feed.receipts(tmp_path / "home")[0], CONTRACTS["registry"])
    assert (found.counts.typed, found.counts.quarantined) == (3000, 100)
