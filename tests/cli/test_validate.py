"""`huizhi validate chicago`: writes exactly what was asked for, and refuses clearly."""

from functools import partial

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli import validate as command
from huizhi.exchange import chicago
from huizhi.insight.blind import Settings
from tests.exchange.test_chicago import plant

QUICK = Settings(trees=10, rounds=10, boosters=1)


@pytest.fixture
def run(monkeypatch):
    """The command with small models: what it writes and says is the same."""
    for name in ("scores", "windows"):
        monkeypatch.setattr(chicago, name, partial(getattr(chicago, name), settings=QUICK))
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    return lambda *words: CliRunner().invoke(app, ["validate", "chicago", *map(str, words)])


def test_it_writes_two_columns_lists_its_choices_and_prints_the_windows(run, tmp_path):
    truth = plant(tmp_path / "city")
    done = run("--data", tmp_path / "city", "--out", tmp_path / "scores.csv")
    assert done.exit_code == 0, done.output
    lines = (tmp_path / "scores.csv").read_text().splitlines()
    assert lines[0] == "Inspection_ID,score"
    assert {int(line.split(",")[0]) for line in lines[1:]} == set(truth)
    assert all(line.count(",") == 1 and float(line.split(",")[1]) for line in lines[1:])
    for said in ("Planned on 2014-09-02", "Settings: penalty=", "Left out", "2014-02-16", "mean", "138 days before"):
        assert said in done.output
    first = (tmp_path / "scores.csv").read_bytes()
    run("--data", tmp_path / "city", "--out", tmp_path / "scores.csv", "--no-report")
    assert (tmp_path / "scores.csv").read_bytes() == first


def test_it_refuses_a_folder_without_the_files_and_writes_nothing(run, tmp_path):
    done = run("--data", tmp_path, "--out", tmp_path / "scores.csv")
    assert done.exit_code == 1
    assert "train_published_1637.parquet" in done.output
    assert not (tmp_path / "scores.csv").exists()
