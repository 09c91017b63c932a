"""The office's database is made whole or not at all."""

import random
import signal
import sqlite3
import subprocess
import sys

from tests.exchange.nights import environment

WHOLE = {"ledger_act", "registers_entity", "people_officer", "indicators_feedfile", "inspections_draw"}
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
            found = tables(home)
            assert not found or found >= WHOLE, "a half-made database: some tables stand without the rest"
        again = migrate(home)
        said, _ = again.communicate(timeout=120)
        assert again.returncode == 0
        assert "done" in said
        assert tables(home) >= WHOLE
