"""A filing killed at any instant is whole or absent, its receipt agrees, and the same key files it once."""

import json
import os
import random
import signal
import time

import pytest
from django.db import connections

from huizhi.apps.complaints.codes import key_digest
from huizhi.apps.complaints.models import Intake
from huizhi.apps.ledger import facade as ledger
from tests.apps.filings import file
from tests.apps.whole_filings import agrees, nothing_left_over, whole

pytestmark = pytest.mark.django_db(transaction=True)
SHAPES = ({}, {"report": True, "topic": "advertising"}, {"complaint": False, "report": True})


def shape(n: int) -> dict:
    """A complaint, both halves, or a report."""
    return SHAPES[n % len(SHAPES)]


def kinds(n: int) -> set[str]:
    """What the filing of this turn opens."""
    return {kind for kind in ("complaint", "report") if shape(n).get(kind, kind == "complaint")}


def child(turn: int, told: int) -> None:
    """File for ever, and tell the citizen of each as the office does, until killed."""
    for n in range(10_000):
        os.write(told, f"begins {n}\n".encode())
        filed = file(key=f"turn-{turn}-{n}", **shape(n))
        said = json.dumps([n, filed.numbers, filed.tracking_code, ledger.receipt_bytes(filed.receipt).decode()])
        os.write(told, f"{said}\n".encode())


def started(turn: int) -> tuple[int, int]:
    """A process of its own that files; its id, and where it tells what it was answered."""
    connections.close_all()
    hears, tells = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.close(hears)
            child(turn, tells)
        finally:
            os._exit(1)
    os.close(tells)
    return pid, hears


def told(hears: int) -> tuple[int, list[list]]:
    """The number of the filing that was under way, and what had been answered; an answer cut in two was not given."""
    with os.fdopen(hears, "rb") as pipe:
        lines = pipe.read().decode().split("\n")[:-1]
    begun = [int(line.removeprefix("begins ")) for line in lines if line.startswith("begins ")]
    return max(begun, default=-1), [json.loads(line) for line in lines if line.startswith("[")]


def kill(kills: int) -> None:
    """Kill so many filings, each at an instant of its own."""
    chance, whole_or_absent = random.Random(20261126), []
    for turn in range(kills):
        pid, hears = started(turn)
        os.read(hears, 1)
        time.sleep(chance.uniform(0.001, 0.25))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        last, answered = told(hears)
        for n, numbers, code, receipt in answered:
            agrees(receipt, numbers)
            again = file(key=f"turn-{turn}-{n}", **shape(n))
            assert (again.again, list(again.numbers), again.tracking_code) == (True, numbers, code)
        keys = {key_digest(f"turn-{turn}-{n}"): n for n in range(last + 2)}
        for intake in Intake.objects.filter(key__in=keys):
            whole(intake, kinds(keys[intake.key]))
        key = f"turn-{turn}-{max(last, 0)}"
        there = Intake.objects.filter(key=key_digest(key)).exists()
        whole_or_absent.append(there)
        assert file(key=key, **shape(max(last, 0))).again is there, "the device asks again and gets one filing"
        assert Intake.objects.filter(key=key_digest(key)).count() == 1
    nothing_left_over()
    assert sum(whole_or_absent) < kills, "some were killed before their commit"


def test_killed_a_few_times_a_filing_is_whole_or_absent(units):
    kill(20)


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_killed_at_200_instants_a_filing_is_whole_or_absent(units):
    kill(200)
