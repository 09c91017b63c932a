"""Food sampling as the national system exports it: one row per test item, the sample's own columns repeated on each."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden, multiplied, stages
from huizhi.city.entities import Entities, Traits
from huizhi.city.licences import food_licence_of
from huizhi.city.names import choose, division_names, join, sign_names, where
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import MONTHS, NEVER, text_days
from huizhi.city.words import LABORATORIES
from huizhi.city.world import RESIDENTS_PER_ENTITY, SAMPLES_PER_THOUSAND, World

FOOD_SAMPLING = Sheet(
    "food_sampling",
    ("食品抽检_{ym}.csv", "food_sampling_{ym}.csv"),
    listed(
        """
        抽样编号 检验项目序号 任务来源 抽样日期 样品名称 食品大类 标称生产企业名称 生产企业信用代码
        被抽样单位名称 被抽样单位信用代码 被抽样单位许可证号 被抽样单位区划 抽样环节 生产日期/批号 检验项目
        标准限值 实测值 单位 单项判定 综合判定 报告日期 核查处置完成日期 检验机构
        """
    ),
    encoding="gb18030",
    other_encodings={6: "utf-8-sig"},
    key=("抽样编号", "检验项目序号"),
    required=listed("抽样编号 样品名称 被抽样单位名称 检验项目"),
    dates=("抽样日期",),
    order=("抽样日期", "报告日期"),
    labels=("单项判定", "综合判定"),
    counts=("检验项目序号",),
    code="被抽样单位信用代码",
    division="被抽样单位区划",
    named="被抽样单位名称",
)
_PLACES = {"production": "生产", "retail": "流通", "catering": "餐饮", "farm_produce": "食用农产品"}
_ITEMS = 4  # most test items of one sample


@dataclass(frozen=True)
class Food:
    """One category of food: share of all batches, chance of failing, products and test items with their limits."""

    category: str
    place: str
    share: float
    fail: float
    products: tuple[str, ...]
    items: tuple[tuple[str, ...], ...]


@cache
def foods() -> tuple[Food, ...]:
    """All categories, in file order."""
    text = files("huizhi.city").joinpath("foods.csv").read_text(encoding="utf-8")
    return tuple(
        Food(
            row["category"], row["place"], int(row["share"]) / 1000, int(row["fail"]) / 10_000,
            tuple(row["products"].split("|")), tuple(tuple(item.split("^")) for item in row["items"].split("|")),
        )
        for row in csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    )  # fmt: skip


@dataclass(frozen=True)
class Batches:
    """Sampled batches: whose premises (row of the chunk), month slot, day, food category, verdict, planted outbreak."""

    rows: np.ndarray
    uid: np.ndarray
    day: np.ndarray
    food: np.ndarray
    failed: np.ndarray
    outbreak: np.ndarray


# role -> weight of being sampled; a market or supermarket is visited far more often than a noodle shop
_VISITS = {"market": 6.0, "retail": 1.6, "catering": 0.9, "canteen": 2.5, "producer": 5.0, "workshop": 3.0}


def _visit_weight(role: np.ndarray) -> np.ndarray:
    weight = np.zeros(len(role))
    for name, value in _VISITS.items():
        weight[role == name] = value
    return weight


def batches(world: World, e: Entities) -> Batches:
    """All batches of the history, about 8.2 a year per thousand residents, and those of the outbreaks."""
    t, dice = e.traits, world.dice
    sample = _visit_weight(world.sample.role)
    factor = world.scale(sample, SAMPLES_PER_THOUSAND * RESIDENTS_PER_ENTITY / 1000, per_city_entity=True)
    slots = np.arange(MONTHS)
    mean = _visit_weight(t.role) * factor / 12
    several = 1 + (mean > 0.02) + (mean > 0.05)
    chance = np.minimum(mean / several, 0.9)
    rows, slot = np.nonzero(dice.unit("sampled", t.ids[:, None], slots[None, :]) < chance[:, None])
    count = several[rows]
    slot = np.repeat(slot, count)
    rows, copy = multiplied(rows, count)
    uid = (t.ids[rows] * 128 + slot) * 4 + copy
    day = world.timeline.slot_days(slot, dice.unit("sampled day", t.ids[rows] * 64 + slot))
    food = _foods_of(world, t.role[rows], uid)
    fail = np.array([f.fail for f in foods()])[food] * _failing(world, t)[rows]
    failed = dice.unit("sample fails", uid) < np.minimum(fail, 0.9)
    live = (day >= t.established[rows] + 10) & (day < t.ended[rows])
    found = Batches(*(a[live] for a in (rows, uid, day, food, failed, np.full(len(rows), -1))))
    extra = [_outbreak_batches(world, e, k) for k in range(len(world.outbreaks))]
    return Batches(*(np.concatenate([getattr(b, n) for b in (found, *extra)]) for n in Batches.__dataclass_fields__))


def _failing(world: World, t: Traits) -> np.ndarray:
    """Each entity's chance of a failing sample as a multiple of its role's average, which keeps national rates."""
    made = np.zeros(len(t.ids))
    lived = world.years_lived(world.sample)
    for role in _VISITS:
        mine = world.sample.role == role
        usual = float((_riskiness(world.sample.risk) * lived)[mine].sum()) / max(float(lived[mine].sum()), 1e-9)
        made = np.where(t.role == role, _riskiness(t.risk) / max(usual, 1e-9), made)
    return made


def _riskiness(risk: np.ndarray) -> np.ndarray:
    """A quarter of failures strikes anyone, the rest follows latent risk."""
    return 0.25 + 0.75 * np.minimum(risk, 6.0)


def _outbreak_batches(world: World, e: Entities, number: int) -> Batches:
    """Failing batches of an outbreak's product: a dozen in the shops that sold it, one at the producer."""
    bad, t, dice = world.outbreaks[number], e.traits, world.dice
    rows = np.flatnonzero(np.isin(t.ids, (*bad.shops[:12], bad.producer)))
    day = bad.starts + 2 + dice.below("outbreak sample", t.ids[rows], 30, number + 64)
    live = (day >= t.established[rows]) & (day < np.minimum(t.ended[rows], world.timeline.end))
    rows, day = rows[live], day[live]
    category = next(i for i, f in enumerate(foods()) if f.category == "肉制品")
    n = len(rows)
    uid = (t.ids[rows] * 128 + 64 + number) * 4 + 3
    return Batches(rows, uid, day, np.full(n, category), np.ones(n, dtype=bool), np.full(n, number))


def _foods_of(world: World, role: np.ndarray, uid: np.ndarray) -> np.ndarray:
    """Category of each batch by where it is taken."""
    made = np.zeros(len(role), dtype=np.int64)
    shares = np.array([f.share for f in foods()])
    place = np.array([f.place for f in foods()])
    meals, farm = place == "catering", place == "farm_produce"
    mixes = {
        "catering": shares * meals + shares * farm * 0.4, "canteen": shares * meals + shares * farm * 0.4,
        "market": shares * farm, "retail": shares * ~meals * np.where(farm, 0.95, 1.0),
        "producer": shares * ~(meals | farm), "workshop": shares * (place == "production") + shares * (shares == 0.055),
    }  # fmt: skip
    for name, mix in mixes.items():
        mine = role == name
        made[mine] = world.dice.pick("food", uid[mine], mix.tolist())
    return made


def sampling_rows(world: World, e: Entities) -> pl.DataFrame:
    """Rows of all batches: two to four test items each; failing ones again when their disposal is finished."""
    b = batches(world, e)
    dice = world.dice
    wanted = 2 + dice.pick("items", b.uid, (25, 50, 25))
    offered = np.array([len(f.items) for f in foods()])[b.food]
    count = np.minimum(wanted, offered)
    at, number = multiplied(np.arange(len(b.rows)), count)
    sample = _sample_columns(world, e, b)
    texts = pl.DataFrame(sample)[at.astype(np.uint32)]
    items = _item_columns(world, b, at, number, offered)
    reported = b.day + 12 + dice.below("reported", b.uid, 20)
    disposed = np.where(
        b.failed & (dice.unit("disposed", b.uid) < 0.985), reported + 15 + dice.below("disposed", b.uid, 76), NEVER
    )
    disposed = np.where(disposed > world.timeline.end, NEVER, disposed)
    late = np.where(dice.unit("sample late", b.uid) < 0.004, 50 + dice.below("sample late", b.uid, 160), 0)
    first, last = stages(
        world, reported + late, np.where(b.failed, np.where(disposed < NEVER, disposed + late, NEVER), reported + late)
    )
    links = sample.pop("_link").gather(at.astype(np.uint32))
    frame = texts.with_columns(
        *items, text_days(reported[at]).alias("报告日期"),
        **hidden(first[at], e.traits.ids[b.rows][at], b.uid[at] * _ITEMS + number, links, late[at]),
    )  # fmt: skip
    before = frame.with_columns(pl.lit(None, dtype=pl.String).alias("核查处置完成日期"), pl.lit(False).alias("_final"))
    after = frame.with_columns(
        text_days(disposed[at]).alias("核查处置完成日期"), pl.Series(last[at]).alias("_d"), pl.lit(True).alias("_final")
    )
    return pl.concat([before, after.select(before.columns)])


def _sample_columns(world: World, e: Entities, b: Batches) -> dict[str, pl.Series]:
    """Columns of each batch as a whole."""
    t, dice, rows = e.traits, world.dice, b.rows
    ids = t.ids[rows]
    products = [p for f in foods() for p in f.products]
    counts = np.array([len(f.products) for f in foods()])
    product = choose(products, (np.cumsum(counts) - counts)[b.food] + dice.below("product", b.uid, counts[b.food]))
    maker, maker_code, batch = _producer(world, e, b)
    for bad in world.outbreaks:
        mine = b.outbreak == bad.number
        product = where(mine, bad.product, product)
        maker, maker_code = where(mine, bad.name, maker), where(mine, bad.code, maker_code)
        batch = where(mine, bad.batch, batch)
    licence, holds = food_licence_of(world, t, rows)
    u = dice.unit("sample link", b.uid)
    coded, by_licence = u < 0.8, (u < 0.92) & holds
    name = e.name_on(rows, b.day)
    varied = ~coded & ~by_licence & (u > 0.96)
    shown = where(varied, sign_names(e.texts("brand", rows), name, dice.below("sample sign", b.uid, 3)), name)
    link = where(coded, None, where(by_licence, "licence", where(varied, "name_variant", "name")))
    place = np.array([list(_PLACES).index(f.place) for f in foods()])[b.food]
    role = t.role[rows]
    place = np.where(
        np.isin(role, ("producer", "workshop")), 0, np.where(np.isin(role, ("catering", "canteen")), 2, place)
    )
    place = np.where((place == 0) & ~np.isin(role, ("producer", "workshop")), 1, place)
    level = dice.pick("level", b.uid, (6, 18, 36, 40))
    district = pl.Series(t.division[rows]).cast(pl.String)
    prefix = choose(("GC", "SC", "DC", "XC"), level)
    return {
        "抽样编号": join(prefix, text_days(b.day, "%y"), district, dice.document("sample", b.uid, 11)),
        "任务来源": choose(("国抽", "省抽", "市抽", "县抽"), level),
        "抽样日期": where(dice.unit("sample slash", b.uid) < 0.02, text_days(b.day, "%Y/%m/%d"), text_days(b.day)),
        "样品名称": product,
        "食品大类": choose([f.category for f in foods()], b.food),
        "标称生产企业名称": maker,
        "生产企业信用代码": maker_code,
        "被抽样单位名称": shown,
        "被抽样单位信用代码": where(coded, e.texts("code", rows), None),
        "被抽样单位许可证号": where((coded | by_licence) & holds, licence, None),
        "被抽样单位区划": division_names(t.division[rows]),
        "抽样环节": choose(list(_PLACES.values()), place),
        "生产日期/批号": batch,
        "综合判定": where(b.failed, "不合格", "合格"),
        "检验机构": choose(LABORATORIES, dice.below("laboratory", ids, len(LABORATORIES))),
        "_link": link,
    }  # fmt: skip


def _producer(world: World, e: Entities, b: Batches) -> tuple[pl.Series, pl.Series, pl.Series]:
    """Producer's name and code and the batch number; fresh produce and meals have none, makers are their own."""
    dice, t = world.dice, e.traits
    local, (stranger, stranger_code) = world.producers, world.strangers
    who = dice.below("producer", b.uid, len(local.code))
    far = dice.below("stranger", b.uid, len(stranger))
    own = np.isin(t.role[b.rows], ("producer", "workshop"))
    here = dice.unit("producer", b.uid) < 0.45
    packed = np.array([f.place not in ("catering", "farm_produce") for f in foods()])[b.food]
    name = where(
        own,
        e.name_on(b.rows, b.day),
        where(here, local.name.gather(who.astype(np.uint32)), stranger.gather(far.astype(np.uint32))),
    )
    code = where(
        own,
        e.texts("code", b.rows),
        where(here, local.code.gather(who.astype(np.uint32)), stranger_code.gather(far.astype(np.uint32))),
    )
    made = text_days(b.day - 3 - dice.below("batch", b.uid, 90), "%Y%m%d")
    return where(packed, name, None), where(packed, code, None), where(packed, made, None)


def _item_columns(world: World, b: Batches, at: np.ndarray, number: np.ndarray, offered: np.ndarray) -> list[pl.Series]:
    """Columns of each test item: which item, limit, value and verdict. Of a failing batch one item fails."""
    dice = world.dice
    table = [item for f in foods() for item in f.items]
    sizes = np.array([len(f.items) for f in foods()])
    starts = np.cumsum(sizes) - sizes
    shift = dice.below("item shift", b.uid, offered)
    culprit = np.zeros(len(b.rows), dtype=np.int64)
    for index, food in enumerate(foods()):
        mine = b.food == index
        culprit[mine] = dice.pick("culprit", b.uid[mine], [float(item[5]) for item in food.items])
    shift = np.where(
        b.failed, culprit, shift
    )  # the failing item comes first in the round, so it is always among those tested
    item = starts[b.food[at]] + (shift[at] + number) % offered[at]
    fails = b.failed[at] & (number == 0)
    column = [choose([row[k] for row in table], item) for k in range(5)]
    return [
        pl.Series("检验项目序号", number + 1).cast(pl.String),
        column[0].alias("检验项目"),
        column[1].alias("标准限值"),
        where(fails, column[4], column[3]).alias("实测值"),
        column[2].alias("单位"),
        where(fails, "不合格", "合格").alias("单项判定"),
    ]
