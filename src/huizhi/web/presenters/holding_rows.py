"""The rows behind a count of the page 这个等级准不准: businesses of a class on a past day, and their first visits."""

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.registers import facade as registers
from huizhi.exchange.counted import ALL, BUSINESSES, COUNTS, DRAWN, FOUND, PARTS, VISITS
from huizhi.insight.visits_made import RANDOM
from huizhi.web import labels
from huizhi.web.presenters.drilldown import evidence_href

Row = Mapping[str, Any]


def address(part: str, count: str, grade: str = "", name: str = "web:holding_rows") -> str:
    """Where the rows of a count are listed."""
    asked = {"part": part, "count": count, "grade": grade}
    return f"{reverse(name)}?{urlencode({key: value for key, value in asked.items() if value})}"


def known(part: str, count: str, grade: str, grades: Iterable[str]) -> bool:
    """Whether the page has a count of this kind."""
    return part in PARTS and count in COUNTS and grade in ("", *grades)


def title(part: str, count: str, grade: str) -> str:
    """What is listed."""
    named = {
        (ALL, BUSINESSES): _("当日在业的主体"), (DRAWN, BUSINESSES): _("当日在业的主体"),
        (ALL, VISITS): _("其后的首次检查"), (DRAWN, VISITS): _("其后的首次双随机检查"),
        (ALL, FOUND): _("首次检查查出问题的"), (DRAWN, FOUND): _("首次双随机检查查出问题的"),
    }  # fmt: skip
    told = {"grade": grade, "what": named[part, count]}
    return (_("%(grade)s类　%(what)s") if grade else _("全体　%(what)s")) % told


def rows(chosen: Iterable[Row]) -> list[dict[str, Any]]:
    """Rows as the page shows them: who, where, the class of that day, the first visit and what it found."""
    lines = list(chosen)
    names = registers.names_of([line["entity_id"] for line in lines])
    told = registers.published_of([_key(line) for line in lines if line["source_id"]])
    return [_row(line, names, told) for line in lines]


def _row(line: Row, names: Mapping[str, tuple[str, str | None]], told: set[tuple[str, str, str]]) -> dict[str, Any]:
    who, number = line["entity_id"], line["source_id"]
    return {
        "grade": line["grade"], "name": names[who][0] if who in names else who,
        "href": reverse("web:entity", args=[who]) if who in names else "",
        "place": labels.place(line["division"]), "on": line["inspected_on"], "way": _way(line), "number": number or "",
        "record": evidence_href(line["source"], number, entity=who) if number and _key(line) in told else "",
        "found": line["found"], "words": _words(line),
    }  # fmt: skip


def csv_rows(chosen: Iterable[Row]) -> Iterable[list[object]]:
    """The same as rows of a file, the names of its columns first."""
    lines = list(chosen)
    yield [
        _("类别"),
        _("主体"),
        _("名称"),
        _("辖区"),
        _("检查日期"),
        _("检查方式"),
        _("结果"),
        _("来源"),
        _("记录编号"),
    ]
    for at in range(0, len(lines), 1000):
        some = lines[at : at + 1000]
        names = registers.names_of([line["entity_id"] for line in some])
        for line in some:
            who = line["entity_id"]
            yield [
                line["grade"], who, names[who][0] if who in names else "", labels.place(line["division"]),
                line["inspected_on"], _way(line), _words(line), line["source"], line["source_id"],
            ]  # fmt: skip


def count_words(count: str, total: int) -> str:
    """How many there are."""
    if count == BUSINESSES:
        return ngettext("共%(n)s家", "共%(n)s家", total) % {"n": f"{total:,}"}
    return ngettext("共%(n)s次检查", "共%(n)s次检查", total) % {"n": f"{total:,}"}


def _way(line: Row) -> str:
    if line["kind"] is None:
        return "—"
    return _("双随机检查") if line["kind"] == RANDOM else _("非随机检查")


def _words(line: Row) -> str:
    if line["found"] is None:
        return _("未检查")
    return _("发现问题") if line["found"] else _("未发现问题")


def _key(line: Row) -> tuple[str, str, str]:
    return line["entity_id"], line["source"], line["source_id"]
