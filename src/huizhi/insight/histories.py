"""What was known of each business when a plan was made: visits to it, to its owner's, brand's and neighbours' shops.

One row per business asked about. Nothing of the plan's own period is read: history is every visit strictly before the
planning day. Each history comes twice: `raw`, the shrunken share of visits with a finding, and `adjusted`, findings
beyond what the same officers find elsewhere, so that a street is not bad because a strict officer walks it. Who will
make the visit that is asked about is not an input.
"""

from __future__ import annotations

import numpy as np
import polars as pl
from scipy.spatial import KDTree

OUTCOMES = ("critical", "serious", "failed", "minor")
"""Results of a visit between 0 and 1; `minor` is a count of at most eight, in eighths."""
COUNTED = {"critical": "criticals", "serious": "seriouses", "minor": "minors"}
"""Kind of violation -> the column that counts it."""
SHARED = (("licence", None, 1), ("owner", "licence", 2), ("address", "licence", 2), ("brand", "owner", 5))
"""Histories by what is shared: the key, the key whose own visits are left out, visits' worth of shrinkage."""
RADII_KM = (0.5, 1.5)
COMPLAINT_RADII_KM = (0.1, 0.3, 1.0)
DENSITIES = ("burglary", "garbage", "sanitation")
HALF_LIFE_DAYS, YEAR_DAYS = 365, 365
_OFFICER_SHRINKAGE, _NEAR_SHRINKAGE, _KIND_SHRINKAGE, _NEIGHBOURS = 20, 5, 20, 20
UNKNOWN = "?"
"""The officer of a visit known only from a later visit's record."""


def with_earlier(visits: pl.DataFrame) -> pl.DataFrame:
    """The visits, and before each licence's first one the result its record says an earlier visit had."""
    first = visits.sort("licence", "day", "id").unique("licence", keep="first", maintain_order=True)
    earlier = first.filter(pl.col("first_record") == 0).with_columns(
        pl.col("day") - pl.col("days_since_last"),
        pl.lit(UNKNOWN).alias("officer"),
        pl.col("past_critical").alias("criticals"),
        pl.col("past_serious").alias("seriouses"),
        pl.col("past_minor").alias("minors"),
        pl.col("past_failed").alias("failed"),
    )
    return pl.concat([visits, earlier])


def features(visits: pl.DataFrame, asked: pl.DataFrame, complaints: pl.DataFrame, planned: float) -> pl.DataFrame:
    """What is known on day `planned` of the businesses in `asked`, in its order; unknown is NaN."""
    known = with_earlier(visits.filter(pl.col("day") < planned))
    age = planned - known["day"].to_numpy()
    weight = 0.5 ** (age / HALF_LIFE_DAYS)
    pairs, near = _near(known, asked)
    made: dict[str, np.ndarray] = {}
    for name, result in _results(known).items():
        beyond, spread = _beyond_officers(known["officer"].to_numpy(), result)
        mean, usual = result.mean(), spread.mean()
        for key, leaving, shrinkage in SHARED:
            adjusted, room, raw, count = _shared(
                known, asked, key, leaving, (beyond * weight, spread * weight, result * weight, weight)
            )
            made[f"{key}_{name}_adjusted"] = adjusted / (room + shrinkage * usual)
            made[f"{key}_{name}_raw"] = (raw + shrinkage * mean) / (count + shrinkage)
            made[f"{key}_visits"] = count
        for radius, closeness in near.items():
            adjusted, room, raw, count = (
                np.bincount(pairs[0], closeness * each[pairs[1]], len(asked))
                for each in (beyond * weight, spread * weight, result * weight, weight)
            )
            made[f"near_{radius}_{name}_adjusted"] = adjusted / (room + _NEAR_SHRINKAGE * usual)
            made[f"near_{radius}_{name}_raw"] = (raw + _NEAR_SHRINKAGE * mean) / (count + _NEAR_SHRINKAGE)
        if name in ("critical", "serious"):
            for key in ("kind", "activity"):
                adjusted, room = _shared(known, asked, key, None, (beyond, spread))
                made[f"{key}_{name}_adjusted"] = adjusted / (room + _KIND_SHRINKAGE * 0.1)
    return pl.DataFrame(made | _own(known, asked, planned) | _around(known, age, asked, complaints, planned))


def _results(known: pl.DataFrame) -> dict[str, np.ndarray]:
    counts = {name: known[name].to_numpy() for name in ("criticals", "seriouses", "minors", "failed")}
    return {
        "critical": (counts["criticals"] > 0).astype(float),
        "serious": (counts["seriouses"] > 0).astype(float),
        "failed": counts["failed"].astype(float),
        "minor": np.minimum(counts["minors"], 8) / 8,
    }


def _beyond_officers(officers: np.ndarray, result: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Results less what each visit's officer finds on average (shrunken), and the variance that leaves."""
    _, who = np.unique(officers, return_inverse=True)
    mean = result[officers != UNKNOWN].mean()
    shrunken = (np.bincount(who, result) + _OFFICER_SHRINKAGE * mean) / (np.bincount(who) + _OFFICER_SHRINKAGE)
    usual = shrunken[who]
    return result - usual, usual * (1 - usual)


def _shared(
    known: pl.DataFrame, asked: pl.DataFrame, key: str, leaving: str | None, values: tuple[np.ndarray, ...]
) -> list[np.ndarray]:
    """Sums of values over the known visits that share `key`, without those that share `leaving` too."""
    sums = _sums(known, asked, [key], values)
    if leaving is None:
        return sums
    return [every - own for every, own in zip(sums, _sums(known, asked, [key, leaving], values), strict=True)]


def _sums(known: pl.DataFrame, asked: pl.DataFrame, keys: list[str], values: tuple[np.ndarray, ...]) -> list:
    both = pl.concat([known.select(keys), asked.select(keys)])
    _, place = np.unique(both.select(pl.struct(keys).hash()).to_series().to_numpy(), return_inverse=True)
    of_known, of_asked = place[: len(known)], place[len(known) :]
    return [np.bincount(of_known, each, len(both))[of_asked] for each in values]


def _near(known: pl.DataFrame, asked: pl.DataFrame) -> tuple[np.ndarray, dict[float, np.ndarray]]:
    """Pairs (asked, known) of other licences in reach, and how close each pair is by radius (0 when out of reach)."""
    there, here = (KDTree(frame.select("north_km", "east_km").to_numpy()) for frame in (known, asked))
    found = here.sparse_distance_matrix(there, 2.5 * max(RADII_KM), output_type="ndarray")
    found = found[known["licence"].to_numpy()[found["j"]] != asked["licence"].to_numpy()[found["i"]]]
    found = found[np.lexsort((found["j"], found["i"]))]
    away = found["v"]
    near = {r: np.where(away <= 2.5 * r, np.exp(-(away**2) / (2 * r * r)), 0.0) for r in RADII_KM}
    return np.vstack([found["i"], found["j"]]), near


def _own(known: pl.DataFrame, asked: pl.DataFrame, planned: float) -> dict[str, np.ndarray]:
    """The last two visits, how many there were and how long ago; the licence itself; what its record last said."""
    counts = ["criticals", "seriouses", "minors", "failed"]
    row = pl.col("day").rank("ordinal", descending=True).over("licence")
    ordered = known.sort("day", "id", maintain_order=True).with_columns(row.alias("back"))
    last, before = (asked.select("licence").join(
        ordered.filter(pl.col("back") == back).select("licence", "day", *counts), on="licence", how="left",
        maintain_order="left",
    ) for back in (1, 2))  # fmt: skip
    made = {f"last_{name}": _numbers(last[name]) for name in counts}
    made |= {f"second_last_{name}": _numbers(before[name]) for name in counts}
    made["days_since_last"] = planned - _numbers(last["day"])
    (made["visits"],) = _shared(known, asked, "licence", None, (np.ones(len(known)),))
    (made["visits_at_address"],) = _shared(known, asked, "address", None, (np.ones(len(known)),))
    made |= {name: _numbers(asked[name]) for name in asked.columns if name.startswith(("past_", "is_", "holds_"))}
    made["first_record"] = _numbers(asked["first_record"])
    made["risk"] = _numbers(asked["risk"])
    made["age_years"] = np.clip((planned - _numbers(asked["opened"])) / YEAR_DAYS, 0, 10)
    return made


def _around(
    known: pl.DataFrame, age: np.ndarray, asked: pl.DataFrame, complaints: pl.DataFrame, planned: float
) -> dict[str, np.ndarray]:
    """Complaints filed nearby in the year before, and densities last seen at the nearest visits of that year."""
    recent = complaints.filter((pl.col("day") < planned) & (pl.col("day") >= planned - YEAR_DAYS))
    places = asked.select("north_km", "east_km").to_numpy()
    filed = KDTree(recent.select("north_km", "east_km").to_numpy())
    made = {
        f"complaints_{radius}_km": np.log1p(filed.query_ball_point(places, radius, return_length=True))
        for radius in COMPLAINT_RADII_KM
    }
    year = known.filter(age <= YEAR_DAYS)
    if len(year) <= _NEIGHBOURS:
        return made | {f"{name}_density": np.full(len(asked), np.nan) for name in DENSITIES}
    _, nearest = KDTree(year.select("north_km", "east_km").to_numpy()).query(places, _NEIGHBOURS)
    return made | {f"{name}_density": year[f"{name}_density"].to_numpy()[nearest].mean(axis=1) for name in DENSITIES}


def _numbers(column: pl.Series) -> np.ndarray:
    return column.cast(pl.Float64).fill_null(float("nan")).to_numpy()
