"""What the year after found, as counts and shares: by class, group, quarter and sort of visit, beside what was stated.

Every figure is plain numbers for the stored result: shares with counts and intervals, no name of any officer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import polars as pl

from huizhi.exchange.counted import ALL, BUSINESSES, FOUND, PARTS, VISITS, chosen, first
from huizhi.exchange.following import Night, Seen
from huizhi.insight import features
from huizhi.insight.prediction import Taught
from huizhi.insight.rates import (
    Share,
    apart,
    difference,
    moved,
    moved_choice,
    reliability,
    share,
    stated_less_found,
)
from huizhi.insight.visits_made import RANDOM

SHUFFLES = 1000
SMALL_BELOW_FEN = 500_000_000
"""Registered capital below which an enterprise counts as small: five million yuan."""


def followed(then: Night, now: Night) -> pl.DataFrame:
    """The visits after the day to businesses that were active on it, oldest first, with their class then."""
    after = now.visits.filter(pl.col("inspected_on") > pl.lit(then.day)).sort("inspected_on", "inspection_no")
    named = after.select("entity_id", "inspected_on", "kind", "found", "source", "source_id")
    return named.join(then.active, on="entity_id", maintain_order="left")


def classes(counted: pl.DataFrame) -> dict[str, Any]:
    """Share of businesses whose first visit found something, by class, beside classes dealt out at random."""
    grades = sorted(counted["grade"].unique())
    sizes = {grade: len(chosen(counted, ALL, BUSINESSES, grade)) for grade in grades}
    made: dict[str, Any] = {}
    for name in PARTS:
        shares = {grade: _of_class(counted, name, grade) for grade in grades}
        whole, overall = _of_class(counted, name), _overall(shares, sizes)
        visited = [one for one in shares.values() if one.total]
        made[name] = {
            "rows": [
                {"grade": grade, "businesses": sizes[grade], **_told(one), "by_chance": _dealt(one, whole),
                 **{f"lift{end}": _over(getattr(one, field), overall)
                    for end, field in (("", "value"), ("_low", "low"), ("_high", "high"))}}
                for grade, one in shares.items()
            ],
            "overall": None if overall is None else round(overall, 6),
            "visited": _told(whole), "apart": apart(visited), "in_order": _in_order(visited),
        }  # fmt: skip
    return made


def _of_class(counted: pl.DataFrame, part: str, grade: str = "") -> Share:
    return share(*(len(chosen(counted, part, count, grade)) for count in (FOUND, VISITS)))


def _share(visits: pl.DataFrame) -> Share:
    return share(int(visits["found"].sum()), len(visits))


def _overall(shares: dict[str, Share], sizes: dict[str, int]) -> float | None:
    """The share over all businesses: the classes' own, weighted by how many businesses each has."""
    known = [(one.value, sizes[grade]) for grade, one in shares.items() if one.value is not None]
    return sum(v * n for v, n in known) / sum(n for _, n in known) if known else None


def _over(value: float | None, overall: float | None) -> float | None:
    return round(value / overall, 4) if value is not None and overall else None


def _in_order(shares: list[Share]) -> bool:
    """Whether every class that was visited shows more than the one before; one class alone shows no order."""
    values = [one.value or 0.0 for one in shares]
    return len(values) > 1 and values == sorted(set(values))


def _dealt(one: Share, whole: Share) -> list[float] | None:
    """The middle 95 % of what a class of that many visits shows when classes are dealt out at random."""
    if not one.total:
        return None
    rng = np.random.default_rng(1)
    drawn = rng.hypergeometric(whole.count, whole.total - whole.count, one.total, SHUFFLES) / one.total
    return [round(float(v), 6) for v in np.quantile(drawn, [0.025, 0.975])]


def stability(before: Night, now: Night) -> dict[str, Any]:
    """Businesses active on both of two nights a month apart, by one card: how many moved, and where to."""
    both = before.active.join(now.active, on="entity_id", suffix="_now")
    pairs = both.group_by("grade", "grade_now").len().sort("grade", "grade_now").rows()
    moves = sum(n for one, other, n in pairs if one != other)
    return {
        "from": str(before.day), "to": str(now.day), "card": now.card, **_told(share(moves, len(both))),
        "moves": [{"from": one, "to": other, "businesses": n} for one, other, n in pairs if one != other],
    }  # fmt: skip


def random_chances(asked: Seen, chance: np.ndarray) -> pl.DataFrame:
    """The random visits of the year with the chance stated of each."""
    rows = asked.rows.select("kind", "found", "entity_kind", "capital_fen", "division")
    return rows.with_columns(pl.Series("chance", chance)).filter(pl.col("kind") == RANDOM)


def fairness(then: Night, followed: pl.DataFrame, stated: pl.DataFrame, taught: int) -> dict[str, Any]:
    """By district and by size: who is classed C or worse, and how often that misjudges, against all other groups.

    `false_alarm`: classed C or worse among random visits that found nothing; `missed`: A or B among those that did;
    `gap`: what the prediction states of the group's random visits less what they found; `taught`: by how many of them
    it was taught.
    """
    high = pl.col("grade").is_in(["C", "D", "E"])
    drawn, known, asked = (
        _sized(t) for t in (first(followed.filter(pl.col("kind") == RANDOM)), then.active, stated)
    )  # fmt: skip
    made = {}
    for by in ("division", "size"):
        rows = []
        for group in sorted(known[by].drop_nulls().unique()):
            line: dict[str, Any] = {"group": group, "businesses": int((known[by] == group).sum())}
            for name, of, counted in (
                ("classed_high", known, high), ("found", drawn, pl.col("found")),
                ("false_alarm", drawn.filter(~pl.col("found")), high), ("missed", drawn.filter("found"), ~high),
            ):  # fmt: skip
                own, rest = (
                    _counted(of.filter(where), counted) for where in (pl.col(by) == group, pl.col(by) != group)
                )
                line[name] = {**_told(own), "difference": _rounded(difference(own, rest))}
            mine = asked.filter(pl.col(by) == group)
            line["gap"] = _rounded(stated_less_found(mine["chance"].to_numpy(), mine["found"].to_numpy(), taught))
            rows.append(line)
        made[by] = rows
    return made


def _sized(businesses: pl.DataFrame) -> pl.DataFrame:
    """With `size`: individual, small (capital below five million yuan), large, or other (branches, unknown)."""
    enterprise = (pl.col("entity_kind") == "enterprise") & pl.col("capital_fen").is_not_null()
    return businesses.with_columns(
        pl.when(pl.col("entity_kind") == "individual").then(pl.lit("individual"))
        .when(enterprise & (pl.col("capital_fen") < SMALL_BELOW_FEN)).then(pl.lit("small"))
        .when(enterprise).then(pl.lit("large")).otherwise(pl.lit("other")).alias("size")
    )  # fmt: skip


def _counted(rows: pl.DataFrame, condition: pl.Expr) -> Share:
    return share(rows.filter(condition).height, rows.height)


def reliabilities(learnt_from: Seen, asked: Seen, chance: np.ndarray) -> dict[str, Any]:
    """Stated against found, over all visits and over random ones; None where there are none."""
    every = np.ones(len(asked.rows), dtype=bool)
    drawn = int((~learnt_from.directed).sum())
    slices = {"all": (every, len(learnt_from.rows)), "random": (~asked.directed, drawn)}
    return {name: _reliable(chance[rows], asked.found[rows], taught) for name, (rows, taught) in slices.items()}


def _reliable(chance: np.ndarray, found: np.ndarray, taught: int) -> dict[str, Any] | None:
    if not len(chance):
        return None
    told = reliability(chance, found, taught=taught)
    return {
        "bins": [{"stated": round(each.stated, 6), **_told(each.found)} for each in told.bins],
        "gap": _rounded(told.gap), "visits": len(chance), "error": round(told.error, 6),
        "by_chance": round(told.by_chance, 6), "excess": round(told.excess, 6),
    }  # fmt: skip


def quarters(asked: Seen, chance: np.ndarray) -> list[dict[str, Any]]:
    """Stated against found, quarter by quarter after the day: whether the prediction ages."""
    days = asked.rows["on"]
    quarter = ((days - days.min()).dt.total_days() // 92).to_numpy()
    return [
        {"from": str(days.filter(pl.Series(quarter == q)).min()), "to": str(days.filter(pl.Series(quarter == q)).max()),
         "stated": round(float(chance[quarter == q].mean()), 6),
         **_told(share(int(asked.found[quarter == q].sum()), int((quarter == q).sum())))}
        for q in np.unique(quarter)
    ]  # fmt: skip


def feedback(asked: Seen, followed: pl.DataFrame, chance: np.ndarray) -> dict[str, Any]:
    """Directed against random visits: within a class, and against the same prediction.

    Were findings only where one looks, directed visits of a class would find more than random ones of the same class.
    """
    drawn = ~asked.directed
    by_class = []
    for grade in sorted(followed["grade"].unique()):
        own = followed.filter(pl.col("grade") == grade)
        directed, random = (_share(first(own.filter(where))) for where in (
            pl.col("kind") != RANDOM, pl.col("kind") == RANDOM))  # fmt: skip
        by_class.append({"grade": grade, "directed": _told(directed), "random": _told(random),
                         "difference": _rounded(difference(directed, random))})  # fmt: skip
    return {
        "random_visits": int(drawn.sum()), "visits": len(drawn), "by_class": by_class,
        "beyond_prediction": {
            name: {"stated": round(float(chance[rows].mean()), 6),
                   **_told(share(int(asked.found[rows].sum()), int(rows.sum())))}
            for name, rows in (("directed", ~drawn), ("random", drawn)) if rows.any()
        },
    }  # fmt: skip


def drift(then: Seen, now: Seen) -> list[dict[str, Any]]:
    """Population stability of every feature over all active businesses, between the day and now."""
    made = []
    for n, name in enumerate(features.NUMBERS):
        a, b = then.numbers[:, n], now.numbers[:, n]
        made.append({"feature": name, "index": round(moved(a, b), 6),
                     "then": round(float(np.nanmean(a)), 6), "now": round(float(np.nanmean(b)), 6)})  # fmt: skip
    for name, choices in then.choices.items():
        made.append({"feature": name, "index": round(moved_choice(choices, now.choices[name]), 6)})
    return sorted(made, key=lambda line: -line["index"])


def spread(taught: Taught) -> dict[str, Any]:
    """How officers' severities spread, without names: the middle, the ends, how many differ surely from the average."""
    each = list(taught.severities.values())
    values = sorted(one.value for one in each) or [1.0]
    sure = sum(one.low > 1 or one.high < 1 for one in each)
    quantiles = [round(float(np.quantile(values, q)), 4) for q in (0, 0.1, 0.5, 0.9, 1)]
    return {"officers": len(each), "spread": round(taught.spread, 4), "quantiles": quantiles, "sure": sure}


def card(learnt_from: Seen, asked: Seen, in_use: Taught) -> dict[str, Any]:
    """The model card's figures; its words are the page's."""
    return {
        "taught": {"from": str(learnt_from.rows["on"].min()), "to": str(learnt_from.rows["on"].max()),
                   "visits": len(learnt_from.rows), "found": int(learnt_from.found.sum())},
        "tested": {"from": str(asked.rows["on"].min()), "to": str(asked.rows["on"].max()),
                   "visits": len(asked.rows), "found": int(asked.found.sum())},
        "in_use": {"visits": in_use.model.visits, "found": in_use.model.findings},
        "features": [*features.NUMBERS, *features.COLUMNS[:2]],
    }  # fmt: skip


def _told(one: Share) -> dict[str, Any]:
    value, low, high = (None if v is None else round(v, 6) for v in (one.value, one.low, one.high))
    return {"found": one.count, "of": one.total, "value": value, "low": low, "high": high}


def _rounded(values: tuple[float, ...] | None) -> list[float] | None:
    return None if values is None else [round(v, 6) for v in values]
