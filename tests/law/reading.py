"""How the case tables are read: words into arguments, results into words."""

import csv
import importlib
import inspect
from dataclasses import astuple
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from huizhi.law import case_tables
from huizhi.law.clock_events import Extension, Restart, Suspension
from huizhi.law.clocks import Deadline
from huizhi.law.equipment import ElevatorVisit
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.notice import parse_notice
from huizhi.vocabulary.refused import Refused

CASES = Path(case_tables.__file__).with_name("cases")
CALENDAR = WorkCalendar.load()
NOTICE = """国务院办公厅关于2027年
部分节假日安排的通知
国办发明电〔2026〕9号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2027年元旦、春节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）、2月20日（周六）上班。
国务院办公厅
2026年11月4日
"""
LATER = WorkCalendar([*CALENDAR.rows, *parse_notice(NOTICE, 2027)])
"""The calendar once a notice for 2027 is in it; the notice is made up."""


def rows(name):
    """The rows of a case table, without its remarks."""
    with (CASES / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


def run(case):
    """What the function of a case answers, in the words of the table."""
    module, name = case["function"].rsplit(".", 1)
    function = getattr(importlib.import_module(f"huizhi.law.{module}"), name)
    parameters = inspect.signature(function).parameters
    given = dict(part.strip().split("=", 1) for part in case["inputs"].split(";"))
    arguments = {key: argument(key, text, parameters[key].annotation) for key, text in given.items()}
    if "calendar" in parameters:
        arguments["calendar"] = CALENDAR
    try:
        return function(**arguments)
    except Refused as refusal:
        return f"refused {refusal.code}"
    except ValueError:
        return "error"


def argument(name, text, kind):
    """One argument, read as the function declares it."""
    if name in ("suspensions", "paused"):
        return [suspension(part) for part in text.split("+")]
    if name == "extensions":
        return [extension(part.split()) for part in text.split("+")]
    if name == "restarts":
        return [Restart(date.fromisoformat(on), reason, "文1") for on, reason in [text.split()]]
    if text.startswith("["):
        return [element(each) for each in text[1:-1].split()]
    if kind is bool:
        return {"yes": True, "no": False}[text]
    for known in (date, datetime):
        if kind in (known, known | None):
            return known.fromisoformat(text)
    if kind == int | None:
        return int(text)
    return kind(text) if kind in (int, float, Decimal, Fraction) else text


def element(text):
    """One element of a list: a day with a price, a day, a number or a word."""
    if "/" in text:
        on, price = text.split("/")
        return date.fromisoformat(on), int(price)
    if text.isdigit():
        return int(text)
    return date.fromisoformat(text) if text[:2] == "20" else text


def suspension(text):
    """`2026-08-10..2026-08-19 testing`; nothing after the dots while it lasts."""
    days, reason = text.split()
    first, last = days.split("..")
    return Suspension(date.fromisoformat(first), date.fromisoformat(last) if last else None, reason, "文1")


def extension(words):
    """`penalty.case_extension head 2026-10-30`, with days where the decision sets them."""
    key, approver, on, *days = words
    return Extension(key, approver, date.fromisoformat(on), "文2", int(days[0]) if days else 0)


def said(result):
    """A result other than a deadline in the words of the table."""
    if isinstance(result, bool):
        return "yes" if result else "no"
    if result is None:
        return "none"
    if isinstance(result, ElevatorVisit):
        return said(astuple(result))
    if isinstance(result, list | tuple):
        return " ".join(said(each) for each in result) or "nothing"
    return str(result)


def holds(result, expected):
    """True when a result is what the table says; of a deadline, only what the table names is compared."""
    if not isinstance(result, Deadline):
        return said(result) == expected
    due, *rest = expected.split()
    at = result.due_at.isoformat(timespec="minutes") if result.due_at else result.due.isoformat()
    found = {
        "alarm": result.alarm_due.isoformat(),
        "rights": result.rights_due.isoformat(),
        "provisional": said(result.provisional),
        "support": result.basis.basis.support,
        "key": result.basis.key,
    }
    for word in rest:
        name, value = word.split("=")
        if (value not in result.basis.basis.instrument) if name == "instrument" else (found[name] != value):
            return False
    return at == due
