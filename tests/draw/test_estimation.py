"""What a draw tells about everybody: shares by hand, parts, missed visits, and how often the interval is right."""

import random

import pytest

from huizhi.draw.estimation import CLEAN, GONE, NOT_VISITED, VIOLATION, Visited, estimate
from huizhi.draw.inclusion import inclusion


def visits(*groups: tuple[str, float, str, int]) -> list[Visited]:
    """(stratum, chance, outcome, how many) each."""
    return [
        Visited(f"{place}-{i}", stratum, chance, outcome)
        for place, (stratum, chance, outcome, many) in enumerate(groups)
        for i in range(many)
    ]


def test_a_heavily_drawn_stratum_does_not_carry_the_share():
    found = estimate(
        visits(("A", 0.01, VIOLATION, 1), ("A", 0.01, CLEAN, 19), ("D", 0.5, VIOLATION, 40), ("D", 0.5, CLEAN, 10))
    )
    assert found.raw == pytest.approx(41 / 70), "the problem-finding rate says 59 %"
    assert found.share == pytest.approx((100 + 80) / (2000 + 100)), "the city is at 9 %"
    assert found.low < found.share < found.high


def test_missed_visits_are_stood_for_by_their_own_stratum_and_bounded():
    found = estimate(visits(("A", 0.1, VIOLATION, 2), ("A", 0.1, CLEAN, 6), ("A", 0.1, NOT_VISITED, 2)))
    assert (found.drawn, found.visited, found.missed) == (10, 8, 2)
    assert (found.share, found.least, found.most) == pytest.approx((0.25, 0.2, 0.4))
    unequal = estimate(visits(("A", 0.1, CLEAN, 5), ("A", 0.1, NOT_VISITED, 5), ("B", 0.1, VIOLATION, 10)))
    assert unequal.share == pytest.approx(0.5), "half of A stands for all of A"


def test_what_is_gone_is_neither_clean_nor_missed():
    found = estimate(visits(("A", 0.2, VIOLATION, 1), ("A", 0.2, CLEAN, 3), ("A", 0.2, GONE, 4)))
    assert (found.share, found.raw, found.gone) == (0.25, 0.25, 4)


def test_all_visited_of_all_is_known_without_an_interval():
    found = estimate(visits(("A", 1.0, VIOLATION, 1), ("A", 1.0, CLEAN, 3)))
    assert (found.share, found.low, found.high) == (0.25, 0.25, 0.25)


def test_none_found_is_not_none_there():
    found = estimate(visits(("A", 0.1, CLEAN, 30)))
    assert found.share == found.low == 0
    assert 0.05 < found.high < 0.15
    assert 0 < found.high < estimate(visits(("A", 0.1, CLEAN, 10))).high


def test_a_stratum_nobody_visited_leaves_the_share_unknown_and_the_bounds_told():
    found = estimate(visits(("A", 0.5, CLEAN, 10), ("B", 0.5, NOT_VISITED, 10)))
    assert (found.share, found.low, found.high) == (None, None, None)
    assert (found.raw, found.least, found.most) == pytest.approx((0, 0, 0.5))
    assert estimate([]).share is None


def test_a_part_is_estimated_from_its_own_visits_and_the_whole_draw():
    drawn = visits(("A", 0.1, VIOLATION, 3), ("A", 0.1, CLEAN, 7), ("B", 0.5, VIOLATION, 8), ("B", 0.5, CLEAN, 2))
    part = estimate(drawn, lambda one: one.stratum == "B")
    assert (part.drawn, part.share) == (10, 0.8)
    assert part == estimate([one for one in drawn if one.stratum == "B"])


STRATA = {"S1": (900, 45, (1, 2), 0.06), "S2": (400, 50, (1, 2, 4), 0.15), "S3": (120, 40, (1, 3), 0.35)}
"""Size, how many are drawn, the weights, and the share in violation of a stratum."""


def test_the_interval_covers_the_truth_in_95_of_100_draws():
    """2,000 draws from a frame with strata, weights, businesses that are gone and one visit in eight missed."""
    chance = random.Random(5)
    frame = []
    for name, (size, n, weights, bad) in STRATA.items():
        each = [(weights[i % len(weights)], chance.random() < bad, chance.random() < 0.04) for i in range(size)]
        counts = {weight: sum(one[0] == weight for one in each) for weight in weights}
        frame.append((name, n, each, inclusion(counts, n)))
    there = [one for _, _, each, _ in frame for one in each if not one[2]]
    truth = sum(bad for _, bad, _ in there) / len(there)
    draws, covered, raw = 2_000, 0, 0.0
    for _ in range(draws):
        drawn = []
        for name, n, each, published in frame:
            order = sorted(range(len(each)), key=lambda i: chance.random() / each[i][0])[:n]
            for i in order:
                weight, bad, gone = each[i]
                outcome = GONE if gone else NOT_VISITED if chance.random() < 1 / 8 else VIOLATION if bad else CLEAN
                drawn.append(Visited(f"{name}{i}", name, published[weight], outcome))
        found = estimate(drawn)
        covered += found.low <= truth <= found.high
        raw += found.raw
    assert 0.94 <= covered / draws <= 0.96
    assert raw / draws > truth + 0.03, "the problem-finding rate is no estimate of the city"
