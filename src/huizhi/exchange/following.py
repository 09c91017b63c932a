"""What a home knew on a day, and the visits that followed: what the measuring of classes and the prediction need.

A table as of a day is made from the lake as it was known then. Before the first load the lake knew nothing: of what
that load brought, a fact counts as known a month after it happened, as deliveries are monthly.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from huizhi.insight import features
from huizhi.insight.entities import entities
from huizhi.insight.events import events
from huizhi.insight.links import links
from huizhi.insight.prediction import Lessons, of_officers
from huizhi.insight.scorecard import Scorecard
from huizhi.insight.scores import scores
from huizhi.insight.visits_made import RANDOM, visits_made
from huizhi.lake.store import LakeStore

REPORTED_AFTER_DAYS = 31
TAUGHT_DAYS = 730
"""Visits of the two years before a day teach; facts reach three years further back than a visit where there are any."""
_REGISTER = ("entity_id", *features.COLUMNS, "division", "status")
_EPOCH = date(1970, 1, 1)
VISITED = ("inspection_clean", *features.FOUND)
"""Kinds of facts that say somebody went."""
Tell = Callable[[str], None]


@dataclass(frozen=True)
class Night:
    """One day's knowledge. `known`: the register with class and score by the card; `facts`: dated facts; `visits`."""

    day: date
    card: str
    known: pl.DataFrame
    facts: pl.DataFrame
    visits: pl.DataFrame

    @property
    def active(self) -> pl.DataFrame:
        """The businesses registered as active."""
        return self.known.filter(pl.col("status") == "active")


@dataclass(frozen=True)
class Seen:
    """Businesses and the days they are asked about, with their features; rows as in `rows`."""

    rows: pl.DataFrame
    numbers: np.ndarray
    choices: dict[str, np.ndarray]

    @property
    def found(self) -> np.ndarray:
        """Whether the visit found something."""
        return self.rows["found"].to_numpy().astype(bool)

    @property
    def directed(self) -> np.ndarray:
        """Whether a visit was decided otherwise than by a random draw."""
        return (self.rows["kind"] != RANDOM).to_numpy()

    @property
    def lessons(self) -> Lessons:
        """The visits as a model is taught by them."""
        who = [of_officers(text) for text in self.rows["officers"]]
        return Lessons(self.numbers, self.choices, self.directed, self.found, who)


def night(store: LakeStore, day: date, card: Scorecard, tell: Tell) -> Night:
    """What was known at the end of a day, classed by a card; nothing is kept. Refused while a night runs."""
    with store.stage(day) as stage:
        tell(f"{day} register 登记")
        stage.keep("entities", entities(stage, day), "entity_id")
        stage.keep("links", links(stage, day))
        tell(f"{day} facts 事实")
        stage.keep("events", events(stage, day), "entity_id")
        tell(f"{day} classes 分类")
        graded = scores(stage, day, scorecard=card).select("entity_id", "score", "grade").to_polars()
        dated = stage.table("events", day)
        facts = dated.filter(dated.kind.isin(features.KINDS)).select("entity_id", "kind", "occurred_on", "known_on")
        known = stage.table("entities", day).select(*_REGISTER).to_polars()
        made = visits_made(stage, day).to_polars().sort("inspected_on", "inspection_no")
        return Night(day, card.version, known.join(graded, on="entity_id").sort("entity_id"), _reported(
            facts.to_polars()), made)  # fmt: skip


def first_known(store: LakeStore) -> date | None:
    """The day of the first delivery of inspections; None when there is none."""
    history = store.history("inspections")
    found = history.known_at.min().to_pyarrow().as_py()
    return found.date() if found else None


def usual_rate(night: Night) -> float:
    """The share of all visits known on a night that found something."""
    return float(night.visits["found"].mean() or 0.0)


def taught_by(night: Night, usual: float) -> Seen:
    """The visits of the two years before a night, each with what was known the day before it."""
    return before_visits(night, night.day - timedelta(TAUGHT_DAYS), night.day, usual)


def before_visits(night: Night, after: date, until: date, usual: float, known: pl.DataFrame | None = None) -> Seen:
    """Visits after a day until another, as the night knows them, each with what was known the day before it.

    `known`: the register as an earlier night had it, which goes before the night's own.
    """
    register = night.known if known is None else pl.concat([known, night.known]).unique("entity_id", keep="first")
    asked = night.visits.filter(pl.col("inspected_on").is_between(pl.lit(after), pl.lit(until), closed="right"))
    return _seen(asked.rename({"inspected_on": "on"}), register, night.facts, usual)


def today(night: Night, usual: float) -> Seen:
    """Every active business as it is known at the end of the night."""
    asked = night.active.select("entity_id").with_columns(pl.lit(night.day + timedelta(1)).alias("on"))
    told = night.facts.with_columns(pl.col("occurred_on").alias("told_on"))
    return _seen(asked, night.known, told, usual)


def _seen(asked: pl.DataFrame, register: pl.DataFrame, facts: pl.DataFrame, usual: float) -> Seen:
    rows = asked.join(register, on="entity_id", how="inner", maintain_order="left", suffix="_register")
    rows = rows.with_columns(pl.int_range(pl.len()).alias("row"))
    near = rows.select("row", "entity_id", "on").join(facts, on="entity_id")
    near = near.filter((pl.col("told_on") < pl.col("on")) & (pl.col("occurred_on") < pl.col("on"))).sort("row")
    made = features.Asked(
        _days(rows["on"]), _days(rows["established_on"]), rows["capital_fen"].cast(pl.Float64).fill_null(np.nan)
        .to_numpy(), _text(rows["entity_kind"]), _text(rows["industry_code"]), records_begin(facts),
    )  # fmt: skip
    age = (near["on"] - near["occurred_on"]).dt.total_days().to_numpy().astype(float)
    dated = features.Dated(near["row"].to_numpy(), near["kind"].to_numpy().astype(str), age)
    return Seen(
        rows, features.numbers(made, dated, usual), {"entity_kind": made.entity_kind, "industry": made.industry}
    )


def records_begin(facts: pl.DataFrame) -> float:
    """The day of the first visit the facts tell of, counted from 1970; -inf without any."""
    first = facts.filter(pl.col("kind").is_in(VISITED))["occurred_on"].min()
    return -np.inf if first is None else float((first - _EPOCH).days)


def _reported(facts: pl.DataFrame) -> pl.DataFrame:
    """With `told_on`, the day a fact was known: the first load's facts a month after they happened."""
    looked = facts.filter(pl.col("kind").is_in(VISITED))
    first = looked["known_on"].min()
    soon = pl.min_horizontal(pl.col("known_on"), pl.col("occurred_on") + pl.duration(days=REPORTED_AFTER_DAYS))
    return facts.with_columns(
        pl.when(pl.col("known_on") <= pl.lit(first)).then(soon).otherwise(pl.col("known_on")).alias("told_on")
    )


def _days(column: pl.Series) -> np.ndarray:
    days = (column.cast(pl.Date) - pl.Series([_EPOCH])).dt.total_days().cast(pl.Float64)
    return days.fill_null(np.nan).to_numpy()


def _text(column: pl.Series) -> np.ndarray:
    return column.fill_null("").to_numpy().astype(str)
