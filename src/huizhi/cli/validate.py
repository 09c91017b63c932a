"""`huizhi validate`: measures what the platform claims, on what it has not seen; `huizhi teach`: teaches the router."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from huizhi.city.complaint_texts import labelled
from huizhi.cli.holding import grades, trades
from huizhi.cli.judgements import listed, officer_table, window_table
from huizhi.cli.refusals import refusals
from huizhi.exchange import chicago, routing
from huizhi.exchange.chicago_choices import choices
from huizhi.exchange.office import bring_up_to_date
from huizhi.lake.release import Release

HEAD_FIGURES = {
    "dares": "自行分派 dares",
    "right": "其中正确 then right",
    "calibration": "校准偏差 calibration",
    "second": "前两位含正确 top two",
    "majority": "总猜最多的 majority",
    "keywords": "按关键词 keywords",
}
"""What is told of a head beside its accuracy by coverage."""

commands = typer.Typer(no_args_is_help=True, help="验证平台的说法。 Measure what the platform claims.")
commands.command("grades")(grades)
commands.command("trades")(trades)


def register(app: typer.Typer) -> None:
    """Add the group `validate` and the command `teach`."""
    app.add_typer(commands, name="validate")

    @app.command()
    def teach(subject: str = typer.Argument(help="What to teach: routing.")) -> None:
        """用已标注的登记训练分派模型并启用。Teach the router from the lake's labelled filings and take it into use."""
        if subject != "routing":
            sys.stderr.write(f"没有“{subject}”，可选 known: routing\n")
            raise typer.Exit(2)
        bring_up_to_date()
        with refusals():
            home = settings.HUIZHI_HOME
            as_of = Release.open(home).as_of
            taught = routing.teach(home, as_of, by="system:teach", at=datetime.now(UTC))
        Console().print(f"分派模型已启用 router in use: {taught['rows']:,} 条 filings")


@commands.command("routing")
def validate_routing(
    rows: int = typer.Option(6_000, "--rows", help="How many invented, labelled filings to use."),
    seed: int = typer.Option(7, "--seed", help="The same seed gives the same filings."),
    folds: int = typer.Option(1, "--folds", help="How many of the four quarters of the templates to hold out."),
) -> None:
    """分派模型的验证：留出整族模板。Measure the router on whole families of templates it never saw."""
    console = Console()
    made = labelled(seed, rows)
    labels = {"topic": made["topic"].to_list(), "goods": made["field"].to_list(), "desk": made["desk"].to_list()}
    for part in range(folds):
        found = routing.validate(made["text"].to_list(), labels, made["family"].to_list(), part=part)
        for table in (_table(found), *map(_by_class, found)):
            console.print(table)


@commands.command("chicago")
def validate_chicago(
    data: Annotated[Path, typer.Option("--data", help="芝加哥数据目录 Folder with the published files.")],
    out: Annotated[Path, typer.Option("--out", help="写出 Inspection_ID,score Where the scores are written.")],
    report: Annotated[bool, typer.Option(help="打印训练期内各时间窗 Print the windows inside training.")] = True,
) -> None:
    """芝加哥食品检查：只用训练行打分，不看检查员。Score Chicago's inspections, blind to officers."""
    with refusals():
        city = chicago.read(data)
        scored = chicago.scores(city)
        out.write_text(scored.write_csv(), encoding="utf-8")
    typer.echo(f"已写出 {out}：{len(scored)} 行。 {len(scored)} rows written.")
    typer.echo(listed(choices()))
    if not report:
        return
    console = Console(width=160)
    for gap in (0, chicago.GAP_DAYS):
        with refusals():
            made = chicago.windows(city, gap_days=gap)
        console.print(window_table(made, gap))
    console.print(officer_table(made))


def _table(found: list[routing.Figures]) -> Table:
    """What each head did, one column a head."""
    table = Table(
        "", *(each.head for each in found), title=f"{found[0].asked} filings of templates never taught (permille)"
    )
    for share in routing.COVERAGES:
        table.add_row(f"最有把握的 {share} % 正确 right at", *(str(each.at_coverage[share]) for each in found))
    for name, told in HEAD_FIGURES.items():
        table.add_row(told, *(str(getattr(each, name)) for each in found))
    return table


def _by_class(figures: routing.Figures) -> Table:
    """How one head did by class."""
    table = Table(figures.head, "条 filings", "正确 right ‰")
    for label, (count, right) in figures.by_class.items():
        table.add_row(label, str(count), str(right))
    return table
