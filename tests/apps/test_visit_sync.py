"""Two phones that send at once, send again, and workers killed in the middle: one same state, nothing lost or doubled.

What is expected comes from the pure merge of what the phones wrote, so SQLite and PostgreSQL are held to one answer.
"""

import hashlib
import os
import random
import signal
import time
from collections import Counter

import pytest
from django.db import connections

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.merge import merge, read_edit
from huizhi.apps.visits.models import Batch, EditText, Quarantined, TakenEdit, Visit
from huizhi.apps.visits.queries import merged_of
from tests.apps.test_visit_merge import plain
from tests.apps.visit_office import PNG, Hand, planned, send, upload

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS, EDITS = 14, 60
ITEMS = ("licence", "premises", "purchase", "control", "release")


def phones_of(visit: str, accounts: list[str], chance: random.Random) -> list[Hand]:
    """Two phones that wrote about the same items, now and then the same field."""
    hands = [Hand(visit, account, device=str(number) * 32) for number, account in enumerate(accounts, start=1)]
    for hand in hands:
        for _ in range(EDITS):
            kind = chance.random()
            if kind < 0.7:
                hand.write(f"item:{chance.choice(ITEMS)}", "answer", chance.choice(["ok", "problem", "na"]))
            else:
                hand.write("finding:" + chance.choice("abc") * 32, "text", f"问题{chance.randrange(5)}")
    return hands


def phone_process(hand: Hand, account: str, seed: int) -> int:
    """A worker that takes what a phone sends: batches in any order, some of them twice."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        chance, officer = random.Random(seed), Officer.objects.get(username=account)
        bodies = list(hand.bodies)
        chance.shuffle(bodies)
        while bodies:
            batch, bodies = bodies[:8], bodies[8:]
            send(hand, officer, batch)
            if chance.random() < 0.4:
                send(hand, officer, batch)
    finally:
        os._exit(0)


def test_two_phones_at_once_with_repeats_and_killed_workers_leave_one_state(officer):
    chance = random.Random(20261126)
    accounts = [officer("huancui", "inspector", username=name).username for name in ("wang", "liu")]
    wang, liu = (Officer.objects.get(username=each) for each in accounts)
    visit = planned(wang)
    Visit.objects.get(pk=visit).officers.create(officer=liu)
    hands = phones_of(visit, accounts, chance)
    killed = 0
    for turn in range(ROUNDS):
        pids = [
            phone_process(hand, name, turn * 2 + n) for n, (hand, name) in enumerate(zip(hands, accounts, strict=True))
        ]
        time.sleep(chance.uniform(0.02, 0.35))
        for pid in pids:
            if chance.random() < 0.8:
                os.kill(pid, signal.SIGKILL)
            killed += os.waitpid(pid, 0)[1] == signal.SIGKILL
        there = set(TakenEdit.objects.values_list("pk", flat=True))
        listed = Counter(digest for batch in Batch.objects.all() for digest in batch.digests)
        assert set(listed) == there and max(listed.values(), default=1) == 1, "each edit in one batch, once"
        assert set(EditText.objects.values_list("pk", flat=True)) == there, "each with its text"
    assert killed >= ROUNDS // 2, "workers died in the middle"
    for hand, by in zip(hands, (wang, liu), strict=True):
        assert {each.answer for each in send(hand, by).answers} <= {"had", "taken"}
        assert {each.answer for each in send(hand, by).answers} == {"had"}
    every = [read_edit(body) for hand in hands for body in hand.bodies]
    assert TakenEdit.objects.count() == len(every) == 2 * EDITS
    assert plain(merged_of(visit)) == plain(merge(every)), "what the pure merge says, whatever the engine"
    assert not Quarantined.objects.exists() and ledger.verify_chain().ok
    receipts = {batch for hand, by in zip(hands, (wang, liu), strict=True) for batch in send(hand, by).receipts}
    assert receipts == set(Batch.objects.values_list("pk", flat=True)), "every batch has its receipt"


def test_evidence_sent_by_two_workers_at_once_and_killed_is_whole_once(officer):
    wang = officer("huancui", "inspector", username="wang")
    visit, content = planned(wang), PNG + bytes(3_000_000)
    hand = Hand(visit, "wang")
    hand.write("finding:" + "f" * 32, "text", "积尘")
    said = {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "name": "png", "finding": "f" * 32}
    hand.write("evidence:" + "e" * 32, "file", said)
    send(hand, wang)
    chance = random.Random(7)
    for _ in range(6):
        connections.close_all()
        pids = []
        for _each in range(2):
            pid = os.fork()
            if pid == 0:
                try:
                    upload(visit, content, "png", Officer.objects.get(username="wang"))
                finally:
                    os._exit(0)
            pids.append(pid)
        time.sleep(chance.uniform(0.0, 0.15))
        for pid in pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
    upload(visit, content, "png", wang)
    (row,) = Visit.objects.get(pk=visit).evidence.all()
    assert row.file and row.whole_at and not row.chunks.exists()
    assert visits.visit_for(wang, visit).state == "planned" and ledger.verify_chain().ok
