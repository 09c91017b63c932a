"""The lists of a draw from what is on file: objects of the latest night, officers and recusals of the registers."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from huizhi.apps.inspections.facade import recused_on
from huizhi.apps.people.facade import Role, away_on, certified, officers_of, unit_cards
from huizhi.exchange.draws import Inspector, frame_csv, officers_csv, recusals_csv
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


def with_recusals_on_file(given: Iterable[tuple[str, str]], frame: bytes, officers: bytes, on: date) -> bytes:
    """The list of recusals: what is given, and every pair on the register that day with both in the draw's lists."""
    objects, pool = _first_cells(frame), _first_cells(officers)
    known = {pair for pair in recused_on(on, pool) if pair[1] in objects}
    return recusals_csv({*given, *known})


def _first_cells(content: bytes) -> set[str]:
    return {line.split(b",", 1)[0].decode("utf-8", "replace") for line in content.splitlines()[1:]}
