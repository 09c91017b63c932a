"""No legal number stands in another room: numbers next to words of time are named here with the reason, or refused."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "huizhi"
ROOMS_OF_NUMBERS = {"law", "vocabulary", "city"}
"""The law itself, the calendar below it, and the sample city, which makes up what it likes."""
NOT_LAW = {
    ("apps/indicators/queries.py", "TREND_MONTHS"): "how much of a chart is drawn",
    ("apps/registers/cards.py", "days <= 30"): "when a page warns of an expiry",
    ("apps/registers/cards.py", "(self.valid_until - as_of).days > 30"): "when a page warns of an expiry",
    ("draw/instants.py", "hours > 23"): "a clock has 24 hours",
    ("draw/instants.py", "hours=8"): "the time zone",
    ("exchange/demo.py", "hours=8"): "the time zone",
    ("insight/event_kinds/annual_reports.py", "FIRST_YEAR"): "a year, not a period",
    ("insight/days.py", "days * 34953"): "arithmetic of the calendar in integers",
    ("insight/formulas/complaints.py", "days=200"): "how far back records are read, wider than any term",
    ("insight/formulas/food.py", "days=150"): "how far back records are read, wider than any term",
    ("insight/formulas/shape.py", "MONTHS"): "months in a year",
    ("insight/formulas/shape.py", "as_of.year * 12"): "months in a year",
    ("insight/terms.py", "DAYS_A_YEAR"): "days in a year",
}
_WORD = re.compile(r"(?:^|_)(?:days?|months?|weeks?|hours?|years?|wd)(?:_|$)", re.IGNORECASE)
_TEXT = re.compile(
    r"(?<![\d-])\d+\s*(?:个工作日|个月内|天内|日内|小时内|working days|calendar days|days after|days before)"
)
_CALLS = {"timedelta", "relativedelta", "add_days", "add_months", "add_working_days"}


def numbers_of_time(source):
    """Every number in a source text that stands next to a word of time, in the words of the source."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from (
                f"{each.arg}={each.value.value}" for each in node.keywords if _timed(each.arg) and _number(each.value)
            )
            if _name(node.func) in _CALLS and any(_number(each) for each in node.args):
                yield ast.unparse(node)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            bare = [each for each in ast.walk(node.value) if _number(each)] if _plain(node.value) else []
            yield from (_name(each) for each in targets if bare and _timed(_name(each)))
        elif isinstance(node, ast.Compare | ast.BinOp):
            parts = [node.left, *(node.comparators if isinstance(node, ast.Compare) else [node.right])]
            if any(_timed(_name(each)) for each in parts) and any(_number(each) for each in parts):
                yield ast.unparse(node)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := _TEXT.search(node.value)):
            yield found[0]


def _number(node):
    return isinstance(node, ast.Constant) and type(node.value) in (int, float) and abs(node.value) > 1


def _name(node):
    return getattr(node, "id", getattr(node, "attr", ""))


def _timed(name):
    return bool(name and _WORD.search(name))


def _plain(node):
    return node is not None and not any(isinstance(each, ast.Call) for each in ast.walk(node))


def test_no_other_room_holds_a_legal_number():
    found = set()
    for path in SOURCE.rglob("*.py"):
        relative = path.relative_to(SOURCE)
        if relative.parts[0] not in ROOMS_OF_NUMBERS and "migrations" not in relative.parts:
            found |= {(relative.as_posix(), words) for words in numbers_of_time(path.read_text(encoding="utf-8"))}
    assert found - NOT_LAW.keys() == set(), "keep it in src/huizhi/law/parameters, or name why it is no law"
    assert NOT_LAW.keys() - found == set(), "named here but gone"


@pytest.mark.parametrize(
    "source",
    [
        "due = start + timedelta(days=60)",
        "due = start + timedelta(60)",
        "ACCEPTANCE_DAYS = 7",
        "limit_days: int = 90",
        "late = (today - filed).days > 90",
        "calendar.add_working_days(start, 15)",
        "text = '请在7个工作日内办理'",
        "text = 'accept within 7 working days'",
        "window = months * 6",
    ],
)
def test_the_check_sees_a_legal_number(source):
    assert list(numbers_of_time(source))


@pytest.mark.parametrize(
    "source",
    ["days = count(rows)", "yesterday = on - timedelta(days=1)", "month = 'x'", "text = '2026-06-30'", "n = 60"],
)
def test_the_check_leaves_the_rest_alone(source):
    assert not list(numbers_of_time(source))
