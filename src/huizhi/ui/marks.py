"""The small marks that carry a state: always a shape and a word, colour only helps."""

from collections.abc import Sequence

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

SHAPES = {
    "ok": '<circle cx="6" cy="6" r="5" fill="currentColor"/>'
    '<path d="m3.6 6.1 1.7 1.7 3.1-3.4" fill="none" stroke="#fff" stroke-width="1.4"/>',
    "near": '<path d="M6 1 11 10.5H1z" fill="none" stroke="currentColor" stroke-width="1.6" stroke-linejoin="round"/>',
    "bad": '<path d="M6 .6 11.4 6 6 11.4 .6 6z" fill="currentColor"/>',
    "na": '<circle cx="6" cy="6" r="4.3" fill="none" stroke="currentColor" stroke-width="1.4" '
    'stroke-dasharray="2 1.6"/>',
    "none": '<path d="M2 6h8" fill="none" stroke="currentColor" stroke-width="1.6"/>',
}
STATE_WORDS = {"ok": _("达标"), "near": _("接近"), "bad": _("落后"), "na": _("待数据"), "none": _("无目标值")}
_RING = '<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-opacity=".28" stroke-width="2.6"/>'
_ROUND = 44.0
CLOCKS = {
    "over": '<path d="M9 2 16.5 15.5h-15z" fill="none" stroke="currentColor" stroke-width="1.6" '
    'stroke-linejoin="round"/><path d="M9 7v4M9 12.6v1.1" stroke="currentColor" stroke-width="1.6"/>',
    "pause": '<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="1.8" '
    'stroke-dasharray="2.4 2"/><path d="M7.2 6.3v5.4M10.8 6.3v5.4" stroke="currentColor" stroke-width="1.6"/>',
    "done": '<circle cx="9" cy="9" r="7.4" fill="currentColor"/>'
    '<path d="m5.6 9.2 2.4 2.3 4.4-4.9" fill="none" stroke="#fff" stroke-width="1.7"/>',
}
CLOCK_STATES = ("calm", "near", "urgent", "over", "pause", "done")
GRADES = ("A", "B", "C", "D", "E")
"""Every class a credit card may have; the national scheme has four, Shandong's five."""
_RISKS = {
    4: (_("风险低"), _("风险一般"), _("风险较高"), _("风险高")),
    5: (_("风险低"), _("风险较低"), _("风险一般"), _("风险较高"), _("风险高")),
}


def shape(state: str) -> SafeString:
    """The bare shape of a state: ok, near, bad, na or none."""
    return mark_safe(f'<svg viewBox="0 0 12 12" aria-hidden="true">{SHAPES[state]}</svg>')


def mark(state: str, word: object = None) -> SafeString:
    """Shape and word of a state; `word` replaces the usual one."""
    return format_html(
        '<span class="st {}">{}{}</span>', state, shape(state), STATE_WORDS[state] if word is None else word
    )


def clock(state: str, left: int, words: object) -> SafeString:
    """A statutory clock in one of CLOCK_STATES: a ring that shows the percentage left (or a shape) and the words."""
    arc = (
        f'<circle cx="9" cy="9" r="7" fill="none" stroke="currentColor" stroke-width="2.6" '
        f'stroke-dasharray="{_ROUND * left / 100:.1f} {_ROUND}" transform="rotate(-90 9 9)"/>'
    )
    drawn = CLOCKS[state] if state in CLOCKS else _RING + (arc if left else "")
    svg = mark_safe(f'<svg viewBox="0 0 18 18" aria-hidden="true">{drawn}</svg>')
    return format_html('<span class="clock {}">{}{}</span>', state, svg, words)


def grade_words(grades: Sequence[str]) -> dict[str, str]:
    """How risky each class of a card is, in words; the classes rise with the risk. A scheme of its own has none."""
    return dict(zip(grades, map(str, _RISKS.get(len(grades), ("",) * len(grades))), strict=True))


def risk(grade: str, big: bool = False) -> SafeString:
    """The badge of a credit-risk class, named for screen readers. Staff pages only: the class is internal."""
    if grade not in GRADES:
        return format_html('<span class="dim">{}</span>', _("未分类"))
    name = _("%(grade)s 类") % {"grade": grade}
    return format_html(
        '<span class="risk {} {}" role="img" aria-label="{}">{}</span>', grade, "big" if big else "", name, grade
    )
