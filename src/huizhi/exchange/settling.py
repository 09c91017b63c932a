"""What facts settle before a visit, rule by rule; a fact that may be stale settles nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from huizhi.apps.registers.facade import DeviceLine, EventLine, PermitLine, devices_of, own_records, public_entity
from huizhi.law.checklists import Item
from huizhi.law.clocks import months_before
from huizhi.law.parameters import in_force

MET_THERE = ("inspection_clean", "inspection_finding", "inspection_serious", "correction")
GONE = ("not_found", "status_change")
PASSED = ("pass", "pass_on_retest")
REPORTS = ("annual_report", "annual_report_late", "annual_report_missing")


@dataclass(frozen=True)
class Known:
    """What the registers know of a business: permits, devices, dated records newest first, and its status."""

    status: str | None
    permits: Sequence[PermitLine]
    devices: Sequence[DeviceLine]
    events: Sequence[EventLine]


Rule = Callable[[Known, str, date], str]


def known_of(entity_id: str) -> Known | None:
    """What is known of a business; None when it is in no register."""
    found = public_entity(entity_id)
    if found is None:
        return None
    return Known(found.status, found.permits, devices_of(entity_id), own_records(entity_id))


def settle(items: Sequence[Item], known: Known, on: date) -> dict[str, str]:
    """Item -> the fact that settles it for a visit on a day, for those a fact settles."""
    answers = {}
    for item in items:
        name, _, detail = item.settled_by.partition(":")
        if name and (fact := RULES[name](known, detail, on)):
            answers[item.code] = fact
    return answers


def _annual_report(known: Known, _detail: str, _on: date) -> str:
    """The newest word on the annual report is that it was published in time."""
    newest = next((each for each in known.events if each.kind in REPORTS), None)
    return f"annual_report {newest.occurred_on}" if newest and newest.kind == REPORTS[0] else ""


def _licence(known: Known, kind: str, on: date) -> str:
    """A licence of the kind is in force on the day of the visit, and none of the kind is void."""
    of_kind = [each for each in known.permits if each.licence_kind == kind]
    if not of_kind or any(each.status in ("cancelled", "revoked") for each in of_kind):
        return ""
    valid = [each for each in of_kind if each.valid_until and each.valid_until >= on]
    return f"{valid[0].licence_no} {valid[0].valid_until}" if valid else ""


def _devices(known: Known, fits: Callable[[DeviceLine], date | None], on: date) -> str:
    """Every device in use has a day that is not before the visit's; the earliest is named. Without one: nothing."""
    days = [fits(each) for each in known.devices if each.status in (None, "", "in_use")]
    if not days or any(day is None or day < on for day in days):
        return ""
    return f"{len(days)} devices {min(day for day in days if day)}"


def _inspected(known: Known, _detail: str, on: date) -> str:
    """Every device in use passed its latest inspection, and the next is not due before the visit."""
    return _devices(known, lambda each: each.next_inspection_on if each.last_conclusion in PASSED else None, on)


def _insured(known: Known, _detail: str, on: date) -> str:
    """Every lift in use is insured beyond the visit; that none is known proves nothing."""
    lifts = [each for each in known.devices if each.device_kind == "elevator"]
    return _devices(Known(known.status, (), lifts, ()), lambda each: each.insured_until, on)


def _address(known: Known, _detail: str, on: date) -> str:
    """Officers met it at its address within some months, and since then it neither went nor changed."""
    since = months_before(on, in_force("inspection.address_confirmed", on).number)
    newest = next((each for each in known.events if each.kind in (*MET_THERE, *GONE)), None)
    if known.status != "active" or newest is None or newest.kind in GONE or newest.occurred_on < since:
        return ""
    return f"{newest.kind} {newest.occurred_on}"


RULES: dict[str, Rule] = {
    "annual_report": _annual_report,
    "licence": _licence,
    "equipment_inspected": _inspected,
    "elevator_insured": _insured,
    "address": _address,
}
"""`settled_by` (before its colon) -> the rule."""
