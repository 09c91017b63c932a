"""What was last measured about the classes of this home, read again when it changed."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from huizhi.exchange import counted
from huizhi.exchange.holding import RESULT, result


def measured() -> dict[str, Any] | None:
    """The result of `huizhi validate grades` or of the night; None before the first."""
    home = Path(settings.HUIZHI_HOME)
    try:
        noted = (home / RESULT).stat()
    except FileNotFoundError:
        return None
    return _read(home, (noted.st_mtime_ns, noted.st_ino))


def counted_rows(part: str, count: str, grade: str) -> pl.DataFrame | None:
    """The rows of a count of the last result (`exchange.counted`); None when they are not there any more."""
    found = measured()
    table = counted.kept(Path(settings.HUIZHI_HOME), found["counted"]) if found else None
    return None if table is None else counted.chosen(table, part, count, grade)


@lru_cache(maxsize=1)
def _read(home: Path, _noted: tuple[int, int]) -> dict[str, Any] | None:
    return result(home)
