"""A bureau whose scheme has five classes: the night, the office and its pages take them as they take four."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from huizhi.exchange.office_matters import CONTRACTS as OFFICE_CONTRACTS
from huizhi.feeds.contract import BUILT_IN as CONTRACTS
from huizhi.insight import plan, scorecard
from huizhi.vocabulary.divisions import BUILT_IN as DIVISIONS
from tests.exchange.nights import ROOT, environment, night

CARDS = Path(scorecard.__file__).with_name("scorecards")
PLANS = Path(plan.__file__).with_name("plans")
PACK = """
name = "five"
title = { zh = "五类", en = "Five classes" }
as_of = 2026-10-31
divisions = "divisions.csv"
contracts = "contracts"
scorecard = "card.toml"
indicators = "weihai.toml"
[draw]
id = "WF-2026-01"
title = { zh = "抽查", en = "Draw" }
item = { code = "registration", basis = "x", skills = [] }
rates_per_thousand = { S1 = 10, S2 = 20, S3 = 50, S4 = 100, S5 = 200 }
"""
VISIT = """
import sys
from datetime import UTC, datetime
from huizhi.cli import open_office
open_office()
from django.test import Client
from huizhi.apps.people.facade import appoint_officer, found_unit
at = datetime(2026, 11, 1, tzinfo=UTC)
found_unit(code="371000", zh="市局", en="City", kind="city", division="371000", by="t", at=at)
desk = {"username": "desk", "name": "于", "unit": "371000", "roles": ["desk_specialist"], "password": None}
officer = appoint_officer(**desk, by="t", at=at)
client = Client(headers={"host": "localhost"})
client.force_login(officer)
for path in sys.argv[1:]:
    shown = client.get(path)
    print(shown.status_code, path, shown.content.decode())
"""


@pytest.fixture(scope="module")
def five(deliveries, tmp_path_factory):
    """A home after a night by Shandong's card, put in force for this."""
    folder, home = tmp_path_factory.mktemp("pack"), tmp_path_factory.mktemp("five")
    for source in (CONTRACTS, OFFICE_CONTRACTS):
        shutil.copytree(source, folder / "contracts", dirs_exist_ok=True)
    for path in (
        *CARDS.glob("enterprise_credit_2026*.toml"),
        CARDS / "enterprise_credit.toml",
        DIVISIONS,
        PLANS / "weihai.toml",
    ):
        shutil.copy(path, folder)
    draft = (CARDS / "enterprise_credit_shandong.toml").read_text("utf-8")
    (folder / "card.toml").write_text(draft.replace("9999-01-01", "2020-01-01"), encoding="utf-8")
    (folder / "pack.toml").write_text(PACK, encoding="utf-8")
    night(home, deliveries, "--pack", str(folder))
    return home


def test_the_night_publishes_five_classes_and_the_pages_show_them(five):
    with sqlite3.connect(five / "office.sqlite3") as office:
        graded = dict(office.execute("SELECT grade, min(entity_id) FROM registers_grade GROUP BY grade"))
        counts = dict(office.execute("SELECT grade, count(*) FROM registers_grade GROUP BY grade"))
    assert "E" in graded and set(graded) <= set("ABCDE")
    command = [sys.executable, "-c", VISIT, "/work", "/search?grade=E", f"/e/{graded['E']}"]
    asked = subprocess.run(command, env=environment(five), capture_output=True, text=True, cwd=ROOT, timeout=120)
    assert asked.returncode == 0, asked.stderr
    home, search, entity = asked.stdout.split("\n200 ", 2)
    assert home.startswith("200 /work") and "E 类" in home and "风险较低" in home
    assert search.count('class="risk E') == counts["E"]
    assert "E 类　风险高" in entity and "为什么是 E 类" in entity
