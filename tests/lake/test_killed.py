"""Killed at any instant and run again, a night ends with the same lake and the same release."""

import multiprocessing
import os
import random
import shutil
import signal
import time
from pathlib import Path

import ibis
import pytest

from huizhi.lake import durable
from huizhi.lake.release import Release
from huizhi.lake.store import LakeStore
from tests.lake.deliveries import TABLE, Delivery, day, rows_of, write

PROCESSES = multiprocessing.get_context("forkserver")
PROCESSES.set_forkserver_preload(["huizhi.lake.store", "tests.lake.deliveries"])
NIGHTS = [
    [Delivery("one", day(1), [(f"{n}", f"code:{n % 40}", n) for n in range(400)])],
    [Delivery("two", day(2), [(f"{n}", f"code:{n % 39}", n % 7) for n in range(300)]), Delivery("three", day(2), [])],
]


def night(home, typed, number, end_before=None):
    """One night: commit its files, make and seal a release. Ends by SIGKILL before durable step `end_before`."""
    if end_before is not None:
        kill_before(end_before)
    store = LakeStore.open(home, buckets=4)
    store.commit(write(typed, NIGHTS[number]))
    with store.stage(day(9)) as stage:
        stage.keep("totals", totals, key="subject")
        stage.keep("count", stage.table("totals", day(9)).agg(n=ibis._.count()))
        stage.seal("c0de")


def totals(lake):
    return lake.table(TABLE, day(9)).group_by("subject").agg(residents=lambda t: t.residents.sum())


def kill_before(step):
    """End this process as a power cut would, just before the `step`-th time it renames or forces something to disk."""
    seen = iter(range(1, step))

    def deadly(original):
        def call(*arguments):
            if next(seen, None) is None:
                os.kill(os.getpid(), signal.SIGKILL)
            return original(*arguments)

        return call

    durable.sync = deadly(durable.sync)
    Path.rename, Path.replace, Path.unlink = deadly(Path.rename), deadly(Path.replace), deadly(Path.unlink)


def run(home, typed, number, end_before=None):
    process = PROCESSES.Process(target=night, args=(home, typed, number, end_before))
    process.start()
    return process


def state_of(home):
    """Everything that counts: digests of the tables and outputs, and the files there are once orphans are removed."""
    store = LakeStore.open(home)
    store.vacuum()
    files = {str(p.relative_to(home)) for part in ("lake", "releases") for p in (home / part).rglob("*") if p.is_file()}
    return store.digest(TABLE), rows_of(store.history(TABLE)), Release.open(home).digests, files


@pytest.fixture
def rerun(tmp_path):
    """Give a home in which the first night went well, a way to end the second one, and what must come out."""
    typed = tmp_path / "typed"
    typed.mkdir()
    for number in (0, 1):
        night(tmp_path / "calm", typed, number)
        if number == 0:
            shutil.copytree(tmp_path / "calm", tmp_path / "before")
    expected = state_of(tmp_path / "calm")

    def after(end):
        home = tmp_path / "home"
        shutil.copytree(tmp_path / "before", home)
        killed = end(home, typed)
        Release.open(home)  # what a reader does in the morning: there is a release, the old or the new
        readable = LakeStore.open(home).table(TABLE, day(1)).count().to_pyarrow().as_py()
        night(home, typed, 1)
        found = state_of(home)
        shutil.rmtree(home)
        return killed, readable == 400 and found == expected

    return after


def killed_after(seconds):
    def end(home, typed):
        process = run(home, typed, 1)
        time.sleep(seconds)
        process.kill()
        process.join()
        return process.exitcode == -signal.SIGKILL

    return end


def killed_before(step):
    def end(home, typed):
        process = run(home, typed, 1, end_before=step)
        process.join()
        return process.exitcode == -signal.SIGKILL

    return end


def test_killed_at_random_instants(rerun):
    instants = [random.Random(20260101 + n).uniform(0, 0.6) for n in range(10)]
    ended = [rerun(killed_after(seconds)) for seconds in instants]
    assert all(same for _, same in ended), list(zip(instants, ended, strict=True))
    assert sum(killed for killed, _ in ended) >= 3, "the instants lie inside the night"


def test_killed_before_some_durable_steps(rerun):
    assert [rerun(killed_before(step)) for step in (3, 9, 14, 20, 25)] == [(True, True)] * 5


@pytest.mark.long
def test_killed_before_every_durable_step(rerun):
    step, killed = 0, True
    while killed:
        step += 1
        killed, same = rerun(killed_before(step))
        assert same, f"killed before durable step {step}"
    assert step > 25, "the night has durable steps to be killed at"
