"""`huizhi demo`: whose data the pages say they show."""

import os

import pytest
import typer
from typer.testing import CliRunner

from huizhi.cli import demo as command


@pytest.mark.parametrize(
    "words, invented",
    [
        ([], True),
        (["--pack", "chicago"], False),  # a pack's records are real
    ],
)
def test_pages_say_sample_data_over_the_sample_city_only(monkeypatch, words, invented):
    monkeypatch.setenv("HUIZHI_DEMO", "" if invented else "1")
    monkeypatch.setattr(command, "_prepare", lambda *_: [])
    said = []
    monkeypatch.setattr(command.os, "execv", lambda *_: said.append(bool(os.environ["HUIZHI_DEMO"])))
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    result = CliRunner().invoke(app, ["demo", *words])
    assert result.exit_code == 0, result.output
    assert said == [invented]
