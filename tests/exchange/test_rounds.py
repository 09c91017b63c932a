"""Days of visits: by the map, within what a day holds, the same whoever works them out."""

from collections import Counter, defaultdict
from datetime import date
from random import Random

import pytest

from huizhi.exchange.rounds import MOST_A_DAY, Stop, days_of
from huizhi.vocabulary.calendar import WorkCalendar

FIRST = date(2026, 11, 6)  # a Friday
CALENDAR = WorkCalendar.load()
PAIRS = [("a", "b"), ("b", "c"), ("c", "d"), ("d", "a")]
PLACES = ["羊亭镇", "初村镇", "石岛", "崖头"]


def stops(many: int, seed: int = 1) -> list[Stop]:
    chance = Random(seed)
    return [
        Stop(f"E{n:03d}", chance.choice(PAIRS), chance.choice(PLACES), f"示例路{chance.randint(1, 9)}号")
        for n in range(many)
    ]  # fmt: skip


@pytest.mark.parametrize("seed", range(20))
def test_every_object_has_one_day_and_no_officer_more_than_a_day_holds(seed):
    asked = stops(60, seed)
    found = days_of(asked, FIRST, CALENDAR)
    assert set(found) == {one.object_id for one in asked}
    load = Counter((officer, found[one.object_id]) for one in asked for officer in one.pair)
    assert max(load.values()) <= MOST_A_DAY
    assert all(day == FIRST or CALENDAR.is_working(day) for day in found.values())


@pytest.mark.parametrize("seed", range(20))
def test_the_order_in_which_they_are_given_changes_nothing(seed):
    asked = stops(40, seed)
    mixed = Random(seed + 99).sample(asked, len(asked))
    turned = [Stop(one.object_id, one.pair[::-1], one.place, one.address) for one in mixed]
    assert days_of(asked, FIRST, CALENDAR) == days_of(turned, FIRST, CALENDAR)


def test_officers_are_in_fewer_places_a_day_than_when_days_follow_the_draw():
    """Over many draws: how many places an officer is in on a day, against filling days in the order of the seed."""
    ours, plain = 0, 0
    for seed in range(40):
        asked = stops(60, seed)
        ours += _places(asked, days_of(asked, FIRST, CALENDAR))
        plain += _places(asked, _in_order(asked))
    assert ours < 0.75 * plain


def _places(asked, days) -> int:
    seen = defaultdict(set)
    for one in asked:
        for officer in one.pair:
            seen[officer, days[one.object_id]].add(one.place)
    return sum(len(places) - 1 for places in seen.values())


def _in_order(asked) -> dict[str, int]:
    load, found = Counter(), {}
    for one in asked:
        day = 0
        while any(load[officer, day] >= MOST_A_DAY for officer in one.pair):
            day += 1
        for officer in one.pair:
            load[officer, day] += 1
        found[one.object_id] = day
    return found


def test_one_place_is_one_day_and_a_full_day_goes_on_after_the_weekend():
    asked = [Stop(f"E{n}", ("a", "b"), "羊亭镇", f"{n}") for n in range(MOST_A_DAY + 1)]
    found = days_of(asked, FIRST, CALENDAR)
    assert [found[f"E{n}"] for n in range(MOST_A_DAY)] == [FIRST] * MOST_A_DAY
    assert found[f"E{MOST_A_DAY}"] == date(2026, 11, 9)


def test_a_day_elsewhere_is_put_off_by_a_day_at_most():
    asked = [
        Stop("E1", ("a", "b"), "羊亭镇", ""),
        Stop("E2", ("a", "b"), "羊亭镇", ""),
        Stop("E3", ("a", "b"), "石岛", ""),
    ]
    found = days_of(asked, FIRST, CALENDAR)
    assert (found["E1"], found["E2"], found["E3"]) == (FIRST, FIRST, date(2026, 11, 9))
    assert days_of([], FIRST, CALENDAR) == {}
