"""`huizhi complaints`: another platform's export, and the list of first stops, from the command line."""

from __future__ import annotations

import csv
from datetime import UTC, datetime
from pathlib import Path

import typer
from django.contrib.auth import get_user_model

from huizhi.apps.complaints import facade as complaints
from huizhi.cli.refusals import refusals
from huizhi.exchange.office import bring_up_to_date
from huizhi.vocabulary.refused import Refused

KINDS = {"ODR企业": "odr", "odr": "odr", "消费维权服务站": "station", "station": "station"}


def register(app: typer.Typer) -> None:
    """Add the commands."""
    group = typer.Typer(no_args_is_help=True, help="投诉举报。Complaints and reports.")
    app.add_typer(group, name="complaints")

    @group.command("import")
    def take_in(
        file: Path = typer.Argument(exists=True, dir_okay=False, help="A CSV or XLSX export."),
        channel: str = typer.Option(..., "--channel", help="12315 or 12345."),
        account: str = typer.Option(..., "--as", help="The account in whose name it is imported."),
        dry_run: bool = typer.Option(False, "--dry-run", help="Count only; write nothing."),
    ) -> None:
        """导入平台导出文件；同一登记编号只登记一次。Import an export; each source number is filed once."""
        with refusals():
            bring_up_to_date()
            given = {"content": file.read_bytes(), "name": file.name, "source": channel, "by": _officer(account)}
            if dry_run:
                found = complaints.try_export(**given)
            else:
                found = complaints.import_export(**given, at=datetime.now(UTC))
        _tell(found, dry_run)

    @group.command("first-stops")
    def first_stops(
        file: Path = typer.Argument(exists=True, dir_okay=False, help="CSV: 类别, 名称, 统一社会信用代码, 联系方式."),
    ) -> None:
        """列入 ODR 企业和消费维权服务站（整表替换）。List the first stops; the file replaces the list."""
        with refusals():
            bring_up_to_date()
            rows = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines())
            asked = [
                tuple((row.get(name) or "").strip() for name in ("类别", "统一社会信用代码", "名称", "联系方式"))
                for row in rows
            ]
            listed = complaints.list_first_stops(
                rows=[(KINDS.get(kind, kind), *rest) for kind, *rest in asked], by="system:list", at=datetime.now(UTC)
            )
        typer.echo(f"已列入 listed: {listed}")


def _officer(account: str):
    """The active officer of an account. Refused when there is none."""
    found = get_user_model().objects.filter(username=account, is_active=True).first()
    if found is None:
        raise Refused(
            "no_such_account", f"没有账号“{account}”", f"there is no account {account!r}", "没有写入任何内容。",
            "请用 --as 写明一个在用账号。", what_is_safe_en="Nothing was written.",
            what_to_do_en="Name an active account with --as.",
        )  # fmt: skip
    return found


def _tell(found: complaints.Imported, dry_run: bool) -> None:
    word = "将登记 would file" if dry_run else "已登记 filed"
    typer.echo(
        f"{word}: {found.filed}  此前已登记 before: {found.again}  平台已办结 closed: {found.closed}  "
        f"未登记 refused: {len(found.refused)}"
    )
    for row, why in found.refused.items():
        typer.echo(f"  {row}\t{'、'.join(complaints.columns_of(why))}\t{why.message_zh} · {why.message_en}")
