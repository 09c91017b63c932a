"""Scores that do not know who will go: officers' severity is estimated when taught, and averaged out when asked.

Three models of how many findings a visit makes, added as standard scores. A ridge Poisson regression and a forest learn
what is beyond the findings the officer makes anyway, from features from which the officers' mean is already taken.
Boosted trees may see the officer while they are taught, and are asked once as if each of them went, weighted by the
visits each made. None takes an officer when asked. Counts teach more than whether anything was found: most visits
find nothing, so how bad the others were is worth having.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingRegressor
from sklearn.linear_model import PoissonRegressor
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import FunctionTransformer, StandardScaler
from threadpoolctl import threadpool_limits

MOST_COUNTED = 3
"""More findings in one visit count as this many."""
_PRIOR_VISITS = 15
"""Visits' worth of the common rate mixed into each officer's."""
_FURTHEST = 2.0
"""How many standard deviations from the mean a feature may count in the regression."""


@dataclass(frozen=True)
class Settings:
    """What was chosen on windows inside the training period; `averaged_weight` against 1 for each of the others."""

    penalty: float = 600.0
    trees: int = 150
    least_in_a_leaf: int = 120
    tried_at_a_split: float = 0.15
    rounds: int = 120
    rate: float = 0.07
    leaves: int = 6
    least_in_a_boosted_leaf: int = 120
    ridge: float = 20.0
    tried_when_boosting: float = 0.15
    boosters: int = 3
    averaged_weight: float = 2.0
    seed: int = 1


@dataclass
class Blind:
    """Teach with officers, ask without. `adjusted`: positions of the columns regression and forest may read."""

    settings: Settings = Settings()
    adjusted: np.ndarray | None = None
    _typical: np.ndarray = field(init=False, repr=False)
    _regression: Pipeline = field(init=False, repr=False)
    _forest: ExtraTreesRegressor = field(init=False, repr=False)
    _boosters: list[HistGradientBoostingRegressor] = field(init=False, repr=False)
    _shares: np.ndarray = field(init=False, repr=False)

    def teach(self, table: np.ndarray, findings: np.ndarray, officers: np.ndarray) -> Blind:
        """Learn from visits made: features (rows × columns, NaN unknown), findings of each visit, and who went."""
        _, who = np.unique(officers, return_inverse=True)
        made, counts = np.bincount(who), np.minimum(findings, MOST_COUNTED).astype(float)
        usual = ((np.bincount(who, counts) + _PRIOR_VISITS * counts.mean()) / (made + _PRIOR_VISITS))[who]
        self._shares = made / made.sum()
        self._typical = np.array([np.median(c[at]) if (at := np.isfinite(c)).any() else np.nan for c in table.T])
        table = self._seen(table)
        s, plain = self.settings, self._plain(table)
        self._forest = ExtraTreesRegressor(
            s.trees, min_samples_leaf=s.least_in_a_leaf, max_features=s.tried_at_a_split, random_state=s.seed
        ).fit(plain, (counts - usual) / usual, sample_weight=usual)
        with threadpool_limits(1):  # the same bits on any number of cores, and no waiting on a busy machine
            self._regression = _regression(s.penalty / usual.sum()).fit(
                plain, counts / usual, poissonregressor__sample_weight=usual
            )
            self._boosters = [self._booster(n).fit(np.column_stack([table, who]), counts) for n in range(s.boosters)]
        return self

    def score(self, table: np.ndarray) -> np.ndarray:
        """The higher, the sooner to visit; comparable only within one call."""
        table, averaged = self._seen(table), np.zeros(len(table))
        plain = self._plain(table)
        with threadpool_limits(1):
            for booster in self._boosters:
                for officer, share in enumerate(self._shares):
                    as_if = np.column_stack([table, np.full(len(table), officer)])
                    averaged += share * np.log(booster.predict(as_if))
            models = ((np.log(self._regression.predict(plain)), 1.0), (self._forest.predict(plain), 1.0),
                      (averaged, self.settings.averaged_weight))  # fmt: skip
        return np.sum([weight * _standard(each) for each, weight in models], axis=0)

    def _booster(self, number: int) -> HistGradientBoostingRegressor:
        s, officer = self.settings, len(self._typical)
        return HistGradientBoostingRegressor(
            loss="poisson", max_iter=s.rounds, learning_rate=s.rate, max_leaf_nodes=s.leaves,
            l2_regularization=s.ridge, min_samples_leaf=s.least_in_a_boosted_leaf,
            max_features=s.tried_when_boosting, early_stopping=False, categorical_features=[officer],
            random_state=s.seed + number,
        )  # fmt: skip

    def _seen(self, table: np.ndarray) -> np.ndarray:
        """A column that nobody knew when it was taught says nothing."""
        return np.where(np.isnan(self._typical), 0.0, table)

    def _plain(self, table: np.ndarray) -> np.ndarray:
        """The columns of regression and forest, what is unknown made typical."""
        filled = np.where(np.isfinite(table), table, self._typical)
        return filled if self.adjusted is None else filled[:, self.adjusted]


def _regression(penalty: float) -> Pipeline:
    """A ridge Poisson regression whose features count up to so many standard deviations from the mean."""
    within = FunctionTransformer(np.clip, kw_args={"a_min": -_FURTHEST, "a_max": _FURTHEST})
    return make_pipeline(
        StandardScaler(), within, PoissonRegressor(alpha=penalty, fit_intercept=False, solver="newton-cholesky")
    )


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / (values.std() + 1e-12)
