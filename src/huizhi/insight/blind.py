"""Scores that do not know who will go: officers' severity is estimated when taught, and averaged out when asked.

Two models, added as standard scores. `Beyond`: a forest of findings beyond what the officer finds anyway, taught by
features from which the officers' mean is already taken. `Averaged`: boosted trees that may see the officer while they
are taught, asked once as if each of them went, weighted by the visits each made. Neither takes an officer when asked.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from sklearn.ensemble import ExtraTreesRegressor, HistGradientBoostingClassifier
from threadpoolctl import threadpool_limits

_PRIOR_VISITS = 15
"""Visits' worth of the common rate mixed into each officer's."""


@dataclass(frozen=True)
class Settings:
    """What was chosen on windows inside the training period; `averaged_weight` against 1 for the forest."""

    trees: int = 150
    least_in_a_leaf: int = 25
    tried_at_a_split: float = 0.3
    rounds: int = 120
    rate: float = 0.07
    leaves: int = 6
    least_in_a_boosted_leaf: int = 60
    ridge: float = 10.0
    tried_when_boosting: float = 0.15
    boosters: int = 3
    averaged_weight: float = 2.0
    seed: int = 1


@dataclass
class Blind:
    """Teach with officers, ask without. `adjusted`: positions of the columns the forest may read."""

    settings: Settings = Settings()
    adjusted: np.ndarray | None = None
    _typical: np.ndarray = field(init=False, repr=False)
    _forest: ExtraTreesRegressor = field(init=False, repr=False)
    _boosters: list[HistGradientBoostingClassifier] = field(init=False, repr=False)
    _shares: np.ndarray = field(init=False, repr=False)

    def teach(self, table: np.ndarray, found: np.ndarray, officers: np.ndarray) -> Blind:
        """Learn from visits made: features (rows × columns, NaN unknown), whether found, and who went."""
        _, who = np.unique(officers, return_inverse=True)
        made = np.bincount(who)
        usual = ((np.bincount(who, found) + _PRIOR_VISITS * found.mean()) / (made + _PRIOR_VISITS))[who]
        self._shares = made / made.sum()
        self._typical = np.array([np.median(c[at]) if (at := np.isfinite(c)).any() else np.nan for c in table.T])
        table = self._seen(table)
        s, room = self.settings, usual * (1 - usual)
        self._forest = ExtraTreesRegressor(
            s.trees, min_samples_leaf=s.least_in_a_leaf, max_features=s.tried_at_a_split, random_state=s.seed
        ).fit(self._plain(table), (found - usual) / room, sample_weight=room)
        with threadpool_limits(1):  # the same bits on any number of cores, and no waiting on a busy machine
            self._boosters = [self._booster(n).fit(np.column_stack([table, who]), found) for n in range(s.boosters)]
        return self

    def score(self, table: np.ndarray) -> np.ndarray:
        """The higher, the sooner to visit; comparable only within one call."""
        table, averaged = self._seen(table), np.zeros(len(table))
        with threadpool_limits(1):
            for booster in self._boosters:
                for officer, share in enumerate(self._shares):
                    as_if = np.column_stack([table, np.full(len(table), officer)])
                    averaged += share * booster.decision_function(as_if)
        beyond = self._forest.predict(self._plain(table))
        return _standard(beyond) + self.settings.averaged_weight * _standard(averaged)

    def _booster(self, number: int) -> HistGradientBoostingClassifier:
        s, officer = self.settings, len(self._typical)
        return HistGradientBoostingClassifier(
            max_iter=s.rounds, learning_rate=s.rate, max_leaf_nodes=s.leaves, l2_regularization=s.ridge,
            min_samples_leaf=s.least_in_a_boosted_leaf, max_features=s.tried_when_boosting, early_stopping=False,
            categorical_features=[officer], random_state=s.seed + number,
        )  # fmt: skip

    def _seen(self, table: np.ndarray) -> np.ndarray:
        """A column that nobody knew when it was taught says nothing."""
        return np.where(np.isnan(self._typical), 0.0, table)

    def _plain(self, table: np.ndarray) -> np.ndarray:
        """The forest's columns, what is unknown made typical."""
        filled = np.where(np.isfinite(table), table, self._typical)
        return filled if self.adjusted is None else filled[:, self.adjusted]


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / (values.std() + 1e-12)
