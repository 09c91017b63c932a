"""A draft card rehearsed: the same card moves nobody, another band moves exactly those whose score lies between."""

import json
from contextlib import nullcontext
from datetime import date

import pytest
import typer
from typer.testing import CliRunner

from huizhi.city.build import build
from huizhi.cli import grades as command
from huizhi.exchange.arrivals import receive
from huizhi.exchange.pack import Pack
from huizhi.exchange.rehearsing import days_back, rehearse
from huizhi.insight.scorecard import FOLDER, Scorecard
from huizhi.lake.store import LakeStore

TODAY = date(2026, 10, 31)
CARD = FOLDER / "enterprise_credit_2026_2.toml"


def test_the_days_are_ends_of_quarters_back_from_the_last():
    assert days_back(TODAY, 3) == [date(2026, 4, 30), date(2026, 7, 31), TODAY]
    assert days_back(TODAY, 5)[0] == date(2025, 10, 31)


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    folder = tmp_path_factory.mktemp("rehearsed")
    build(folder, 300, 5, TODAY)
    arrivals = receive(folder / "home", TODAY, Pack.built_in(), folder / "deliveries", lambda *said: None,
                       lambda step: nullcontext())  # fmt: skip
    LakeStore.open(folder / "home").commit(arrivals.typed_files())
    return folder / "home"


@pytest.mark.long
def test_the_same_card_moves_nobody_and_a_stricter_band_moves_those_between(home, tmp_path, settings, monkeypatch):
    draft = tmp_path / "draft.toml"
    draft.write_text(CARD.read_text("utf-8").replace("from_score = 20", "from_score = 10", 1), "utf-8")
    store, pack = LakeStore.open(home), Pack.built_in()
    [same] = rehearse(store, pack, Scorecard.load(CARD), [TODAY], print)
    assert same.moved == 0 and same.before == same.after and sum(same.before.values()) > 250
    settings.HUIZHI_HOME = str(home)
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    asked = ["grades", "rehearse", "--card", str(draft), "--until", str(TODAY), "--times", "1", "--json"]
    answer = CliRunner().invoke(app, asked)
    assert answer.exit_code == 0, answer.output
    [day] = json.loads(answer.stdout)["days"]
    [move] = day["moves"]
    assert (move["before"], move["after"], day["moved"]) == ("A", "B", move["count"])
    assert 0 < move["count"] == same.before["A"] - day["after"]["A"]
    assert all(10 <= before == after < 20 for _entity, before, after in move["examples"])
