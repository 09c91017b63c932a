"""Indicators as rows: value words, state, gap plot, sparkline."""

from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huizhi.apps.indicators.facade import Board, BoardLine, Figure, IndicatorHead
from huizhi.ui.marks import STATE_WORDS
from huizhi.web import charts
from huizhi.web.labels import english

STATES = {"met": "ok", "near": "near", "behind": "bad", "awaiting": "na", "no_target": "none"}
"""State of an indicator -> mark."""


@dataclass(frozen=True)
class Row:
    """One indicator as shown."""

    code: str
    number: int
    name: str
    unit: str
    owner: str
    state: str
    state_words: object
    value_words: str
    target_words: str
    province_words: str
    gap_words: str
    lower: bool
    proposed: bool
    href: str
    plot: SafeString
    spark: SafeString


@dataclass(frozen=True)
class Chapter:
    """The indicators of one chapter of the plan."""

    title: str
    rows: list[Row]


def number_words(value: Decimal | None, decimals: int) -> str:
    """A figure with its decimals and thousands comma; exactly 100 and 0 lose their zeros; a dash for none."""
    if value is None:
        return "—"
    shown = value.quantize(Decimal(1).scaleb(-decimals))
    text = f"{shown:,}"
    return (text.split(".")[0] if shown in (0, 100) else text).replace("-", "−")


def target_words(value: Decimal | None) -> str:
    """A target as it was set, without idle zeros; a dash for none."""
    if value is None:
        return "—"
    whole = value == value.to_integral_value()
    return f"{value.quantize(Decimal(1)) if whole else value.normalize():,f}".replace("-", "−")


def unit_words(head: IndicatorHead) -> str:
    """The unit in the language of the page; % stands right after the figure."""
    return head.unit_en if english() else head.unit_zh


def name_words(head: IndicatorHead) -> str:
    """The indicator's name in the language of the page."""
    return head.en if english() else head.zh


def tolerance(head: IndicatorHead) -> float:
    """How far from the target still counts as close: the indicator's own, else 2 % of the target."""
    return float(head.near_within or abs(head.target or 1) * Decimal("0.02")) or 1.0


def gap_words(head: IndicatorHead, figure: Figure) -> str:
    """How far the figure is from the target, in words."""
    if figure.value is None:
        return _("待数据")
    if head.target is None:
        return _("无目标值")
    gap = figure.value - head.target
    far = number_words(abs(gap), head.decimals)
    words = {"far": far, "unit": unit_words(head), "target": target_words(head.target)}
    if gap == 0:
        return _("等于目标%(target)s%(unit)s") % words
    if gap < 0:
        return _("低于目标%(target)s%(unit)s，差%(far)s") % words
    return _("高于目标%(target)s%(unit)s，多%(far)s") % words


def row(line: BoardLine, place: str = "") -> Row:
    """One line of the scoreboard; the link keeps the place that is shown."""
    head, figure = line.head, line.figure
    state = STATES[figure.state]
    target = None if head.target is None else float(head.target)
    value = None if figure.value is None else float(figure.value)
    plot = SafeString("")
    if target is not None:
        province = None if head.province_target is None else float(head.province_target)
        plot = charts.gap_plot(
            value, target, tolerance(head), province, lower_is_better=not head.higher_is_better, state=state
        )
    trend = [None if p.figure.value is None else float(p.figure.value) for p in line.trend]
    return Row(
        code=head.code, number=head.number, name=name_words(head), unit=unit_words(head),
        owner=head.owner_en if english() else head.owner_zh, state=state, state_words=STATE_WORDS[state],
        value_words=number_words(figure.value, head.decimals), target_words=target_words(head.target),
        province_words=target_words(head.province_target), gap_words=gap_words(head, figure),
        lower=not head.higher_is_better, proposed=head.proposed, href=href(head.code, place), plot=plot,
        spark=charts.sparkline(trend, target, state),
    )  # fmt: skip


def href(code: str, place: str = "", month: str = "", page: str = "web:indicator") -> str:
    """The indicator's page for a place and a month."""
    asked = {k: v for k, v in (("place", place), ("month", month)) if v}
    return reverse(page, args=[code]) + (f"?{urlencode(asked)}" if asked else "")


def chapters(board: Board, place: str = "") -> list[Chapter]:
    """The scoreboard by chapter, in the order of the plan."""
    groups: dict[str, Chapter] = {}
    for line in board.lines:
        title = line.head.chapter_en if english() else line.head.chapter_zh
        groups.setdefault(line.head.chapter, Chapter(title, [])).rows.append(row(line, place))
    return list(groups.values())


def totals(board: Board) -> list[dict[str, object]]:
    """How many indicators stand in each state, the most wanted first."""
    counted = [
        {"state": STATES[state], "count": board.states.get(state, 0), "of": len(board.lines) if state == "met" else 0}
        for state in ("met", "near", "behind", "awaiting", "no_target")
    ]
    return [item for item in counted if item["count"] or item["state"] in ("ok", "bad")]


def change(line: BoardLine) -> str:
    """The latest month against the month before, signed; a dash when either is missing."""
    latest = [point.figure.value for point in line.trend[-2:]]
    if len(latest) < 2 or None in latest:
        return "—"
    difference = latest[1] - latest[0]
    sign = "+" if difference > 0 else ""
    return sign + number_words(difference, max(1, line.head.decimals) if not line.head.is_count else 0)
