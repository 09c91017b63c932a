"""The units a legal value may have, and how a value of each is checked and said."""

import re

UNITS = {
    "WD": ("个工作日", "working days"),
    "D": ("日", "calendar days"),
    "H": ("小时", "hours"),
    "MIN": ("分钟", "minutes"),
    "M": ("个月", "months"),
    "Y": ("年", "years"),
    "percent": ("%", "per cent"),
    "permille": ("‰", "per mille"),
    "yuan": ("元", "yuan"),
    "yuan-range": ("元", "yuan"),
    "times": ("倍", "times"),
    "count": ("", ""),
    "persons": ("人", "persons"),
    "points": ("分", "points"),
    "square-metres": ("平方米", "square metres"),
    "grams": ("克", "grams"),
    "month-day": ("（月-日）", "(month-day)"),
    "years-of-use": ("（使用年度）", "(years of use)"),
    "months-of-year": ("（月份）", "(months of the year)"),
    "switch": ("（是或者否）", "(yes or no)"),
    "word": ("", ""),
}
PERIODS = ("WD", "D", "M", "Y")
"""Units a clock in days or longer can run in."""
_LISTS = ("years-of-use", "months-of-year")
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_WORD = re.compile(r"[a-z][a-z0-9_-]*|[A-Z]-[A-Z]")

Value = int | str | tuple[int, ...]


def fits(value: object, unit: str) -> bool:
    """True when a value as a file gives it can be of that unit: lists ascend, switches are 0 or 1, none is negative."""
    if unit == "month-day":
        return isinstance(value, str) and _MONTH_DAY.fullmatch(value) is not None
    if unit == "word":
        return isinstance(value, str) and _WORD.fullmatch(value) is not None
    if unit == "yuan-range":
        pair = isinstance(value, list | tuple) and len(value) == 2 and all(type(n) is int and n >= 0 for n in value)
        return pair and value[0] < value[1]  # type: ignore[index]
    if unit in _LISTS:
        whole = isinstance(value, list | tuple) and len(value) > 0 and all(type(n) is int and n > 0 for n in value)
        return whole and list(value) == sorted(set(value))  # type: ignore[call-overload]
    return type(value) is int and value >= 0 and (unit != "switch" or value <= 1)


def said(value: Value, unit: str, language: str = "zh") -> str:
    """A value with its unit in "zh" or "en", as a page prints it."""
    zh, en = UNITS[unit]
    if unit == "switch":
        return f"{value} ({'yes' if value else 'no'})" if language == "en" else f"{value}（{'是' if value else '否'}）"
    between = "—" if unit == "yuan-range" else ", "
    text = between.join(str(n) for n in value) if isinstance(value, tuple) else str(value)
    if language == "en":
        return f"{text} {en}".strip()
    return f"{text}{zh}"
