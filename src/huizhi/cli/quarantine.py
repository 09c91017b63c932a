"""`huizhi quarantine`: which rows wait for correction, and the file in which to correct them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from huizhi.cli.refusals import refusals
from huizhi.exchange.pack import Pack
from huizhi.feeds.contract import Contract, load_contracts
from huizhi.feeds.landing import returned_files
from huizhi.feeds.returning import export, waiting
from huizhi.vocabulary.refused import Refused

commands = typer.Typer(
    no_args_is_help=True, help="隔离区：查看、导出待改正的行。 Quarantine: rows that wait for correction."
)
Contracts = Annotated[
    Path | None, typer.Option("--contracts", help="合同文件夹 Contracts, if not those of the home's pack.")
]


def register(app: typer.Typer) -> None:
    """Add the group `quarantine` to the command tree."""
    app.add_typer(commands, name="quarantine")


def home() -> Path:
    """HUIZHI_HOME, else .huizhi here."""
    return Path(os.environ.get("HUIZHI_HOME", ".huizhi"))


@commands.command("list")
def show(contracts: Contracts = None) -> None:
    """列出各文件的隔离行数与原因。 List files with rows in quarantine, and why."""
    with refusals():
        found = waiting(home(), declared(contracts))
    if not found:
        typer.echo("隔离区没有数据。 Nothing is in quarantine.")
        return
    table = Table(box=None, pad_edge=False)
    for title in ("来源 source", "交付 delivered", "隔离 rows", "待改 open"):
        table.add_column(title, no_wrap=True)
    table.add_column("文件与原因 file and reasons", overflow="fold")
    for one in found:
        why = ", ".join(f"{reason} {rows}" for reason, rows in one.reasons.items())
        refused = f"整个文件被拒 file refused: {one.refused}" if one.refused else ""
        said = "; ".join(filter(None, (refused, why)))
        table.add_row(one.source, one.delivered_on, str(one.rows), str(one.open), f"{one.file_name}\n{said}")
    Console().print(table)


@commands.command("export")
def write(
    source: Annotated[str, typer.Option(help="来源（合同名） The source, by its contract's name.")],
    out: Annotated[Path, typer.Option(dir_okay=False, help="写入的 CSV The CSV to write.")],
    contracts: Contracts = None,
) -> None:
    """导出待改正的行，改后重新交付。 Write the rows that wait; correct them and deliver the file again."""
    with refusals():
        contract = chosen(declared(contracts), source)
        rows = export(home(), contract, out)
    name = returned_files(contract).replace("*", "-1")
    typer.echo(f"{rows} 行已写入 {out}。改正后以 {name} 为名交付（“隔离_”各列请保留）。")
    typer.echo(f"{rows} rows written to {out}. Correct them and deliver the file as {name}; keep the columns 隔离_….")


def declared(folder: Path | None) -> dict[str, Contract]:
    """The contracts of a folder, else those of the home's pack."""
    return load_contracts(folder) if folder else Pack.of_home(home()).contracts


def chosen(contracts: dict[str, Contract], source: str) -> Contract:
    """The contract called `source`. Refused when there is none."""
    if source not in contracts:
        raise Refused(
            "no_such_source",
            f"没有来源 {source}；已有：{'、'.join(contracts)}",
            f"there is no source {source}; known: {', '.join(contracts)}",
            "没有写入任何文件。",
            "请核对合同名。",
            what_is_safe_en="No file was written.",
            what_to_do_en="Check the contract's name.",
        )
    return contracts[source]
