"""`huizhi law changes` and `huizhi law rehearse`: whom a change of the law moves, told to a person or a program."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import typer

from huizhi.law.parameters import Parameters
from huizhi.law.reference import Change
from huizhi.law.rehearsal import Outcome, Rehearsal
from huizhi.law.retiming import Matter, Retimed, retimed_since
from huizhi.law.units import said
from huizhi.law.value_files import read_file
from huizhi.law.values import LegalValue
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused

COLUMNS = ("number", "key", "started_on")


def read_matters(path: Path, law: Parameters) -> list[Matter]:
    """Matters from a CSV with number, key, started_on and, where they ended, ended_on; Refused naming the bad line."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in COLUMNS if name not in (reader.fieldnames or [])]:
            raise _bad_line(path, 1, f"no column {', '.join(missing)}")
        return [_matter(path, line, row, law) for line, row in enumerate(reader, start=2)]


def _matter(path: Path, line: int, row: dict[str, str], law: Parameters) -> Matter:
    try:
        started, ended = (
            date.fromisoformat(row[name]) if row.get(name) else None for name in ("started_on", "ended_on")
        )
    except ValueError as error:
        raise _bad_line(path, line, str(error)) from error
    if started is None or (ended is not None and ended < started):
        raise _bad_line(path, line, "started_on is empty, or ended_on comes before it")
    return Matter(row["number"], law.named(row["key"]), started, ended_on=ended)


def _bad_line(path: Path, line: int, why: str) -> Refused:
    return Refused(
        "matters_file",
        f"{path.name} 第 {line} 行不能使用：{why}",
        f"{path.name}, line {line}, cannot be used: {why}",
        "没有计算任何期限。",
        "请改正该行后重试；需要 number、key、started_on 三列，已办结的另写 ended_on。",
        {"file": str(path), "line": line},
        what_is_safe_en="No deadline was reckoned.",
        what_to_do_en="Correct the line; number, key and started_on are needed, ended_on for what has ended.",
    )


def read_draft(path: Path, key: str, law: Parameters) -> LegalValue:
    """The latest period of a draft file, under `key` or the key its place names (complaint/acceptance_wd.toml)."""
    full = law.named(key or f"{path.absolute().parent.name}.{path.stem}")
    return read_file(full, path, "draft")[-1]


def tell_changes(
    since: date, found: list[Change], matters: Iterable[Matter] | None, calendar: WorkCalendar, law: Parameters
) -> None:
    """Print what changed and, where open matters are given, from wherever, how many each change re-times."""
    known = None if matters is None else list(matters)
    moved = retimed_since(since, known or [], calendar, law)
    for change in found:
        show_change(change)
        if count := sum(each.matter.key == change.key for each in moved):
            typer.echo(f"  使 {count} 个在办事项的期限变化。 This change re-times {count} open matters.")
    if known is not None:
        total = len(known)
        typer.echo(f"{total} 个在办事项中 {len(moved)} 个变化。 {len(moved)} of {total} open matters move.")
    if not found:
        typer.echo("没有变化。 Nothing changed.")


def tell_retimed(moved: list[Retimed], total: int) -> None:
    """Print what a notice did to matters: who moved, who only became firm, and that nobody else did."""
    for each in moved:
        what = f"{each.before.due} → {each.after.due}" if each.moved else f"{each.after.due} 确定 firm"
        typer.echo(f"  {each.matter.number}  {each.after.basis.title_zh}  {what}")
    count = sum(each.moved for each in moved)
    typer.echo(
        f"{total} 个事项：{count} 个期限变动，{len(moved) - count} 个由暂定变为确定，其余不变。 "
        f"Of {total} matters {count} move, {len(moved) - count} become firm, the rest stay."
    )


def show_change(change: Change) -> None:
    """Print one change on one or two lines."""
    typer.echo(f"{change.on}  {change.key}: {brief(change.before)} → {brief(change.after)}")
    if change.after:
        typer.echo(f"  {change.after.title_zh} · {change.after.title_en}; {change.after.basis}")


def tell_rehearsal(found: Rehearsal, law: Parameters) -> None:
    """Print a rehearsal for a lawyer: the draft, the counts, and every matter whose day or fate changes."""
    draft, tried = found.draft, len(found.outcomes)
    now = law.periods(draft.key)[-1]
    typer.echo(f"{draft.key}  {draft.title_zh} · {draft.title_en}")
    typer.echo(f"  现行 now: {brief(now)}   草案 draft: {brief(draft)}（{draft.basis}）")
    typer.echo(f"  试算 {tried} 件，{len(found.moved)} 件期限变化。 {tried} matters tried, {len(found.moved)} move.")
    late = [sum(each.late_before for each in found.outcomes), sum(each.late_after for each in found.outcomes)]
    typer.echo(f"  超期：现行 {late[0]} 件，草案 {late[1]} 件。 Late: {late[0]} as it was, {late[1]} under the draft.")
    if found.left_out:
        typer.echo(f"  {len(found.left_out)} 件不适用，未计入。 {len(found.left_out)} run by another value; left out.")
    for title, outcomes in (
        ("由按期变为超期 on time before, late under the draft", found.newly_late),
        ("由超期变为按期 late before, on time under the draft", found.newly_on_time),
        ("其余期限变化 other deadlines that move", _others(found)),
    ):
        if outcomes:
            typer.echo(f"{title}：{len(outcomes)}")
        for each in outcomes:
            began, end = each.matter.started_on, each.matter.ended_on or "未办结 open"
            typer.echo(f"  {each.matter.number}  起 {began}  止 {end}  届满 {each.before.due} → {each.after.due}")


def _others(found: Rehearsal) -> tuple[Outcome, ...]:
    fate = {*found.newly_late, *found.newly_on_time}
    return tuple(each for each in found.moved if each not in fate)


def rehearsal_json(found: Rehearsal) -> str:
    """A rehearsal for a program."""
    return json.dumps(
        {
            "key": found.draft.key,
            "draft": {"value": found.draft.value, "unit": found.draft.unit, "basis": str(found.draft.basis)},
            "tried": len(found.outcomes),
            "moved": len(found.moved),
            "late_before": sum(each.late_before for each in found.outcomes),
            "late_after": sum(each.late_after for each in found.outcomes),
            "newly_late": [each.matter.number for each in found.newly_late],
            "newly_on_time": [each.matter.number for each in found.newly_on_time],
            "left_out": [each.number for each in found.left_out],
            "matters": [
                {
                    "number": each.matter.number,
                    "started_on": each.matter.started_on.isoformat(),
                    "ended_on": each.matter.ended_on.isoformat() if each.matter.ended_on else None,
                    "due_before": each.before.due.isoformat(),
                    "due_after": each.after.due.isoformat(),
                    "late_before": each.late_before,
                    "late_after": each.late_after,
                }
                for each in found.outcomes
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def brief(value: LegalValue | None) -> str:
    """A value in a few characters, or a dash."""
    if value is None:
        return "—"
    return said(value.value, value.unit) + confirm(value.provisional)


def confirm(provisional: bool) -> str:
    """The mark of a value the legal office has yet to confirm."""
    return " 【待确认 to be confirmed】" if provisional else ""
