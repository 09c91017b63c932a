"""How enterprises conduct themselves in public: changes of the register, lists they are put on, assets they report."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden, stages
from huizhi.city.entities import COMPANY, COOPERATIVE, INDIVIDUAL, Entities, splits_off
from huizhi.city.industries import DIVISION_LIST
from huizhi.city.inspections import AUTHORITIES
from huizhi.city.names import choose, division_names, join, where
from huizhi.city.registry import annual_years, hundredths, reported_on, staff_of
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import NEVER, text_days
from huizhi.city.world import World

REGISTER_CHANGES = Sheet(
    "register_changes",
    ("register_changes_{ym}.csv", "变更登记_{ym}.csv"),
    listed("变更编号 统一社会信用代码 主体名称 行政区划 变更事项 核准日期 变更前资本(万元) 变更后资本(万元)"),
    key=("变更编号",),
    required=listed("变更编号 主体名称 变更事项"),
    dates=("核准日期",),
    labels=("变更事项",),
    money=("变更前资本(万元)", "变更后资本(万元)"),
    code="统一社会信用代码",
    division="行政区划",
    named="主体名称",
)
LISTINGS = Sheet(
    "listings",
    ("listings_{ym}.csv", "经营异常和严重违法_{ym}.csv"),
    listed("列入决定书号 名录类别 列入事由 统一社会信用代码 主体名称 行政区划 列入日期 移出日期 决定机关"),
    encoding="gb18030",
    key=("列入决定书号",),
    required=listed("列入决定书号 名录类别 主体名称"),
    dates=("列入日期",),
    order=("列入日期", "移出日期"),
    labels=("名录类别",),
    code="统一社会信用代码",
    division="行政区划",
    named="主体名称",
)
ANNUAL_ACCOUNTS = Sheet(
    "annual_accounts",
    ("annual_accounts_{ym}.csv", "年报资产状况_{q}.csv"),
    listed("统一社会信用代码 企业名称 年报年度 报送日期 经营状态 资产总额(万元) 负债总额(万元) 净利润(万元) 参保人数"),
    delimiter="\t",
    newline="\n",
    key=("统一社会信用代码", "年报年度"),
    required=("统一社会信用代码", "年报年度"),
    dates=("报送日期",),
    counts=("参保人数",),
    money=("资产总额(万元)", "负债总额(万元)"),
    code="统一社会信用代码",
    named="企业名称",
    every=3,
)
SLOTS = 8  # two a year
_ITEMS = ("住所", "法定代表人", "经营范围", "股东", "注册资本", "名称")
_ADDRESS, _PERSON, _SCOPE, _HOLDERS, _CAPITAL, _NAME = range(6)
_OFTEN = (0.012, 0.010, 0.030, 0.010, 0.008)
"""Changes of each item but the name in half a year."""
_GROUNDS = ("未公示年度报告", "未按责令期限公示", "隐瞒真实情况弄虚作假", "住所无法联系")
_GRAVE_GROUNDS = ("食品安全", "药品医疗器械", "质量安全", "侵害消费者权益", "破坏公平竞争", "其他严重违法")


def register_change_rows(world: World, e: Entities) -> pl.DataFrame:
    """Changes entered by the registrar; most mean nothing, the risky change who represents them more often.

    The register's own files show every item but the name as it stands at the end throughout.
    """
    t, dice = e.traits, world.dice
    restless = np.where(dice.unit("restless", t.ids) < 0.006 * t.risk, 8.0, 1.0)
    some = np.where(t.kind == INDIVIDUAL, 0.3, 1.0) * restless
    often = np.stack([np.full(len(t.ids), rate) for rate in _OFTEN], axis=1) * some[:, None]
    often[:, _PERSON] *= 0.4 + 0.6 * np.minimum(t.risk, 4)
    often[t.kind == INDIVIDUAL, _PERSON] = 0
    often[~np.isin(t.kind, (COMPANY, COOPERATIVE)), _HOLDERS] = 0
    often[t.kind != COMPANY, _CAPITAL] = 0
    numbers = np.arange(SLOTS * len(_OFTEN))
    rows, number = np.nonzero(dice.unit("change", t.ids[:, None], numbers[None, :]) < often[:, numbers // SLOTS])
    day = world.timeline.slot_days(number % SLOTS, dice.unit("change day", t.ids[rows], number), SLOTS)
    item = number // SLOTS
    renamed = np.flatnonzero(t.renamed > 0)
    rows, day = np.concatenate([rows, renamed]), np.concatenate([day, t.renamed[renamed]])
    item = np.concatenate([item, np.full(len(renamed), _NAME)])
    number = np.concatenate([number, np.full(len(renamed), len(numbers))])
    live = (day > t.established[rows] + 30) & (day < t.ended[rows]) & (day <= world.timeline.end)
    rows, day, item, number = rows[live], day[live], item[live], number[live]
    uid = t.ids[rows] * 64 + number
    less = dice.unit("capital less", uid) < 0.10 * np.minimum(t.risk[rows], 4)
    of_capital = (item == _CAPITAL) & (e.capital[rows] >= 200)
    now = e.capital[rows]
    before = np.where(less, now * 2, now // 2)
    return pl.DataFrame(
        {
            "变更编号": join("BG", text_days(day, "%Y"), dice.document("change", uid, 11)),
            "统一社会信用代码": e.texts("code", rows),
            "主体名称": e.name_on(rows, day),
            "行政区划": division_names(t.division[rows]),
            "变更事项": choose(_ITEMS, item),
            "核准日期": text_days(day),
            "变更前资本(万元)": where(of_capital, hundredths(before), None),
            "变更后资本(万元)": where(of_capital, hundredths(now), None),
            **hidden(world.timeline.delivery_of(day + 3), t.ids[rows], uid),
        }
    )


def listing_rows(world: World, e: Entities) -> pl.DataFrame:
    """Enterprises and cooperatives on the list of abnormal operation, and whoever is on that of serious dishonesty.

    Who did not report by 30 June is listed in July unless the report comes first; the other grounds follow risk.
    """
    t, dice = e.traits, world.dice
    parts = [_unreported(world, e), _otherwise_listed(world, e)]
    rows, uid, ground, grave, day, left = (np.concatenate([part[k] for part in parts]) for k in range(6))
    live = (day > t.established[rows] + 30) & (day < t.ended[rows]) & (day <= world.timeline.end)
    rows, uid, ground, grave, day, left = (a[live] for a in (rows, uid, ground, grave.astype(bool), day, left))
    left = np.where(left > world.timeline.end, NEVER, left)
    early, last = stages(world, day + 4, np.where(left < NEVER, left + 2, day + 4))
    place = np.searchsorted(np.array(DIVISION_LIST), t.division[rows])
    frame = pl.DataFrame(
        {
            "列入决定书号": join("威市监", where(grave, "严列〔", "异列〔"), text_days(day, "%Y"), "〕",
                           dice.document("listing", uid, 11), "号"),
            "名录类别": where(grave, "严重违法失信名单", "经营异常名录"),
            "列入事由": choose(_GROUNDS + _GRAVE_GROUNDS, ground),
            "统一社会信用代码": e.texts("code", rows),
            "主体名称": e.name_on(rows, day),
            "行政区划": division_names(t.division[rows]),
            "列入日期": text_days(day),
            "决定机关": join(choose(AUTHORITIES, place), "市场监督管理局"),
            **hidden(early, t.ids[rows], uid),
        }
    )  # fmt: skip
    before = frame.with_columns(pl.lit(None, dtype=pl.String).alias("移出日期"), pl.lit(False).alias("_final"))
    after = frame.with_columns(
        text_days(left).alias("移出日期"), pl.Series(last).alias("_d"), pl.lit(True).alias("_final")
    )
    return pl.concat([before, after.select(before.columns)])


Listed = tuple[np.ndarray, ...]
"""Rows, identities, grounds, whether grave, days listed and days removed."""


def _unreported(world: World, e: Entities) -> Listed:
    """Listed for a year without a report, removed some days after it came late."""
    t, dice = e.traits, world.dice
    parts = []
    for year in annual_years(world):
        opens, closes, day = reported_on(world, t, year)
        listed_on = closes + 3 + dice.below("listed", t.ids, 12, year)
        owing = np.isin(t.kind, (COMPANY, COOPERATIVE)) & (t.established < opens) & (day > listed_on)
        rows = np.flatnonzero(owing & (listed_on >= world.timeline.start))
        left = np.where(day < NEVER, day + 2 + dice.below("delisted", t.ids, 6, year), NEVER)
        nothing = np.zeros(len(rows), dtype=np.int64)
        parts.append((rows, t.ids[rows] * 64 + year % 32, nothing, nothing, listed_on[rows], left[rows]))
    return tuple(np.concatenate([part[k] for part in parts]) for k in range(6))


def _otherwise_listed(world: World, e: Entities) -> Listed:
    """Listed for another ground, or for serious dishonesty: by half-years, the risky far rather.

    Where another entity split off, the old one is left behind and cannot be reached in a fourth of cases.
    """
    t, dice = e.traits, world.dice
    enterprise = np.isin(t.kind, (COMPANY, COOPERATIVE))
    risk = np.minimum(t.risk, 5)
    left_behind = enterprise * splits_off(dice, t.ids + 1) * 0.04
    unreachable = enterprise * 0.0016 * (0.5 + 0.5 * risk) + left_behind
    chance = np.stack([enterprise * 0.0003 * (0.5 + 0.5 * risk), enterprise * 0.0004 * risk, unreachable,
                       0.00005 * risk * risk], axis=1)  # fmt: skip
    numbers = np.arange(SLOTS * 4)
    rows, number = np.nonzero(dice.unit("listing", t.ids[:, None], numbers[None, :]) < chance[:, numbers // SLOTS])
    day = world.timeline.slot_days(number % SLOTS, dice.unit("listing day", t.ids[rows], number), SLOTS)
    grave = number // SLOTS == 3
    uid = t.ids[rows] * 64 + 32 + number
    which = np.where(t.food[rows], 0, 1 + dice.below("grave ground", uid, 5))
    ground = np.where(grave, len(_GROUNDS) + which, 1 + number // SLOTS)
    mended = dice.unit("mended", uid) < np.where(grave, 0.2, 0.6)
    stay = np.where(grave, 370, 25) + dice.below("mended", uid, 200)
    left = np.where(mended | grave, day + np.where(grave & ~mended, 1095, stay), NEVER)
    return rows, uid, ground, grave.astype(np.int64), day, left


def annual_account_rows(world: World, e: Entities) -> pl.DataFrame:
    """What the annual reports of companies and cooperatives say of assets, debts, profit and insured staff.

    Debts and losses stay with an enterprise from year to year; the risky and those about to end have more of both.
    """
    t, dice = e.traits, world.dice
    parts = []
    for year in annual_years(world):
        opens, closes, day = reported_on(world, t, year)
        asked = (t.established < opens) & (t.ended > np.maximum(day, closes)) & np.isin(t.kind, (COMPANY, COOPERATIVE))
        rows = np.flatnonzero(asked & (day >= world.timeline.start) & (day <= world.timeline.end))
        ids, on, risk = t.ids[rows], day[rows], np.minimum(t.risk[rows], 5)
        ending = t.ended[rows] < on + 300
        assets = 100 + np.floor(e.capital[rows] * (0.4 + 1.6 * dice.unit("assets", ids))).astype(np.int64)
        debts = 0.1 + 0.7 * dice.unit("debts", ids) + 0.1 * dice.unit("debts", ids, year) + 0.06 * risk + 0.2 * ending
        owed = np.floor(assets * np.minimum(debts, 1.6)).astype(np.int64)
        bad = 0.7 * dice.unit("losses", ids) + 0.3 * dice.unit("losses", ids, year) < 0.14 + 0.05 * risk + 0.2 * ending
        profit = np.floor(assets * (0.01 + 0.07 * dice.unit("profit", ids, year))).astype(np.int64)
        idle = dice.unit("idle", ids, year) < np.where(ending, 0.2, 0.006 * risk)
        winding_up = idle & (ending | (dice.unit("winding up", ids, year) < 0.1))
        staff = staff_of(world, t, rows, year)
        none = idle | (dice.unit("insured", ids) < 0.02 + 0.02 * risk)
        insured = np.where(none, 0, np.ceil(staff * (0.4 + 0.6 * dice.unit("insured", ids, 1)))).astype(np.int64)
        parts.append(
            pl.DataFrame(
                {
                    "统一社会信用代码": e.texts("code", rows),
                    "企业名称": e.name_on(rows, on),
                    "年报年度": pl.Series([str(year)] * len(rows), dtype=pl.String),
                    "报送日期": text_days(on),
                    "经营状态": where(winding_up, "清算", where(idle, "歇业", "开业")),
                    "资产总额(万元)": hundredths(assets),
                    "负债总额(万元)": hundredths(owed),
                    "净利润(万元)": join(where(bad & (profit > 0), "-", ""), hundredths(profit)),
                    "参保人数": pl.Series(insured).cast(pl.String),
                    **hidden(world.timeline.delivery_of(on, 3), ids, ids * 100 + year % 100),
                }
            )
        )
    return pl.concat(parts)
