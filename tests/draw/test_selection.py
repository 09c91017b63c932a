"""Who is picked: certainty, ranks, ties, rates, equal chances, and no object that can never be drawn."""

import hashlib
import math
import random
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.draw.files import read_frame
from huizhi.draw.plan import Quota
from huizhi.draw.selection import certain, differences, select, smallest, ticket


def frame_of(weights: list[int], stratum: str = "S"):
    rows = "".join(f"{i:06d},{stratum},{weight},U\n" for i, weight in enumerate(weights))
    return read_frame(f"object_id,stratum,weight,unit\n{rows}".encode())


def seed_number(number: int) -> bytes:
    return hashlib.sha256(number.to_bytes(8, "big")).digest()


def certain_by_rounds(weights: list[int], n: int) -> list[int]:
    """The rule as it is written: all that reach 1 are taken, n and the sum shrink, again until none is left."""
    left, taken = list(range(len(weights))), []
    while True:
        total = sum(weights[i] for i in left)
        now = [i for i in left if n * weights[i] >= total]
        if not now:
            return sorted(taken)
        taken, left, n = taken + now, [i for i in left if i not in now], n - len(now)


def test_objects_too_heavy_to_miss_are_certain_and_come_first():
    picked = select(frame_of([1, 1, 100, 1, 50, 1, 1]), {"S": Quota(4)}, seed_number(1))
    assert [(one.object_id, one.rank) for one in picked if one.certain] == [("000002", 1), ("000004", 2)]
    assert [one.rank for one in picked] == [1, 2, 3, 4]


def test_a_stratum_drawn_whole_is_certain_throughout():
    picked = select(frame_of([3, 1, 2]), {"S": Quota(3)}, seed_number(1))
    assert [(one.object_id, one.certain) for one in picked] == [("000000", True), ("000001", True), ("000002", True)]


@settings(max_examples=400)
@given(st.lists(st.integers(1, 10**6) | st.integers(1, 5) | st.just(10**40), min_size=1, max_size=30), st.data())
def test_heaviest_first_takes_what_rounds_take(weights, data):
    n = data.draw(st.integers(0, len(weights)))
    assert certain(list(range(len(weights))), tuple(weights), n) == certain_by_rounds(weights, n)


@settings(max_examples=200)
@given(st.lists(st.integers(1, 2**70) | st.integers(1, 3), min_size=1, max_size=40), st.integers(0, 2**32), st.data())
def test_the_one_pass_picks_what_cross_multiplication_picks(weights, number, data):
    n = data.draw(st.integers(1, len(weights)))
    frame, seed = frame_of(weights), seed_number(number)
    rows = list(range(len(weights)))
    slow = sorted(rows, key=lambda i: (Fraction(ticket(seed, frame.object_ids[i]) + 1, weights[i]), i))[:n]
    assert [row for _, row in smallest(frame, rows, n, seed)] == slow


def test_many_more_candidates_than_places_are_cut_back_without_loss():
    rng = random.Random(5)
    frame, seed = frame_of([rng.randint(1, 50) for _ in range(30_000)]), seed_number(9)
    ratio = {i: Fraction(ticket(seed, frame.object_ids[i]) + 1, frame.weights[i]) for i in range(30_000)}
    slow = sorted(ratio, key=lambda i: (ratio[i], i))[:40]
    assert [row for _, row in smallest(frame, list(range(30_000)), 40, seed)] == slow


def test_a_rate_is_exact_and_rounded_up():
    assert [Quota(5, 100).of(size) for size in (0, 1, 20, 21, 100, 101)] == [0, 1, 1, 2, 5, 6]
    assert Quota(7, 100).of(100) == 7  # in floating point 0.07 * 100 is a little more than 7


def test_strata_come_in_bytewise_order():
    rows = "a,\ue000,1,U\nb,😀,1,U\nc,S10,1,U\nd,S2,1,U\n"
    frame = read_frame(f"object_id,stratum,weight,unit\n{rows}".encode())
    names = ["😀", "S2", "\ue000", "S10"]
    picked = select(frame, {name: Quota(1) for name in names}, seed_number(1))
    assert [one.stratum for one in picked] == ["S10", "S2", "\ue000", "😀"]


def test_another_engine_can_be_compared():
    picked = select(frame_of([1] * 10), {"S": Quota(2)}, seed_number(1))
    right = [(one.object_id, one.rank) for one in picked]
    assert differences(picked, right) == []
    assert differences(picked, [right[0], ("000099", 2)]) == sorted([right[1][0], "000099"])


def test_equal_weights_give_everybody_the_same_chance():
    """4,000 seeds, 6 of 30: each object's count lies in the band of a fair coin (five standard deviations)."""
    frame, draws, n, size = frame_of([7] * 30), 4000, 6, 30
    counts = [0] * size
    for number in range(draws):
        for one in select(frame, {"S": Quota(n)}, seed_number(number)):
            counts[one.row] += 1
    chance = n / size
    band = 5 * math.sqrt(draws * chance * (1 - chance))
    assert sum(counts) == draws * n
    assert all(abs(count - draws * chance) < band for count in counts)


def test_a_heavier_weight_means_a_better_chance():
    frame, counts = frame_of([1] * 20 + [3] * 20), [0] * 40
    for number in range(1500):
        for one in select(frame, {"S": Quota(8)}, seed_number(number)):
            counts[one.row] += 1
    light, heavy = sum(counts[:20]), sum(counts[20:])
    assert 2.3 < heavy / light < 3.2  # about 3, a little less as order sampling only approximates n*w/W


def random_start_fixed_skip(size: int, n: int, start: int) -> list[int]:
    """A sketch of a scheme in use elsewhere: every k-th of a sorted list from a random start, k rounded down."""
    skip = size // n
    return [start + i * skip for i in range(n)]


def test_random_start_with_a_fixed_skip_leaves_objects_that_can_never_be_drawn():
    """1,181 objects at 5 %: the scheme cannot reach the end of the list; ours reaches everybody."""
    size = 1181
    n = Quota(5, 100).of(size)
    reached = {i for start in range(size // n) for i in random_start_fixed_skip(size, n, start)}
    never = size - len(reached)
    assert n == 60 and never / size > 0.03
    frame, ours = frame_of([1] * size), set()
    for number in range(600):
        ours |= {one.row for one in select(frame, {"S": Quota(n)}, seed_number(number))}
    assert ours == set(range(size))
