"""Whether a filing is like another, and whether many come at once: hints for a person at entry, never a decision."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from huizhi.law.clocks import no_later_than
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.text import normalise_name

LIKE_PERCENT = 45
"""Share of two-character pieces two texts have in common, from which they are called alike (see docs/complaints.md)."""


@dataclass(frozen=True)
class Earlier:
    """A filing that is there already. `person`: a blind fingerprint of who filed, "" when unknown."""

    number: str
    on: date
    person: str
    text: str


@dataclass(frozen=True)
class Like:
    """An earlier filing about the same business and how like it is, in percent; `same_person` by blind fingerprint."""

    number: str
    on: date
    percent: int
    same_person: bool


def pieces(text: str) -> frozenset[str]:
    """Every two neighbouring characters of a text, punctuation and case folded away."""
    folded = normalise_name(text)
    return frozenset(folded[at : at + 2] for at in range(len(folded) - 1))


def likeness(one: str, other: str) -> int:
    """How much of both texts is the same, 0 to 100: shared pieces over all pieces (Jaccard), rounded down."""
    a, b = pieces(one), pieces(other)
    return 100 * len(a & b) // len(a | b) if a and b else 0


def alike(text: str, person: str, on: date, earlier: Iterable[Earlier], calendar: WorkCalendar) -> list[Like]:
    """Filings about the same business within the window that may be the same matter, the likeliest first."""
    first = no_later_than("filing.duplicate_window", on, calendar).due
    found = []
    for each in earlier:
        if first <= each.on <= on:
            same, percent = bool(person) and person == each.person, likeness(text, each.text)
            if same or percent >= LIKE_PERCENT:
                found.append(Like(each.number, each.on, percent, same))
    return sorted(found, key=lambda each: (not each.same_person, -each.percent, each.number))


def mass(on: date, days: Iterable[date], calendar: WorkCalendar) -> int:
    """How many filings about one business came within the window, when that is many; 0 otherwise."""
    first = no_later_than("filing.mass_window", on, calendar).due
    count = sum(first <= each <= on for each in days)
    return count if count >= in_force("filing.mass_count", on).number else 0
