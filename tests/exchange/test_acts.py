"""Acts reach the lake once each, however often the night that carries them is killed."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from datetime import date

import pytest

from huizhi.lake.store import LakeStore
from tests.exchange.nights import ROOT, environment, night

DAY = date(2030, 1, 1)
WRITE = """
import os, signal, sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from huizhi.cli import open_office
open_office()
from django.conf import settings
from django.db import transaction
from huizhi.apps.ledger import facade as ledger
from huizhi.exchange import acts
from huizhi.exchange.office import bring_up_to_date
from huizhi.lake import durable
from huizhi.lake.store import LakeStore
home, count, end_before = settings.HUIZHI_HOME, int(sys.argv[1]), int(sys.argv[2])
bring_up_to_date()
at = datetime(2026, 11, 1, 8, tzinfo=UTC)
for n in range(count):
    with transaction.atomic():
        ledger.record(verb="noted", by="clerk", at=at + timedelta(seconds=ledger.head().seq), object_kind="thing",
                      object_id=str(n), payload={"content_sha256": "ab" * 32, "secret": "张三"})
seen = iter(range(1, end_before or 10**9))
def deadly(original):
    def call(*arguments, **named):
        if next(seen, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)
        return original(*arguments, **named)
    return call
durable.sync, acts.sync = deadly(durable.sync), deadly(durable.sync)
ledger.settle = deadly(ledger.settle)
Path.rename, Path.replace, Path.unlink = deadly(Path.rename), deadly(Path.replace), deadly(Path.unlink)
print(acts.carry(LakeStore.open(home), home))
"""


def start(home, count=0, end_before=0):
    command = [sys.executable, "-c", WRITE, str(count), str(end_before)]
    return subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=ROOT, text=True
    )


def carry(home, count=0, end_before=0):
    """Write `count` acts, then carry; killed before durable step `end_before`. How many were new, or None if killed."""
    process = start(home, count, end_before)
    said, error = process.communicate(timeout=120)
    assert process.returncode in (0, -signal.SIGKILL), error
    return int(said) if process.returncode == 0 else None


def in_the_lake(home):
    store = LakeStore.open(home)
    rows = store.history("acts").to_pyarrow().to_pylist()
    return sorted(row["seq"] for row in rows), rows


def test_every_act_arrives_once_and_says_nothing_of_what_was_said(tmp_path):
    assert carry(tmp_path, 7) == 7
    assert carry(tmp_path, 0) == 0
    assert carry(tmp_path, 5) == 5
    seqs, rows = in_the_lake(tmp_path)
    assert seqs == list(range(1, 13))
    one = next(row for row in rows if row["seq"] == 1)
    assert (one["verb"], one["officer"], one["subject"], len(one["digest"])) == ("noted", "clerk", "thing:0", 64)
    assert "张三" not in json.dumps(rows, default=str, ensure_ascii=False)
    known = LakeStore.open(tmp_path).table("acts", DAY).count().to_pyarrow().as_py()
    assert known == 12


@pytest.mark.long
def test_killed_before_every_durable_step_nothing_is_lost_and_nothing_doubled(tmp_path):
    written, steps, killed = 0, 0, True
    while killed:
        steps += 1
        written += 3
        killed = carry(tmp_path, 3, end_before=steps) is None
    assert steps > 6, "carrying has durable steps to be killed at"
    assert in_the_lake(tmp_path)[0] == list(range(1, written + 1))


@pytest.mark.long
def test_killed_at_random_instants(tmp_path):
    chance, hits = random.Random(20261125), 0
    for _ in range(6):
        process = start(tmp_path, 40)
        time.sleep(chance.uniform(0.5, 3.0))
        hits += process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.communicate(timeout=60)
    carry(tmp_path)
    seqs, _ = in_the_lake(tmp_path)
    assert seqs == list(range(1, len(seqs) + 1))
    assert hits >= 2, "the instants lie inside the carrying"
    assert carry(tmp_path) == 0


@pytest.mark.long
def test_a_lake_made_anew_gets_all_acts_again(tmp_path):
    carry(tmp_path, 4)
    carry(tmp_path, 4)
    shutil.rmtree(tmp_path / "lake")
    carry(tmp_path)
    assert in_the_lake(tmp_path)[0] == list(range(1, 9))


def test_the_night_seals_its_day_and_carries_its_acts(first, deliveries):
    home, _ = first
    seqs, rows = in_the_lake(home)
    assert seqs == list(range(1, len(seqs) + 1))
    assert {"night_published", "sealed_day"} <= {row["verb"] for row in rows}
    again = night(home, deliveries)
    assert again["published"] is False
    assert in_the_lake(home)[0][: len(seqs)] == seqs
