"""`huizhi city`: write a seeded sample city's files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from huizhi.city.build import build
from huizhi.cli.refusals import refusals


def register(app: typer.Typer) -> None:
    """Add the command to the program."""
    app.command("city", help="Write the files a sample city's departments deliver. 生成样例城市的数据文件。")(city)


def city(
    out: Annotated[Path, typer.Option(help="Empty or new folder.")],
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Last day of the four years of history.")],
    entities: Annotated[int, typer.Option(min=1, help="How many market entities.")] = 20_000,
    seed: Annotated[int, typer.Option(help="Same seed, same bytes.")] = 1,
) -> None:
    """Build the city; progress goes to stderr."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with refusals(), Progress(*columns, console=console) as progress:
        task = progress.add_task("entities 经营主体", total=entities)
        built = build(out, entities, seed, until.date(), lambda done, _: progress.update(task, completed=done))
    console.print(f"{built.files} files in {built.deliveries}; what was planted is in {built.truth}")
