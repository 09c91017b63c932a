"""Four-level food risk: score, level, next year's level and how often a visit is due."""

from datetime import date
from decimal import Decimal

from huizhi.law.parameters import in_force, parameters

LEVELS = "ABCD"


def food_level(static: Decimal, dynamic: Decimal, on: date) -> str:
    """The level A-D of a static and a dynamic score; the upper bound of a band belongs to it.

    ValueError for scores below 0 or above the most either may be.
    """
    for name, points in (("static", static), ("dynamic", dynamic)):
        if not 0 <= points <= in_force(f"risk.{name}_most", on).number:
            raise ValueError(f"no {name} score: {points}")
    score = static + dynamic
    return next((level for level in "ABC" if score <= in_force(f"risk.band_{level.lower()}", on).number), "D")


def next_level(level: str, up: int, clean_years: int, certified: bool, award: bool, on: date) -> str:
    """Next year's level: up one or two for violations (which bar a fall), else down one for a merit."""
    at = LEVELS.index(level)
    if up:
        return LEVELS[min(3, at + min(up, 2))]
    merit = certified or award or clean_years >= in_force("risk.clean_years", on).number
    return LEVELS[max(0, at - merit)]


def credit_classes(on: date) -> tuple[str, ...]:
    """The classes of enterprise credit risk, low to high, of the scheme the office has said is live."""
    first, last = str(in_force("risk.credit_classes", on).value).split("-")
    return tuple(chr(letter) for letter in range(ord(first), ord(last) + 1))


def is_class_told(on: date) -> bool:
    """Whether the office tells a business its own class, on its own pages and nobody else's."""
    return in_force("risk.class_told", on).value == 1


def visits_a_year(level: str, on: date) -> tuple[int, int | None]:
    """Fewest and most visits a year of a level; None where the rule sets no most."""
    least = in_force(f"risk.visits_{level.lower()}_least", on).number
    most = f"risk.visits_{level.lower()}_most"
    return least, in_force(most, on).number if most in parameters() else None
