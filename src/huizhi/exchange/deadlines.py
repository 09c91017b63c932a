"""Carries a new calendar and new legal values to the office's open clocks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.db import connection

from huizhi.apps.casework import facade as casework
from huizhi.law.parameters import Parameters, parameters
from huizhi.law.retiming import Matter


def has_office() -> bool:
    """Whether an office database stands here; looking for one makes none."""
    if connection.vendor == "sqlite":
        name = str(connection.settings_dict["NAME"])
        if not name.startswith("file:") and not Path(name).exists():
            return False
    return "casework_clock" in connection.introspection.table_names()


def retime_office(*, by: str, at: datetime) -> list[str]:
    """Reckon the office's open clocks again by the calendar and values as they stand; the numbers that moved."""
    if not has_office():
        return []
    return casework.retime(calendar=casework.office_calendar(), law=parameters(), by=by, at=at)


def open_clocks(law: Parameters) -> Iterator[Matter]:
    """The office's open clocks, for rehearsing a change of the law; none without an office."""
    if has_office():
        yield from casework.open_matters_for_law(law)
