"""The published chances are the ones the draw really gives: in closed form, by simulation, and for every object."""

import hashlib
import math
import random
from collections import Counter
from fractions import Fraction
from itertools import pairwise

import pytest

from huizhi.draw.files import read_frame
from huizhi.draw.inclusion import chances, inclusion
from huizhi.draw.plan import Quota
from huizhi.draw.selection import select

DRAWS = 10_000
ONE_IN_A_MILLION = 1e-6


def frame_of(strata: dict[str, list[int]]):
    """A frame with these weights in each stratum, objects interleaved."""
    rows = [f"{i:03d}{name},{name},{weight},U\n" for name, each in strata.items() for i, weight in enumerate(each)]
    return read_frame(("object_id,stratum,weight,unit\n" + "".join(sorted(rows))).encode())


def outside(count: int, chance: float, draws: int = DRAWS, objects: int = 1) -> bool:
    """Whether a count lies outside the binomial band that one honest simulation in a million leaves for any object."""
    if chance in (0.0, 1.0):
        return count != chance * draws
    reach = math.sqrt(2 * math.log(2 * objects / ONE_IN_A_MILLION))
    return abs(count - draws * chance) > reach * math.sqrt(draws * chance * (1 - chance)) + reach**2 / 3


def realised(pick, draws: int = DRAWS) -> Counter:
    """How often each object is picked; `pick` takes the seed of a draw."""
    found: Counter = Counter()
    for number in range(draws):
        found.update(pick(hashlib.sha256(number.to_bytes(8, "big")).digest()))
    return found


def test_equal_weights_give_exactly_n_of_n():
    assert inclusion({7: 40}, 9) == {7: 9 / 40}


def test_one_of_two_in_closed_form():
    """The heavier of weights 1 and 3 is missed when U1 < U3 / 3: a sixth of the square."""
    found = inclusion({1: 1, 3: 1}, 1)
    assert found[1] == pytest.approx(1 / 6, rel=1e-9)
    assert found[3] == pytest.approx(5 / 6, rel=1e-9)


def below(others: list[int], n: int, t: Fraction) -> Fraction:
    """P(fewer than n of the others lie below t), exactly, object by object."""
    row = [Fraction(1)] + [Fraction(0)] * n
    for weight in others:
        p = min(Fraction(1), weight * t)
        row = [(1 - p) * row[k] + (p * row[k - 1] if k else 0) for k in range(n + 1)]
    return sum(row[:n], Fraction(0))


@pytest.mark.parametrize(("weights", "n"), [([1, 1, 2, 5, 9], 2), ([1, 2, 3, 4, 5, 6, 7], 3), ([1] * 6 + [3] * 2, 2)])
def test_it_is_the_integral_in_exact_arithmetic(weights, n):
    """Between the corners 1/w the integrand is a polynomial: Simpson on fine steps of fractions needs no library."""
    found = inclusion(Counter(weights), n)
    for weight in set(weights):
        others = list(weights)
        others.remove(weight)
        corners = sorted({Fraction(0), *(Fraction(1, w) for w in weights if w >= weight)})
        total = Fraction(0)
        for left, right in pairwise(corners):
            step = (right - left) / 20
            for k in range(20):
                at = [below(others, n, left + (k + part) * step) for part in (0, Fraction(1, 2), 1)]
                total += (at[0] + 4 * at[1] + at[2]) * step / 6
        assert found[weight] == pytest.approx(float(weight * total), rel=1e-5)


@pytest.mark.parametrize(
    ("counts", "n"),
    [({1: 900, 2: 500, 8: 200}, 180), (dict.fromkeys(range(20, 60), 1), 5), ({1: 5, 4: 9}, 13)],
)
def test_the_chances_of_all_add_up_to_n(counts, n):
    found = inclusion(counts, n)
    assert sum(counts[weight] * chance for weight, chance in found.items()) == pytest.approx(n, rel=1e-7)
    assert sorted(found.values()) == [found[weight] for weight in sorted(found)], "the heavier, the likelier"
    assert min(found.values()) > 0


def test_ten_thousand_draws_give_every_object_its_published_chance():
    frame = frame_of({"S1": [1 + i % 3 for i in range(40)], "S2": [1, 2, 4, 8, 90] * 3, "S3": [1] * 12})
    strata = {"S1": Quota(6), "S2": Quota(5), "S3": Quota(1, 4)}
    published = chances(frame, strata)
    found = realised(lambda seed: [one.object_id for one in select(frame, strata, seed)])
    of = dict(zip(frame.object_ids, zip(frame.strata, frame.weights, strict=True), strict=True))
    assert all(published[of[object_id]] > 0 for object_id in of)
    assert 1.0 in published.values(), "some are certain"
    assert [one for one in of if outside(found[one], published[of[one]], objects=len(of))] == []


def test_a_random_start_with_a_fixed_skip_fails_the_same_test():
    size, n = 70, 8
    skip = size // n

    def pick(seed):
        start = random.Random(seed).randrange(skip)
        return [start + k * skip for k in range(n)]

    found = realised(pick)
    assert len([one for one in range(size) if outside(found[one], n / size, objects=size)]) > size / 20
    assert any(found[one] == 0 for one in range(size)), "and some can never be drawn"
