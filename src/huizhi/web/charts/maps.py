"""The city's divisions shaded by a value. A sketch for comparing places, never a statement of boundaries."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

OUTLINE = Path(__file__).resolve().parents[1] / "outline" / "weihai.json"
RAMP = ("#e3edf7", "#bcd3ea", "#88afd6", "#4d84bb", "#1d5896")
NO_VALUE = "#f3f5f8"


class Area(NamedTuple):
    """One division on the map: its name, the value as words, the shade 0..4 (None: no value), where it leads."""

    name: str
    value: str
    shade: int | None
    href: str


@lru_cache(maxsize=1)
def outline() -> dict:
    """The replaceable outline file: width, height, divisions with path and label place."""
    return json.loads(OUTLINE.read_text(encoding="utf-8"))


def shade(value: float, low: float, high: float) -> int:
    """One of five steps between the lowest and the highest value."""
    return 2 if high == low else min(4, int((value - low) / (high - low) * 5))


def choropleth(areas: Mapping[str, Area], label: str) -> SafeString:
    """Map of the divisions in the outline; each is a link with its name and value."""
    sheet = outline()
    drawn = [(place, areas[place["code"]]) for place in sheet["divisions"] if place["code"] in areas]
    shapes = format_html_join("", "{}", ((_shape(place, area),) for place, area in drawn))
    names = format_html_join("", "{}", ((_name(place, area),) for place, area in drawn))
    return format_html(
        '<svg class="map" viewBox="-6 -6 {} {}" role="group" aria-label="{}">{}{}</svg>',
        sheet["width"] + 12,
        sheet["height"] + 12,
        label,
        shapes,
        names,
    )


def _shape(place: dict, area: Area) -> SafeString:
    """The outline as a link."""
    return format_html(
        '<a href="{}" aria-label="{}">'
        '<path d="{}" fill="{}" stroke="#fff" stroke-width="1.2" stroke-linejoin="round"/></a>',
        area.href,
        f"{area.name} {area.value}",
        place["path"],
        NO_VALUE if area.shade is None else RAMP[area.shade],
    )


def _name(place: dict, area: Area) -> SafeString:
    """Name and value inside the outline; white on the two darkest steps."""
    x, y = place["label"]
    ink = "#fff" if area.shade is not None and area.shade >= 3 else "#17202e"
    return format_html(
        '<g text-anchor="middle" fill="{}" pointer-events="none" aria-hidden="true">'
        '<text x="{x}" y="{}" font-size="11" font-weight="600">{}</text>'
        '<text x="{x}" y="{}" font-size="11">{}</text></g>',
        ink,
        y - 2,
        area.name,
        y + 12,
        area.value,
        x=x,
    )
