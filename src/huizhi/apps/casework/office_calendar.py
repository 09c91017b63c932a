"""The calendar the office reckons by: the published one with the bureau's own rows, read again when they change."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from huizhi.vocabulary.calendar import WorkCalendar


def office_calendar() -> WorkCalendar:
    """The calendar of this office as its file stands now."""
    own = Path(settings.HUIZHI_HOME) / "calendar.csv"
    stamp = own.stat().st_mtime_ns if own.exists() else 0
    return _read(own, stamp)


@lru_cache(maxsize=4)
def _read(own: Path, _stamp: int) -> WorkCalendar:
    return WorkCalendar.load(extra=own)
