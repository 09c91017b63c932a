"""Read the State Council's yearly notice on holidays into calendar rows; what is not fully understood is refused.

Everything after the introduction is consumed: every sentence must match one of a few known shapes, and what it says
twice must agree (weekday against date, "three days" against the dates, days moved against days moved to).
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from huizhi.vocabulary.calendar_rows import CalendarRow
from huizhi.vocabulary.notice_dates import DateReader, bad_notice

_HEADING = re.compile(r"[一二三四五六七八九十]+、\s*([^：:]{2,30})[：:](.+)", re.S)
_TITLE = re.compile(r"国务院办公厅关于(\d{4})年\s*部分节假日安排的通知")
_NUMBER = re.compile(r"国办发明电\s*[〔\[（(](\d{4})[〕\]）)]\s*(\d+)\s*号")
_INTRODUCTION = re.compile(r"[，,。]现将(\d{4})年(.+?)放假调休日期的?具体安排通知如下[。：:]")
_FORMAL = re.compile(
    r"各省、自治区、直辖市人民政府.{0,40}直属机构[：:]|节假日期间[，,](?:(?!\d日|上班|放假|调休).)*|国务院办公厅|"
    r"\d{4}年\d{1,2}月\d{1,2}日|[二〇○零一三四五六七八九十年月日]{8,}|（此件公开发布）",
    re.S,
)
_SHAPES: tuple[tuple[str, str], ...] = (
    (r"@(?:放假|放假调休|调休放假|放假公休)(?P<count>\d+天)?", "off"),
    (r"@补休", "off"),
    (r"共(?P<count>\d+天)", "count"),
    (r"@上班", "working"),
    (r"@(?:均?为)?(?:法定节假日|法定假日|公休日)", "within"),
    (r"@照常公休", "within"),
    (r"将?@(?P<number>[一两二三四五]个)?公休日(?:分别)?调至@", "moved"),
    (r"与周末连休|不调休", "nothing"),
)
_NAMES = {
    "“五一”": "劳动节",
    "“五一”国际劳动节": "劳动节",
    "国际劳动节": "劳动节",
    "“十一”": "国庆节",
    "国庆节、中秋节": "中秋节、国庆节",
}
_NUMERALS = {"一": 1, "两": 2, "二": 2, "三": 3, "四": 4, "五": 5}
_WEEKEND = 5


def parse_notice(text: str, year: int) -> tuple[CalendarRow, ...]:
    """The rows of a whole notice for `year`, its "published" row first; Refused unless all of it is understood."""
    title, number, introduction = _TITLE.search(text), _NUMBER.search(text), _INTRODUCTION.search(text)
    if not title or not number or not introduction:
        raise bad_notice(
            "缺少标题、文号或“现将……通知如下”一句", "its title, number or introduction is missing", text[:60]
        )
    if {int(title[1]), int(introduction[1])} != {year}:
        raise bad_notice(f"通知是 {title[1]} 年的，不是 {year} 年的", f"it is for {title[1]}, not for {year}", title[0])
    reference = f"国办发明电〔{number[1]}〕{number[2]}号"
    rows = [CalendarRow(year, "published", date(year, 1, 1), date(year, 12, 31), "", reference)]
    found: list[str] = []
    for paragraph in _paragraphs(text[introduction.end() :]):
        heading = _HEADING.fullmatch(paragraph)
        if heading:
            name = _NAMES.get(heading[1].strip(), heading[1].strip())
            found += name.split("、")
            rows += rows_of(name, parse_arrangement(heading[2], year), year, reference)
        elif not _FORMAL.fullmatch(paragraph):
            raise bad_notice("有一段无法理解", "a paragraph is not understood", paragraph)
    announced = {_NAMES.get(n, n) for n in re.split(r"[、和]", introduction[2])}
    if sorted(found) != sorted(announced):
        raise bad_notice(
            "开头列出的节日与逐条安排不一致",
            "the holidays announced are not the ones arranged",
            f"{announced} / {found}",
        )
    _refuse_contradictions(rows)
    return tuple(rows)


def parse_arrangement(text: str, year: int) -> dict[date, str]:
    """One holiday's arrangement as {day: "holiday" or "working"}; Refused unless every clause is understood."""
    off: list[date] = []
    working: list[date] = []
    within: list[date] = []
    moved: list[date] = []
    latest: tuple[date, ...] = ()
    for clause in DateReader(text, year).clauses():
        kind, parts = _shape(clause.shape)
        days = clause.runs[0] if clause.runs else ()
        if kind == "off":
            latest = days
            off += days
        elif kind == "working":
            working += days
        elif kind == "within":
            within += days
        elif kind == "moved":
            _check_moved(text, days, clause.runs[1], parts.get("number"))
            moved += days
            within += clause.runs[1]
        if parts.get("count") and int(parts["count"][:-1]) != len(latest):
            raise bad_notice("天数与日期不符", "the number of days is not that of the dates", text)
    moved = [on for on in moved if on not in off]
    _check_arrangement(text, off, working, moved, within)
    return {**dict.fromkeys(off, "holiday"), **dict.fromkeys([*working, *moved], "working")}


def rows_of(name: str, days: dict[date, str], year: int, reference: str) -> list[CalendarRow]:
    """An arrangement's days as rows, consecutive days of one kind in one row, in date order."""
    rows: list[CalendarRow] = []
    for on, kind in sorted(days.items()):
        if rows and rows[-1].kind == kind and rows[-1].last_on + timedelta(days=1) == on:
            rows[-1] = CalendarRow(year, kind, rows[-1].first_on, on, name, reference)
        else:
            rows.append(CalendarRow(year, kind, on, on, name, reference))
    return rows


def _paragraphs(text: str) -> Iterator[str]:
    """The numbered items and remaining paragraphs; a line break inside an item does not end it."""
    for block in re.split(
        r"\n\s*(?=[一二三四五六七八九十]+、)|\n\s*(?=节假日期间|国务院办公厅|\d{4}年\d+月\d+日\s*$)", text
    ):
        for paragraph in [block] if _HEADING.match(block.strip()) else block.splitlines():
            if stripped := "".join(paragraph.split()):
                yield stripped


def _shape(shape: str) -> tuple[str, dict[str, str]]:
    for pattern, kind in _SHAPES:
        if found := re.fullmatch(pattern, shape):
            return kind, {key: value for key, value in found.groupdict().items() if value}
    raise bad_notice("有一句无法理解", "a clause is not understood", shape.replace("@", "…"))


def _check_moved(text: str, days: tuple[date, ...], to: tuple[date, ...], number: str | None) -> None:
    if len(days) != len(to) or (number and _NUMERALS[number[0]] != len(days)):
        raise bad_notice("调休的天数前后不一致", "days moved and days moved to differ in number", text)
    if not all(d.weekday() >= _WEEKEND for d in days) or any(d.weekday() >= _WEEKEND for d in to):
        raise bad_notice("公休日应由周末调至工作日", "rest days move from a weekend to weekdays", text)


def _check_arrangement(text: str, off: list[date], working: list[date], moved: list[date], within: list[date]) -> None:
    if not off or len(set(off)) != len(off):
        raise bad_notice("没有放假日期，或同一天放假两次", "no day off, or the same day off twice", text)
    if set(off) & {*working, *moved}:
        raise bad_notice("同一天既放假又上班", "the same day is both off and worked", text)
    if any(d.weekday() < _WEEKEND for d in working):
        raise bad_notice("调休上班日应在周末", "a make-up working day falls on a weekday", text)
    if moved and working and set(moved) != set(working):
        raise bad_notice("调出的公休日与上班日不一致", "the rest days moved are not the days worked", text)
    if not set(within) <= set(off):
        raise bad_notice("所述休息日不在放假日期内", "a rest day named lies outside the days off", text)


def _refuse_contradictions(rows: Iterable[CalendarRow]) -> None:
    seen: dict[date, CalendarRow] = {}
    for row in rows:
        for on in row.days() if row.kind != "published" else ():
            if on in seen:
                raise bad_notice("两条安排说到同一天", "two arrangements speak of the same day", on.isoformat())
            seen[on] = row
