"""`huizhi grades`: what another scorecard would have said; the classes of a past day made again."""

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
from huizhi.exchange.again import Again, again
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


@commands.command("again")
def make_again(
    on: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="哪一天 The day; default the last night's.")
    ] = None,
    entity: Annotated[str, typer.Option(help="并说明这家的分类 Also tell the class of this business.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="只输出 JSON Print JSON and nothing else.")] = False,
) -> None:
    """重算过去某日的分类并与当时发布的逐位比对。Make a past day's classes again and compare them with the published.

    不写入任何内容；有一处不同即以 1 退出。Writes nothing; exits 1 when anything differs.
    """
    home = Path(settings.HUIZHI_HOME)
    with refusals(), Console(stderr=True, quiet=as_json).status("") as status:
        day = on.date() if on else Release.open(home).as_of
        found = again(home, Pack.of_home(home), day, status.update, entity_id=entity)
    if as_json:
        tables = {table.name: asdict(table) | {"same": table.same} for table in found.tables}
        told = asdict(found) | {"holds": found.holds, "tables": tables}
        typer.echo(json.dumps(told, ensure_ascii=False, default=str, indent=1))
    else:
        show_again(found)
    raise typer.Exit(0 if found.holds else 1)


def show_again(found: Again) -> None:
    """A day made again, for a person."""
    typer.echo(f"{found.on}　{found.card}")
    for table in found.tables:
        digests = table.made[:16] if table.same else f"{table.published[:16]} → {table.made[:16]}"
        typer.echo(f"  {table.name:9} {'相同 same' if table.same else '不同 differs'} {digests}")
    noted = f"台账第 {found.act} 号 act {found.act} of the ledger" if found.act else "台账上没有 not on the ledger"
    typer.echo(f"  发布 published: {noted}")
    for name in found.damaged:
        typer.echo(f"  发布的文件被改动 altered since it was published: {name}")
    if not found.holds and not found.same_code:
        typer.echo("  程序自那一夜以来有变化。 The code has changed since that night.")
    if found.told and not found.told["grades"]:
        typer.echo("\n这家企业在那一天没有分类。 That business had no class on that day.")
    for row in found.told.get("grades", ()):
        typer.echo(f"\n{row['entity_id']}　{row['grade']}　{row['score']} 分 points")
    for row in found.told.get("reasons", ()):
        record = f"{row['source']} {row['source_id']}　→ {row['lapses_on'] or '—'}"
        typer.echo(f"  {row['points']:+4}  {row['indicator']}　{row['occurred_on']}　{record}")


def show(found: Rehearsed) -> None:
    """One day for a person."""
    counts = [" ".join(f"{grade} {count:,}" for grade, count in each.items()) for each in (found.before, found.after)]
    typer.echo(f"\n{found.on}　{found.card}\n  现行 then:  {counts[0]}\n  草案 draft: {counts[1]}")
    typer.echo(f"  换类 would move: {found.moved:,} / {sum(found.before.values()):,}")
    for move in found.moves:
        some = "，".join(f"{entity} {before}→{after}" for entity, before, after in move.examples)
        typer.echo(f"    {move.before}→{move.after}  {move.count:,}　例 e.g. {some}")
