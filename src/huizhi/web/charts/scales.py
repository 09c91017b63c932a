"""The scale that shows where a score lies among the classes."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huizhi.ui.marks import grade_words

SIZES = (("wide", 900), ("narrow", 340))
ROOM = 90
"""Pixels that a mark's words take."""
LETTER_ONLY = 75
"""Pixels below which a band has room for its letter only."""
BANDS = {
    "A": ("#eaf4f2", "#0d6b62"),
    "B": ("#dceaf7", "#164d8a"),
    "C": ("#f8c97a", "#6d3a00"),
    "D": ("#a01d16", "#fff"),
    "E": ("#5c0d08", "#fff"),
}


def score_scale(
    score: int, bands: Sequence[tuple[str, int]], top: int, previous: int | None = None, was: str = ""
) -> SafeString:
    """The scale twice: for a desk and for a phone, so that its words keep their size. The sheet shows one of them."""
    drawn = ((_scale(score, bands, top, previous, was, name, width),) for name, width in SIZES)
    return format_html_join("", "{}", drawn)


def _scale(
    score: int, bands: Sequence[tuple[str, int]], top: int, previous: int | None, was: str, name: str, full: int
) -> SafeString:
    """The classes as bands from 0 to `top`, the score as a filled mark, the previous one hollow.

    bands: (class, lowest score) from the lowest class up. Bands share the width evenly, so that narrow low
    classes stay readable; inside a band the mark is placed in proportion.
    """
    left, right, named = 6, full - 6, grade_words([grade for grade, _low in bands])
    edges = [low for _grade, low in bands] + [top]
    each = (right - left) / len(bands)

    def at(value: int) -> float:
        held = max(edges[0], min(value, edges[-1]))
        index = max(i for i in range(len(bands)) if edges[i] <= held)
        inside = (held - edges[index]) / max(1, edges[index + 1] - edges[index])
        return left + (index + min(1, inside)) * each

    blocks = format_html_join(
        "", "{}", ((_band(i, grade, words, edges[i], each, left),) for i, (grade, words) in enumerate(named.items()))
    )
    x = at(score)
    words, y = _("本期 %(score)s") % {"score": score}, x if previous is None else at(previous)
    marks = _mark(x, words, "#17202e", True, full, "end" if x < y < x + ROOM else "start")
    if previous is not None and previous != score:
        crowded = abs(x - y) < ROOM and not ROOM < min(x, y) <= max(x, y) < full - ROOM
        told = "" if crowded else f"{was} {previous}"  # at an edge both words would turn the same way
        before = _mark(y, told, "#5f6b7d", False, full, "end" if y < x else "start")
        marks = format_html("{}{}", before, marks)
    label = _("风险分%(score)s，刻度从0到%(top)s") % {"score": score, "top": top}
    return format_html(
        '<svg class="{}" viewBox="0 0 {} 66" width="100%" role="img" aria-label="{}">{}'
        '<text x="{}" y="58" font-size="12" text-anchor="end" fill="#5f6b7d">{}</text>{}</svg>',
        name,
        full,
        label,
        blocks,
        right,
        f"{top}+",
        marks,
    )


def _band(index: int, grade: str, risk: str, low: int, each: float, left: float) -> SafeString:
    """One class: a block with its letter, its word where there is room, and its lowest score underneath."""
    fill, ink = BANDS[grade]
    x = left + index * each
    return format_html(
        '<rect x="{}" y="26" width="{}" height="16" fill="{}"/>'
        '<text x="{}" y="38.5" font-size="12" text-anchor="middle" fill="{}" font-weight="600">{} {}</text>'
        '<text x="{}" y="58" font-size="12" fill="#5f6b7d">{}</text>',
        f"{x:.1f}",
        f"{each - 2:.1f}",
        fill,
        f"{x + each / 2:.1f}",
        ink,
        grade,
        risk if each >= LETTER_ONLY else "",
        f"{x:.1f}",
        low,
    )


def _mark(x: float, words: str, colour: str, filled: bool, full: int, side: str = "start") -> SafeString:
    """A pointer above the scale with its words beside it, turned inward near the right edge."""
    size = 5.5 if filled else 4.5
    if x > full - 80:
        side = "end"
    elif x < 70:
        side = "start"
    return format_html(
        '<path d="M{} 25l-{} -9h{}z" fill="{}" stroke="{}"/>'
        '<text x="{}" y="{}" font-size="13" font-weight="{}" text-anchor="{}" fill="{}">{}</text>',
        f"{x:.1f}",
        size,
        size * 2,
        colour if filled else "none",
        colour,
        f"{x + (10 if side == 'start' else -10):.1f}",
        17 if filled else 16,
        600 if filled else 400,
        side,
        colour,
        words,
    )
