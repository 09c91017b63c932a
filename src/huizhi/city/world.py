"""What every source needs to know of the city as a whole: size, seed, time, rates, officers, producers, outbreaks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import polars as pl

from huizhi.city import codes
from huizhi.city.entities import Entities, Traits, entities, traits
from huizhi.city.industries import DIVISION_LIST, industries, towns
from huizhi.city.names import brands, choose, join, people
from huizhi.city.randomness import Dice
from huizhi.city.timeline import EPOCH, Timeline, day_number
from huizhi.city.words import OTHER_CITIES
from huizhi.law.complaints import decision_due, mediation_due
from huizhi.vocabulary.calendar import WorkCalendar

RESIDENTS_PER_ENTITY = 6.4
COMPLAINTS_A_YEAR = 17.8 / 188  # per entity: national complaints and reports over market entities, both in millions
SAMPLES_PER_THOUSAND = 8.2  # batches of food sampling per thousand residents and year
_CALIBRATION = 20_000
_DIRECTORY = 400


@dataclass(frozen=True)
class Outbreak:
    """One bad product of one producer, sold in one county-level unit for about four weeks."""

    number: int
    producer: int  # index of the entity that made it
    code: str
    name: str
    product: str
    batch: str
    division: int
    starts: int
    ends: int
    shops: tuple[int, ...]  # food shops and kitchens that sold it: complained about; the first twelve also sampled


class World:
    """The sample city of `size` entities for one seed, with its history ending on `until`."""

    def __init__(self, size: int, seed: int, until: date) -> None:
        self.size = size
        self.seed = seed
        self.timeline = Timeline(until)
        self.dice = Dice(seed)

    def range_of(self, first: int, last: int) -> Entities:
        """Entities first..last-1."""
        return entities(self.dice, self.timeline, np.arange(first, last))

    def parents(self, t: Traits) -> pl.Series:
        """Credit code of the entity each one split from; null for the others."""
        rows = np.flatnonzero(t.roots != t.ids)
        made = pl.Series([None] * len(t.ids), dtype=pl.String)
        return made.scatter(rows, entities(self.dice, self.timeline, t.roots[rows]).code) if len(rows) else made

    def town_name(self, town: int) -> str:
        """Name of a town by its place in the list."""
        return towns()[town].name

    @cached_property
    def sample(self) -> Traits:
        """The entities by which rates are set: the first ones, so that the answer depends on nothing else."""
        return traits(self.dice, self.timeline, np.arange(min(self.size, _CALIBRATION)))

    def years_lived(self, t: Traits) -> np.ndarray:
        """Years each entity existed within the history."""
        span = np.minimum(t.ended, self.timeline.end) - np.maximum(t.established, self.timeline.start)
        return np.maximum(span, 0) / 365.25

    def scale(self, weight: np.ndarray, rate: float, per_city_entity: bool = False) -> float:
        """Factor that makes `weight` average `rate` a year of life in the sample (or a year and entity of the city)."""
        lived = self.years_lived(self.sample)
        base = 4.0 * len(lived) if per_city_entity else float(lived.sum())
        return rate * base / max(float((weight * lived).sum()), 1e-9)

    @cached_property
    def deadlines(self) -> tuple[np.ndarray, np.ndarray]:
        """For each day from the history's first on: last day of mediation if accepted, of decision if reported then."""
        work = WorkCalendar.load()
        days = [date.fromordinal(EPOCH.toordinal() + d) for d in range(self.timeline.start, self.timeline.end + 10)]
        mediation = [day_number(mediation_due(day, work).due) for day in days]
        return np.array(mediation), np.array([day_number(decision_due(day, work).due) for day in days])

    @cached_property
    def officers(self) -> Officers:
        """All inspectors."""
        return Officers(self.dice, self.size)

    @cached_property
    def producers(self) -> Entities:
        """Up to 400 food makers of the city, old enough to have sold throughout."""
        found = traits(self.dice, self.timeline, np.arange(min(self.size, 3 * _CALIBRATION)))
        maker = np.isin(found.role, ("producer", "workshop")) & (found.established < self.timeline.start)
        chosen = found.ids[maker & (found.ended > self.timeline.end)][:_DIRECTORY]
        return entities(self.dice, self.timeline, chosen if len(chosen) else found.ids[:1])

    @cached_property
    def sellers(self) -> Entities:
        """Five shops or markets of each county-level unit where prices are taken (fewer in a very small city)."""
        found = traits(self.dice, self.timeline, np.arange(min(self.size, 3 * _CALIBRATION)))
        shop = np.isin(found.role, ("retail", "market")) & (found.established < self.timeline.start)
        lasting = shop & (found.ended > self.timeline.end)
        chosen = [found.ids[lasting & (found.division == division)][:5] for division in DIVISION_LIST]
        return entities(self.dice, self.timeline, np.concatenate(chosen))

    @cached_property
    def strangers(self) -> tuple[pl.Series, pl.Series]:
        """Names and codes of forty producers of other cities."""
        ids = np.arange(40)
        place = self.dice.below("stranger", ids, len(OTHER_CITIES), 1)
        division = np.array([c for c, _ in OTHER_CITIES])[place]
        serials = self.dice.below("stranger", ids, 31**5, 2)
        code = codes.credit_codes(serials, np.ones(40, dtype=np.int64), division, np.ones(40, dtype=bool))
        goods = choose(("食品有限公司", "粮油有限公司", "饮料有限公司", "调味食品有限公司"), ids % 4)
        return join(choose([n for _, n in OTHER_CITIES], place), brands(self.dice, "stranger", ids), goods), code

    @cached_property
    def outbreaks(self) -> list[Outbreak]:
        """Planted outbreaks: two for a small city, up to forty for a large one; the last falls into the final year."""
        count = min(40, max(2, self.size // 25_000))
        ids = np.arange(count)
        makers = self.producers
        chosen = (self.dice.below("outbreak", ids, len(makers.code), 1) + ids) % len(makers.code)
        span = self.timeline.end - self.timeline.start - 200
        starts = (
            self.timeline.start + 60 + np.floor((ids + self.dice.unit("outbreak", ids, 2)) * span / count).astype(int)
        )
        products = ("即食海带丝", "熟制虾仁", "散装卤牛肉", "豆腐皮", "奶油蛋糕", "花生酱", "鱼丸", "酱卤鸭翅")
        made = []
        for k, who, start in zip(ids.tolist(), chosen.tolist(), starts.tolist(), strict=True):
            day = date.fromordinal(start + 719163 - 9)
            made.append(
                Outbreak(
                    k, int(makers.traits.ids[who]), makers.code[who], makers.name[who],
                    makers.brand[who] + "牌" + products[k % len(products)], day.strftime("%Y%m%d"),
                    int(makers.traits.division[who]), start, start + 28,
                    self._sold_at(k, int(makers.traits.division[who]), start),
                )
            )  # fmt: skip
        return made

    def _sold_at(self, number: int, division: int, start: int) -> tuple[int, ...]:
        """Twenty-two food businesses of a county-level unit that exist during an outbreak (fewer in a small city)."""
        t = self.sample
        here = t.ids[(t.division == division) & t.food & (t.established < start) & (t.ended > start + 60)]
        order = np.argsort(self.dice.bits("outbreak shop", here, number), kind="stable")
        return tuple(here[order][:22].tolist())


class Officers:
    """Inspectors by town: names and how severely each judges (1 is the average)."""

    def __init__(self, dice: Dice, size: int) -> None:
        weights = np.array([t.weight for t in towns()])
        wanted = np.floor(size / 450 * weights / weights.sum()).astype(np.int64)
        self.counts = np.clip(wanted, 2, 60)
        self.starts = np.cumsum(self.counts) - self.counts
        ids = np.arange(int(self.counts.sum()))
        self.names = _distinct(people(dice, "officer", ids))
        u = dice.unit("severity", ids)
        self.severity = 0.45 + 1.1 * u
        self.town = np.repeat(np.arange(len(weights)), self.counts)

    def pairs(self, dice: Dice, stream: str, keys: np.ndarray, town: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Two different officers of each town (indices)."""
        count = self.counts[town]
        first = dice.below(stream, keys, count, 1)
        second = (first + 1 + dice.below(stream, keys, count - 1, 2)) % count
        return self.starts[town] + first, self.starts[town] + second


def _distinct(names: pl.Series) -> pl.Series:
    """The same names, later bearers of a name told apart by a further character."""
    seen: dict[str, int] = {}
    extra = "一文武建国庆华山海江河林森阳光明"
    made = []
    for name in names.to_list():
        seen[name] = seen.get(name, -1) + 1
        made.append(name if seen[name] == 0 else name + extra[seen[name] % len(extra)])
    return pl.Series(made, dtype=pl.String)


def complaint_weight(t: Traits) -> np.ndarray:
    """Relative rate of complaints: line of business x size x risk."""
    own = np.array([i.complaints for i in industries()])[t.industry]
    return own * np.array([1.8, 0.75, 0.3, 1.6])[t.kind] * (0.35 + 0.65 * np.minimum(t.risk, 5.0))
