"""Many writers at once, and writers killed half-way: no gap in the numbers, nothing lost, all whole or absent."""

import os
import random
import signal
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from django.db import connection, connections, transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Clock, Entry, Matter, NumberSeries
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.ledger.models import Act
from huizhi.apps.people.facade import appoint_officer
from huizhi.vocabulary.refused import Refused
from tests.apps import sample_kinds
from tests.apps.conftest import AT as FOUNDED

pytestmark = pytest.mark.django_db(transaction=True)
AT = datetime(2026, 9, 18, 2, tzinfo=UTC)
EACH = 6


def writers() -> int:
    """8 on SQLite, 32 on PostgreSQL."""
    return 8 if connection.vendor == "sqlite" else 32


@pytest.fixture
def handler(units):
    sample_kinds.declare()
    given = {"name": "宋佳", "unit": "huancui", "password": None, "by": "setup", "at": FOUNDED}
    appoint_officer(username="head", roles=["station_head"], **given)
    return appoint_officer(username="handler", roles=["handler"], **given)


def at_once(work) -> list[BaseException]:
    """Run work(n) in as many threads as there are writers; returns what they raised."""
    raised: list[BaseException] = []

    def guarded(n):
        try:
            work(n)
        except BaseException as wrong:
            raised.append(wrong)
        finally:
            connection.close()

    threads = [threading.Thread(target=guarded, args=(n,)) for n in range(writers())]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=240)
    return raised


def test_numbers_have_no_gap_and_no_repeat(handler):
    """Every third filing is taken back after its number was given; two kinds are opened in one transaction."""

    def file(n):
        for turn in range(EACH):
            with suppress(ZeroDivisionError):
                filing(taken_back=turn % 3 == 2, both=turn % 3 == 1)

    @casework.patiently
    def filing(*, taken_back, both):
        with transaction.atomic():
            casework.hold_series(office="huancui", kinds=["dispute", "tip"] if both else ["dispute"], on=AT.date())
            sample_kinds.opened(at=AT)
            if both:
                sample_kinds.opened("tip", at=AT)
            if taken_back:
                raise ZeroDivisionError

    assert at_once(file) == []
    for kind, word, count in (("dispute", "JF", writers() * EACH * 2 // 3), ("tip", "JD", writers() * EACH // 3)):
        numbers = sorted(Matter.objects.filter(kind=kind).values_list("number", flat=True))
        assert numbers == [f"huancui-{word}-2026-{n:06d}" for n in range(1, count + 1)]
        assert NumberSeries.objects.get(kind=kind).last == count
    assert ledger.verify_chain().ok


def test_no_update_is_lost(handler):
    """Everybody comments on one matter; whoever read an old version is refused, and nobody overwrites anybody."""
    number = sample_kinds.opened(at=AT)
    refused = []

    def comment(n):
        for turn in range(EACH):
            seen = Matter.objects.values_list("version", flat=True).get(number=number)
            try:
                casework.comment(
                    number=number, text=f"{n}:{turn}", by=handler, at=AT, version=seen if turn % 2 else None
                )
            except Refused as why:
                refused.append(why.code)

    assert at_once(comment) == []
    assert set(refused) <= {"matter_changed"}
    done = writers() * EACH - len(refused)
    assert Matter.objects.get(number=number).version == 1 + done
    assert Entry.objects.filter(matter__number=number, verb="comment").count() == done
    assert list(Entry.objects.values_list("version", flat=True)) == list(range(1, done + 2))


def test_one_of_many_takes_a_matter(handler):
    numbers = [sample_kinds.opened(at=AT) for _ in range(4)]
    won: list[str] = []

    def take(n):
        for number in numbers:
            try:
                casework.take(number=number, by=handler, at=AT)
                won.append(number)
            except Refused as why:
                assert why.code == "already_assigned"

    assert at_once(take) == []
    assert sorted(won) == numbers


def child(numbers, handler, started):
    """Move matters on and back for ever, until killed."""
    os.close(started[0])
    os.write(started[1], b"x")
    by = type(handler).objects.get(pk=handler.pk)
    while True:
        for number in numbers:
            state = Matter.objects.values_list("state", flat=True).get(number=number)
            if state == "received":
                casework.move(number, "accept", by=by, at=AT, version=None)
            elif state == "mediating":
                given = {"reason": "testing", "document": "鉴1"}
                casework.pause(number=number, clock="mediation", by=by, at=AT, **given)
                casework.resume(number=number, clock="mediation", by=by, at=AT)
                casework.move(number, "end", by=by, at=AT, version=None)
            else:
                sample_kinds.opened(at=AT)


def whole(number) -> None:
    """Row, clocks, entries and acts of a matter tell one story."""
    matter = Matter.objects.get(number=number)
    acts = list(Act.objects.filter(object_id=number).order_by("seq"))
    assert [act.payload["version"] for act in acts] == list(range(1, matter.version + 1))
    assert [entry.seq for entry in matter.entries.all()] == [act.seq for act in acts]
    assert acts[-1].payload["state"] == matter.state
    told = [each for act in acts for each in act.payload["clocks"]]
    assert Clock.objects.filter(matter=matter).count() == sum(each["change"] == "started" for each in told)
    for clock in Clock.objects.filter(matter=matter):
        last = [each for each in told if each["clock"] == clock.name][-1]
        expected = {"started": "running", "resumed": "running"}.get(last["change"], last["change"])
        assert clock.state == expected and clock.due_at == datetime.fromisoformat(last["due_at"])


@pytest.mark.long
@pytest.mark.timeout(1200)
@pytest.mark.parametrize("kills", [200])
def test_killed_at_any_instant_a_move_is_whole_or_absent(handler, kills):
    _kill(handler, kills)


def test_killed_a_few_times_a_move_is_whole_or_absent(handler):
    _kill(handler, 12)


def _kill(handler, kills):
    chance = random.Random(20261125)
    head = type(handler).objects.get(username="head")
    for _round in range(kills):
        numbers = [sample_kinds.opened(at=AT) for _ in range(3)]
        for number in numbers:
            casework.assign(number=number, to="handler", by=head, at=AT)
        connections.close_all()
        started = os.pipe()
        pid = os.fork()
        if pid == 0:
            try:
                child(numbers, handler, started)
            finally:
                os._exit(1)
        os.close(started[1])
        assert os.read(started[0], 1) == b"x"
        os.close(started[0])
        time.sleep(chance.uniform(0.005, 0.25))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        for number in numbers:
            whole(number)
    disputes = sorted(Matter.objects.values_list("number", flat=True))
    assert disputes == [f"huancui-JF-2026-{n:06d}" for n in range(1, len(disputes) + 1)]
    assert ledger.verify_chain().ok
