"""Telling the party of its rights: the notice, its defence, and a hearing where the law gives one."""

from datetime import date, datetime

from huizhi.apps.cases import refusals
from huizhi.apps.cases.acting import act, arrived, clock, file_of, noon
from huizhi.apps.cases.actions import hearing_open_to
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import civil_day, office_calendar
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import OfficerCard, bureau_of, officers_of, unit_cards
from huizhi.law.clocks import no_later_than


def tell(*, number: str, method: str, on: date, by: Actor, at: datetime, version: int | None = None):
    """Enter the service of the notice: the party's time runs from the day it counts as served."""
    day = arrived(method, on, at)

    def change(row: CaseFile, _matter) -> dict:
        row.told_on = day
        row.told = {"kinds": row.kinds, "fine_fen": row.fine_fen, "confiscated_fen": row.confiscated_fen}
        return {"hearing_right": hearing_open_to(row, day), **row.told}

    fields = {"method": method, "served_on": day.isoformat()}
    starts = {"statement": noon(day)}
    return act(number, "tell", by=by, at=at, version=version, fields=fields, starts=starts, change=change)


def state_defence(*, number: str, on: date, note: str, by: Actor, at: datetime, version: int | None = None):
    """Enter what the party put forward on a day within its time."""
    _require_in_time(number, on)
    return act(number, "state_defence", by=by, at=at, version=version, note=note, fields={"on": on.isoformat()})


def waive(*, number: str, document: str, by: Actor, at: datetime, version: int | None = None):
    """Nothing came in time, or the party waived in writing under `document`."""
    due = clock(number, "statement").due_on
    if civil_day(at) <= due and not document.strip():
        raise refusals.still_open(due)
    return act(number, "waive", by=by, at=at, version=version, fields={"document": document.strip()})


def ask_hearing(*, number: str, on: date, document: str, by: Actor, at: datetime, version: int | None = None):
    """Accept the party's request of a day. Refused without a right to one, or after its last day.

    The case's time stands still from today on, unless it has run out: the party's right does not depend on that.
    """
    _require_in_time(number, on)
    late = clock(number, "case").due_on < civil_day(at)

    def change(row: CaseFile, _matter) -> None:
        if not hearing_open_to(row, row.told_on or on):
            raise refusals.no_hearing_right()

    fields = {"on": on.isoformat(), "reason": "hearing", "document": document}
    verb = "ask_hearing_late" if late else "ask_hearing"
    return act(number, verb, by=by, at=at, version=version, fields=fields, starts={"hearing_chair": noon(on)},
               change=change)  # fmt: skip


def chairs_for(number: str) -> tuple[OfficerCard, ...]:
    """Who may chair the hearing of a case: officers of the unit that works it or of its bureau who never worked it.

    Those who work matters or review cases; whoever only inspects has looked at the facts.
    """
    row, matter, units = file_of(number), casework.matter_unguarded(number), unit_cards()
    near = {matter.holder, bureau_of(matter.office, units), bureau_of(matter.holder, units)}
    worked = _investigators(row, matter.assignee)
    able = {each.username: each for one in ("work_matters", "review_cases") for each in officers_of(sorted(near), one)}
    return tuple(each for name, each in able.items() if name not in worked)


def _investigators(row: CaseFile, assignee: str) -> set[str]:
    return {*row.handlers, assignee, *casework.co_handlers(row.number)}


def name_chair(*, number: str, chair: str, by: Actor, at: datetime, version: int | None = None):
    """Name who chairs the hearing: one of `chairs_for`, nobody who worked the case."""

    def change(row: CaseFile, matter) -> None:
        if chair in _investigators(row, matter.assignee_id):
            raise refusals.own_case()
        if chair not in {each.username for each in chairs_for(number)}:
            raise refusals.no_chair(chair)
        row.chair = chair

    return act(number, "name_chair", by=by, at=at, version=version, fields={"chair": chair}, change=change)


def fix_hearing(*, number: str, hearing_on: date, by: Actor, at: datetime, version: int | None = None):
    """Announce the day of the hearing, early enough before it."""
    by_day = no_later_than("penalty.hearing_notice", hearing_on, office_calendar()).due
    if civil_day(at) > by_day:
        raise refusals.hearing_too_soon(by_day)

    def change(row: CaseFile, _matter) -> None:
        if not row.chair:
            raise refusals.hearing_first()
        row.hearing_on = hearing_on

    fields = {"hearing_on": hearing_on.isoformat()}
    return act(number, "fix_hearing", by=by, at=at, version=version, fields=fields, change=change)


def hold_hearing(*, number: str, by: Actor, at: datetime, version: int | None = None):
    """The hearing was held; its report falls due."""

    def change(row: CaseFile, _matter) -> None:
        if row.hearing_on is None or civil_day(at) < row.hearing_on:
            raise refusals.hearing_first()
        row.hearing_held = True

    return act(number, "hold_hearing", by=by, at=at, version=version, change=change)


def report_hearing(*, number: str, note: str, by: Actor, at: datetime, version: int | None = None):
    """Report on the hearing and send the case for legal review."""

    def change(row: CaseFile, _matter) -> None:
        if not row.hearing_held:
            raise refusals.hearing_first()

    return act(number, "report_hearing", by=by, at=at, version=version, note=note, change=change)


def _require_in_time(number: str, on: date) -> None:
    file_of(number)
    due = clock(number, "statement").due_on
    if on > due:
        raise refusals.too_late(due)
