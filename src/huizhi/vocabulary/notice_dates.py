"""The dates inside a notice's sentences: read one by one, years supplied from the context, weekdays checked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from huizhi.vocabulary.refused import Refused

_TOKEN = re.compile(
    r"(?P<date>(?:(?P<year>\d{4})年)?(?:(?P<month>\d{1,2})月)?(?P<day>\d{1,2})日)"
    r"|[（(](?P<remark>[^（）()]*)[）)]|(?P<range>至|[—–－～~-]+)|(?P<list>、|和)"
    r"|(?P<stop>[，,。；;：:]|其中[，,：:]?)|(?P<word>.)",
    re.S,
)
_WEEKDAY = re.compile(r"(?:星期|周)([一二三四五六日])")
_FESTIVAL = re.compile(r"(?:即?农历)?(?:[大年正腊冬月初除夕廿至一二三四五六七八九十]+|春节|清明节|端午节|中秋节|新年)")
_ADVICE = re.compile(r"鼓励各单位(?:(?!上班)[^。])*休息。")


@dataclass(frozen=True)
class Clause:
    """One clause: its shape has "@" for every run of dates ("4月28日、29日" is one run), `runs` has those dates."""

    shape: str
    runs: tuple[tuple[date, ...], ...]


class DateReader:
    """Reads one holiday's arrangement in the notice for `year`; Refused when a date or remark is not understood."""

    def __init__(self, text: str, year: int) -> None:
        self._text = _ADVICE.sub("", "".join(text.split()))
        self._year = year
        self._anchor: date | None = None
        self._previous: date | None = None

    def clauses(self) -> Iterator[Clause]:
        """The clauses in order; empty ones are skipped."""
        shape, runs = "", list[list[date]]()
        joint, after_date = "", False
        for token in _TOKEN.finditer(self._text + "。"):
            if token["date"]:
                on = self._date(token)
                if joint and runs:
                    runs[-1] += self._days_after(runs[-1][-1], on) if joint == "range" else [on]
                else:
                    shape, runs = shape + "@", [*runs, [on]]
                joint, after_date = "", True
                continue
            if token["remark"] is not None:
                if not after_date or self._previous is None:
                    raise bad_notice("括号内的说明无法理解", "a remark in brackets is not understood", token[0])
                _check_remark(token["remark"], self._previous)
                continue
            if joint:
                raise bad_notice("“至”或“、”后面没有日期", "no date follows a range or list sign", self._text)
            if token["stop"]:
                if shape:
                    yield Clause(shape, tuple(map(tuple, runs)))
                shape, runs = "", []
            elif after_date and (token["range"] or token["list"]):
                joint = "range" if token["range"] else "list"
                continue
            else:
                shape += token[0]
            after_date = False

    def _date(self, token: re.Match[str]) -> date:
        try:
            on = self._resolved(token, int(token["day"]))
        except ValueError as error:
            raise bad_notice("日期不存在", "there is no such date", token[0]) from error
        self._anchor = self._anchor or on
        self._previous = on
        return on

    def _resolved(self, token: re.Match[str], day: int) -> date:
        if not token["month"]:
            if self._previous is None:
                raise bad_notice("日期缺少月份", "a date lacks its month", token[0])
            return self._previous.replace(day=day)
        month = int(token["month"])
        if token["year"] or self._anchor is None:
            return date(int(token["year"] or self._year), month, day)
        anchor = self._anchor
        near = [date(y, month, day) for y in (anchor.year - 1, anchor.year, anchor.year + 1)]
        return min(near, key=lambda on: abs((on - anchor).days))

    def _days_after(self, first: date, last: date) -> list[date]:
        span = (last - first).days
        if not 0 < span < 31:
            raise bad_notice("起止日期颠倒或过长", "a range runs backwards or too long", f"{first} / {last}")
        return [first + timedelta(days=n) for n in range(1, span + 1)]


def _check_remark(remark: str, on: date) -> None:
    for part in re.split(r"[、，,]", remark):
        weekday = _WEEKDAY.fullmatch(part)
        if weekday and "一二三四五六日".index(weekday[1]) != on.weekday():
            raise bad_notice("星期与日期不符", "the weekday is not that of the date", f"{on} {part}")
        if not weekday and not _FESTIVAL.fullmatch(part):
            raise bad_notice("括号内的说明无法理解", "a remark in brackets is not understood", remark)


def bad_notice(why_zh: str, why_en: str, where: str) -> Refused:
    """The refusal every step of reading a notice raises: why, and the words it stopped at."""
    return Refused(
        "notice_not_understood",
        f"放假通知没有读懂：{why_zh}（“{where}”）",
        f"the holiday notice is not understood: {why_en} ({where!r})",
        "日历表没有改动。",
        "请核对通知原文；若确属新写法，可在 HUIZHI_HOME/calendar.csv 中逐行填写。",
        {"where": where},
        what_is_safe_en="The calendar table is unchanged.",
        what_to_do_en="Check the text; if the wording is new, enter the rows in HUIZHI_HOME/calendar.csv by hand.",
    )
