"""`huizhi validate`: measures what the platform claims, on what it has not seen; `huizhi teach`: teaches the router."""

from __future__ import annotations

import sys
from datetime import UTC, datetime

import typer
from django.conf import settings
from rich.console import Console
from rich.table import Table

from huizhi.city.complaint_texts import labelled
from huizhi.exchange import routing
from huizhi.exchange.office import bring_up_to_date
from huizhi.lake.release import Release
from huizhi.vocabulary.refused import Refused

SUBJECTS = ("routing",)


def register(app: typer.Typer) -> None:
    """Add the commands."""

    @app.command()
    def validate(
        subject: str = typer.Argument(help="What to measure: routing."),
        rows: int = typer.Option(6_000, "--rows", help="How many invented, labelled filings to use."),
        seed: int = typer.Option(7, "--seed", help="The same seed gives the same filings."),
        folds: int = typer.Option(1, "--folds", help="How many of the four quarters of the templates to hold out."),
    ) -> None:
        """分派模型的验证：留出整族模板。Measure the router on whole families of templates it never saw."""
        _known(subject)
        console = Console()
        made = labelled(seed, rows)
        labels = {"topic": made["topic"].to_list(), "goods": made["field"].to_list(), "desk": made["desk"].to_list()}
        for part in range(folds):
            console.print(_table(routing.validate(made["text"].to_list(), labels, made["family"].to_list(), part=part)))

    @app.command()
    def teach(subject: str = typer.Argument(help="What to teach: routing.")) -> None:
        """用已标注的登记训练分派模型并启用。Teach the router from the lake's labelled filings and take it into use."""
        _known(subject)
        bring_up_to_date()
        try:
            home = settings.HUIZHI_HOME
            as_of = Release.open(home).as_of
            taught = routing.teach(home, as_of, by="system:teach", at=datetime.now(UTC))
        except Refused as refused:
            sys.stderr.write(f"{refused}\n")
            raise typer.Exit(1) from None
        Console().print(f"分派模型已启用 router in use: {taught['rows']:,} 条 filings")


def _known(subject: str) -> None:
    if subject not in SUBJECTS:
        sys.stderr.write(f"没有“{subject}”，可选 known: {', '.join(SUBJECTS)}\n")
        raise typer.Exit(2)


def _table(found: list[routing.Figures]) -> Table:
    table = Table(title=f"{found[0].asked} filings of templates never taught (permille)")
    titles = (
        "",
        *(f"right at {share} %" for share in routing.COVERAGES),
        "dares",
        "then right",
        "calibration",
        "top two",
    )
    for title in (*titles, "majority", "keywords"):
        table.add_column(title, justify="right" if title else "left")
    for each in found:
        numbers = [*each.at_coverage.values(), each.dares, each.right, each.calibration, each.second]
        table.add_row(each.head, *(str(number) for number in (*numbers, each.majority, each.keywords)))
    for each in found:
        for label, (count, right) in each.by_class.items():
            table.add_row(f"  {each.head} {label} ({count})", str(right))
    return table
