"""Times in a plan and a record: RFC 3339; without an offset they are Beijing time (UTC+8)."""

import re
from datetime import datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))
_FORM = re.compile(
    r"([12]\d{3})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII
)


def instant(text: object) -> datetime | None:
    """The instant that `text` names, or None when it is not a date or time of this form."""
    found = _FORM.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or "0") for part in found.group(1, 2, 3, 4, 5, 6))
    micro = int((found.group(7) or "0").ljust(6, "0"))
    offset = _offset(found.group(8))
    try:
        local = datetime(year, month, day, hour, minute, second, micro, tzinfo=timezone.utc)  # noqa: UP017
        return None if offset is None else local - offset
    except ValueError:
        return None


def _offset(text: str | None) -> timedelta | None:
    if text is None:
        return timedelta(hours=8)
    if text == "Z":
        return timedelta(0)
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        return None
    return timedelta(hours=hours, minutes=minutes) * (-1 if text[0] == "-" else 1)
