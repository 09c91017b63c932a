"""`huizhi demo`: whose data the pages say they show."""

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
def test_pages_say_sample_data_over_the_sample_city_only(monkeypatch, settings, words, invented):
    settings.DEMO = False
    monkeypatch.setenv("HUIZHI_DEMO", "")
    monkeypatch.setattr(command, "_prepare", lambda *_: [])
    said = []
    monkeypatch.setattr(command, "serve", lambda **_: said.append(settings.DEMO))
    app = typer.Typer()
    app.callback()(lambda: None)
    command.register(app)
    result = CliRunner().invoke(app, ["demo", *words])
    assert result.exit_code == 0, result.output
    assert said == [invented]
