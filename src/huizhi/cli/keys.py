"""`huizhi keys`: which keys there are, whether they can be used, and a new one for the time to come."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer
from django.db import transaction

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.ledger.facade import record
from huizhi.cli.refusals import refusals

STATES = {
    "seals": "在用 seals and opens",
    "opens": "仅解密 opens only",
    "missing": "缺失 missing",
}
commands = typer.Typer(no_args_is_help=True, help="密钥：列出、检查、更换。 Keys: list, check, rotate.")


def register(app: typer.Typer) -> None:
    """Add the group `keys` to the command tree."""
    app.add_typer(commands, name="keys")


@commands.command("list")
def list_keys() -> None:
    """列出密钥（不显示密钥本身）。 List the keys, never the keys themselves."""
    typer.echo(str(keyring.folder()))
    for line in lines_or_stop():
        typer.echo(f"  {line.purpose}.{line.number:04d}  {line.id}  {line.cipher}  {STATES[line.state]}")


@commands.command("check")
def check() -> None:
    """检查密钥是否齐全、私有、可用；有问题时返回 1。 Say whether every key is there and private; exit 1 if not."""
    lines = lines_or_stop()
    missing = [line for line in lines if line.state == "missing"]
    for line in missing:
        typer.echo(f"缺少 missing: {line.purpose}.{line.number:04d} {line.id}", err=True)
    if missing:
        typer.echo("从密钥备份恢复。 Restore them from the backup of the keys.", err=True)
        raise typer.Exit(1)
    typer.echo(f"{len(lines)} 个密钥可用。 {len(lines)} keys are in order.")


@commands.command("rotate")
def rotate(
    purpose: Annotated[str, typer.Argument(help=" | ".join(keyring.PURPOSES))],
    only_new: Annotated[
        bool, typer.Option("--only-new", help="旧内容暂不重新加密。 Leave older content under its old key.")
    ] = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="不换密钥，继续重新加密。 No new key: go on sealing again.")
    ] = False,
) -> None:
    """更换一类密钥并分批重新加密。 Make a new key and seal again, in batches, what older keys sealed."""
    if purpose not in keyring.PURPOSES:
        raise typer.BadParameter(" | ".join(keyring.PURPOSES))
    with refusals():
        if not resume:
            key = keyring.new_key(purpose)
            note("key_made", purpose, {"number": key.number, "id": key.id, "cipher": key.cipher})
            typer.echo(f"新密钥 new key: {purpose}.{key.number:04d} {key.id}")
        rows: dict[str, int] = {}
        for what, done in () if only_new else keyring.reseal_all(purpose):
            rows[what] = done
            typer.echo(f"  {what}: {done}")
        if rows:
            note("rows_sealed_again", purpose, rows)
    typer.echo("请立即备份密钥目录。 Back up the folder of keys now.")


def note(verb: str, purpose: str, payload: dict[str, object]) -> None:
    """Put what was done on the ledger."""
    with transaction.atomic():
        record(
            verb=verb, by="keys", at=datetime.now(UTC), object_kind="key", object_id=purpose, payload=payload
        )  # fmt: skip


def lines_or_stop() -> list[keyring.KeyLine]:
    """The keys, or the refusal on stderr and exit code 1."""
    with refusals():
        return keyring.key_lines()
