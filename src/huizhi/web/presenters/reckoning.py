"""The small form that reckons a deadline, and its answer day by day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huizhi.law.clock_events import Extension, Suspension
from huizhi.law.clocks import Deadline, deadline, hour_deadline
from huizhi.law.day_strip import DayMark, day_strip
from huizhi.law.parameters import Parameters
from huizhi.law.units import PERIODS
from huizhi.law.values import APPROVERS, SETTLED, STOPS, LegalValue
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused
from huizhi.web import labels
from huizhi.web.presenters.legal import amount, title

LAST_START = date(2100, 12, 31)
WEEKS_SHOWN, WEEKS_AT_AN_END = 30, 6
DOCUMENT = "—"
MARKS = {
    "start": gettext_lazy("起"), "skipped": gettext_lazy("休"), "stopped": gettext_lazy("停"),
    "rolled": gettext_lazy("顺"), "due": gettext_lazy("届"), "counted": "",
}  # fmt: skip
STATES = {
    "start": gettext_lazy("起算日，不计入"), "skipped": gettext_lazy("非工作日，不计入"),
    "stopped": gettext_lazy("中止，不计入"), "rolled": gettext_lazy("节假日，顺延"), "due": gettext_lazy("届满"),
    "counted": gettext_lazy("计入"),
}  # fmt: skip
KINDS = {
    "makeup": gettext_lazy("调休上班"),
    "holiday": gettext_lazy("放假"),
    "rest": gettext_lazy("周末"),
    "worked": "",
}


@dataclass
class Asked:
    """What the form was sent with, and what is wrong with it."""

    start: str = ""
    extensions: list[str] = field(default_factory=list)
    stop_from: str = ""
    stop_to: str = ""
    stop_reason: str = ""
    errors: dict[str, str] = field(default_factory=dict)


def form(value: LegalValue, law: Parameters, sent: Mapping[str, str], extended: list[str]) -> dict[str, object] | None:
    """The fields of the form for a value with a clock; None for a value without."""
    if value.clock is None or value.unit not in (*PERIODS, "H"):
        return None
    at = int(labels.english())
    return {
        "start_words": (value.clock.start_zh, value.clock.start_en)[at],
        "instant": value.unit == "H",
        "start": sent.get("start", ""),
        "extensions": [
            {"key": term.key, "checked": term.key in extended, "words": _extension_words(law, term.key, term.approver)}
            for term in value.clock.extensions
            if term.key != SETTLED
        ],
        "stops": [{"code": code, "words": STOPS[code][at]} for code in value.clock.stops] if value.unit != "H" else [],
        **{name: sent.get(name, "") for name in ("stop_from", "stop_to", "stop_reason")},
    }


def _extension_words(law: Parameters, key: str, approver: str) -> str:
    value = law.periods(key)[-1]
    return _("延长%(amount)s（%(approver)s）") % {
        "amount": amount(value), "approver": APPROVERS[approver][labels.english()],
    }  # fmt: skip


def answer(
    key: str, sent: Mapping[str, str], extended: list[str], calendar: WorkCalendar, law: Parameters
) -> dict[str, object]:
    """The deadline asked for, or the reason there is none; {} when nothing was asked."""
    if not sent.get("start"):
        return {}
    try:
        started_at = _instant(sent["start"])
        value = law.in_force(key, started_at.date())
        if value.unit == "H":
            return _told(hour_deadline(key, started_at, law), [])
        stops = _suspensions(sent, started_at.date())
        start = started_at.date()
        given = [_extension(value, name, start) for name in extended]
        found = deadline(key, start, calendar, suspensions=stops, extensions=given, law=law)
        return _told(found, day_strip(found, calendar, stops))
    except Refused as refusal:
        return {"error": refusal.say("en" if labels.english() else "zh")}
    except ValueError:
        return {"error": _("日期没有读懂，或者不在可以计算的范围内。没有计算任何期限；请按2026-09-18的样式填写。")}


def _instant(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    if found.date() > LAST_START or found.tzinfo is not None:
        raise ValueError(text)
    return found


def _suspensions(sent: Mapping[str, str], start: date) -> list[Suspension]:
    if not sent.get("stop_from"):
        return []
    first, last = (date.fromisoformat(sent.get(name) or sent["stop_from"]) for name in ("stop_from", "stop_to"))
    if first > LAST_START or last > LAST_START or first < start:
        raise ValueError("a suspension lies outside the clock")
    return [Suspension(first, last, sent.get("stop_reason", ""), DOCUMENT)]


def _extension(value: LegalValue, key: str, on: date) -> Extension:
    """An extension approved in time by whom the terms name."""
    terms = {term.key: term.approver for term in value.clock.extensions} if value.clock else {}
    return Extension(key, terms.get(key, ""), on, DOCUMENT)


def _told(found: Deadline, marks: list[DayMark]) -> dict[str, object]:
    weeks, left_out = _weeks(marks)
    return {
        "due_at": found.due_at,
        "due": found.due,
        "weekday": weekday(found.due),
        "alarm": found.alarm_due,
        "alarm_weekday": weekday(found.alarm_due),
        "rights": found.rights_due,
        "rights_weekday": weekday(found.rights_due),
        "days": found.days,
        "counted": max((mark.number for mark in marks), default=0),
        "reached": found.counted_through if found.counted_through != found.due else None,
        "basis": str(found.basis.basis),
        "value": f"{title(found.basis)} {amount(found.basis)}",
        "awaits": found.awaits_notice,
        "unsure": found.basis.provisional or any(each.provisional for each in found.extended_by),
        "weeks": weeks,
        "left_out": left_out,
    }


def weekday(on: date) -> str:
    """The day of the week in words."""
    return [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")][on.weekday()]


def _weeks(marks: list[DayMark]) -> tuple[list[dict[str, object]], int]:
    """The strip as weeks from Monday to Sunday; of a long one the two ends, with how many days lie between."""
    weeks: list[list[DayMark | None]] = []
    for mark in marks:
        if not weeks or mark.on.weekday() == 0:
            weeks.append([None] * mark.on.weekday() if not weeks else [])
        weeks[-1].append(mark)
    if weeks:
        weeks[-1] += [None] * (7 - len(weeks[-1]))
    drawn = [{"cells": [_cell(mark, mark is marks[0]) for mark in week], "gap": 0} for week in weeks]
    if len(weeks) <= WEEKS_SHOWN:
        return drawn, 0
    between = sum(len(week) for week in weeks[WEEKS_AT_AN_END:-WEEKS_AT_AN_END])
    return [*drawn[:WEEKS_AT_AN_END], {"cells": [], "gap": between}, *drawn[-WEEKS_AT_AN_END:]], between


def _cell(mark: DayMark | None, first: bool) -> dict[str, object] | None:
    if mark is None:
        return None
    named = first or mark.on.day == 1
    sign = str(MARKS[mark.state])
    if mark.state == "skipped" and mark.kind == "holiday":
        sign = _("假")
    if mark.state == "counted" and mark.kind == "makeup":
        sign = _("班")
    words = [str(STATES[mark.state]), *([str(KINDS[mark.kind])] if KINDS[mark.kind] else [])]
    return {
        "on": mark.on,
        "day": f"{mark.on.month}-{mark.on.day}" if named else str(mark.on.day),
        "state": mark.state,
        "kind": mark.kind,
        "number": mark.number or "",
        "sign": sign,
        "words": _("，").join(words),
    }
