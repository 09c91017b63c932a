"""The prediction on planted visits: severities are recovered, averaged out, and never asked for."""

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom

from huizhi.insight.features import NUMBERS
from huizhi.insight.prediction import Lessons, Model, of_officers, teach

USUAL = 0.2


def visits(seed, count=5000, officers=30):
    """Visits by pairs of officers with planted severities; the strict ones are sent where it is worst if asked to."""
    rng = np.random.default_rng(seed)
    severity = rng.uniform(0.45, 1.55, officers)
    numbers = rng.normal(size=(count, len(NUMBERS)))
    trade = rng.choice(["H6210", "F5211", "C1411"], count)
    directed = rng.random(count) < 0.5
    eta = -1.7 + 0.6 * numbers[:, 0] + 0.3 * numbers[:, 3] + np.where(trade == "H6210", 0.5, 0) + 0.4 * directed
    pairs = np.array([rng.choice(officers, 2, replace=False) for _ in range(count)])
    chance = np.minimum(severity[pairs].mean(axis=1) / (1 + np.exp(-eta)), 0.95)
    names = [tuple(f"检查员{n}" for n in pair) for pair in pairs]
    choices = {"entity_kind": np.full(count, "enterprise"), "industry": trade}
    lessons = Lessons(numbers, choices, directed, rng.random(count) < chance, names)
    return lessons, {f"检查员{n}": value for n, value in enumerate(severity)}, 1 / (1 + np.exp(-eta))


def test_planted_severities_lie_in_their_intervals():
    """Over four worlds, as many of the 95 % intervals hold the truth as should, give or take chance."""
    inside = total = 0
    for seed in range(4):
        lessons, planted, _ = visits(seed)
        stated = teach(lessons, USUAL).severities
        weights = np.array([stated[name].visits for name in planted])
        middle = np.average(list(planted.values()), weights=weights)
        inside += sum(stated[name].low <= value / middle <= stated[name].high for name, value in planted.items())
        total += len(planted)
        values = [stated[name].value for name in planted]
        assert np.corrcoef(list(planted.values()), values)[0, 1] > 0.7
    low, high = binom.ppf([0.005, 0.995], total, 0.95)
    assert low <= inside <= high, (inside, total)


def test_the_chance_is_the_mean_over_all_officers_and_comes_true():
    lessons, planted, base = visits(9)
    model = teach(lessons, USUAL).model
    fresh, _, _ = visits(9)
    chance = model.chance(model.points(fresh.numbers, fresh.choices), fresh.directed)
    truth = base * np.mean(list(planted.values()))
    assert abs(chance.mean() - truth.mean()) < 0.01
    assert np.corrcoef(chance, truth)[0, 1] > 0.98


def test_a_strict_officer_is_not_held_against_the_business():
    """Two districts alike but for their officers: the same business has the same chance in both."""
    lessons, _, base = visits(3)
    rng = np.random.default_rng(5)
    strict = rng.random(len(base)) < 0.5
    chance = np.minimum(base * np.where(strict, 1.5, 0.5), 0.95)
    names = [(f"严{n % 5}",) if s else (f"宽{n % 5}",) for n, s in enumerate(strict)]
    numbers = lessons.numbers.copy()
    numbers[:, 5] = strict + rng.normal(scale=0.5, size=len(base))  # a feature that tells the district
    biased = replace(lessons, numbers=numbers, found=rng.random(len(base)) < chance, officers=names)
    knows, blind = teach(biased, USUAL), teach(replace(biased, officers=[()] * len(base)), USUAL)
    place = [term.feature for term in knows.model.terms].index(NUMBERS[5])
    weight, ignoring = (abs(each.model.terms[place].weight) for each in (knows, blind))
    assert weight < 0.35 * ignoring, "who went, not the feature, explains the difference"
    assert min(s.value for name, s in knows.severities.items() if name[0] == "严") > 1.2
    assert max(s.value for name, s in knows.severities.items() if name[0] == "宽") < 0.8


def test_points_add_up_to_the_chance_and_survive_keeping():
    lessons, _, _ = visits(4, count=1500)
    model = teach(lessons, USUAL).model
    kept = Model.from_json(model.to_json())
    points = kept.points(lessons.numbers, lessons.choices)
    assert points.dtype.kind == "i" and points.shape == (1500, len(model.terms))
    odds = 2 ** ((kept.base + points.sum(axis=1)) / 20)
    assert kept == model
    assert kept.chance(points) == pytest.approx(np.minimum(kept.scale[0] * odds / (1 + odds), kept.highest))
    directed = odds * 2 ** (kept.directed / 20)
    stated = np.minimum(kept.scale[1] * directed / (1 + directed), kept.highest)
    assert kept.chance(points, True) == pytest.approx(stated)
    assert "检查员" not in repr(model.to_json()), "no officer is kept with the model"


def test_unknown_numbers_and_rare_trades_give_no_points():
    lessons, _, _ = visits(4, count=1500)
    model = teach(lessons, USUAL).model
    nothing = np.full((1, len(NUMBERS)), np.nan)
    points = model.points(nothing, {"entity_kind": np.array(["?"]), "industry": np.array(["?"])})
    assert not points.any()


def test_nobody_known_went():
    lessons, _, _ = visits(4, count=1500)
    taught = teach(replace(lessons, officers=[()] * 1500), USUAL)
    assert taught.severities == {} and taught.spread == 0
    chance = taught.model.chance(taught.model.points(lessons.numbers, lessons.choices), lessons.directed)
    for sort in (lessons.directed, ~lessons.directed):
        assert chance[sort].sum() == pytest.approx(lessons.found[sort].sum(), rel=0.01)


def test_no_chance_is_stated_above_what_ever_came_true():
    lessons, _, _ = visits(4, count=1500)
    model = teach(lessons, USUAL).model
    worst = model.points(np.full((1, len(NUMBERS)), 50.0), {name: each[:1] for name, each in lessons.choices.items()})
    assert model.chance(worst * 10)[0] == model.highest < 0.95


def test_names_are_taken_apart():
    assert of_officers("李春生、程敏") == ("李春生", "程敏")
    assert of_officers("李春生，李春生") == ("李春生",)
    assert of_officers("") == ()
