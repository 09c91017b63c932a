"""`huizhi grades`: what another scorecard would have said."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console

from huizhi.cli.refusals import refusals
from huizhi.exchange.pack import Pack
from huizhi.exchange.rehearsing import Rehearsed, days_back, rehearse
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.release import Release
from huizhi.lake.store import LakeStore

commands = typer.Typer(no_args_is_help=True, help="信用风险分类。 Credit-risk classes.")
QUARTERS_AND_TODAY = 5


def register(app: typer.Typer) -> None:
    """Add the group `grades`."""

    @commands.callback()
    def group() -> None:
        """信用风险分类。 Credit-risk classes."""

    app.add_typer(commands, name="grades")


@commands.command("rehearse")
def rehearse_card(
    card: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="评分卡草案 The draft card's TOML file.")],
    until: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="末日 The last day; default the last night."),
    ] = None,
    times: Annotated[
        int, typer.Option(min=1, max=20, help="看几个季末（含末日） How many quarter ends, the last day included.")
    ] = QUARTERS_AND_TODAY,
    as_json: Annotated[bool, typer.Option("--json", help="只输出 JSON Print JSON and nothing else.")] = False,
) -> None:
    """预演评分卡草案：过去一年谁会换类。Rehearse a draft card on the past year: who would move. Writes nothing."""
    home = Path(settings.HUIZHI_HOME)
    with refusals(), Console(stderr=True, quiet=as_json).status("") as status:
        draft, pack, store = Scorecard.load(card), Pack.of_home(home), LakeStore.open(home)
        last = until.date() if until else Release.open(home).as_of
        found = rehearse(store, pack, draft, days_back(last, times), status.update)
    if as_json:
        days = [asdict(each) | {"moved": each.moved} for each in found]
        typer.echo(json.dumps({"draft": draft.version, "days": days}, ensure_ascii=False, default=str, indent=1))
        return
    typer.echo(f"草案 draft: {draft.version}")
    for each in found:
        show(each)


def show(found: Rehearsed) -> None:
    """One day for a person."""
    counts = [" ".join(f"{grade} {count:,}" for grade, count in each.items()) for each in (found.before, found.after)]
    typer.echo(f"\n{found.on}　{found.card}\n  现行 then:  {counts[0]}\n  草案 draft: {counts[1]}")
    typer.echo(f"  换类 would move: {found.moved:,} / {sum(found.before.values()):,}")
    for move in found.moves:
        some = "，".join(f"{entity} {before}→{after}" for entity, before, after in move.examples)
        typer.echo(f"    {move.before}→{move.after}  {move.count:,}　例 e.g. {some}")
