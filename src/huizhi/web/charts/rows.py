"""Charts that live in a table row: gap plot, sparkline, reason bar."""

from collections.abc import Sequence

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from huizhi.web.charts.paper import COLOURS, polyline

GAP_WIDTH, GAP_AXIS = 150, 90
SPARK_WIDTH, SPARK_HEIGHT = 90, 22
BAR_WIDTH, BAR_ZERO = 140, 40


def _gap_at(value: float, target: float, tolerance: float, lower_is_better: bool) -> float:
    """Where a value stands on the gap plot: right of the axis is better; four tolerances reach the edge."""
    ahead = (target - value if lower_is_better else value - target) / (4 * tolerance)
    room = GAP_WIDTH - GAP_AXIS - 6 if ahead > 0 else GAP_AXIS - 6
    return GAP_AXIS + max(-1.0, min(1.0, ahead)) * room


def gap_plot(
    value: float | None,
    target: float,
    tolerance: float,
    province: float | None = None,
    *,
    lower_is_better: bool,
    state: str,
) -> SafeString:
    """Value (dot) and province (hollow diamond) against the target line; every row shares the line."""
    parts = [
        format_html('<line x1="4" x2="{}" y1="10" y2="10" stroke="#e6eaf0"/>', GAP_WIDTH - 4),
        format_html('<line x1="{0}" x2="{0}" y1="2" y2="18" stroke="#465163" stroke-width="1.3"/>', GAP_AXIS),
    ]
    colour = COLOURS.get(state, COLOURS["ok"])
    if value is not None:
        x = _gap_at(value, target, tolerance, lower_is_better)
        bar = '<line x1="{}" x2="{:.1f}" y1="10" y2="10" stroke="{}" stroke-width="3"/>'
        parts.append(format_html(bar.replace("{:.1f}", "{}"), GAP_AXIS, f"{x:.1f}", colour))
    if province is not None:
        p = _gap_at(province, target, tolerance, lower_is_better)
        path = f"M{p:.1f} 5.4l4.6 4.6l-4.6 4.6l-4.6-4.6z"
        parts.append(format_html('<path d="{}" fill="#fff" stroke="#5f6b7d" stroke-width="1.3"/>', path))
    if value is not None:
        parts.append(format_html('<circle cx="{}" cy="10" r="4.2" fill="{}"/>', f"{x:.1f}", colour))
    body = format_html_join("", "{}", ((p,) for p in parts))
    return format_html(
        '<svg width="{0}" height="20" viewBox="0 0 {0} 20" aria-hidden="true">{1}</svg>', GAP_WIDTH, body
    )


def sparkline(values: Sequence[float | None], target: float | None, state: str) -> SafeString:
    """Up to twelve months, oldest first; target dashed, last point dotted; gaps where a month has no value."""
    known = [v for v in values if v is not None]
    if not known:
        return mark_safe("")
    span = [*known, target] if target is not None else known
    low, high = min(span), max(span)
    reach = (high - low) or 1

    def y(v: float) -> float:
        return SPARK_HEIGHT - 3 - (v - low) / reach * (SPARK_HEIGHT - 6)

    step = (SPARK_WIDTH - 8) / max(1, len(values) - 1)
    points = [None if v is None else (3 + i * step, y(v)) for i, v in enumerate(values)]
    colour = COLOURS["bad"] if state == "bad" else COLOURS["ok"]
    last = next(p for p in reversed(points) if p is not None)
    dashed = (
        ""
        if target is None
        else format_html(
            '<line x1="2" x2="{}" y1="{y}" y2="{y}" stroke="#7f8a9a" stroke-dasharray="2 2"/>',
            SPARK_WIDTH - 2,
            y=f"{y(target):.1f}",
        )
    )
    return format_html(
        '<svg width="{0}" height="{1}" viewBox="0 0 {0} {1}" aria-hidden="true">{2}{3}'
        '<circle cx="{4}" cy="{5}" r="2.2" fill="{6}"/></svg>',
        SPARK_WIDTH,
        SPARK_HEIGHT,
        dashed,
        polyline(points, colour, 1.4),
        f"{last[0]:.1f}",
        f"{last[1]:.1f}",
        colour,
    )


def reason_bar(points: int, largest: int) -> SafeString:
    """A reason's points as a bar: adding risk to the right in amber, lowering it to the left in teal."""
    reach = (BAR_WIDTH - BAR_ZERO - 4) if points > 0 else BAR_ZERO - 2
    width = round(abs(points) / max(1, largest) * reach, 1) if points > 0 else min(abs(points) * 3, reach)
    x = BAR_ZERO if points > 0 else BAR_ZERO - width
    return format_html(
        '<svg width="{0}" height="16" viewBox="0 0 {0} 16" aria-hidden="true">'
        '<line x1="{1}" x2="{1}" y1="0" y2="16" stroke="#b6c0cc"/>'
        '<rect x="{2}" y="3" width="{3}" height="10" fill="{4}"/></svg>',
        BAR_WIDTH,
        BAR_ZERO,
        x,
        max(width, 1.5) if points else 0,
        "#c07a1c" if points > 0 else "#2f8f83",
    )
