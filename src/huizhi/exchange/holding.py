"""Does it hold? Classes and the prediction as known on a past day, against what the visits of the year after found.

Everything is counted from records of the home; nothing is kept but the result, `validation/grades.json`. Visits are not
random samples: who is thought risky is visited more. So every figure is given for all visits and for those alone that a
double-random draw decided, and the share over all businesses is put together from the classes' own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl
from django.db import transaction

from huizhi.apps.ledger.facade import record
from huizhi.exchange.contest import contest
from huizhi.exchange.following import Night, Seen, before_visits, first_known, night, taught_by, today, usual_rate
from huizhi.exchange.pack import Pack
from huizhi.insight import features
from huizhi.insight.prediction import Taught, teach
from huizhi.insight.rates import Share, apart, difference, moved, moved_choice, reliability, share
from huizhi.insight.visits_made import RANDOM
from huizhi.lake.durable import canonical_json, replace_file
from huizhi.lake.store import LakeStore
from huizhi.vocabulary.refused import Refused

RESULT = Path("validation") / "grades.json"
EDITION = 1
"""Counts up when the result's shape changes; one of another edition is as if there were none."""
LEAST_VISITS, LEAST_DAYS, FOLLOWED_DAYS = 200, 90, 365
EVERY_DAYS = 28
SHUFFLES = 1000
SMALL_BELOW_FEN = 500_000_000
Tell = Callable[[str], None]


def result(home: Path) -> dict[str, Any] | None:
    """What was measured last on a home; None before the first time in this edition."""
    path = home / RESULT
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found if found.get("edition") == EDITION else None


def keep(home: Path, measured: dict[str, Any], *, by: str, at: datetime) -> None:
    """Put a result where the page finds it, its model in use from now on; an act on the ledger."""
    content = canonical_json(measured)
    digest = sha256(content).hexdigest()
    (home / RESULT).parent.mkdir(parents=True, exist_ok=True)
    with transaction.atomic():
        record(
            verb="grades.measured", by=by, at=at, object_kind="measurement", object_id=digest[:16],
            payload={"sha256": digest, "on": measured["on"], "until": measured["until"]},
        )  # fmt: skip
        replace_file(home / RESULT, content)


def measure_when_due(home: Path, pack: Pack, as_of: date, *, by: str, at: datetime) -> bool:
    """Measure again and keep it when the last result is a month old; False when nothing was done, or too little known.

    Classes are renewed monthly, and so is what is said about them.
    """
    last = result(home)
    if last and (as_of - date.fromisoformat(last["until"])).days < EVERY_DAYS:
        return False
    try:
        measured, _ = measure(home, pack, as_of, at=at)
    except Refused:
        return False
    keep(home, measured, by=by, at=at)
    return True


@dataclass(frozen=True)
class Nights:
    """The day whose classes are followed, the night a month before the last one, and the last one."""

    then: Night
    before: Night
    now: Night


def measure(
    home: Path, pack: Pack, until: date, *, on: date | None = None, at: datetime, tell: Tell = lambda step: None
) -> tuple[dict[str, Any], Taught]:  # fmt: skip
    """Follow the classes of a day (a year before `until` when none is given) and the prediction taught up to it.

    Returns the result, and the model taught up to the day with its officers, who are not in the result. Refused when
    the home knows too little to say anything.
    """
    return weigh(look(home, pack, until, on=on, tell=tell), at=at, tell=tell)


def look(home: Path, pack: Pack, until: date, *, on: date | None = None, tell: Tell = lambda step: None) -> Nights:
    """What is needed, each as it was known on its day and classed by the card of the day (of the last for both last).

    Refused when the lake knew of no inspection on the day, or of too short a time after it.
    """
    store = LakeStore.open(home)
    on = _start(store, on, until)
    return Nights(*(
        night(store, day, pack.scorecard(card_of), tell)
        for day, card_of in ((on, on), (until - timedelta(30), until), (until, until))
    ))  # fmt: skip


def weigh(nights: Nights, *, at: datetime, tell: Tell = lambda step: None) -> tuple[dict[str, Any], Taught]:
    """What `measure` returns, from the nights. Refused when too few visits are known."""
    then, now = nights.then, nights.now
    tell("prediction 预测")
    usual = usual_rate(then)
    learnt_from = taught_by(then, usual)
    asked = before_visits(now, then.day, now.day, usual, then.known)
    if min(len(learnt_from.rows), len(asked.rows)) < LEAST_VISITS or not learnt_from.found.any():
        raise _too_few(len(learnt_from.rows), len(asked.rows))
    taught = teach(learnt_from.lessons, usual)
    chance = taught.model.chance(taught.model.points(asked.numbers, asked.choices), asked.directed)
    tell("comparison 对照")
    followed = _followed(then, now)
    in_use = teach(taught_by(now, usual_rate(now)).lessons, usual_rate(now))
    return {
        "edition": EDITION, "on": str(then.day), "until": str(now.day), "measured_at": at.isoformat(),
        "businesses": len(then.active), "cards": {"then": then.card, "now": now.card},
        "classes": _classes(then, followed), "stability": _stability(nights.before, now),
        "fairness": _fairness(then, followed), "models": contest(learnt_from, asked, chance, then),
        "reliability": {name: _reliable(chance[rows], asked.found[rows]) for name, rows in _slices(asked).items()},
        "quarters": _quarters(asked, chance), "feedback": _feedback(asked, followed, chance),
        "drift": _drift(today(then, usual), today(now, usual)), "severities": _spread(taught),
        "card": _card(learnt_from, asked, in_use), "model": in_use.model.to_json(),
    }, taught  # fmt: skip


def _start(store: LakeStore, on: date | None, until: date) -> date:
    first = first_known(store)
    start = on or max(until - timedelta(FOLLOWED_DAYS), first or until)
    if first is None or start < first or (until - start).days < LEAST_DAYS:
        raise Refused(
            "grades.no_past",
            f"数据湖在{start}还没有检查记录，或其后不足{LEAST_DAYS}天，无法验证。",
            f"The lake knew of no inspection on {start}, or knows fewer than {LEAST_DAYS} days after it.",
            "没有写入任何内容。", "累积更多夜间数据，或用 --on 指定别的日期。",
            what_is_safe_en="Nothing was written.",
            what_to_do_en="Let more nights pass, or name another day with --on.",
        )  # fmt: skip
    made = store.table("inspections", until)
    before, after = (made.filter(made.inspected_on <= start), made.filter(made.inspected_on > start))
    counts = [int(each.count().to_pyarrow().as_py()) for each in (before, after)]
    if min(counts) < LEAST_VISITS:  # before anything is worked out: a small city need not wait to be refused
        raise _too_few(*counts)
    return start


def _followed(then: Night, now: Night) -> pl.DataFrame:
    """The visits after the day to businesses that were active on it, oldest first, with their class then."""
    after = now.visits.filter(pl.col("inspected_on") > pl.lit(then.day)).sort("inspected_on", "inspection_no")
    named = after.select("entity_id", "inspected_on", "kind", "found")
    return named.join(then.active, on="entity_id", maintain_order="left")


def _first(visits: pl.DataFrame) -> pl.DataFrame:
    """The first visit of each business, so that no business counts twice."""
    return visits.unique("entity_id", keep="first", maintain_order=True)


def _classes(then: Night, followed: pl.DataFrame) -> dict[str, Any]:
    """Share of businesses whose first visit found something, by class, beside classes dealt out at random."""
    sizes = dict(then.active.group_by("grade").len().iter_rows())
    made: dict[str, Any] = {}
    for name, visits in (("all", followed), ("random", followed.filter(pl.col("kind") == RANDOM))):
        first = _first(visits)
        shares = {grade: _share(first.filter(pl.col("grade") == grade)) for grade in sorted(sizes)}
        whole, overall = _share(first), _overall(shares, sizes)
        made[name] = {
            "rows": [
                {"grade": grade, "businesses": sizes[grade], **_told(one), "by_chance": _dealt(one, whole),
                 **{f"lift{end}": _over(getattr(one, field), overall)
                    for end, field in (("", "value"), ("_low", "low"), ("_high", "high"))}}
                for grade, one in shares.items()
            ],
            "overall": None if overall is None else round(overall, 6),
            "visited": _told(whole), "apart": apart(list(shares.values())),
            "in_order": _in_order(list(shares.values())),
        }  # fmt: skip
    return made


def _share(visits: pl.DataFrame) -> Share:
    return share(int(visits["found"].sum()), len(visits))


def _overall(shares: dict[str, Share], sizes: dict[str, int]) -> float | None:
    """The share over all businesses: the classes' own, weighted by how many businesses each has."""
    known = [(one.value, sizes[grade]) for grade, one in shares.items() if one.value is not None]
    return sum(v * n for v, n in known) / sum(n for _, n in known) if known else None


def _over(value: float | None, overall: float | None) -> float | None:
    return round(value / overall, 4) if value is not None and overall else None


def _in_order(shares: list[Share]) -> bool:
    values = [one.value for one in shares]
    return None not in values and values == sorted(values) and len(set(values)) == len(values)


def _dealt(one: Share, whole: Share) -> list[float] | None:
    """The middle 95 % of what a class of that many visits shows when classes are dealt out at random."""
    if not one.total:
        return None
    rng = np.random.default_rng(1)
    drawn = rng.hypergeometric(whole.count, whole.total - whole.count, one.total, SHUFFLES) / one.total
    return [round(float(v), 6) for v in np.quantile(drawn, [0.025, 0.975])]


def _stability(before: Night, now: Night) -> dict[str, Any]:
    """Businesses active on both of two nights a month apart, by one card: how many moved, and where to."""
    both = before.active.join(now.active, on="entity_id", suffix="_now")
    pairs = both.group_by("grade", "grade_now").len().sort("grade", "grade_now").rows()
    moves = sum(n for one, other, n in pairs if one != other)
    return {
        "from": str(before.day), "to": str(now.day), "card": now.card, **_told(share(moves, len(both))),
        "moves": [{"from": one, "to": other, "businesses": n} for one, other, n in pairs if one != other],
    }  # fmt: skip


def _fairness(then: Night, followed: pl.DataFrame) -> dict[str, Any]:
    """By district and by size: who is classed C or worse, and how often that misjudges, against all other groups.

    `false_alarm`: classed C or worse among random visits that found nothing; `missed`: A or B among those that did.
    """
    high = pl.col("grade").is_in(["C", "D", "E"])
    drawn, known = (_sized(t) for t in (_first(followed.filter(pl.col("kind") == RANDOM)), then.active))
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


def _slices(asked: Seen) -> dict[str, np.ndarray]:
    return {"all": np.ones(len(asked.rows), dtype=bool), "random": ~asked.directed}


def _reliable(chance: np.ndarray, found: np.ndarray) -> dict[str, Any] | None:
    if not len(chance):
        return None
    told = reliability(chance, found)
    return {
        "bins": [{"stated": round(each.stated, 6), **_told(each.found)} for each in told.bins],
        "gap": _rounded(told.gap), "visits": len(chance), "error": round(told.error, 6),
        "by_chance": round(told.by_chance, 6), "excess": round(told.excess, 6),
    }  # fmt: skip


def _quarters(asked: Seen, chance: np.ndarray) -> list[dict[str, Any]]:
    """Stated against found, quarter by quarter after the day: whether the prediction ages."""
    days = asked.rows["on"]
    quarter = ((days - days.min()).dt.total_days() // 92).to_numpy()
    return [
        {"from": str(days.filter(pl.Series(quarter == q)).min()), "to": str(days.filter(pl.Series(quarter == q)).max()),
         "stated": round(float(chance[quarter == q].mean()), 6),
         **_told(share(int(asked.found[quarter == q].sum()), int((quarter == q).sum())))}
        for q in np.unique(quarter)
    ]  # fmt: skip


def _feedback(asked: Seen, followed: pl.DataFrame, chance: np.ndarray) -> dict[str, Any]:
    """Directed against random visits: within a class, and against the same prediction.

    Were findings only where one looks, directed visits of a class would find more than random ones of the same class.
    """
    drawn = ~asked.directed
    by_class = []
    for grade in sorted(followed["grade"].unique()):
        own = followed.filter(pl.col("grade") == grade)
        directed, random = (_share(_first(own.filter(where))) for where in (
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


def _drift(then: Seen, now: Seen) -> list[dict[str, Any]]:
    """Population stability of every feature over all active businesses, between the day and now."""
    made = []
    for n, name in enumerate(features.NUMBERS):
        a, b = then.numbers[:, n], now.numbers[:, n]
        made.append({"feature": name, "index": round(moved(a, b), 6),
                     "then": round(float(np.nanmean(a)), 6), "now": round(float(np.nanmean(b)), 6)})  # fmt: skip
    for name, choices in then.choices.items():
        made.append({"feature": name, "index": round(moved_choice(choices, now.choices[name]), 6)})
    return sorted(made, key=lambda line: -line["index"])


def _spread(taught: Taught) -> dict[str, Any]:
    """How officers' severities spread, without names: the middle, the ends, how many differ surely from the average."""
    each = list(taught.severities.values())
    values = sorted(one.value for one in each) or [1.0]
    sure = sum(one.low > 1 or one.high < 1 for one in each)
    quantiles = [round(float(np.quantile(values, q)), 4) for q in (0, 0.1, 0.5, 0.9, 1)]
    return {"officers": len(each), "spread": round(taught.spread, 4), "quantiles": quantiles, "sure": sure}


def _card(learnt_from: Seen, asked: Seen, in_use: Taught) -> dict[str, Any]:
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


def _too_few(taught: int, asked: int) -> Refused:
    return Refused(
        "grades.too_few_visits",
        f"检查次数太少：此前{taught}次，此后{asked}次，各需{LEAST_VISITS}次。",
        f"Too few visits: {taught} before and {asked} after the day; {LEAST_VISITS} of each are needed.",
        "没有写入任何内容。", "用更大的样例城市，或累积更多检查记录。",
        what_is_safe_en="Nothing was written.", what_to_do_en="Use a larger sample city, or let more visits come in.",
    )  # fmt: skip
