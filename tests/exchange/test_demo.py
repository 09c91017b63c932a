"""The demonstration ends with accounts that open and a draw that verifies."""

import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest

from huizhi.draw import verify
from tests.exchange.nights import UNTIL, environment

DEMO = [sys.executable, "-m", "huizhi.cli", "demo", "--entities", "150", "--until", UNTIL]


def demo(home, *more: str) -> subprocess.CompletedProcess:
    command = [*DEMO, "--no-serve", *more]
    return subprocess.run(command, env=environment(home), capture_output=True, text=True, timeout=240)


def draw_in(said: str) -> str:
    """The number of the draw that a demonstration names."""
    return re.search(r"published draw: (\S+)", said)[1]


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
        "inspector",
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


def test_the_draw_was_held_step_by_step_and_another_awaits_its_parties(shown):
    home, said = shown
    with sqlite3.connect(home / "office.sqlite3") as office:
        plans = dict(office.execute("SELECT number, state FROM inspections_plan").fetchall())
        steps = office.execute("SELECT kind, by FROM inspections_step ORDER BY id").fetchall()
    assert plans == {draw_in(said): "drawn", f"{draw_in(said)}-2": "committing"}
    assert [(kind, by) for kind, by in steps if kind in ("committed", "revealed")] == [
        (kind, by) for kind in ("committed", "revealed") for by in ("auditor", "chief")
    ]


def test_its_visits_are_planned_some_are_finished_and_the_draw_has_their_results(shown):
    home, said = shown
    with sqlite3.connect(home / "office.sqlite3") as office:
        states = dict(office.execute("SELECT state, count(*) FROM visits_visit WHERE origin = 'draw' GROUP BY state"))
        found = office.execute("SELECT code, visit <> '' FROM inspections_result").fetchall()
        plan = office.execute("SELECT state FROM inspections_yearplan").fetchall()
        recused = office.execute("SELECT officer, object_id FROM inspections_recusal").fetchall()
        lists = [bytes(each) for (each,) in office.execute("SELECT recusals FROM inspections_draw")]
    assert int(re.search(r"visits planned: (\d+)", said)[1]) == sum(states.values())
    done, needless = states.get("finished", 0) + states.get("published", 0), states.get("cancelled", 0)
    assert done == min(4, sum(states.values()) - needless), "by lot there may be fewer than four in the county"
    assert sum(visited for _code, visited in found) == done + needless
    assert plan == [("published",)] and [",".join(pair).encode() in lists[0] for pair in recused] == [True]


def test_the_day_s_root_is_published_over_what_the_office_did(shown):
    home, _ = shown
    with sqlite3.connect(home / "office.sqlite3") as office:
        sealed = office.execute("SELECT max(size) FROM ledger_root").fetchone()[0]
        filed = office.execute("SELECT max(seq) FROM ledger_act WHERE object_kind = 'matter'").fetchone()[0]
    assert sealed >= filed > 100


@pytest.fixture(scope="module")
def again(shown):
    """The demonstration asked for a second time, now with its site: (what it said, the page behind the sign-in).

    A night in the same command came before: what the site forks must not wait for the night's threads.
    """
    home, _ = shown
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        port = str(waiting.getsockname()[1])
    under_way = subprocess.Popen(
        [*DEMO, "--port", port], env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        start_new_session=True,
    )  # fmt: skip
    try:
        said = "".join(iter(lambda: _line(under_way), ""))
        password = re.search(r"^leader\s+(\S+)", said, re.M)[1]
        page = _first_page(f"http://127.0.0.1:{port}", "leader", password)
    finally:
        os.killpg(under_way.pid, signal.SIGINT)
        assert under_way.wait(20) == 0, "it stops at once"
    return said, page


def test_asked_again_it_keeps_the_city_and_gives_new_passwords(shown, again):
    (_, said), (second, _) = shown, again
    assert "office_matters" in second, "the second night hears of what the office has handled"
    assert draw_in(second) == draw_in(said)
    first, later = (re.search(r"^desk\s+(\S+)", text, re.M)[1] for text in (said, second))
    assert first != later


def test_the_site_it_ends_in_lets_a_newcomer_in(again):
    assert "威海" in again[1]


def test_asked_for_another_city_it_refuses_and_changes_nothing(shown):
    home, _ = shown
    other = demo(home, "--seed", "9")
    assert other.returncode == 1
    assert "demo.another_city" in other.stderr


@pytest.mark.long
def test_a_third_night_hears_of_nothing_new(shown, again):
    home, _ = shown
    assert "already published" in demo(home).stdout


def _line(under_way: subprocess.Popen) -> str:
    """The next line it prints, "" once the site has started."""
    line = under_way.stdout.readline()
    return "" if "Started worker" in line else line


def _open(browser: urllib.request.OpenerDirector, address: str):
    """The page at an address, once the site answers."""
    for _ in range(60):
        try:
            return browser.open(address, timeout=120)
        except urllib.error.URLError:
            time.sleep(1)
    return browser.open(address, timeout=120)


def _first_page(site: str, account: str, password: str) -> str:
    """Sign in as a browser does; the page that follows."""
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
    with _open(browser, f"{site}/sign-in") as form:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form.read().decode())[1]
    words = {"csrfmiddlewaretoken": token, "account": account, "password": password}
    with browser.open(f"{site}/sign-in", urllib.parse.urlencode(words).encode(), timeout=120) as page:
        assert page.url != f"{site}/sign-in"
        return page.read().decode()
