"""The part of `huizhi ledger` that reads and writes the office's database."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import typer
from django.utils import timezone

from huizhi.apps.ledger import facade as ledger
from huizhi.exchange.office import bring_up_to_date


def verify(copies: list[ledger.DayRoot], receipts: list[bytes], language: str) -> None:
    """Print what was found, one line per fault; exit code 1 when there is one."""
    bring_up_to_date()
    found = ledger.verify_ledger(copies, ledger.held_in(receipts))
    for fault in found.faults:
        typer.echo(_fault(fault, language))
    counted = f"{found.acts:,}", len(ledger.roots()), len(copies)
    if language == "zh":
        said = "{} 条记录，{} 个封存根，{} 个副本：".format(*counted) + ("全部相符" if found.ok else "不符")
    else:
        said = "{} acts, {} roots, {} in copies: ".format(*counted) + ("all holds" if found.ok else "it does not hold")
    typer.echo(f"{said} {found.root}")
    raise typer.Exit(0 if found.ok else 1)


def root(as_json: bool) -> None:
    """Print the tree as it is now, and the last root published."""
    bring_up_to_date()
    size, algorithm, now = ledger.tree_head()
    published = ledger.roots()
    last = published[-1] if published else None
    if as_json:
        shown = {"size": size, "algorithm": algorithm, "root": now.hex(), "published": last and json.loads(last.line())}
        typer.echo(json.dumps(shown, indent=1))
        return
    typer.echo(f"{size:,} {algorithm} {now.hex()}")
    typer.echo(last.line() if last else "—")


def seal(language: str) -> None:
    """Seal today, as the clock of the office says."""
    bring_up_to_date()
    at = datetime.now(UTC)
    sealed = ledger.seal(on=timezone.localdate(at), by="system:seal", at=at)
    if sealed.missed:
        days = ", ".join(day.isoformat() for day in sealed.missed)
        typer.echo(f"没有封存的日子：{days}" if language == "zh" else f"days without a root: {days}", err=True)
    typer.echo(sealed.root.line())


def _fault(fault: ledger.Fault, language: str) -> str:
    one = fault.first == fault.last
    if language == "zh":
        where = f"第 {fault.first} 条" if one else f"第 {fault.first} 至 {fault.last} 条之间"
        return f"✗ {where}（{fault.day}）：{fault.zh} [{fault.code}]"
    where = f"act {fault.first}" if one else f"between acts {fault.first} and {fault.last}"
    return f"✗ {where} ({fault.day}): {fault.en} [{fault.code}]"
