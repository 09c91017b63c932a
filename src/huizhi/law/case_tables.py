"""The cases a lawyer can check, kept beside the values: what happened, what is expected, why, and under which rule."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).with_name("cases")
COMMENCEMENTS = "values.csv"
_NAME = re.compile(r"[a-z_]+\.[a-z0-9_]+")


@dataclass(frozen=True)
class Case:
    """One case: a function of this room, its inputs and its answer as words, the reason, and a row of docs/law.md."""

    table: str
    function: str
    inputs: str
    expected: str
    why_zh: str
    why: str
    basis: str

    @property
    def keys(self) -> frozenset[str]:
        """The legal values the case names; empty when the function chooses them."""
        return frozenset(_NAME.findall(f"{self.inputs} {self.expected}")) & rules_of().keys()


def rows(name: str) -> list[dict[str, str]]:
    """The rows of one table, without its remarks."""
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(line for line in file if not line.startswith("#")))


@cache
def cases() -> tuple[Case, ...]:
    """Every case of every table, but for the days of commencement."""
    names = sorted(path.name for path in FOLDER.glob("*.csv") if path.name != COMMENCEMENTS)
    return tuple(Case(name.removesuffix(".csv"), **row) for name in names for row in rows(name))


@cache
def rules_of() -> dict[str, str]:
    """The row of docs/law.md each value belongs to."""
    return {row["key"]: row["basis"] for row in rows(COMMENCEMENTS)}


def cases_of(key: str) -> list[Case]:
    """The cases of a value: those that name it and those of its rule that name none; if there are none, its rule's."""
    rule = rules_of().get(key)
    own = [case for case in cases() if (key in case.keys if case.keys else case.basis == rule)]
    return own or [case for case in cases() if case.basis == rule]
