"""`huizhi night`: the nightly run, with progress for a person and --json for a program."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from huizhi.cli.refusals import refusals
from huizhi.exchange.night import STEPS, NightReport, run_night
from huizhi.exchange.office import bring_up_to_date
from huizhi.exchange.pack import Pack
from huizhi.vocabulary.refused import Refused

STEP_NAMES = {
    "land": "接收文件 land",
    "validate": "校验分类 validate",
    "commit": "写入数据湖 commit",
    "derive": "关联、分级与指标 derive",
    "publish": "发布到办公端 publish",
    "teach": "名单与分派模型 teach",
    "clear": "清除到期内容 clear",
    "seal": "封存台账 seal",
    "measure": "验证分类 measure",
}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def night(
        as_of: str = typer.Option("", "--as-of", help="The day whose knowledge counts, YYYY-MM-DD."),
        delivered: Path | None = typer.Option(None, "--from", help="Folder in which departments leave their files."),
        pack: str = typer.Option("", "--pack", help="A pack's name or folder; the home's own when left out."),
        as_json: bool = typer.Option(False, "--json", help="Print the report as JSON and nothing else."),
    ) -> None:
        """夜间任务：接收、校验、入湖、分级、指标、发布、清除到期、封存。Land, commit, grade, publish, clear, seal."""
        with refusals():
            report = go(as_of, delivered, pack, Console(stderr=True, quiet=as_json))
        if as_json:
            typer.echo(json.dumps(report.to_json(), ensure_ascii=False, indent=1))
        else:
            summarise(report, Console())


def go(
    as_of: str, delivered: Path | None, pack_name: str, console: Console, teaches: bool = True, seals: bool = True
) -> NightReport:  # fmt: skip
    """Prepare the office and run the night, showing each step as it happens."""
    pack = Pack.for_home(settings.HUIZHI_HOME, pack_name)
    day = _day(as_of, pack)
    bring_up_to_date()
    begun: list[str] = []
    with console.status("") as status:

        def tell(step: str, what: str) -> None:
            line = f"[{STEPS.index(step) + 1}/{len(STEPS)}] {STEP_NAMES[step]}"
            status.update(f"{line}  {what}")
            if not console.is_terminal and step not in begun:  # a log has no line to write over
                begun.append(step)
                console.print(line, markup=False)

        at = datetime.now(UTC)
        return run_night(
            settings.HUIZHI_HOME, day, pack, delivered_from=delivered, at=at, tell=tell, teaches=teaches, seals=seals
        )


def summarise(report: NightReport, console: Console) -> None:
    """The report for a person."""
    console.print(f"\n[bold]截至 {report.as_of} 的夜间任务 · The night as of {report.as_of}[/bold]")
    table = Table(box=None, pad_edge=False)
    for title in (
        "来源\nsource",
        "收到\nrows in",
        "隔离\nquarantined",
        "合并\nfolded",
        "未变\nunchanged",
        "入湖\nstored",
    ):
        table.add_column(title, justify="left" if title.startswith("来源") else "right", no_wrap=True)
    for name, c in sorted(report.sources.items()):
        table.add_row(name, *(f"{n:,}" for n in (c.rows_in, c.quarantined, c.folded, c.unchanged, c.stored)))
    console.print(table)
    classes = "  ".join(f"{grade} {count:,}" for grade, count in report.grades.items())
    console.print(f"分类 classes: {classes}")
    if report.unrecognised:
        console.print(
            f"没有合同认领的文件 files no contract knows: {len(report.unrecognised)}（留在原处 left untouched）"
        )
    for refusal in report.refused:
        console.print(f"[red]整份拒收 refused whole[/red] {refusal['file']}: {refusal['reason']}")
    taken = ", ".join(f"{step} {seconds:.1f}s" for step, seconds in report.seconds.items())
    state = "已发布 published" if report.published else "与已发布的相同 already published"
    console.print(f"{state} · {report.release[:12]} · {taken}\n")


def _day(text: str, pack: Pack) -> date:
    """The day asked for, else the pack's own. Refused when neither is a date."""
    if not text and pack.as_of:
        return pack.as_of
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refused(
            "night.as_of",
            f"“{text}”不是日期。",
            f"{text!r} is not a date.",
            "没有写入任何内容。",
            "用 --as-of 给出日期，如 --as-of 2026-10-31。",
            what_is_safe_en="Nothing was written.",
            what_to_do_en="Give a day with --as-of, e.g. --as-of 2026-10-31.",
        ) from None
