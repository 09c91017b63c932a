"""Shares with their 95 % intervals: by class, one line each; and stated against found, one mark each."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

SIZES, HALF_SIZES = (("wide", 1100), ("narrow", 340)), (("wide", 600), ("narrow", 340))
"""For a whole card, and for one of two side by side: what is drawn keeps its size."""
LEFT, RIGHT, ROW, TOP = 34, 14, 34, 8
BLUE, AMBER, INK, PALE = "#1d5fa8", "#c07a1c", "#5f6b7d", "#e6eaf0"
Told = Mapping[str, Any]


def by_class(rows: Sequence[tuple[str, Told, Told]], label: str) -> SafeString:
    """(class, all visits, random draws) per line: a dot and a diamond with whiskers; grey: what chance would give."""
    return format_html_join("", "{}", ((_classes(rows, label, *size),) for size in SIZES))


def against(bins: Sequence[Told], label: str) -> SafeString:
    """Share found over chance stated, with whiskers; on the line what was stated came true."""
    return format_html_join("", "{}", ((_against(bins, label, *size),) for size in HALF_SIZES))


def _classes(rows: Sequence[tuple[str, Told, Told]], label: str, name: str, full: int) -> SafeString:
    most = max([0.1, *(told["high"] or 0 for row in rows for told in row[1:])])
    room = full - LEFT - RIGHT

    def x(share: float) -> str:
        return f"{LEFT + share / most * room:.1f}"

    parts = []
    for n, (grade, every, drawn) in enumerate(rows):
        y = TOP + n * ROW
        parts.append(format_html('<text x="4" y="{}" font-size="14" font-weight="600">{}</text>', y + 21, grade))
        if every.get("by_chance"):
            low, high = every["by_chance"]
            parts.append(format_html(
                '<rect x="{}" y="{}" width="{}" height="26" fill="{}"/>', x(low), y + 3,
                f"{(high - low) / most * room:.1f}", PALE))  # fmt: skip
        for told, down, colour in ((every, 11, BLUE), (drawn, 22, AMBER)):
            if told["value"] is not None:
                parts += [_whisker(x(told["low"]), x(told["high"]), y + down, colour),
                          _mark(x(told["value"]), y + down, colour)]  # fmt: skip
    foot = TOP + len(rows) * ROW + 4
    ticks = [tick / 10 for tick in range(0, int(most * 10) + 1, 1 if most < 0.5 else 2)]
    parts += [format_html('<text x="{}" y="{}" font-size="11" text-anchor="middle" fill="{}">{}%</text>',
                          x(tick), foot + 12, INK, round(tick * 100)) for tick in ticks]  # fmt: skip
    return _sheet(name, full, foot + 18, label, parts)


def _against(bins: Sequence[Told], label: str, name: str, full: int) -> SafeString:
    high = min(full, 420) - 30
    most = max([0.1, *(max(each["high"] or 0, each["stated"]) for each in bins)])

    def x(share: float) -> float:
        return LEFT + share / most * (full - LEFT - RIGHT)

    def y(share: float) -> float:
        return TOP + (1 - share / most) * (high - TOP - 20)

    parts = [format_html('<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="#7f8a9a" stroke-dasharray="4 3"/>',
                         f"{x(0):.1f}", f"{y(0):.1f}", f"{x(most):.1f}", f"{y(most):.1f}")]  # fmt: skip
    for each in bins:
        if each["value"] is None:
            continue
        place = f"{x(each['stated']):.1f}"
        parts.append(format_html('<line x1="{0}" x2="{0}" y1="{1}" y2="{2}" stroke="{3}" stroke-width="1.6"/>', place,
                                 f"{y(each['low']):.1f}", f"{y(each['high']):.1f}", BLUE))  # fmt: skip
        parts.append(_mark(place, y(each["value"]), BLUE))
    ticks = [tick / 10 for tick in range(0, int(most * 10) + 1, 1 if most < 0.5 else 2)]
    for tick in ticks:
        parts.append(format_html('<text x="{}" y="{}" font-size="11" text-anchor="middle" fill="{}">{}%</text>',
                                 f"{x(tick):.1f}", f"{y(0) + 16:.1f}", INK, round(tick * 100)))  # fmt: skip
        if tick:
            parts.append(format_html('<text x="{}" y="{}" font-size="11" text-anchor="end" fill="{}">{}%</text>',
                                     LEFT - 6, f"{y(tick) + 4:.1f}", INK, round(tick * 100)))  # fmt: skip
    return _sheet(name, full, high + 4, label, parts)


def _whisker(low: str, high: str, y: float, colour: str) -> SafeString:
    return format_html('<line x1="{}" x2="{}" y1="{y}" y2="{y}" stroke="{}" stroke-width="2"/>', low, high, colour, y=y)


def _mark(x: str, y: float, colour: str) -> SafeString:
    """A dot; a diamond for the second colour, so that the two differ without colour too."""
    if colour == AMBER:
        return format_html('<path d="M{} {}l5 5l-5 5l-5 -5z" fill="{}"/>', x, f"{y - 5:.1f}", colour)
    return format_html('<circle cx="{}" cy="{}" r="4.4" fill="{}"/>', x, f"{y:.1f}", colour)


def _sheet(name: str, full: int, height: float, label: str, parts: Sequence[SafeString]) -> SafeString:
    body = format_html_join("", "{}", ((part,) for part in parts))
    return format_html('<svg class="{}" viewBox="0 0 {} {}" width="100%" role="img" aria-label="{}">{}</svg>',
                       name, full, height, label, body)  # fmt: skip
