"""The city's market entities: what they are (traits) and how they are called and numbered (entities)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from huizhi.city import codes, words
from huizhi.city.industries import industries, towns
from huizhi.city.names import brands, business_names, choose, join, people, phones, where
from huizhi.city.randomness import Dice
from huizhi.city.timeline import NEVER, Timeline, day_number

COMPANY, INDIVIDUAL, COOPERATIVE, BRANCH = range(4)
CANCELLED, REVOKED, MOVED_OUT = 1, 2, 3
_NEW_BODIES = day_number(date(2015, 10, 1))
_SHORTEST, _AHEAD = 60, 400
"""Days nobody exists less than; days after the history from which on an end does not matter."""


@dataclass(frozen=True)
class Traits:
    """Numbers of each entity, all arrays of the same length; days count from 1970, NEVER means not at all."""

    ids: np.ndarray
    roots: np.ndarray  # whose place and trade name it shares: itself, or the entity it split from
    kind: np.ndarray
    industry: np.ndarray
    town: np.ndarray
    division: np.ndarray
    established: np.ndarray
    ended: np.ndarray
    ending: np.ndarray
    renamed: np.ndarray  # 0 if never renamed
    risk: np.ndarray  # latent; the mean over the city is about 1
    flawed: np.ndarray  # the official code itself has a wrong check character

    def alive(self, days: np.ndarray) -> np.ndarray:
        """Whether each entity exists on its day; broadcasts (n,) traits against (n, m) days."""
        shape = (slice(None),) + (None,) * (np.ndim(days) - 1)
        return (days >= self.established[shape]) & (days < self.ended[shape])

    def take(self, rows: np.ndarray) -> Traits:
        """The traits of some rows."""
        return Traits(**{name: getattr(self, name)[rows] for name in self.__dataclass_fields__})

    @property
    def role(self) -> np.ndarray:
        """Role of each entity's line of business (array of str)."""
        return np.array([i.role for i in industries()])[self.industry]

    @property
    def food(self) -> np.ndarray:
        """Whether each entity deals in food."""
        return np.array([i.food for i in industries()])[self.industry]


@dataclass(frozen=True)
class Entities:
    """Traits and texts of a range of entities."""

    traits: Traits
    code: pl.Series
    registration_no: pl.Series
    name: pl.Series  # from the day of renaming on (or always)
    old_name: pl.Series  # before it
    brand: pl.Series
    address: pl.Series
    person: pl.Series
    phone: pl.Series
    capital: np.ndarray  # in hundredths of 万元
    zone: pl.Series
    station: pl.Series

    def texts(self, column: str, rows: np.ndarray) -> pl.Series:
        """One text column for some rows."""
        return getattr(self, column).gather(np.asarray(rows, dtype=np.uint32))

    def name_on(self, rows: np.ndarray, days: np.ndarray) -> pl.Series:
        """The name each entity bore on its day."""
        renamed = days >= self.traits.renamed[rows]
        return where(renamed, self.texts("name", rows), self.texts("old_name", rows))


def traits(dice: Dice, timeline: Timeline, ids: np.ndarray) -> Traits:
    """Everything about entities that is a number; any ids, in any order."""
    ids = np.asarray(ids, dtype=np.int64)
    splits = splits_off(dice, ids)
    roots = ids - splits
    mix = industries()
    industry = dice.pick("industry", roots, [i.weight for i in mix])
    town = dice.pick("town", roots, [t.weight for t in towns()])
    kind = _kinds(dice, roots, industry)
    kind = np.where(splits & (kind == BRANCH), COMPANY, kind)
    risk = _risk(dice, ids, kind, industry)
    established, ended = _lives(dice, timeline, ids, splits, _longest(kind, risk))
    ending = 1 + dice.pick("ending", ids, (96, 2, 2))
    renamed = timeline.start + np.floor(dice.unit("renamed", ids, 1) * (timeline.end - timeline.start))
    renames = (dice.unit("renamed", ids) < 0.015) & (renamed > established + 60) & ~splits
    return Traits(
        ids, roots, kind, industry, town, np.array([t.division for t in towns()])[town], established.astype(np.int64),
        ended.astype(np.int64), ending, np.where(renames, renamed, 0).astype(np.int64),
        risk, dice.unit("flawed", ids) < 0.0006,
    )  # fmt: skip


def splits_off(dice: Dice, ids: np.ndarray) -> np.ndarray:
    """Whether each entity split off from the one before it."""
    return (ids % 2 == 1) & (dice.unit("split", ids) < 0.004)


def _kinds(dice: Dice, ids: np.ndarray, industry: np.ndarray) -> np.ndarray:
    """Company, individual business, cooperative or branch."""
    share = np.array([i.enterprise for i in industries()])[industry]
    farm = np.array([i.code.startswith("A") for i in industries()])[industry]
    u = dice.unit("kind", ids)
    company = np.where(dice.unit("kind", ids, 1) < 0.07, BRANCH, COMPANY)
    other = np.where(farm & (dice.unit("kind", ids, 2) < 0.3), COOPERATIVE, INDIVIDUAL)
    return np.where(u < share, company, other)


def _longest(kind: np.ndarray, risk: np.ndarray) -> np.ndarray:
    """Days the longest-lived of its like exists: individual businesses and risky ones go sooner."""
    years = np.array([28.0, 18.0, 28.0, 28.0])[kind] - np.minimum(risk, 3.0)
    return years * 365


def _lives(
    dice: Dice, timeline: Timeline, ids: np.ndarray, splits: np.ndarray, longest: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """First day and end of each entity, NEVER where that lies far ahead: as many begin as end, on every day.

    Lives are evenly long between nothing and `longest`. An entity either begins within the history, evenly spread, or
    stood on its first day; then age and length of life are the smaller and the larger of two even draws. Of each kind
    and risk the share that begins is what keeps its number and its ages the same throughout.
    """
    u, v = dice.unit("life", ids), dice.unit("life", ids, 1)
    span = timeline.end - timeline.start
    births = 2 * span / longest
    begins = dice.unit("begins", ids) < births / (1 + births)
    first = np.where(
        begins, timeline.start + np.floor(v * span) + 1, timeline.start - np.floor(np.minimum(u, v) * longest)
    )
    split_on = timeline.start + 120 + np.floor(v * (span - 240))
    established = np.where(splits, split_on, first)
    length = np.where(begins | splits, u, np.maximum(u, v)) * longest
    ended = established + np.maximum(np.floor(length), _SHORTEST)
    return established, np.where(ended > timeline.end + _AHEAD, NEVER, ended)


def _risk(dice: Dice, ids: np.ndarray, kind: np.ndarray, industry: np.ndarray) -> np.ndarray:
    """Latent risk = line of business x size x the entity itself (skewed: one in twenty is several times worse)."""
    u = dice.unit("risk", ids)
    square = u * u
    fourth = square * square
    own = 0.20 + 0.30 * u + 1.50 * fourth + 3.15 * fourth * fourth
    size = np.array([1.15, 0.95, 0.7, 1.0])[kind]
    return np.array([i.risk for i in industries()])[industry] * size * own


def entities(dice: Dice, timeline: Timeline, ids: np.ndarray) -> Entities:
    """Traits and texts of the given entities."""
    t = traits(dice, timeline, ids)
    brand = brands(dice, "brand", t.roots)
    name = business_names(dice, "name", t.ids, brand, t.industry, t.kind, t.division)
    old_brand = brands(dice, "old_brand", t.ids)
    old_name = where(
        t.renamed > 0, business_names(dice, "name", t.ids, old_brand, t.industry, t.kind, t.division), name
    )
    return Entities(
        t,
        _codes(dice, t),
        _registration_numbers(dice, t),
        name,
        old_name,
        brand,
        addresses(dice, t),
        people(dice, "person", t.roots),
        phones(dice, "phone", t.ids),
        _capital(dice, t),
        choose([town.zone for town in towns()], t.town).replace("", None),
        join(choose([town.short for town in towns()], t.town), "市场监督管理所"),
    )


def _codes(dice: Dice, t: Traits) -> pl.Series:
    """Credit codes: the registrar's division, sometimes a retired one or the city's own; flawed ones fail the check."""
    u = dice.unit("registrar", t.ids)
    retired = (t.division == 371003) & (t.established < day_number(date(2014, 9, 1)))
    registrar = np.where(retired, 371081, np.where((u < 0.05) & (t.kind == COMPANY), 371000, t.division))
    category = np.array([1, 2, 3, 1])[t.kind]
    newer = t.established >= _NEW_BODIES
    made = codes.credit_codes(_bodies(dice, t.ids, newer), category, registrar, newer)
    flawed = np.flatnonzero(t.flawed)
    return made.scatter(flawed, [codes.wrong_check(made[int(i)]) for i in flawed]) if len(flawed) else made


def _bodies(dice: Dice, ids: np.ndarray, newer: np.ndarray) -> np.ndarray:
    """A different body number for every entity: a one-to-one scramble of its index."""
    key = int(dice.bits("body", np.array([0]))[0])
    letters = (ids * (1_000_003 + 62 * (key % 10_000)) + key % codes.BODIES) % codes.BODIES
    return np.where(newer, letters, dice.serial("body", ids, 8))


def _registration_numbers(dice: Dice, t: Traits) -> pl.Series:
    """The old fifteen-digit number of entities from before the unified code; null for later ones."""
    serial = dice.serial("registration", t.ids, 8)
    text = codes.licence_numbers("", t.division * 10**8 + serial, 14)
    return where(t.established < _NEW_BODIES, text, None)


def _capital(dice: Dice, t: Traits) -> np.ndarray:
    """Registered capital in hundredths of 万元: round sums, small for individual businesses."""
    company = np.array([10, 30, 50, 100, 100, 200, 300, 500, 500, 1000, 1000, 2000, 5000, 12345])
    small = np.array([1, 2, 3, 5, 5, 8, 10, 10, 20, 50])
    u = dice.unit("capital", t.ids)
    big = company[np.floor(u * len(company)).astype(np.int64)] * 100
    little = small[np.floor(u * len(small)).astype(np.int64)] * 100
    odd = (dice.unit("capital", t.ids, 1) < 0.04) * dice.below("capital", t.ids, 100, 2)
    return np.where((t.kind == COMPANY) | (t.kind == COOPERATIVE), big, little) * (t.kind != BRANCH) + odd * (
        t.kind == COMPANY
    )


def addresses(dice: Dice, t: Traits) -> pl.Series:
    """Street addresses in the entity's own town; split entities stay at the old one."""
    division = np.searchsorted(np.array(list(words.ROADS)), t.division)
    roads = [road for options in words.ROADS.values() for road in options]
    counts = np.array([len(options) for options in words.ROADS.values()])
    starts = np.cumsum(counts) - counts
    road = choose(roads, starts[division] + dice.below("address", t.roots, counts[division], 1))
    number = pl.Series(1 + dice.below("address", t.roots, 380, 2)).cast(pl.String)
    unit = pl.Series(101 + dice.below("address", t.roots, 18, 4)).cast(pl.String)
    place = choose(words.PLACES, dice.below("address", t.roots, len(words.PLACES), 3))
    u = dice.unit("address", t.roots, 5)
    inner = where(u < 0.25, join(place, unit, "号"), where(u < 0.4, join("-", unit, "号"), ""))
    dash = where((u >= 0.25) & (u < 0.4), number, join(number, "号"))
    county = choose(["环翠区", "文登区", "荣成市", "乳山市"], division)
    head = where(dice.unit("address", t.roots, 6) < 0.7, "山东省威海市", "威海市")
    return join(head, county, choose([town.name for town in towns()], t.town), road, dash, inner)
