"""What kinds of business the sample city has."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

FOOD_ROLES = frozenset({"producer", "workshop", "retail", "catering", "canteen", "market"})
"""Roles whose goods or meals are sampled."""


@dataclass(frozen=True)
class Industry:
    """One line of business; `risk`, `complaints` are multiples of the average, `equipment` and `enterprise` shares."""

    code: str
    weight: float
    enterprise: float
    risk: float
    complaints: float
    equipment: float
    role: str
    words: tuple[str, ...]
    shops: tuple[str, ...]
    scope: str

    @property
    def food(self) -> bool:
        """Whether its goods or meals are food."""
        return self.role in FOOD_ROLES


def _rows(name: str) -> list[dict[str, str]]:
    """Rows of a table kept in this room; lines starting with # are notes."""
    text = files("huizhi.city").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))


@cache
def industries() -> tuple[Industry, ...]:
    """The city's mix, in file order."""
    return tuple(
        Industry(
            row["code"],
            float(row["weight"]),
            int(row["enterprise"]) / 1000,
            int(row["risk"]) / 100,
            int(row["complaints"]) / 100,
            int(row["equipment"]) / 1000,
            row["role"],
            tuple(row["words"].split("|")),
            tuple(row["shops"].split("|")),
            row["scope"],
        )
        for row in _rows("industries.csv")
    )


@dataclass(frozen=True)
class Town:
    """A town or street of the city, with the county-level unit and functional zone it belongs to."""

    code: str
    name: str
    division: int
    zone: str
    weight: float

    @property
    def short(self) -> str:
        """The name without 街道 or 镇."""
        return self.name.removesuffix("街道").removesuffix("办事处").removesuffix("镇")


@cache
def towns() -> tuple[Town, ...]:
    """The city's towns, in file order."""
    return tuple(
        Town(row["code"], row["name"], int(row["division"]), row["zone"], float(row["weight"]))
        for row in _rows("towns.csv")
    )


DIVISIONS = {371002: "环翠区", 371003: "文登区", 371082: "荣成市", 371083: "乳山市"}
"""County-level units."""
DIVISION_LIST = tuple(DIVISIONS)
