"""A batch of edits killed at any instant is whole or absent, and sending it again makes it whole, once."""

import os
import random
import signal
import time

import pytest
from django.db import connections

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.models import Officer
from huizhi.apps.visits.models import Batch, EditText, TakenEdit
from huizhi.apps.visits.queries import merged_of
from tests.apps.visit_office import Hand, planned, send

pytestmark = pytest.mark.django_db(transaction=True)
KILLS = 12


def test_a_killed_batch_is_whole_or_absent_and_taken_once_when_sent_again(officer):
    inspector = officer("huancui", "inspector")
    chance, absent = random.Random(20261126), 0
    for turn in range(KILLS):
        hand = Hand(planned(inspector, source=f"WH-{turn}"), inspector.username)
        hand.whole()
        connections.close_all()
        pid = os.fork()
        if pid == 0:
            try:
                send(hand, Officer.objects.get(pk=inspector.pk))
            finally:
                os._exit(0)
        time.sleep(chance.uniform(0.0, 0.06))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        there = TakenEdit.objects.filter(visit=hand.visit).count()
        assert there in (0, len(hand.bodies)), "all or nothing"
        absent += not there
        answers = {each.answer for each in send(hand, inspector).answers}
        assert answers == ({"had"} if there else {"taken"})
        assert TakenEdit.objects.filter(visit=hand.visit).count() == len(hand.bodies)
        assert merged_of(hand.visit).missing == ()
    assert absent > 0, "some were killed before their commit"
    assert Batch.objects.count() == KILLS and EditText.objects.count() == TakenEdit.objects.count()
    assert ledger.verify_chain().ok
