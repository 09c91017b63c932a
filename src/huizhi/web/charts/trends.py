"""A month-by-month line with its target, large enough to read values from."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from huizhi.web.charts.paper import COLOURS, polyline

SIZES = (("wide", 640), ("narrow", 340))
HEIGHT, LEFT, TOP, BOTTOM = 190, 4, 18, 158
ENDS = 76  # room for the words at the right


def trend(
    months: Sequence[str], values: Sequence[float | None], target: float | None, label: str,
    value_words: str = "", target_words: str = "",
) -> SafeString:  # fmt: skip
    """Values by month, oldest first, for a desk and for a phone; a table with the numbers stands beside it."""
    drawn = ((_sheet(months, values, target, label, value_words, target_words, *size),) for size in SIZES)
    return format_html_join("", "{}", drawn)


def _sheet(
    months: Sequence[str], values: Sequence[float | None], target: float | None, label: str,
    value_words: str, target_words: str, name: str, full: int,
) -> SafeString:  # fmt: skip
    """One drawing, `full` units wide; the line is labelled at its end."""
    right = full - ENDS
    known = [v for v in values if v is not None] + ([target] if target is not None else [])
    if not known:
        return SafeString("")
    low, high = min(known), max(known)
    reach = (high - low) or abs(high) or 1

    def y(v: float) -> float:
        return BOTTOM - (v - low) / reach * (BOTTOM - TOP)

    step = (right - LEFT - 16) / max(1, len(values) - 1)
    points = [None if v is None else (LEFT + 8 + i * step, y(v)) for i, v in enumerate(values)]
    ticks = format_html_join(
        "",
        '<text x="{}" y="178" font-size="11" text-anchor="middle" fill="#5f6b7d">{}</text>',
        ((f"{LEFT + 8 + i * step:.1f}", month[5:]) for i, month in enumerate(months)),
    )
    dots = format_html_join(
        "", '<circle cx="{}" cy="{}" r="2.4" fill="{}"/>',
        ((f"{p[0]:.1f}", f"{p[1]:.1f}", COLOURS["ok"]) for p in points if p),
    )  # fmt: skip
    parts = [_floor(right), ticks]
    if target is not None:
        parts.append(_target(y(target), target_words, right))
    parts += [polyline(points, COLOURS["ok"], 2), dots]
    last = next((p for p in reversed(points) if p is not None), None)
    if last:
        parts.append(_end(last, value_words, y(target) if target is not None else None, right))
    body = format_html_join("", "{}", ((p,) for p in parts))
    return format_html(
        '<svg class="{}" viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}">{}</svg>',
        name,
        full,
        HEIGHT,
        label,
        body,
    )


def _floor(right: int) -> SafeString:
    """The base line."""
    return format_html('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="#cdd4dd"/>', LEFT, right, y=BOTTOM + 4)


def _target(y: float, words: str, right: int) -> SafeString:
    """The target as a dashed line, named at its end."""
    return format_html(
        '<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="#5f6b7d" stroke-dasharray="4 3"/>'
        '<text x="{}" y="{}" font-size="12" fill="#465163">{}</text>',
        LEFT, right, right + 4, f"{y + 4:.1f}", words, y=f"{y:.1f}",
    )  # fmt: skip


def _end(point: tuple[float, float], words: str, avoid: float | None, right: int) -> SafeString:
    """The last value beside its point, moved when it would lie on the target's name."""
    y = point[1] + 4
    if avoid is not None and abs(y - avoid - 4) < 15:
        y = avoid + (20 if point[1] >= avoid else -12)
    return format_html(
        '<text x="{}" y="{}" font-size="13" font-weight="600" fill="#17202e">{}</text>', right + 4, f"{y:.1f}", words
    )
