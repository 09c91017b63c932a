"""`huizhi law`: a legal value with its basis, a deadline, and what changed since a day."""

from __future__ import annotations

import os
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from huizhi.cli.law_matters import confirm, read_draft, read_matters, rehearsal_json, tell_changes, tell_rehearsal
from huizhi.cli.refusals import refusals
from huizhi.exchange.deadlines import open_clocks, retime_office
from huizhi.law.clocks import Deadline, deadline, hour_deadline
from huizhi.law.parameters import BUILT_IN, LOCAL, Parameters
from huizhi.law.reference import changes_since
from huizhi.law.rehearsal import rehearse_draft
from huizhi.law.units import said
from huizhi.law.values import LegalValue
from huizhi.vocabulary.calendar import WorkCalendar

WEEKDAYS = "一二三四五六日"

commands = typer.Typer(no_args_is_help=True, help="法定数值与期限。 Legal values and deadlines, with their basis.")


def register(app: typer.Typer) -> None:
    """Add the group `law` to the command tree."""
    app.add_typer(commands, name="law")


def home() -> Path:
    """Where the bureau's own calendar and legal values lie."""
    return Path(os.environ.get("HUIZHI_HOME", ".huizhi"))


def own_law() -> Parameters:
    """The values of this version, with the bureau's own from HUIZHI_HOME/law on top when that folder exists."""
    own = home() / "law"
    return Parameters.load(BUILT_IN, LOCAL, *([own] if own.is_dir() else []))


def own_calendar() -> WorkCalendar:
    """The calendar of this version, with the notices the bureau has imported on top."""
    return WorkCalendar.load(extra=home() / "calendar.csv")


@commands.command("show")
def show(
    key: Annotated[str, typer.Argument(help="complaint.acceptance; 只写主题则列出 a subject alone lists its values.")],
    on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="只看这一天 Only that day's value.")] = None,
) -> None:
    """打印一项法定数值的各个时期和依据。 Print every period of a legal value, with its basis and support."""
    with refusals():
        law = own_law()
        listed = [each for each in law if each.startswith(f"{key}.")]
        for each in listed or [law.named(key)]:
            periods = law.periods(each) if on is None else (law.in_force(each, on.date()),)
            show_value(each, periods)


def show_value(key: str, periods: tuple[LegalValue, ...]) -> None:
    """Print one value: title, clock, periods."""
    typer.echo(f"{key}  {periods[-1].title_zh} · {periods[-1].title_en}")
    if clock := periods[-1].clock:
        typer.echo(f"  起算 start: {clock.start_zh} · {clock.start_en}")
    for value in periods:
        to = value.in_force_to or "…"
        own = "" if value.layer == "national" else f" [{value.layer}]"
        number = f"{said(value.value, value.unit)} ({said(value.value, value.unit, 'en')})"
        typer.echo(f"  {value.in_force_from} — {to}  {number}{own}")
        typer.echo(f"    {value.basis} [{value.basis.support}]{confirm(value.provisional)}")
        if value.note_zh:
            typer.echo(f"    {value.note_zh} {value.note_en}")


@commands.command("due")
def due(
    key: Annotated[str, typer.Argument(help="complaint.acceptance")],
    start: Annotated[
        datetime,
        typer.Option(formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="起算日（小时期限写时刻） Start day, or instant."),
    ],
) -> None:
    """计算一个期限。 Reckon a deadline: three readings of the last day, its basis, and whether it is provisional."""
    with refusals():
        try:
            law = own_law()
            full = law.named(key)
            if law.in_force(full, start.date()).unit == "H":
                found = hour_deadline(full, start, law)
            else:
                found = deadline(full, start.date(), own_calendar(), law=law)
        except ValueError as error:
            typer.echo(f"{key} 不是期限。 {error}", err=True)
            raise typer.Exit(1) from error
    show_deadline(full, found)


def show_deadline(key: str, found: Deadline) -> None:
    """Print a deadline."""
    typer.echo(f"{key}  {found.basis.title_zh} · {found.basis.title_en}")
    if found.due_at:
        typer.echo(f"  届满 due: {found.due_at:%Y-%m-%d %H:%M}")
    else:
        typer.echo(f"  届满 due: {day(found.due)}（{found.days} 日 days）")
        typer.echo(f"  预警 alarm: {day(found.alarm_due)}   权利人 rights: {day(found.rights_due)}")
    typer.echo(f"  依据 basis: {found.basis.say('zh')}")
    if found.awaits_notice:
        typer.echo("  暂定：放假通知公布后重新计算。 Provisional: reckoned again when the holiday notice is published.")
    if found.basis.provisional:
        typer.echo(f" {confirm(True)}")


@commands.command("changes")
def changes(
    since: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="自该日起 From this day on.")],
    matters: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="CSV: number,key,started_on; 计算受影响的在办事项 whom it moves."
        ),
    ] = None,
    office: Annotated[
        bool, typer.Option("--office", help="以本局在办事项计算。 Count the office's own open matters.")
    ] = False,
) -> None:
    """列出某日以来生效的变化。 List what took effect since a day; with open matters, how many it would move."""
    with refusals():
        law = own_law()
        found = changes_since(since.date(), law)
        open_matters = read_matters(matters, law) if matters else open_clocks(law) if office else None
        tell_changes(since.date(), found, open_matters, own_calendar(), law)


@commands.command("retime")
def retime() -> None:
    """按现行日历和数值重算在办事项的期限。 Reckon the office's open clocks again; after new values are installed."""
    moved = retime_office(by="law", at=timezone.now())
    typer.echo(f"{len(moved)} 个在办事项的期限有变化。 {len(moved)} open matters moved.")
    for number in moved:
        typer.echo(f"  {number}")


@commands.command("rehearse")
def rehearse(
    draft: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="草案数值文件 The draft value's file.")],
    matters: Annotated[
        Path, typer.Option(exists=True, dir_okay=False, help="CSV: number,key,started_on,ended_on 已知事项 matters.")
    ],
    key: Annotated[str, typer.Option(help="草案替换的数值；省略则由路径得出 Left out: as the file's place says.")] = "",
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="未办结的看到哪一天 The day open matters are judged.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="只输出 JSON Print JSON and nothing else.")] = False,
) -> None:
    """预演：新数值若早已施行，去年会怎样。 Rehearse: what a draft would have changed for matters already known."""
    with refusals():
        law = own_law()
        value, known = read_draft(draft, key, law), read_matters(matters, law)
        on = as_of.date() if as_of else date.today()  # noqa: DTZ011 - the office's own day
        found = rehearse_draft(known, value, own_calendar(), on, law)
    if as_json:
        typer.echo(rehearsal_json(found))
    else:
        tell_rehearsal(found, law)


def day(on: date) -> str:
    """A day with its weekday."""
    return f"{on} 周{WEEKDAYS[on.weekday()]}"
