"""Draws depend on seed, stream, index and number of the draw, and on nothing else."""

import numpy as np

from huizhi.city.randomness import Dice, width_for

IDS = np.arange(20_000)
KNOWN = ["0xc680eb20f099d3ab", "0xcb9da3ec7faf7cf", "0x755127d3bb126e27"]


def test_a_draw_does_not_depend_on_what_is_drawn_beside_it():
    dice = Dice(3)
    together = dice.unit("height", IDS)
    assert (dice.unit("height", IDS[5_000:6_000]) == together[5_000:6_000]).all()
    assert (dice.unit("height", IDS[::-1]) == together[::-1]).all()


def test_known_draws_stay_as_they_are():
    """The bytes of every city rest on these: a change here is a change of every sample city."""
    drawn = Dice(1).bits("anything", np.array([0, 1, 2**40]), 7)
    assert [hex(int(v)) for v in drawn] == KNOWN


def test_seeds_streams_and_numbers_are_told_apart():
    draws = [Dice(1).unit("a", IDS), Dice(2).unit("a", IDS), Dice(1).unit("b", IDS), Dice(1).unit("a", IDS, 1)]
    for left in range(4):
        for right in range(left):
            assert abs(np.corrcoef(draws[left], draws[right])[0, 1]) < 0.03


def test_units_are_even():
    counts = np.bincount((Dice(9).unit("even", IDS) * 10).astype(int), minlength=10)
    assert (abs(counts - 2_000) < 200).all()


def test_a_rectangle_of_draws_broadcasts():
    dice = Dice(4)
    square = dice.unit("m", IDS[:50, None], np.arange(12)[None, :])
    assert square.shape == (50, 12)
    assert square[7, 3] == dice.unit("m", np.array([7]), 3)[0]


def test_weighted_picks_follow_their_weights():
    shares = np.bincount(Dice(5).pick("w", IDS, (1, 0, 3)), minlength=3) / len(IDS)
    assert abs(shares - np.array([0.25, 0, 0.75])).max() < 0.02


def test_serials_never_repeat():
    for width in (5, 8, 11):
        span = np.arange(min(10**width, 100_000))
        made = Dice(6).serial("n", span, width)
        assert len(np.unique(made)) == len(span)
        assert made.min() >= 0
        assert made.max() < 10**width


def test_the_largest_serials_do_not_overflow():
    made = Dice(6).serial("n", np.array([10**11 - 1, 10**11 - 2]), 11)
    assert (made >= 0).all()
    assert made[0] != made[1]


def test_documents_have_fixed_width():
    assert Dice(1).document("d", IDS[:100], 9).str.len_chars().unique().to_list() == [9]


def test_width_grows_with_what_is_numbered():
    assert (width_for(10), width_for(160_000), width_for(400_000_000)) == (5, 6, 9)
