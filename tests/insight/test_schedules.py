"""The schedule harness: against a version written out by hand, and what must hold for any visits."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.insight.schedules import Visits, auc, auc_within, days_earlier, days_within, first_half, judge
from huizhi.vocabulary.refused import Refused


def by_hand(days, found, scores, officers=None):
    """Days earlier of a schedule without ties, one officer after the other, visit by visit."""
    gained = []
    for officer in sorted(set(officers)) if officers is not None else [None]:
        mine = [i for i in range(len(days)) if officer is None or officers[i] == officer]
        calendar = sorted(days[i] for i in mine)
        for place, visit in enumerate(sorted(mine, key=lambda i: -scores[i])):
            if found[visit]:
                gained.append(days[visit] - calendar[place])
    return sum(gained) / len(gained)


def pairs_by_hand(found, scores):
    won = [(a > b) + 0.5 * (a == b) for a, y in zip(scores, found, strict=True) if y
           for b, n in zip(scores, found, strict=True) if not n]  # fmt: skip
    return sum(won) / len(won)


@st.composite
def visits(draw):
    n = draw(st.integers(4, 40))
    found = draw(st.lists(st.booleans(), min_size=n, max_size=n).filter(lambda f: any(f) and not all(f)))
    days = draw(st.lists(st.integers(0, 60), min_size=n, max_size=n))
    officers = draw(st.lists(st.sampled_from("甲乙丙"), min_size=n, max_size=n))
    scores = np.array(draw(st.permutations(range(n))), dtype=float)
    return Visits(np.array(days, dtype=float), np.array(found), np.array(officers)), scores


@given(visits())
@settings(max_examples=60, deadline=None)
def test_it_agrees_with_a_version_written_out(made):
    seen, scores = made
    rng = np.random.default_rng(0)
    days, found = seen.days.tolist(), seen.found.tolist()
    assert days_earlier(seen, scores, rng) == pytest.approx(by_hand(days, found, scores))
    assert days_within(seen, scores, rng) == pytest.approx(by_hand(days, found, scores, seen.officers.tolist()))
    assert auc(seen.found, scores) == pytest.approx(pairs_by_hand(found, scores))


@given(visits())
@settings(max_examples=60, deadline=None)
def test_only_the_order_matters_and_nothing_beats_the_perfect_one(made):
    seen, scores = made
    rng = np.random.default_rng(0)
    plain, within = days_earlier(seen, scores, rng), days_within(seen, scores, rng)
    stretched = np.exp(scores / 7) * 3 - 2
    assert days_earlier(seen, stretched, rng) == plain
    assert days_within(seen, stretched, rng) == within
    assert plain <= days_earlier(seen, seen.found.astype(float), rng) + 1e-9
    assert days_earlier(seen, -seen.found.astype(float), rng) <= plain + 1e-9
    assert auc(seen.found, -scores) == pytest.approx(1 - auc(seen.found, scores))
    shuffled = np.random.default_rng(1).permutation(len(scores))
    assert days_earlier(seen.only(shuffled), scores[shuffled], rng) == pytest.approx(plain)


@given(visits())
@settings(max_examples=30, deadline=None)
def test_the_order_that_was_kept_gains_nothing(made):
    seen, _ = made
    rng = np.random.default_rng(0)
    kept = -seen.days.astype(float)
    shift = abs(days_earlier(seen, kept, rng))
    assert shift == pytest.approx(0)


def test_one_officer_makes_within_the_same_as_plain():
    rng = np.random.default_rng(3)
    seen = Visits(rng.integers(0, 60, 200), rng.random(200) < 0.2, np.full(200, "甲"))
    scores = rng.random(200)
    assert days_within(seen, scores, rng) == days_earlier(seen, scores, rng)
    assert auc_within(seen, scores) == pytest.approx(auc(seen.found, scores))


def test_ties_are_broken_at_random_not_by_the_files_order():
    """Findings early in the file and early in the calendar: file order would look like foresight."""
    days = np.repeat(np.arange(50), 10)
    found = np.arange(500) < 60
    gains = days_earlier(Visits(days, found), np.zeros(500), np.random.default_rng(0), repeats=200)
    assert gains == pytest.approx(days[found].mean() - days.mean(), abs=1.0)
    assert gains < -18


def test_a_score_that_names_the_officer_gains_plainly_but_nothing_within():
    rng = np.random.default_rng(5)
    officers = rng.integers(0, 6, 4000)
    found = rng.random(4000) < np.array([0.02, 0.05, 0.1, 0.15, 0.3, 0.45])[officers]
    judged = judge(Visits(rng.integers(0, 60, 4000), found, officers), officers.astype(float), orders=100, resamples=50)
    assert judged.days.value > 6
    assert judged.auc.value > 0.7
    assert judged.within_auc == pytest.approx(0.5)
    assert judged.random_within.low < judged.within.value < judged.random_within.high


def test_the_interval_covers_what_is_true_and_the_same_seed_gives_the_same():
    """Over many worlds the 95 % interval holds the gain that an endless sample would have."""

    def world(seed, n):
        rng = np.random.default_rng(seed)
        score = rng.normal(size=n)
        found = rng.random(n) < 1 / (1 + np.exp(2 - score))
        return Visits(rng.integers(0, 60, n), found), score

    rng = np.random.default_rng(0)
    truth = days_earlier(*world(10_000, 200_000), rng)
    held = 0
    for seed in range(60):
        seen, score = world(seed, 600)
        judged = judge(seen, score, seed=seed, orders=20, resamples=150)
        held += judged.days.low <= truth <= judged.days.high
    assert held >= 51
    seen, score = world(1, 300)
    assert judge(seen, score, orders=20, resamples=20) == judge(seen, score, orders=20, resamples=20)


def test_the_first_half_is_the_days_before_half_of_the_visits_are_made():
    days = np.array([0, 0, 1, 1, 2, 2, 3, 3])
    found = np.array([0, 0, 0, 0, 0, 1, 0, 1])
    rng = np.random.default_rng(0)
    assert first_half(Visits(days, found), found.astype(float), rng) == 1.0
    assert first_half(Visits(days, found), -days.astype(float), rng) == 0.0


def test_what_cannot_be_judged_is_refused():
    with pytest.raises(Refused, match="nothing_found"):
        Visits(np.arange(3), np.zeros(3))
    with pytest.raises(ValueError, match="length"):
        Visits(np.arange(3), np.ones(2))
    with pytest.raises(ValueError, match="finite"):
        judge(Visits(np.arange(2), np.ones(2)), np.array([1.0, np.nan]))
