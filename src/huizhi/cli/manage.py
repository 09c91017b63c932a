"""`huizhi manage …` passes to Django's own commands; `huizhi serve` opens the site."""

import os
from importlib import import_module
from typing import Annotated

import typer
from django.core.management import call_command, execute_from_command_line
from django.db import connection
from granian import Granian

from huizhi.exchange.office import bring_up_to_date

SETTINGS = "huizhi.config.settings"
WSGI = "huizhi.config.wsgi:application"
STOPS_WITHIN = 5
"""Seconds a worker may take to answer what it has begun; a browser's open connection must not hold the stop up."""


def register(app: typer.Typer) -> None:
    """Add the two commands."""
    passing = {"allow_extra_args": True, "ignore_unknown_options": True, "help_option_names": []}
    app.command("manage", context_settings=passing, help="Django's commands: migrate, check, shell …")(manage)
    app.command("serve", help="Open the site and print its address.")(serve)


def manage(context: typer.Context) -> None:
    """Run one of Django's commands with the office's settings."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    execute_from_command_line(["huizhi manage", *context.args])


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    workers: Annotated[int, typer.Option(help="Processes.")] = 1,
    threads: Annotated[int, typer.Option(help="Threads of each process.")] = 4,
) -> None:
    """Bring the database up to date, gather the static files, then answer until stopped."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    prepare()
    shown = f"[{host}]" if ":" in host else host
    typer.echo(f"慧治 Huizhi: http://{shown}:{port}/")
    Granian(
        WSGI, address=host, port=port, interface="wsgi", workers=workers, blocking_threads=threads, websockets=False,
        workers_kill_timeout=STOPS_WITHIN,
    ).serve(target_loader=_site)  # fmt: skip


def _site(target: str) -> object:
    """The site, loaded in its worker, out of reach of the terminal: the server alone hears Ctrl-C, and stops its
    workers; a worker that hears it too never ends."""
    os.setpgid(0, 0)
    module, _, name = target.partition(":")
    return getattr(import_module(module), name)


def prepare() -> None:
    """Apply migrations that are not applied yet and gather static files under names that carry their digests."""
    bring_up_to_date()
    connection.close()
    call_command("collectstatic", interactive=False, verbosity=0)
