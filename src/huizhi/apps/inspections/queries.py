"""Reads of published draws: open to everybody."""

import hashlib
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime

from huizhi.apps.inspections.models import Draw, Plan
from huizhi.apps.people.facade import units_in_scope
from huizhi.draw.pack import write_pack
from huizhi.ui import built

FILES = {"record.json": "record", "frame.csv": "frame", "officers.csv": "officers", "recusals.csv": "recusals"}
"""File name -> the column that holds its bytes."""


@dataclass(frozen=True)
class DrawLine:
    """One draw in the list."""

    number: str
    title: str
    status: str
    plan_digest: str
    record_digest: str
    frame_rows: int
    selected_count: int
    drawn_at: str
    published_at: datetime
    published_by_unit: str


@dataclass(frozen=True)
class DrawFile:
    """One downloadable file of a draw."""

    name: str
    content: bytes
    sha256: str


@dataclass(frozen=True)
class DrawPage:
    """One draw with its record as published (parsed) and the names, sizes and digests of its files."""

    line: DrawLine
    record: dict
    files: tuple[tuple[str, int, str], ...]


def _line(draw: Draw) -> DrawLine:
    return DrawLine(**{field.name: getattr(draw, field.name) for field in fields(DrawLine)})


def draws(*, limit: int = 50) -> tuple[DrawLine, ...]:
    """The newest published draws, without their files."""
    return tuple(_line(draw) for draw in Draw.objects.defer(*FILES.values())[:limit])


def draws_in_reach(viewer) -> tuple[DrawLine, ...]:
    """Those of them that a unit in the reach of `viewer` conducted."""
    reach, lines = units_in_scope(viewer), draws()
    units = conductors(lines)
    return tuple(line for line in lines if reach is None or units[line.number] in reach)


def conductors(published: Sequence[Draw | DrawLine]) -> dict[str, str]:
    """Draw -> the unit that conducted it; "" where a program published it without a plan."""
    drafted = dict(
        Plan.objects.filter(number__in=[one.number for one in published]).values_list("number", "drafted_unit")
    )
    return {one.number: drafted.get(one.number) or one.published_by_unit for one in published}


def draw(number: str) -> DrawPage | None:
    """One published draw by its number; None when there is none."""
    row = Draw.objects.filter(number=number).first()
    if row is None:
        return None
    contents = {name: bytes(getattr(row, column)) for name, column in FILES.items()}
    files = tuple((name, len(content), _sha256(content)) for name, content in contents.items())
    return DrawPage(_line(row), json.loads(contents["record.json"]), files)


def next_number(prefix: str) -> str:
    """A number for a new draw that none has yet: the prefix and three digits or more."""
    taken = {
        number.removeprefix(prefix)
        for rows in (Draw, Plan)
        for number in rows.objects.filter(number__startswith=prefix).values_list("number", flat=True)
    }
    return f"{prefix}{1 + max((int(rest) for rest in taken if rest.isascii() and rest.isdigit()), default=0):03d}"


def is_published(number: str) -> bool:
    """Whether a draw is published under this number."""
    return Draw.objects.filter(number=number).exists()


def often_drawn(year: int, most: int) -> dict[str, int]:
    """The objects that the published draws of a year took `most` times or more, and how often."""
    records = Draw.objects.filter(drawn_at__startswith=f"{year}-").values_list("record", flat=True)
    times = Counter(each["object_id"] for record in records for each in json.loads(bytes(record))["selected"])
    return {object_id: many for object_id, many in times.items() if many >= most}


def hold_draw(number: str) -> None:
    """Lock a published draw until the caller's transaction ends: whoever plans or enters for it meanwhile waits."""
    list(Draw.objects.select_for_update().filter(number=number).values_list("pk"))


def draw_file(number: str, name: str) -> DrawFile | None:
    """One file of a draw, byte for byte; None when there is no such draw or file."""
    column = FILES.get(name)
    row = Draw.objects.filter(number=number).values_list(column, flat=True).first() if column else None
    if row is None:
        return None
    content = bytes(row)
    return DrawFile(name, content, _sha256(content))


def draw_pack(number: str) -> DrawFile | None:
    """The verification pack of a draw: its four files, and what verifies them without this site."""
    row = Draw.objects.filter(number=number).first()
    if row is None:
        return None
    files = {name: bytes(getattr(row, column)) for name, column in FILES.items()}
    content = write_pack(files.pop("record.json"), files, built.text_of("offline.js"))
    return DrawFile("pack.zip", content, _sha256(content))


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
