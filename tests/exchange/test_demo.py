"""The demonstration ends with accounts that open and a draw that verifies."""

import re
import sqlite3
import subprocess
import sys

import pytest

from huizhi.draw import verify
from tests.exchange.nights import UNTIL, environment


def demo(home, *more: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "huizhi.cli", "demo", "--entities", "150", "--until", UNTIL, "--no-serve", *more]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=240)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    done = demo(home)
    assert done.returncode == 0, done.stderr
    return home, done.stdout


def test_the_address_and_every_login_are_printed(shown):
    _, said = shown
    assert re.search(r"http://localhost:\d+/", said)
    for account in (
        "leader",
        "desk",
        "steward",
        "auditor",
        "admin",
        "intake",
        "handler",
        "handler2",
        "chief",
        "station",
    ):
        assert re.search(rf"^{account}\s+\w{{4}}(-\w{{4}}){{3}}", said, re.M), account


def test_the_published_draw_verifies_and_one_byte_betrays_itself(shown):
    home, _ = shown
    with sqlite3.connect(home / "office.sqlite3") as office:
        record, frame, officers, recusals = office.execute(
            "SELECT record, frame, officers, recusals FROM inspections_draw"
        ).fetchone()
    files = {"frame.csv": frame, "officers.csv": officers, "recusals.csv": recusals}
    assert all(check.ok for check in verify(record, files))
    other = frame.replace(b",1,", b",9,", 1)
    assert other != frame
    assert not all(check.ok for check in verify(record, {**files, "frame.csv": other}))


def test_asked_again_it_keeps_the_city_and_gives_new_passwords(shown):
    home, said = shown
    again = demo(home)
    assert again.returncode == 0, again.stderr
    assert "already published" in again.stdout
    first, second = (re.search(r"^desk\s+(\S+)", text, re.M)[1] for text in (said, again.stdout))
    assert first != second


def test_asked_for_another_city_it_refuses_and_changes_nothing(shown):
    home, _ = shown
    other = demo(home, "--seed", "9")
    assert other.returncode == 1
    assert "demo.another_city" in other.stderr
