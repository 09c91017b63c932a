"""The records behind the counts of the classes: one row per business active on the day, with what followed.

The counts of the result and the lists that a page opens are made by `chosen` from this one table: they are the same
rows. It is kept beside the result, which names it by its digest. No officer is in it.
"""

from __future__ import annotations

import io
from hashlib import sha256
from pathlib import Path

import polars as pl

from huizhi.exchange.following import Night
from huizhi.insight.visits_made import RANDOM
from huizhi.lake.durable import replace_file

FOLDER = Path("validation")
ALL, DRAWN = "all", "random"
PARTS = (ALL, DRAWN)
"""First visits of any kind, and first visits that a double-random draw decided."""
BUSINESSES, VISITS, FOUND = "businesses", "visits", "found"
COUNTS = (BUSINESSES, VISITS, FOUND)
_VISIT = ("inspected_on", "kind", "source", "source_id", "found")


def first(visits: pl.DataFrame) -> pl.DataFrame:
    """The first visit of each business, so that no business counts twice; of visits oldest first."""
    return visits.unique("entity_id", keep="first", maintain_order=True)


def counted(then: Night, followed: pl.DataFrame) -> pl.DataFrame:
    """Each active business: entity_id, division, grade on the day, and its first visit of each part, or nulls."""
    table = then.active.select("entity_id", "division", "grade").sort("entity_id")
    for part, visits in ((ALL, followed), (DRAWN, followed.filter(pl.col("kind") == RANDOM))):
        made = first(visits).select("entity_id", *(pl.col(name).alias(f"{part} {name}") for name in _VISIT))
        table = table.join(made, on="entity_id", how="left", maintain_order="left")
    return table


def chosen(table: pl.DataFrame, part: str, count: str, grade: str = "") -> pl.DataFrame:
    """The rows that a count counts, of one class or of all, visits oldest first; columns as those of a visit."""
    visit = [pl.col(f"{part} {name}").alias(name) for name in _VISIT]
    rows = table.select("entity_id", "division", "grade", *visit)
    if grade:
        rows = rows.filter(pl.col("grade") == grade)
    if count == BUSINESSES:
        return rows
    visited = rows.filter(pl.col("inspected_on").is_not_null())
    shown = visited.filter(pl.col("found")) if count == FOUND else visited
    return shown.sort("inspected_on", "source_id", "entity_id")


def keep(home: Path, table: pl.DataFrame) -> str:
    """Write the table under the name of its digest, which is returned; those of results before stay until `tidy`."""
    out = io.BytesIO()
    table.write_parquet(out)
    digest = sha256(out.getvalue()).hexdigest()
    (home / FOLDER).mkdir(parents=True, exist_ok=True)
    replace_file(_place(home, digest), out.getvalue())
    return digest


def tidy(home: Path, digest: str) -> None:
    """Take away the tables of other results."""
    for old in (home / FOLDER).glob("counted-*.parquet"):
        if old != _place(home, digest):
            old.unlink()


def kept(home: Path, digest: str) -> pl.DataFrame | None:
    """The table of that digest; None when it is not there or is not what was counted."""
    place = _place(home, digest)
    content = place.read_bytes() if place.exists() else b""
    return pl.read_parquet(io.BytesIO(content)) if sha256(content).hexdigest() == digest else None


def _place(home: Path, digest: str) -> Path:
    return home / FOLDER / f"counted-{digest[:16]}.parquet"
