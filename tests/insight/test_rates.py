"""Intervals against published values, calibration against what is perfectly calibrated, and moved populations."""

import numpy as np
import pytest

from huizhi.insight.rates import apart, difference, moved, moved_choice, reliability, share


def test_wilson_as_newcombe_printed_it():
    """Newcombe 1998 (interval estimation for the single proportion), method 3."""
    for count, total, low, high in ((81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611)):
        found = share(count, total)
        assert (found.low, found.high) == pytest.approx((low, high), abs=1e-4)
    assert share(0, 0).value is None


def test_newcombe_difference_as_printed():
    """Newcombe 1998 (difference of two proportions), method 10: 56/70 − 48/80."""
    assert difference(share(56, 70), share(48, 80)) == pytest.approx((0.2, 0.0524, 0.3339), abs=1e-4)
    assert difference(share(0, 0), share(1, 2)) is None


def test_apart_asks_for_room_between():
    assert apart([share(10, 100), share(30, 100), share(60, 100)])
    assert not apart([share(10, 100), share(12, 100)])
    assert not apart([share(30, 100), share(10, 100)])
    assert not apart([share(10, 100), share(0, 0)])


def test_a_perfect_prediction_is_as_far_off_as_chance_has_it_and_no_further():
    rng = np.random.default_rng(2)
    chance = rng.beta(2, 6, 20_000)
    told = reliability(chance, rng.random(20_000) < chance)
    assert told.excess < 0.002 and told.error < 0.01
    assert told.gap[1] < 0 < told.gap[2]
    assert sum(each.found.total for each in told.bins) == 20_000


def test_a_prediction_three_points_too_high_is_said_to_be():
    rng = np.random.default_rng(2)
    chance = rng.beta(2, 6, 20_000)
    told = reliability(chance, rng.random(20_000) < np.maximum(chance - 0.03, 0))
    assert 0.02 < told.gap[1] < 0.03 < told.gap[2] < 0.04 or told.gap[0] == pytest.approx(0.03, abs=0.005)
    assert told.excess > 0.015
    sampled = reliability(chance, rng.random(20_000) < chance, taught=20_000).gap
    exact = reliability(chance, rng.random(20_000) < chance).gap
    assert (sampled[2] - sampled[1]) == pytest.approx((exact[2] - exact[1]) * 2**0.5, rel=0.1), "two samples, not one"
    with pytest.raises(ValueError, match="no visits"):
        reliability(np.array([]), np.array([]))


def test_a_population_that_stayed_has_an_index_near_zero_and_one_that_moved_has_not():
    rng = np.random.default_rng(3)
    then, same, other = rng.normal(size=5000), rng.normal(size=5000), rng.normal(1, 1, size=5000)
    assert moved(then, same) < 0.01
    assert moved(then, other) > 0.25
    assert moved(then, np.where(rng.random(5000) < 0.5, np.nan, same)) > 0.25, "going unknown is moving too"
    assert moved(np.zeros(100), np.zeros(100)) == pytest.approx(0)
    assert moved_choice(np.array(["a", "b"] * 50), np.array(["b", "a"] * 50)) == pytest.approx(0)
    assert moved_choice(np.array(["a"] * 90 + ["b"] * 10), np.array(["a"] * 50 + ["c"] * 50)) > 0.25
