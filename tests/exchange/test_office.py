"""The office's database is made whole or not at all."""

import random
import signal
import sqlite3
import subprocess
import sys

from tests.exchange.nights import environment

MIGRATE = (
    "from huizhi.cli import open_office; open_office(); print('begun', flush=True);"
    "from huizhi.exchange.office import bring_up_to_date as go; go(); print('done', flush=True)"
)


def migrate(home) -> subprocess.Popen:
    return subprocess.Popen([sys.executable, "-c", MIGRATE], env=environment(home), stdout=subprocess.PIPE, text=True)


def tables(home) -> set[str]:
    with sqlite3.connect(home / "office.sqlite3") as office:
        return {name for (name,) in office.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_killed_while_it_is_made_it_is_made_whole_the_next_time(tmp_path):
    chance = random.Random(4)
    for number in range(4):
        home = tmp_path / str(number)
        under_way = migrate(home)
        under_way.stdout.readline()
        try:
            under_way.communicate(timeout=chance.uniform(0.3, 1.6))
        except subprocess.TimeoutExpired:
            under_way.send_signal(signal.SIGKILL)
            under_way.communicate()
            assert not tables(home), "a half-made database: tables stand without the rest"
        again = migrate(home)
        said, _ = again.communicate(timeout=120)
        assert again.returncode == 0
        assert "done" in said
        assert {"ledger_act", "registers_entity", "people_officer"} <= tables(home)
