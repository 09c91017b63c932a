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
    ("exchange/chicago.py", "PLAN_EVERY_DAYS"): "how often a plan is made up to teach a benchmark",
    ("exchange/demo_draws.py", "day / 2"): "when the staged ceremony takes a step",
    ("exchange/demo_draws.py", "day / 4"): "when the staged ceremony takes a step",
    ("exchange/demo_draws.py", "day / 8"): "when the staged ceremony takes a step",
    ("exchange/demo_draws.py", "day / 12"): "when the staged ceremony takes a step",
    ("exchange/demo_draws.py", "2 * day"): "when the demonstration's year plan was published",
    ("exchange/demo_draws.py", "days=3"): "when a demonstration's officer declared a recusal",
    ("exchange/demo_draws.py", "YEAR_ROWS"): "months of an invented plan",
    ("exchange/demo_visits.py", "hours=6"): "when the demonstration's visits were planned",
    ("exchange/rounds.py", "MOST_A_DAY"): "how many visits an officer makes on a day, a choice",
    ("exchange/following.py", "REPORTED_AFTER_DAYS"): "how late a monthly delivery is taken to bring a fact",
    ("exchange/following.py", "TAUGHT_DAYS"): "how far back visits teach the prediction",
    ("exchange/holding.py", "EVERY_DAYS"): "how often the classes are measured",
    ("exchange/holding.py", "timedelta(30)"): "between the two nights whose classes are compared",
    ("exchange/rehearsing.py", "day=28"): "arithmetic of the calendar",
    ("exchange/rehearsing.py", "timedelta(4)"): "arithmetic of the calendar",
    ("exchange/rehearsing.py", "timedelta(62)"): "arithmetic of the calendar",
    ("apps/casework/inbox.py", "NEAR_WORKING_DAYS"): "when a page warns of a last day",
    ("apps/casework/reckoning.py", "hours=8"): "the time zone",
    ("apps/casework/team.py", "days=7"): "a week of work counted for a page",
    ("apps/papers/actions.py", "hours=24"): "when an unfinished upload is swept",
    ("apps/people/tries.py", "hours=2"): "how long tries from one address are remembered",
    ("apps/people/typed_work.py", "hours=24"): "how long typed work is kept for a lost session",
    ("insight/deadlines.py", "_MONTHS_A_YEAR"): "months in a year",
    ("insight/event_kinds/states.py", "SURGE_DAYS"): "over how long a crowd of complaints is counted, a choice",
    ("insight/path_days.py", "DAYS_AT_ONCE"): "how many days are weighed together, for speed",
    ("insight/judging.py", "STEP_DAYS"): "the steps in which a scorecard lets points fade",
    ("insight/event_kinds/repetition.py", "365 * years"): "over how long repetition is counted, a choice",
    ("insight/event_kinds/annual_reports.py", "FIRST_YEAR"): "a year, not a period",
    ("insight/days.py", "days * 34953"): "arithmetic of the calendar in integers",
    ("insight/formulas/complaints.py", "days=200"): "how far back records are read, wider than any term",
    ("insight/formulas/food.py", "days=150"): "how far back records are read, wider than any term",
    ("insight/formulas/shape.py", "MONTHS"): "months in a year",
    ("insight/formulas/shape.py", "as_of.year * 12"): "months in a year",
    ("insight/scorecard.py", "ALWAYS_DAYS"): "stands for a window without an end",
    ("insight/terms.py", "DAYS_A_YEAR"): "days in a year",
    ("web/forms/plans.py", "days=2"): "when a new draft supposes the beacon, to be changed",
    ("web/forms/plans.py", "hour=10"): "when a new draft supposes the beacon, to be changed",
    ("web/presenters/publicity.py", "PERIOD_DAYS"): "the spans of publicity a visitor may choose from",
}
_WORD = re.compile(r"(?:^|_)(?:days?|months?|weeks?|hours?|years?|wd)(?:_|$)", re.IGNORECASE)
_TEXT = re.compile(
    r"(?<![\d-])\d+\s*(?:个工作日|个月内|天内|日内|小时内|working days|calendar days|days after|days before)"
)
NOT_LAW_IN_TEXT = {
    ("web/templates/web/citizens/receipt.html", "1小时"): "how long a receipt is kept on a visitor's own device",
    ("web/templates/web/indicator.html", "12个月"): "how much of a chart is drawn",
    ("web/templates/web/scoreboard.html", "12个月"): "how much of a chart is drawn",
    ("insight/plans/weihai.toml", "24小时"): "the indicator's name in the plan; its hours come from the law",
    ("insight/plans/weihai.toml", "24 hours"): "the indicator's name in the plan; its hours come from the law",
}
FIELDS_NOT_LAW = {
    "freshness_days": "how often a source is expected to deliver",
    "window_days": "how far back a risk indicator looks, a choice of the scorecard",
    "years": "how far back a scorecard's rule for the next year looks, with its source in the rule's note",
}
_UNITS = "个?工作日|日内|日前|天内?|个月内?|小时内?|年内|(?:working |calendar )?days?|months?|hours?|years?|日"
_PROSE = re.compile(rf"(?<![\d.:/-])\d+\s*(?:{_UNITS})(?![a-z\d])", re.IGNORECASE)
_FIELD = re.compile(r"^\s*(\w*(?:days|months|hours|years|weeks)\w*|wd|\w+_wd)\s*=\s*\d+", re.MULTILINE)
_MARKS = re.compile(r"\{#.*?#\}|<svg.*?</svg>", re.DOTALL)
_DATES = re.compile(r"\d+年\d+月(?:\d+日)?|\d+月\d+日(?=起|至|施行)")
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


def numbers_of_time_in_text(text):
    """Every number next to a word of time in a template, a declaration or a script; whole dates are none."""
    plain = _DATES.sub("", _MARKS.sub("", text))
    yield from (found[0] for found in _PROSE.finditer(plain))
    yield from (found[0].strip() for found in _FIELD.finditer(plain) if found[1] not in FIELDS_NOT_LAW)


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


def test_no_template_declaration_or_script_of_another_room_holds_one():
    found = set()
    for folder, kinds in ((SOURCE, ("html", "toml", "txt", "js")), (SOURCE.parents[1] / "frontend" / "src", ("js",))):
        for path in (each for kind in kinds for each in folder.rglob(f"*.{kind}")):
            relative = path.relative_to(folder)
            if relative.parts[0] not in ROOMS_OF_NUMBERS and "built" not in relative.parts:
                text = path.read_text(encoding="utf-8")
                found |= {(relative.as_posix(), words) for words in numbers_of_time_in_text(text)}
    assert found - NOT_LAW_IN_TEXT.keys() == set(), "say it without the number, or name why it is no law"
    assert NOT_LAW_IN_TEXT.keys() - found == set(), "named here but gone"


@pytest.mark.parametrize(
    "text",
    [
        "<p>请在7个工作日内办理</p>",
        "<p>收到后60日内调解</p>",
        "<p>accept within 7 working days</p>",
        "{% translate '15 天内提出' %}",
        'zh = "期限（检查后60日）"',
        "limit_days = 90",
        "acceptance_wd = 7",
        "const LIMIT = '90 days';",
        "保存3年内的记录",
        "six_months = 6",
    ],
)
def test_the_check_sees_a_legal_number_in_text(text):
    assert list(numbers_of_time_in_text(text))


@pytest.mark.parametrize(
    "text",
    ["数据截至2026年10月31日 24:00", "2026-10-31 days", "freshness_days = 7", "grid of 7 columns", "4月15日起施行"],
)
def test_the_check_leaves_other_text_alone(text):
    assert not list(numbers_of_time_in_text(text))


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
