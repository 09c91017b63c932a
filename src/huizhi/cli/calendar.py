"""`huizhi calendar`: read the State Council's yearly notice into the bureau's own calendar; print a year."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Annotated

import typer
from django.utils import timezone

from huizhi.cli.law import own_law
from huizhi.cli.law_matters import read_matters, tell_retimed
from huizhi.cli.refusals import refusals
from huizhi.exchange.deadlines import retime_office
from huizhi.law.retiming import load_notice
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.calendar_rows import CalendarRow, add_year
from huizhi.vocabulary.notice import parse_notice
from huizhi.vocabulary.refused import Refused

KIND_WORDS = {"holiday": "放假 off", "working": "上班 worked", "ordinary": "恢复平常 ordinary"}
WEEKDAYS = "一二三四五六日"

commands = typer.Typer(no_args_is_help=True, help="工作日历：放假与调休。 Working days: breaks and make-up days.")


def register(app: typer.Typer) -> None:
    """Add the group `calendar` to the command tree."""
    app.add_typer(commands, name="calendar")


def own_file() -> Path:
    """The bureau's own rows: HUIZHI_HOME/calendar.csv."""
    return Path(os.environ.get("HUIZHI_HOME", ".huizhi")) / "calendar.csv"


@commands.command("import")
def import_notice(
    notice: Annotated[Path, typer.Option(exists=True, dir_okay=False, help="通知全文 The notice, as text.")],
    year: Annotated[int, typer.Option(help="通知所安排的年份 The year it arranges.")],
    matters: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="CSV: number,key,started_on; 重新计算暂定期限 whom it re-times."
        ),
    ] = None,
) -> None:
    """读入国务院办公厅的年度放假通知。 Read a yearly holiday notice; refused unless all of it is understood."""
    with refusals():
        law = own_law()
        known_matters = read_matters(matters, law) if matters else []
        rows = parse_notice(read_text(notice), year)
        before = WorkCalendar.load(extra=own_file())
        known = days_of(before.rows, year)
        if known and known == days_of(rows, year):
            typer.echo(
                f"{year} 年已在日历中，内容一致，没有改动。 {year} is there already and agrees; nothing changed."
            )
            return
        if days_of(WorkCalendar.load().rows, year):
            raise differs(year)
        add_year(own_file(), rows)
    typer.echo(f"已写入 {own_file()}。 Written.\n")
    moved = retime_office(by="calendar", at=timezone.now())
    typer.echo(f"重新计算了 {len(moved)} 个在办事项的期限。 {len(moved)} open matters reckoned again.\n")
    show(year)
    if matters:
        after = WorkCalendar.load(extra=own_file())
        tell_retimed(load_notice(known_matters, before, after, law), len(known_matters))


@commands.command("show")
def show(year: Annotated[int, typer.Option(help="年份 The year to print.")]) -> None:
    """打印一年的放假与调休。 Print a year's breaks and make-up days, with the notice they rest on."""
    with refusals():
        calendar = WorkCalendar.load(extra=own_file())
    rows = [row for row in calendar.rows if row.year == year]
    published = next((row for row in rows if row.kind == "published"), None)
    if published is None:
        typer.echo(f"没有 {year} 年的放假通知，期限按周末推算，均为暂定。")
        typer.echo(f"There is no notice for {year}: deadlines follow the weekends and are provisional.")
        return
    typer.echo(f"{year} 年 {published.notice or '（文号待补 number unknown)'} {published.source}".rstrip())
    for row in sorted(rows, key=lambda row: row.first_on):
        if row.kind != "published":
            typer.echo(f"  {span(row)}  {KIND_WORDS[row.kind]}  {row.name}")
    count, _ = calendar.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))
    typer.echo(f"全年 {count} 个工作日。 {count} working days.")
    if published.last_on == calendar.published_through:
        typer.echo("下一年的通知仍可能调整 12 月 29—31 日。 Next year's notice may still move 29-31 December.")


def read_text(path: Path) -> str:
    """The notice's text, in UTF-8 or GB 18030; Refused when it is neither."""
    content = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused(
        "notice_encoding",
        f"{path.name} 不是 UTF-8 或 GB18030 文本",
        f"{path.name} is neither UTF-8 nor GB 18030 text",
        "日历表没有改动。",
        "请把通知另存为纯文本后重试。",
        what_is_safe_en="The calendar table is unchanged.",
        what_to_do_en="Save the notice as plain text and try again.",
    )


def days_of(rows: tuple[CalendarRow, ...], year: int) -> dict[date, str]:
    """What rows of one year say, day by day."""
    return {on: row.kind for row in rows if row.year == year and row.kind != "published" for on in row.days()}


def differs(year: int) -> Refused:
    """The refusal to overwrite a year that came with the program."""
    return Refused(
        "calendar_year_differs",
        f"程序自带的 {year} 年日历与这份通知不一致（该年可能另有补充通知）",
        f"the calendar that came with the program differs from this notice for {year} (another notice may amend it)",
        "日历表没有改动。",
        f"请用 `huizhi calendar show --year {year}` 核对，确需改动的日子逐行写入 {own_file()}。",
        {"year": year},
        what_is_safe_en="The calendar table is unchanged.",
        what_to_do_en=f"Compare with `huizhi calendar show --year {year}`; enter changes in {own_file()} by hand.",
    )


def span(row: CalendarRow) -> str:
    """A row's days as text, with weekdays."""
    first = f"{row.first_on} 周{WEEKDAYS[row.first_on.weekday()]}"
    return first if row.first_on == row.last_on else f"{first} — {row.last_on} 周{WEEKDAYS[row.last_on.weekday()]}"
