"""One act on a case: the move of its matter and the change of its file, in one transaction."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, time

from django.db import IntegrityError

from huizhi.apps.cases import refusals
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.casework import facade as casework
from huizhi.apps.identities.facade import seal_text
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import certified
from huizhi.law.parameters import in_force
from huizhi.law.penalties import officers_suffice, served_on
from huizhi.vocabulary.civil import CIVIL

Change = Callable[[CaseFile, object], dict | None]


def act(
    number: str, verb: str, *, by: Actor, at: datetime, version: int | None = None, note: str = "",
    fields: Mapping[str, object] | None = None, starts: Mapping[str, datetime] | None = None,
    change: Change | None = None,
):  # fmt: skip
    """Make a move and change the file under its lock; what `change` returns goes onto the ledger with the act."""

    def also(matter) -> dict:
        row = CaseFile.objects.select_for_update().get(number=number)
        told = (change(row, matter) if change else None) or {}
        row.save()
        return told

    try:
        return casework.move(
            number, verb, by=by, at=at, version=version, note=note, fields=fields, starts=starts, also=also
        )
    except IntegrityError as twice:
        if "decision" not in str(twice):
            raise
        raise refusals.decision_taken(str((fields or {}).get("decision", ""))) from twice


def file_of(number: str) -> CaseFile:
    """The file of a case. Refused when there is none."""
    row = CaseFile.objects.filter(number=number).first()
    if row is None:
        raise refusals.refused(
            "no_case_file", "没有这个案件", "there is no such case", "请核对编号。", "Check the number."
        )
    return row


def require_handlers(row: CaseFile, matter, on: date) -> None:
    """Note whoever works the case, for good; Refused unless enough of them hold a certificate on a day."""
    named = named_on(matter)
    row.handlers = sorted({*row.handlers, *named})
    able = sum(certified(each, on) for each in named)
    if not officers_suffice(able, on):
        raise refusals.too_few(able, in_force("penalty.officers", on).number)


def named_on(matter) -> set[str]:
    """Who is named to work a case now."""
    return {matter.assignee_id, *casework.co_handlers(matter.number)} - {None, ""}


def seal(row: CaseFile, facts: str, basis: str, at: datetime) -> None:
    """Seal what the handlers wrote of facts and grounds."""
    row.facts_ref = seal_text(text=facts, about=row.number, at=at)
    row.basis_ref = seal_text(text=basis, about=row.number, at=at)


def arrived(method: str, on: date, at: datetime) -> date:
    """The day a document counts as served. Refused while that day is still to come."""
    day = served_on(method, on, casework.office_calendar())
    if day > casework.civil_day(at):
        raise refusals.not_served_yet(day)
    return day


def clock(number: str, name: str) -> casework.ClockCard:
    """The newest run of a clock of a case."""
    return [each for each in casework.clocks_of([number])[number] if each.name == name][-1]


def noon(on: date) -> datetime:
    """An instant within a civil day: what a clock that counts days starts from."""
    return datetime.combine(on, time(12), CIVIL)


def fen(value: object) -> int:
    """Yuan of a form as fen."""
    return round((value or 0) * 100)  # type: ignore[operator]
