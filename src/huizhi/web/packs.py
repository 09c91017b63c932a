"""The declarations of the city this home belongs to: its divisions, sources and words."""

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from huizhi.exchange.pack import NOTE, Pack


def pack() -> Pack:
    """The home's pack, read again after each night. Refused when its folder is gone.

    Pages ask for every word of it, so the way to the answer is short.
    """
    home = os.fspath(settings.HUIZHI_HOME)
    try:
        noted = os.stat(f"{home}/{NOTE}")  # noqa: PTH116 - a Path would cost more than the look
    except FileNotFoundError:
        return _read(home, (0, 0))
    return _read(home, (noted.st_mtime_ns, noted.st_ino))


@lru_cache(maxsize=1)
def _read(home: str, _noted: tuple[int, int]) -> Pack:
    """The pack as it was noted at one moment."""
    return Pack.of_home(Path(home))
