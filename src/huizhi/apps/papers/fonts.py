"""Fonts for official papers: the prescribed FangSong where the machine has it, else the nearest free serif."""

import os
from functools import cache
from pathlib import Path

import typst
from django.conf import settings

from huizhi.apps.papers import refusals

WANTED = (
    "FangSong",
    "FangSong_GB2312",
    "仿宋",
    "仿宋_GB2312",
    "STFangsong",
    "FZFangSong-Z02",
    "Noto Serif CJK SC",
    "Noto Serif SC",
    "Source Han Serif SC",
    "SimSun",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
)
"""Families by preference: FangSong as GB/T 9704 asks, then serifs, then whatever shows Chinese."""
FETCHED = Path(__file__).with_name("fonts")
"""Where `make fonts` puts a font on a machine that has none."""


def folders() -> list[str]:
    """The bureau's own folder of fonts, and the fetched one; the system's are searched besides."""
    return [str(place) for place in (settings.HUIZHI_FONTS, FETCHED) if place and Path(place).is_dir()]


def library() -> typst.Fonts:
    """Every font, searched once per process."""
    return _library(tuple(folders()), os.environ.get("XDG_DATA_HOME", ""))


@cache
def _library(places: tuple[str, ...], _home: str) -> typst.Fonts:
    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=list(places))


def families() -> list[str]:
    """The families a paper is set in, the best first. Refused when none has Chinese characters."""
    here = set(library().families())
    found = [name for name in WANTED if name in here]
    if not found:
        raise refusals.no_fonts()
    return found
