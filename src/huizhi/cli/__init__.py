"""The `huizhi` command: parse, call one function, print.

Each module of this room registers its own commands; only the module a command line names is imported, so that
`huizhi verify` needs nothing but the standard library's draw.
"""

from __future__ import annotations

import importlib
import os
import sys

import typer

from huizhi import __version__

OWNERS = {
    "calendar": "calendar",
    "city": "city",
    "complaints": "complaints",
    "demo": "demo",
    "doctor": "doctor",
    "draw": "draw",
    "draw-commit": "draw",
    "grades": "grades",
    "keys": "keys",
    "law": "law",
    "ledger": "ledger",
    "manage": "manage",
    "night": "night",
    "quarantine": "quarantine",
    "serve": "manage",
    "teach": "validate",
    "validate": "validate",
    "verify": "draw",
}
"""Command -> the module of this room that registers it."""

NEEDS_OFFICE = {"calendar", "complaints", "demo", "grades", "keys", "law", "manage", "night", "quarantine", "validate"}
"""Modules that read or write the office's database."""


def build(names: list[str] | None = None) -> typer.Typer:
    """The command tree with every command, or only those of the modules named."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

    @app.callback(invoke_without_command=True)
    def root(version: bool = typer.Option(False, "--version", help="Print the version.")) -> None:
        """慧治 Huizhi: market supervision that can be checked."""
        if version:
            typer.echo(__version__)
            raise typer.Exit()

    for name in sorted(set(names or OWNERS.values())):
        if name in NEEDS_OFFICE:
            open_office()
        importlib.import_module(f"huizhi.cli.{name}").register(app)
    return app


def open_office() -> None:
    """Make Django ready; settings are named, not imported, because they stand above this room."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huizhi.config.settings")
    importlib.import_module("django").setup()


def main() -> None:
    """Entry point of the console script."""
    first = next((word for word in sys.argv[1:] if not word.startswith("-")), None)
    build([OWNERS[first]] if first in OWNERS else None)()
