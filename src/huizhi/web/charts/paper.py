"""What all charts share: colours by state, and lines that break where a value is missing."""

from collections.abc import Sequence

from django.utils.html import format_html_join
from django.utils.safestring import SafeString

COLOURS = {"ok": "#1d5fa8", "near": "#b87400", "bad": "#ad1f17", "na": "#7f8a9a"}
Point = tuple[float, float]


def runs(points: Sequence[Point | None]) -> list[list[Point]]:
    """The unbroken stretches of a line."""
    stretches: list[list[Point]] = [[]]
    for point in points:
        if point is None:
            stretches.append([])
        else:
            stretches[-1].append(point)
    return [stretch for stretch in stretches if stretch]


def polyline(points: Sequence[Point | None], colour: str, width: float) -> SafeString:
    """One line per unbroken stretch."""
    return format_html_join(
        "",
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round" '
        'stroke-linecap="round"/>',
        ((" ".join(f"{x:.1f},{y:.1f}" for x, y in stretch), colour, width) for stretch in runs(points)),
    )
