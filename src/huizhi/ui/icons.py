"""Icons, inlined as SVG. The drawings are copied from a pinned package at build time (frontend/build.mjs)."""

import json
from functools import lru_cache
from pathlib import Path

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

DRAWINGS = Path(__file__).resolve().parent / "static" / "built" / "icons.json"


@lru_cache(maxsize=1)
def drawings() -> dict[str, str]:
    """Icon name -> SVG shapes; empty before `make assets` has run, so that pages still work."""
    return json.loads(DRAWINGS.read_text(encoding="utf-8")) if DRAWINGS.exists() else {}


def icon(name: str, size: str = "") -> SafeString:
    """An icon as decoration: hidden from screen readers, so a word always stands beside it.

    size is "", "i16" or "i24". Raises KeyError for a name that frontend/icons.json does not list.
    """
    known = drawings()
    shapes = known[name] if known else ""
    return format_html(
        '<svg class="i {}" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-linecap="round" '
        'stroke-linejoin="round" aria-hidden="true">{}</svg>',
        size,
        mark_safe(shapes),
    )
