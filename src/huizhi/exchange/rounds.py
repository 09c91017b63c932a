"""Which day a drawn object is visited: pairs are the seed's, days follow the map. Nobody is sent across town twice.

The rule, which anybody can apply again: the objects of one pair in one place make a group. Larger groups come first,
then by pair and place, bytewise. Within a group objects follow by address, then by id. Each takes the earliest day on
which both officers have room; a day on which both are in that place already, or have nothing yet, goes before one on
which either is elsewhere, if it comes no later than the working day after. Whole numbers only; the draw's record says
nothing of days, so nothing here can change who goes where.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from huizhi.vocabulary.calendar import WorkCalendar

MOST_A_DAY = 4
"""Visits that one officer makes on one day."""


@dataclass(frozen=True)
class Stop:
    """One object to be visited: by whom, in which place (station or district), at which address."""

    object_id: str
    pair: tuple[str, ...]
    place: str
    address: str


def days_of(stops: Sequence[Stop], first: date, calendar: WorkCalendar) -> dict[str, date]:
    """Object -> its day: `first`, as the desk says it, and working days after it."""
    groups: dict[tuple[tuple[str, ...], str], list[Stop]] = defaultdict(list)
    for stop in stops:
        groups[tuple(sorted(stop.pair)), stop.place].append(stop)
    days = _Days(first, calendar)
    load: dict[tuple[str, int], int] = defaultdict(int)
    places: dict[tuple[str, int], set[str]] = defaultdict(set)
    found = {}
    for (pair, place), group in sorted(groups.items(), key=_larger_first):
        for stop in sorted(group, key=lambda one: (one.address.encode(), one.object_id.encode())):
            number = _day_for(pair, place, load, places)
            for officer in pair:
                load[officer, number] += 1
                places[officer, number].add(place)
            found[stop.object_id] = days[number]
    return found


def _larger_first(group: tuple[tuple[tuple[str, ...], str], list[Stop]]) -> tuple[int, list[bytes], bytes]:
    (pair, place), stops = group
    return -len(stops), [officer.encode() for officer in pair], place.encode()


def _day_for(
    pair: tuple[str, ...], place: str, load: dict[tuple[str, int], int], places: dict[tuple[str, int], set[str]]
) -> int:
    """The earliest day with room, or the one after it if only that one keeps both in one place."""
    earliest = next(_with_room(pair, load, 0))
    for number in (earliest, next(_with_room(pair, load, earliest + 1))):
        if number <= earliest + 1 and all(places[officer, number] <= {place} for officer in pair):
            return number
    return earliest


def _with_room(pair: tuple[str, ...], load: dict[tuple[str, int], int], number: int) -> Iterator[int]:
    while True:
        if all(load[officer, number] < MOST_A_DAY for officer in pair):
            yield number
        number += 1


class _Days:
    """The first day and the working days after it, by number."""

    def __init__(self, first: date, calendar: WorkCalendar) -> None:
        self.known, self.calendar = [first], calendar

    def __getitem__(self, number: int) -> date:
        while len(self.known) <= number:
            day = self.known[-1] + timedelta(1)
            while not self.calendar.is_working(day):
                day += timedelta(1)
            self.known.append(day)
        return self.known[number]
