"""Weekly price quotes of shops and markets, with planted spikes and planted collusion."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden
from huizhi.city.industries import DIVISION_LIST, DIVISIONS
from huizhi.city.names import choose, division_names, join, where
from huizhi.city.registry import hundredths
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import text_days
from huizhi.city.world import World

PRICE_QUOTES = Sheet(
    "price_quotes",
    ("价格监测_{ym}.csv", "price_quotes_{ym}.csv"),
    listed("采价编号 采价日期 采价点 采价点代码 行政区划 类别 商品 规格 单价(元) 单位 采价员"),
    encoding="gb18030",
    key=("采价编号",),
    required=listed("采价编号 采价点 商品"),
    dates=("采价日期",),
    money=("单价(元)",),
    code="采价点代码",
    division="行政区划",
    named="采价点",
    every=3,
    contract=False,
)
WEEKS = 104
"""Weeks of quotes before the last day."""
# class, goods, grade, usual price in fen, unit
_GOODS = (
    ("粮油", "大米", "粳米 散装", 320, "元/斤"),
    ("粮油", "面粉", "特一粉", 280, "元/斤"),
    ("粮油", "花生油", "一级 5升桶装", 13_900, "元/桶"),
    ("肉禽蛋", "猪肉", "五花肉", 1_550, "元/斤"),
    ("肉禽蛋", "牛肉", "腿肉", 3_600, "元/斤"),
    ("肉禽蛋", "鸡蛋", "鲜鸡蛋", 480, "元/斤"),
    ("蔬菜", "大白菜", "一级", 120, "元/斤"),
    ("蔬菜", "黄瓜", "一级", 350, "元/斤"),
    ("蔬菜", "西红柿", "一级", 390, "元/斤"),
    ("蔬菜", "土豆", "一级", 210, "元/斤"),
    ("水产", "带鱼", "冻 中条", 1_800, "元/斤"),
    ("水产", "鲅鱼", "鲜", 1_650, "元/斤"),
    ("服务", "停车", "商业区 每小时", 400, "元/小时"),
    ("药品", "连花清瘟胶囊", "24粒", 1_480, "元/盒"),
)


@dataclass(frozen=True)
class Spike:
    """All sellers of a division ask far more for one thing during some weeks."""

    goods: int
    division: int
    first: int
    last: int
    percent: int


@dataclass(frozen=True)
class Ring:
    """Some sellers of a division who quote the very same, raised price for one thing during some weeks."""

    number: int
    goods: int
    division: int
    members: tuple[int, ...]
    first: int
    last: int


def spikes(world: World) -> list[Spike]:
    """Three planted spikes, one of them in the last half year."""
    ids = np.arange(3)
    goods = (world.dice.below("spike goods", ids, len(_GOODS)) + ids * 5) % len(_GOODS)
    division = np.array(DIVISION_LIST)[world.dice.below("spike place", ids, 4)]
    first = np.array([12, 46, 84]) + world.dice.below("spike week", ids, 12)
    percent = 150 + world.dice.below("spike size", ids, 60)
    return [
        Spike(int(g), int(d), int(f), int(f) + 3, int(p))
        for g, d, f, p in zip(goods, division, first, percent, strict=True)
    ]


def rings(world: World) -> list[Ring]:
    """Two planted rings of three or four sellers of the same division, for a quarter of a year each."""
    ids = np.arange(2)
    goods = (world.dice.below("ring goods", ids, 6) + np.array([6, 0])) % len(_GOODS)
    first = np.array([30, 70]) + world.dice.below("ring week", ids, 15)
    sellers = world.sellers.traits
    made = []
    for k in range(2):
        division = DIVISION_LIST[int(world.dice.below("ring place", ids, 4)[k])]
        here = np.flatnonzero(sellers.division == division)[: 3 + k]
        if len(here) >= 3:
            made.append(Ring(k, int(goods[k]), division, tuple(here.tolist()), int(first[k]), int(first[k]) + 13))
    return made


def week_day(world: World, week: np.ndarray) -> np.ndarray:
    """The day of a week's quotes; week 104 is the last full one."""
    return world.timeline.end - 2 - (WEEKS - week) * 7


def price_rows(world: World) -> pl.DataFrame:
    """One quote per week, seller and thing."""
    sellers = world.sellers
    count, things = len(sellers.code), len(_GOODS)
    week, seller, goods = (
        a.ravel() for a in np.meshgrid(np.arange(WEEKS + 1), np.arange(count), np.arange(things), indexing="ij")
    )
    fen = _prices(world, week, seller, goods)
    uid = (week * 64 + seller) * 16 + goods
    present = world.dice.unit("quoted", uid) < 0.97
    week, seller, goods, fen, uid = (a[present] for a in (week, seller, goods, fen, uid))
    day = week_day(world, week)
    column = [choose([str(row[k]) for row in _GOODS], goods) for k in (0, 1, 2, 4)]
    at = seller.astype(np.uint32)
    staff = choose(world.officers.names.head(12).to_list(), seller % min(12, len(world.officers.names)))
    return pl.DataFrame(
        {
            "采价编号": join("CJ", text_days(day, "%Y%m%d"), world.dice.document("quote", uid, 7)),
            "采价日期": text_days(day),
            "采价点": sellers.name.gather(at),
            "采价点代码": where(world.dice.unit("seller code", seller) < 0.8, sellers.code.gather(at), None),
            "行政区划": division_names(sellers.traits.division[seller]),
            "类别": column[0],
            "商品": column[1],
            "规格": column[2],
            "单价(元)": hundredths(fen),
            "单位": column[3],
            "采价员": staff,
            **hidden(world.timeline.delivery_of(day, 3), np.zeros(len(day)), uid),
        }
    )


def _prices(world: World, week: np.ndarray, seller: np.ndarray, goods: np.ndarray) -> np.ndarray:
    """Prices in fen: usual price, season, a common drift, the seller's own level and noise, spikes, rings."""
    dice = world.dice
    division = world.sellers.traits.division[seller]
    usual = np.array([row[3] for row in _GOODS], dtype=np.float64)[goods]
    season = 1 + np.where(goods >= 6, 0.12, 0.04) * (np.abs((week + goods * 4) % 52 - 26) / 13 - 1)
    drift = 1 + 0.05 * (dice.unit("drift", week // 4 * 16 + goods) - 0.5)
    own = 0.95 + 0.1 * dice.unit("seller level", seller * 16 + goods)
    noise = 0.98 + 0.04 * dice.unit("price noise", (week * 64 + seller) * 16 + goods)
    steady = goods == len(_GOODS) - 2  # parking costs what the sign says
    price = np.where(steady, usual * own, usual * season * drift * own * noise)
    for spike in spikes(world):
        hit = (goods == spike.goods) & (division == spike.division) & (week >= spike.first) & (week <= spike.last)
        price = np.where(hit, price * spike.percent / 100, price)
    for ring in rings(world):
        hit = (goods == ring.goods) & np.isin(seller, ring.members) & (week >= ring.first) & (week <= ring.last)
        price = np.where(hit, usual * 1.22 * (1 + 0.03 * ((week - ring.first) // 4)), price)
    fen = np.floor(price + 0.5).astype(np.int64)
    return np.where(fen >= 1000, fen // 10 * 10, fen)


def planted_prices(world: World) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    """Rows of the truth tables on spikes and on rings."""
    sellers = world.sellers
    of_spikes, of_rings = [], []
    for spike in spikes(world):
        days = text_days(week_day(world, np.array([spike.first, spike.last]))).to_list()
        of_spikes.append((_GOODS[spike.goods][1], DIVISIONS[spike.division], *days, spike.percent / 100))
    for ring in rings(world):
        days = text_days(week_day(world, np.array([ring.first, ring.last]))).to_list()
        for member in ring.members:
            who = (ring.number, sellers.code[member], sellers.name[member])
            of_rings.append((*who, _GOODS[ring.goods][1], DIVISIONS[ring.division], *days))
    return of_spikes, of_rings
