"""The prediction against others taught from the same visits, all asked about the same visits of the year after.

None of them may see an officer when asked. `card` is the class's score as known on the day, which states no chance.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import OneHotEncoder, StandardScaler
from threadpoolctl import threadpool_limits

from huizhi.exchange.following import Night, Seen
from huizhi.insight.rates import reliability
from huizhi.insight.schedules import auc

CHAMPION = "blind"
RESAMPLES, FIRST = 200, 0.2


def contest(learnt_from: Seen, asked: Seen, chance: np.ndarray, then: Night) -> list[dict[str, Any]]:
    """One line per model: how well it orders and how well its chances hold, with intervals, over random visits too."""
    scores = {CHAMPION: chance, **_challengers(learnt_from, asked), "card": _by_card(asked, then)}
    common = np.isfinite(scores["card"])
    rng = np.random.default_rng(1)
    scores["random"] = rng.random(len(common))
    drawn = [rng.integers(0, int(common.sum()), int(common.sum())) for _ in range(RESAMPLES)]
    found, random = asked.found[common], ~asked.directed[common]
    champion = scores[CHAMPION][common]
    best = auc(found, champion), np.array([auc(found[rows], champion[rows]) for rows in drawn])
    return [
        _line(name, score[common], best, found, random, drawn, len(learnt_from.rows)) for name, score in scores.items()
    ]


def _line(
    name: str, score: np.ndarray, best: tuple[float, np.ndarray], found: np.ndarray, random: np.ndarray,
    drawn: list[np.ndarray], taught: int,
) -> dict[str, Any]:  # fmt: skip
    """`best`: the champion's area, and its areas over the resamples in `drawn`."""
    areas = best[1] if name == CHAMPION else np.array([auc(found[rows], score[rows]) for rows in drawn])
    area = auc(found, score)
    line: dict[str, Any] = {
        "model": name, "visits": len(found), "auc": _three(area, areas),
        "auc_random": _finite(auc(found[random], score[random])),
        "against_champion": _three(area - best[0], areas - best[1]),
        "first_fifth": round(_found_first(score, found), 6),
    }  # fmt: skip
    if name not in ("card", "random"):
        held = reliability(score, found, taught=taught)
        line |= {"brier": round(float(np.mean((score - found) ** 2)), 6), "error": round(held.error, 6),
                 "by_chance": round(held.by_chance, 6), "gap": [round(v, 6) for v in held.gap]}  # fmt: skip
    return line


def _found_first(score: np.ndarray, found: np.ndarray) -> float:
    """The share of all findings that lie in the fifth of the visits with the highest scores; ties count in part."""
    room = FIRST * len(score)
    order = np.argsort(-score, kind="stable")
    edge = score[order[int(room)]]
    above, level = score > edge, score == edge
    part = (room - above.sum()) / level.sum()
    return float((found[above].sum() + part * found[level].sum()) / found.sum())


def _challengers(learnt_from: Seen, asked: Seen) -> dict[str, np.ndarray]:
    """The same features without officers: a plain logistic regression, and boosted trees."""
    codes = OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=40, sparse_output=False)
    scale = StandardScaler()
    taught = np.column_stack([
        _known(scale.fit_transform(learnt_from.numbers)), codes.fit_transform(_chosen(learnt_from)),
        learnt_from.directed,
    ])  # fmt: skip
    told = np.column_stack([_known(scale.transform(asked.numbers)), codes.transform(_chosen(asked)), asked.directed])
    with threadpool_limits(1):
        plain = LogisticRegression(C=0.1, max_iter=1000).fit(taught, learnt_from.found)
        trees = HistGradientBoostingClassifier(
            max_iter=120, learning_rate=0.05, max_leaf_nodes=6, min_samples_leaf=60, l2_regularization=10.0,
            early_stopping=False, random_state=1,
        ).fit(taught, learnt_from.found)  # fmt: skip
        return {"logistic": plain.predict_proba(told)[:, 1], "trees": trees.predict_proba(told)[:, 1]}


def _known(values: np.ndarray) -> np.ndarray:
    return np.nan_to_num(values)


def _chosen(seen: Seen) -> np.ndarray:
    return np.column_stack(list(seen.choices.values()))


def _by_card(asked: Seen, then: Night) -> np.ndarray:
    """The score of the card as known on the day; NaN for a business that was not registered then."""
    known = then.known.select("entity_id", pl.col("score").cast(pl.Float64).alias("then"))
    both = asked.rows.select("entity_id").join(known, on="entity_id", how="left", maintain_order="left")
    return both["then"].fill_null(np.nan).to_numpy()


def _three(value: float, drawn: np.ndarray) -> list[float]:
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return [round(float(v), 6) for v in (value, low, high)]


def _finite(value: float) -> float | None:
    return round(value, 6) if np.isfinite(value) else None
