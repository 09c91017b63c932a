"""From a figure down to its records: sums, rows, and the check that they agree."""

from collections.abc import Mapping
from functools import lru_cache

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from huizhi.apps.indicators.facade import BoardLine, Figure, RecordLine, RecordPage
from huizhi.web import labels
from huizhi.web.presenters.figures import href, number_words, unit_words


def grid(lines: Mapping[str, BoardLine], place: str, month: str) -> list[dict[str, object]]:
    """One line per place, one cell per month; a cell with a value leads to its records."""
    shown = []
    for code, division in labels.board_places():
        line = lines[code]
        cells = [
            {
                "words": number_words(point.figure.value, line.head.decimals),
                "href": href(line.head.code, code, point.month) + "#records" if point.figure.value is not None else "",
                "current": code == place and point.month == month,
            }
            for point in line.trend
        ]
        shown.append({"name": labels.division_words(division), "cells": cells, "current": code == place})
    return shown


def sum_words(line: BoardLine) -> str:
    """The figure as arithmetic: 1,234 ÷ 1,250 × 100 = 98.7."""
    return _arithmetic(line, line.figure) if line.figure.value is not None else ""


def last_words(line: BoardLine) -> str:
    """The latest month that has a value."""
    known = [point.figure.value for point in line.trend if point.figure.value is not None]
    return number_words(known[-1], line.head.decimals) if known else ""


def _arithmetic(line: BoardLine, figure: Figure) -> str:
    """Numerator, denominator and scale written out."""
    value = f"{number_words(figure.value, line.head.decimals)} {unit_words(line.head)}".strip()
    if line.head.is_count:
        return f"{figure.numerator:,} = {value}"
    scale = f" × {line.head.scale:,}" if line.head.scale != 1 else ""
    return f"{figure.numerator:,} ÷ {figure.denominator:,}{scale} = {value}"


def check_words(line: BoardLine, figure: Figure, page: RecordPage, complete: bool) -> str:
    """Whether the records add up to the figure, said plainly either way."""
    if not complete:
        return _("仅列出您辖区内的记录，合计不等于所示辖区的数值。")
    if (page.numerator, page.denominator) == (figure.numerator, figure.denominator):
        return _("记录合计与数值一致：%(sum)s") % {"sum": _arithmetic(line, figure)}
    if line.head.is_count and page.numerator == figure.numerator:
        return _("记录合计与数值一致：%(sum)s") % {"sum": _arithmetic(line, figure)}
    words = {
        "records": f"{page.numerator:,} / {page.denominator:,}",
        "value": f"{figure.numerator:,} / {figure.denominator:,}",
    }
    return _("记录合计%(records)s与数值%(value)s不一致，请联系数据管理员。") % words


def record_row(record: RecordLine) -> dict[str, object]:
    """One record: what it is, where it counts, and a link to its source row."""
    return {
        "words": record.label or record.source_id,
        "occurred_on": record.occurred_on,
        "place": labels.place(record.zone or record.division),
        "weight": record.weight,
        "base": record.base,
        "source_words": labels.coded(record.source, "source"),
        "source_id": record.source_id,
        "entity_href": reverse("web:entity", args=[record.entity_id]) if record.entity_id else "",
        "href": evidence_href(
            record.source,
            record.source_id,
            entity=record.entity_id or "",
            indicator=record.indicator,
            month=record.month,
        ),
    }


def evidence_href(source: str, source_id: str, **known: str) -> str:
    """The page of a source's record; `known` says where it was met, so that it is found without a search."""
    asked = {name: value for name, value in known.items() if value}
    return _address(source, source_id) + (f"?{urlencode(asked)}" if asked else "")


@lru_cache(maxsize=4096)
def _address(source: str, source_id: str) -> str:
    """A file names the same record in its reasons, its timeline and its cards."""
    return reverse("web:evidence", args=[source, source_id])


def csv_head() -> list[str]:
    """Column names of the download."""
    return [
        _("指标"),
        _("月份"),
        _("记录"),
        _("日期"),
        _("区市"),
        _("功能区"),
        _("计入分子"),
        _("计入分母"),
        _("主体"),
        _("来源"),
        _("记录编号"),
        _("文件"),
        _("文件摘要"),
        _("行号"),
    ]


def csv_row(record: RecordLine) -> list[object]:
    """One record."""
    return [
        record.indicator,
        record.month,
        record.label,
        record.occurred_on,
        record.division,
        record.zone,
        record.weight,
        record.base,
        record.entity_id,
        record.source,
        record.source_id,
        record.file_name,
        record.file_digest,
        record.row_number,
    ]
