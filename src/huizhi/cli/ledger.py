"""`huizhi ledger …`: check the ledger and receipts, seal a day. A receipt is checked without the office's database."""

from __future__ import annotations

import importlib
from pathlib import Path
from types import ModuleType
from typing import Annotated, NoReturn

import typer

from huizhi.apps.ledger.offline import FAILED, PROVED, DayRoot, check_receipt, messages, read_roots
from huizhi.cli import open_office
from huizhi.vocabulary.refused import Refused

Lang = Annotated[str, typer.Option("--lang", envvar="HUIZHI_LANG", help="zh | en")]
Roots = Annotated[list[Path], typer.Option("--roots", help="A copy of roots.jsonl kept elsewhere; may be repeated.")]
Held = Annotated[list[Path], typer.Option("--receipt", help="A receipt somebody holds; may be repeated.")]
UNPROVED = 3


def register(app: typer.Typer) -> None:
    """Add the group of commands."""
    book = typer.Typer(no_args_is_help=True, help="台账：核验、封存、回执。The ledger: verify, seal, receipts.")
    for command in (verify, root, receipt, seal):
        book.command(command.__name__)(command)
    app.add_typer(book, name="ledger")


def verify(roots: Roots = [], receipts: Held = [], lang: Lang = "zh") -> None:  # noqa: B006
    """核验全部记录、树和封存根。Recompute every act, the tree and every root; exit code 1 when anything is wrong."""
    _office().verify(_copies(roots, lang), [_read(path, lang) for path in receipts], language_of(lang))


def root(as_json: Annotated[bool, typer.Option("--json", help="Print JSON and nothing else.")] = False) -> None:
    """打印台账此刻的根。Print the size and root of the ledger as it is now, and the last day sealed."""
    _office().root(as_json)


def seal(lang: Lang = "zh") -> None:
    """封存今天。Write and publish today's root; the same day again changes nothing."""
    try:
        _office().seal(language_of(lang))
    except Refused as problem:
        fail(problem, lang)


def receipt(
    file: Annotated[Path, typer.Argument(help="The receipt.")],
    roots: Roots = [],  # noqa: B006
    lang: Lang = "zh",
) -> None:
    """离线核验回执。Check a receipt offline; exit code 0 proved, 1 wrong, 3 no published root to compare with yet."""
    verdict, language = check_receipt(_read(file, lang), _copies(roots, lang)), language_of(lang)
    for check in verdict.checks:
        words = messages()[check.code][language if check.ok else f"bad_{language}"]
        typer.echo(
            f"{'✓' if check.ok else '✗'} {words}" + ("" if check.ok or not check.detail else f"\n  {check.detail}")
        )
    typer.echo(verdict.say(language))
    raise typer.Exit({PROVED: 0, FAILED: 1}.get(verdict.state, UNPROVED))


def language_of(lang: str) -> str:
    """ "zh" or "en"."""
    return "en" if lang.lower().startswith("en") else "zh"


def fail(problem: Refused, lang: str) -> NoReturn:
    """Say a refusal and end with 1."""
    typer.echo(f"[{problem.code}] {problem.say(language_of(lang))}", err=True)
    raise typer.Exit(1)


def _office() -> ModuleType:
    """The commands that need the office's database; only they make Django ready."""
    open_office()
    return importlib.import_module("huizhi.cli.ledger_office")


def _copies(paths: list[Path], lang: str) -> list[DayRoot]:
    try:
        return [root for path in paths for root in read_roots(_read(path, lang).decode("utf-8", "replace"))]
    except Refused as problem:
        fail(problem, lang)


def _read(path: Path, lang: str) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        fail(_unreadable(path, error), lang)


def _unreadable(path: Path, error: OSError) -> Refused:
    return Refused(
        "file_missing",
        f"读不出文件 {path}：{error.strerror}",
        f"the file {path} cannot be read: {error.strerror}",
        "没有改动任何内容",
        "核对路径和权限",
        what_is_safe_en="nothing was changed",
        what_to_do_en="check the path and its permissions",
    )
