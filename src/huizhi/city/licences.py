"""Licences: first the stock on the day of the first load, then what is issued, renewed, lapses or is given up."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city import codes
from huizhi.city.delivery import hidden
from huizhi.city.entities import Entities, Traits
from huizhi.city.industries import industries
from huizhi.city.names import choose, division_names, join, where
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import text_days
from huizhi.city.world import World

LICENCES = Sheet(
    "licences",
    ("行政许可_{ymd}.xlsx", "licences_{ym}.xlsx"),
    listed(
        """
        许可证编号 许可类别 统一社会信用代码 持证人名称 行政区划 经营场所 许可范围 发证日期 有效期至
        证照状态 发证机关
        """
    ),
    kind="xlsx",
    title="威海市行政许可信息归集表",
    key=("许可证编号",),
    required=listed("许可证编号 许可类别 持证人名称"),
    dates=("发证日期",),
    order=("发证日期", "有效期至"),
    labels=("许可类别",),
    code="统一社会信用代码",
    division="行政区划",
    named="持证人名称",
    real_dates=("发证日期", "有效期至"),
)
_KINDS = (
    "食品经营许可",
    "食品生产许可",
    "小作坊登记",
    "药品零售许可",
    "特种设备生产许可",
    "工业产品生产许可",
    "医疗器械经营许可",
)
_FOOD, _SC, _WORKSHOP, _DRUG, _EQUIPMENT, _INDUSTRIAL, _DEVICE = range(7)
_SCOPES = (
    "预包装食品销售，散装食品销售，热食类食品制售",
    "按品种明细表生产",
    "豆制品、糕点等登记品种",
    "处方药、非处方药、中成药",
    "特种设备安装、改造、修理",
    "危险化学品、电线电缆等",
    "二类、三类医疗器械经营",
)
_FOOD_SCOPES = {
    "retail": (
        ("预包装食品销售", 30), ("预包装食品销售，散装食品销售", 34),
        ("预包装食品销售，散装食品销售，冷藏冷冻食品销售", 24), ("预包装食品销售，特殊食品销售（保健食品）", 7),
        ("散装食品销售，热食类食品制售", 5),
    ),
    "market": (
        ("预包装食品销售（批发）", 25), ("散装食品销售（批发）", 45), ("食用农产品销售，冷藏冷冻食品销售（批发）", 30),
    ),
    "catering": (
        ("自制饮品制售", 12), ("热食类食品制售", 48), ("热食类食品制售，冷食类食品制售", 28),
        ("热食类食品制售，冷食类食品制售，生食类食品制售", 8), ("糕点类食品制售（含裱花蛋糕）", 4),
    ),
    "canteen": (("热食类食品制售（单位食堂）", 100),),
    "online": (("预包装食品销售（网络经营）", 80), ("预包装食品销售，特殊食品销售（保健食品）（网络经营）", 20)),
}  # fmt: skip
"""What the food business permits of a role allow, with weights."""
_MADE = {
    "C1310": "小麦粉", "C1361": "冷冻水产制品", "C1353": "熟肉制品", "C1411": "糕点、面包", "C1421": "糖果、炒货食品",
    "C1512": "葡萄酒及果酒",
}  # fmt: skip
"""What makers of a trade are permitted to make."""
_YEARS = np.array([5, 5, 3, 5, 4, 5, 5])
# role -> (licence kind, share of entities that hold it); a role may have two
_HELD = {
    "retail": ((_FOOD, 0.95),), "catering": ((_FOOD, 0.96),), "canteen": ((_FOOD, 0.98),), "market": ((_FOOD, 0.95),),
    "producer": ((_SC, 0.98),), "workshop": ((_WORKSHOP, 0.94),), "pharmacy": ((_DRUG, 0.99), (_DEVICE, 0.45)),
    "medical": ((_DEVICE, 0.9),), "maker": ((_INDUSTRIAL, 0.35), (_EQUIPMENT, 0.12)), "online": ((_FOOD, 0.25),),
}  # fmt: skip


def _kind_of(t: Traits, place: int) -> tuple[np.ndarray, np.ndarray]:
    """Kind of each entity's first (0) or second (1) licence and the share that holds it."""
    table = [_HELD.get(i.role, ()) for i in industries()]
    kind = np.array([options[place][0] if len(options) > place else 0 for options in table])
    share = np.array([options[place][1] if len(options) > place else 0.0 for options in table])
    return kind[t.industry], share[t.industry]


def licence_of(world: World, t: Traits, place: int = 0) -> tuple[pl.Series, np.ndarray, np.ndarray]:
    """Number and kind of each entity's first or second licence, and whether it holds one at all."""
    kind, share = _kind_of(t, place)
    holds = world.dice.unit("licensed", t.ids, place) < share
    block, serial = np.divmod(t.ids, 10**6)
    where_issued = t.division + 100 * block  # past a million entities further district numbers are used
    trade = np.where(t.role == "catering", 2, np.where(t.role == "canteen", 3, 1))
    food = codes.licence_numbers("JY", trade * 10**12 + where_issued * 10**6 + serial)
    sort = 101 + t.ids // 10**4 % 32
    made = codes.licence_numbers("SC", sort * 10**10 + (t.division + 100 * (t.ids // 320_000)) * 10**4 + t.ids % 10**4)
    plain = pl.Series(where_issued * 10**6 + serial).cast(pl.String)
    number = join(choose(("", "", "鲁坊登字", "鲁DA0631", "TS3837", "XK06-", "鲁威食药监械经营许"), kind), plain)
    number = where(kind == _FOOD, food, where(kind == _SC, made, number))
    return number, kind, holds


def food_licence_of(world: World, t: Traits, rows: np.ndarray) -> tuple[pl.Series, np.ndarray]:
    """Food licence numbers of some rows and whether each of them holds one."""
    number, kind, holds = licence_of(world, t.take(rows))
    return number, holds & np.isin(kind, (_FOOD, _SC, _WORKSHOP))


def licence_rows(world: World, e: Entities) -> pl.DataFrame:
    """All licence records, the second kind of licence after the first."""
    return pl.concat([_rows_of(world, e, 0), _rows_of(world, e, 1)])


def _rows_of(world: World, e: Entities, place: int) -> pl.DataFrame:
    """Stock, renewal or lapse, and end of each entity's licence."""
    t, dice, time = e.traits, world.dice, world.timeline
    number, kind, holds = licence_of(world, t, place)
    term = _YEARS[kind] * 365 + 1
    first = t.established + 5 + dice.below("licence", t.ids, 55, place)
    held = holds & (first < t.ended) & (first <= time.end)
    cycle = np.where(first <= time.load, (time.load - first) // term, -1)
    lapsed = (cycle >= 1) & (dice.unit("lapse", t.ids, 10 + place) < 0.025)
    start = first + np.maximum(np.where(lapsed, cycle - 1, cycle), 0) * term
    until = start + term - 1
    gone = t.ended <= time.load
    status = np.where(gone, np.where(t.ending == 2, 2, 1), np.where(until < time.load, 3, 0))
    parts = [
        _frame(
            world, e, held & (cycle >= 0), number, kind, start, until, status, np.zeros(len(kind), dtype=int), place * 4
        )
    ]
    # after the first load: first issue or renewal, lapse, end
    following = np.where(cycle >= 0, first + (cycle + 1) * term, first)
    renews = (cycle < 0) | (dice.unit("lapse", t.ids, 20 + place) >= 0.06)
    comes = held & ~lapsed & (following > time.load) & (following <= time.end) & (following < t.ended)
    start_next = np.where(renews, following, start)
    until_next = np.where(renews, following + term - 1, until)
    sent = time.delivery_of(following + np.where(dice.unit("licence late", t.ids) < 0.02, 70, 3))
    parts.append(
        _frame(world, e, comes, number, kind, start_next, until_next, np.where(renews, 0, 3), sent, place * 4 + 1)
    )
    ends = held & (t.ended > time.load) & (t.ended <= time.end)
    last_start, last_until = np.where(comes, start_next, start), np.where(comes, until_next, until)
    sent = np.maximum(time.delivery_of(t.ended + 10), np.where(comes, sent + 1, 0))
    status = np.where(t.ending == 2, 2, 1)
    known = ends & (comes | (cycle >= 0))
    parts.append(_frame(world, e, known, number, kind, last_start, last_until, status, sent, place * 4 + 2))
    return pl.concat(parts)


def _frame(
    world: World, e: Entities, mask: np.ndarray, number: pl.Series, kind: np.ndarray, start: np.ndarray,
    until: np.ndarray, status: np.ndarray, delivery: np.ndarray, step: int,
) -> pl.DataFrame:  # fmt: skip
    rows = np.flatnonzero(mask)
    t, dice = e.traits, world.dice
    ids = t.ids[rows]
    dotted = dice.unit("dotted", ids, step) < 0.15
    coded = dice.unit("licence code", ids, step // 4) < 0.98
    return pl.DataFrame(
        {
            "许可证编号": number.gather(rows.astype(np.uint32)),
            "许可类别": choose(_KINDS, kind[rows]),
            "统一社会信用代码": where(coded, e.texts("code", rows), None),
            "持证人名称": e.name_on(rows, start[rows]),
            "行政区划": division_names(t.division[rows]),
            "经营场所": e.texts("address", rows),
            "许可范围": _scopes(world, t, rows, kind[rows]),
            "发证日期": where(dotted, text_days(start[rows], "%Y.%m.%d"), text_days(start[rows])),
            "有效期至": where(dotted, text_days(until[rows], "%Y.%m.%d"), text_days(until[rows])),
            "证照状态": choose(("有效", "注销", "吊销", "过期"), status[rows]),
            "发证机关": join(division_names(t.division[rows]), "行政审批服务局"),
            **hidden(delivery[rows], ids, ids * 8 + step, where(coded, None, "name")),
        }
    )


def _scopes(world: World, t: Traits, rows: np.ndarray, kind: np.ndarray) -> pl.Series:
    """What each licence permits; food permits differ by what the business sells, cooks or makes."""
    made = choose(_SCOPES, kind)
    trades = [f"按品种明细表生产：{_MADE[i.code]}" if i.code in _MADE else _SCOPES[_SC] for i in industries()]
    made = where(kind == _SC, choose(trades, t.industry[rows]), made)
    for role, options in _FOOD_SCOPES.items():
        picked = world.dice.pick("food scope", t.ids[rows], [weight for _, weight in options])
        made = where((kind == _FOOD) & (t.role[rows] == role), choose([text for text, _ in options], picked), made)
    return made
