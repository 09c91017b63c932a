"""`huizhi doctor`: what this machine lacks, and the exact command that mends it."""

from __future__ import annotations

import json
import os
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from huizhi.cli.machine import Finding, Machine, examine

ROOT = Path(__file__).resolve().parents[3]


def register(app: typer.Typer) -> None:
    """Add `doctor` to the command tree."""
    app.command("doctor")(doctor)


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON。 Print JSON.")] = False,
) -> None:
    """检查本机缺什么、怎么补。 Say what this machine lacks and how to get it; exit 1 if it is required."""
    found = examine(Machine(home=Path(os.environ.get("HUIZHI_HOME", ".huizhi")), root=ROOT))
    missing = [finding for finding in found if finding.required and not finding.ok]
    if as_json:
        typer.echo(json.dumps({"ok": not missing, "checks": [asdict(f) for f in found]}, ensure_ascii=False, indent=2))
    else:
        report(found, missing)
    raise typer.Exit(1 if missing else 0)


def report(found: list[Finding], missing: list[Finding]) -> None:
    """The findings as a table, what to do below it, and a last line that says whether Huizhi can run."""
    table = Table("", "检查 check", "现状 found")
    for finding in found:
        table.add_row(mark(finding), f"{finding.zh} {finding.en}", finding.found)
    console = Console(highlight=False, soft_wrap=True)
    console.print(table)
    for finding in found:
        if not finding.ok:
            console.print(f"{mark(finding)} {finding.zh} {finding.en}", markup=False)
            console.print(f"    {finding.fix.zh}\n    {finding.fix.en}", markup=False)
    if missing:
        console.print(
            "缺少必需项，请按上面的命令补齐后重试。 Something required is missing; do the above and try again."
        )
    else:
        console.print("可以运行。 Huizhi can run here.")


def mark(finding: Finding) -> str:
    """ok, 缺 (required and missing) or 可选 (missing, but only a part needs it)."""
    return "ok" if finding.ok else "缺 missing" if finding.required else "可选 optional"
