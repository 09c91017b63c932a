"""`huizhi draw`, `huizhi verify` and `huizhi draw-commit`: run a draw, check one, bind oneself to a secret."""

import json
import os
import secrets
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from huizhi.draw import Check, commit, record_bytes, run_draw
from huizhi.draw import verify as verify_record
from huizhi.draw.canonical import NotCanonical, parse
from huizhi.draw.files import FRAME, OFFICERS, RECUSALS
from huizhi.draw.instants import BEIJING
from huizhi.draw.refusals import messages, refused
from huizhi.vocabulary.refused import Refused

RECORD = "record.json"
Lang = Annotated[str, typer.Option("--lang", envvar="HUIZHI_LANG", help="zh | en")]


def register(app: typer.Typer) -> None:
    """Add the draw's commands to `app`."""
    app.command("draw")(draw)
    app.command("verify")(verify)
    app.command("draw-commit")(draw_commit)


def draw(
    plan: Annotated[Path, typer.Option(help="plan.json; digests it lacks are filled in")],
    frame: Annotated[Path, typer.Option(help=FRAME)],
    officers: Annotated[Path, typer.Option(help=OFFICERS)],
    recusals: Annotated[Path, typer.Option(help=RECUSALS)],
    reveal: Annotated[list[str], typer.Option(help="a party's secret, 64 hex digits; once per party, in plan order")],
    beacon: Annotated[str, typer.Option(help="the public value that the plan names")],
    out: Annotated[Path, typer.Option(help="folder for record.json and the three files")],
    drawn_at: Annotated[str, typer.Option(help="time of the draw; now if not given")] = "",
    plan_digest: Annotated[str, typer.Option(help="the plan's published digest: a changed plan is refused")] = "",
    lang: Lang = "zh",
) -> None:
    """抽取检查对象和执法人员。Draw objects and officers, and write the record."""
    try:
        files = {name: _read(path) for name, path in ((FRAME, frame), (OFFICERS, officers), (RECUSALS, recusals))}
        record = run_draw(
            _plan(plan), files[FRAME], files[OFFICERS], files[RECUSALS], [_secret(text) for text in reveal], beacon,
            drawn_at or datetime.now(BEIJING).isoformat(timespec="seconds"), plan_digest or None,
        )  # fmt: skip
        written = _write(out, record, files)
    except Refused as problem:
        _fail(problem, lang)
    chosen = record["selected"]
    unassigned = sum(1 for entry in chosen if entry["officers"] is None)
    state = ("已写入", "Written") if written else ("同一次抽取的记录已在", "The record of this draw is already there")
    seed, there = record["seed"], out / RECORD
    zh = f"抽中 {len(chosen)} 个对象，其中 {unassigned} 个没有合适人员。\n种子 {seed}\n{state[0]}：{there}"
    en = f"{len(chosen)} objects drawn, {unassigned} without eligible officers.\nSeed {seed}\n{state[1]}: {there}"
    typer.echo(zh if _language(lang) == "zh" else en)


def verify(
    record: Annotated[Path, typer.Argument(help="record.json, with frame.csv, officers.csv, recusals.csv beside it")],
    lang: Lang = "zh",
) -> None:
    """核验一次抽取。Check a draw: exit code 0 when everything agrees, 1 when anything is wrong."""
    language = _language(lang)
    try:
        content = _read(record)
        beside = {name: record.parent / name for name in (FRAME, OFFICERS, RECUSALS)}
        files = {name: _read(path) for name, path in beside.items() if path.is_file()}
    except Refused as problem:
        _fail(problem, lang)
    checks = verify_record(content, files)
    for check in checks:
        typer.echo(_line(check, language))
    ok = all(check.ok for check in checks) and _signed(content, language)
    typer.echo(messages()["verify_passed" if ok else "verify_failed"][language])
    raise typer.Exit(0 if ok else 1)


def _signed(content: bytes, language: str) -> bool:
    """Whether a drand round that the plan names as its beacon was signed by its network; says so. True without one."""
    record = json.loads(content)
    if record["plan"]["beacon"]["kind"] != "drand":
        return True
    from huizhi.exchange import drand  # noqa: PLC0415 - the curve's arithmetic takes most of a second to load

    try:
        drand.check_value(record["beacon_value"])
    except Refused as problem:
        typer.echo(f"✗ {problem.message_zh if language == 'zh' else problem.message_en} [{problem.code}]")
        return False
    typer.echo(
        "✓ 公开随机值由其网络签名 [drand]" if language == "zh" else "✓ The beacon was signed by the network [drand]"
    )
    return True


def draw_commit(
    out: Annotated[Path, typer.Option(help="file for the secret; keep it private until the reveal")],
    lang: Lang = "zh",
) -> None:
    """生成秘密数，打印承诺。Make a secret of 32 random bytes and print the commitment to it."""
    secret = secrets.token_bytes(32)
    try:
        handle = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        _fail(refused("secret_exists", str(out)), lang)
    except OSError as error:
        _fail(refused("file_missing", f"{out}: {error.strerror}"), lang)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secret.hex() + "\n")
    typer.echo(commit(secret))


def _line(check: Check, language: str) -> str:
    text = check.zh if language == "zh" else check.en
    todo = "" if check.ok else " " + messages()[check.code][f"do_{language}"]
    return f"{'✓' if check.ok else '✗'} {text}{todo} [{check.code}]" + (f" {check.detail}" if check.detail else "")


def _plan(path: Path) -> dict[str, Any]:
    try:
        plan = parse(_read(path).decode("utf-8"))
    except (UnicodeDecodeError, NotCanonical) as error:
        raise refused("plan_not_json", f"{path}: {error}") from error
    if not isinstance(plan, dict):
        raise refused("plan_field", "plan")
    return plan


def _secret(text: str) -> bytes:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError as error:
        raise refused("reveal_form") from error
    if len(secret) != 32:
        raise refused("reveal_form", f"{len(secret)} bytes")
    return secret


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise refused("file_missing", f"{path}: {error.strerror}") from error


def _write(out: Path, record: dict[str, Any], files: dict[str, bytes]) -> bool:
    """Write the files, the record last and whole; False when this very draw's record is there already."""
    there = out / RECORD
    try:
        known = there.exists()
        if known and not _same_draw(there, record):
            raise refused("record_exists", str(there))
        out.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            if not (known and _holds(out / name, content)):
                (out / name).write_bytes(content)
        if not known:
            pending = out / (RECORD + ".part")
            pending.write_bytes(record_bytes(record))
            pending.replace(there)
    except OSError as error:
        raise refused("out_unwritable", f"{error.filename or out}: {error.strerror}") from error
    return not known


def _holds(path: Path, content: bytes) -> bool:
    """Whether a file has this content; one that was lost or changed beside its record is written again."""
    return path.is_file() and path.read_bytes() == content


def _same_draw(path: Path, record: dict[str, Any]) -> bool:
    try:
        stated = parse(path.read_text(encoding="utf-8"))
    except (UnicodeDecodeError, NotCanonical):
        return False
    late = ("drawn_at", "record_digest")
    mine = {key: value for key, value in record.items() if key not in late}
    return isinstance(stated, dict) and mine == {key: value for key, value in stated.items() if key not in late}


def _language(lang: str) -> str:
    return "en" if lang.lower().startswith("en") else "zh"


def _fail(problem: Refused, lang: str) -> NoReturn:
    typer.echo(f"[{problem.code}] {problem.say(_language(lang))}", err=True)
    raise typer.Exit(1)
