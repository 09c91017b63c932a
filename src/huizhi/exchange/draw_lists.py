"""The libraries of a draw from what is on file: objects from the latest night, officers from the register of people."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from huizhi.apps.people.facade import Role, away_on, certified, officers_of, unit_cards
from huizhi.exchange.draws import Inspector, frame_csv, officers_csv
from huizhi.lake.release import Release
from huizhi.vocabulary.refused import Refused


def objects_on_file(home: Path) -> bytes | None:
    """The latest night's frame in the draw's canonical form; None before the first night."""
    try:
        return frame_csv(Release.open(home))
    except Refused:
        return None


def officers_on_file(on: date) -> bytes:
    """Inspectors with a certificate valid on a day and not away then, each for the district or zone of the unit."""
    units, away = unit_cards(), away_on(on)
    pool = []
    for one in officers_of(units, "see_contacts"):
        if Role.INSPECTOR in one.roles and one.username not in away and certified(one.username, on):
            unit = units[one.unit]
            pool.append(Inspector(one.username, unit.zone or unit.division))
    return officers_csv(pool)
