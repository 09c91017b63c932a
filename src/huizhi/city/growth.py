"""Quality and intellectual property: standards, patents, trademarks and loans on pledged rights."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden, multiplied
from huizhi.city.entities import COMPANY, Entities
from huizhi.city.names import choose, division_names, join, people, where
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import text_days
from huizhi.city.world import World

STANDARDS = Sheet(
    "standards",
    ("标准制修订_{ymd}.csv", "standards_{ymd}.csv"),
    listed("标准编号 标准名称 标准层级 发布日期 实施日期 参与方式 单位名称 统一社会信用代码 行政区划"),
    key=("标准编号", "统一社会信用代码"),
    required=listed("标准编号 标准层级 单位名称"),
    dates=("发布日期",),
    order=("发布日期", "实施日期"),
    labels=("标准层级",),
    code="统一社会信用代码",
    division="行政区划",
    named="单位名称",
    every=12,
    contract=False,
)
PATENTS = Sheet(
    "patents",
    ("专利清单_{ymd}.xlsx", "patents_{ymd}.xlsx"),
    listed("专利号 专利类型 名称 专利权人 统一社会信用代码 行政区划 申请日 授权公告日 高价值类型 法律状态"),
    kind="xlsx",
    key=("专利号",),
    required=listed("专利号 专利类型 专利权人"),
    dates=("申请日", "授权公告日"),
    order=("申请日", "授权公告日"),
    labels=("专利类型",),
    code="统一社会信用代码",
    division="行政区划",
    named="专利权人",
    real_dates=("申请日", "授权公告日"),
    every=12,
    contract=False,
)
TRADEMARKS = Sheet(
    "trademarks",
    ("trademarks_{ymd}.csv", "有效注册商标_{ymd}.csv"),
    listed("注册号 商标名称 类别 注册人 统一社会信用代码 行政区划 注册日期 专用权期限止"),
    delimiter="\t",
    key=("注册号",),
    required=listed("注册号 商标名称 注册人"),
    dates=("注册日期",),
    order=("注册日期", "专用权期限止"),
    counts=("类别",),
    code="统一社会信用代码",
    division="行政区划",
    named="注册人",
    every=12,
    contract=False,
)
PLEDGE_LOANS = Sheet(
    "pledge_loans",
    ("知识产权质押融资_{ym}.csv", "pledge_loans_{ym}.csv"),
    listed("登记号 出质人 统一社会信用代码 行政区划 质押物 质权人 贷款金额(万元) 登记日期 到期日期 贴息金额(元)"),
    encoding="gb18030",
    key=("登记号",),
    required=listed("登记号 出质人 质权人"),
    dates=("登记日期",),
    order=("登记日期", "到期日期"),
    money=("贷款金额(万元)",),
    code="统一社会信用代码",
    division="行政区划",
    named="出质人",
    every=6,
    contract=False,
)
_LEVELS = (
    ("国际标准", "ISO "),
    ("国家标准", "GB/T "),
    ("行业标准", "SC/T "),
    ("地方标准", "DB3710/T "),
    ("团体标准", "T/WHBZ "),
)
_SUBJECTS = (
    "钓鱼竿",
    "海带养殖",
    "碳纤维制品",
    "医用输液器",
    "花生制品",
    "船舶涂装",
    "刺参加工",
    "苹果分级",
    "针织服装",
)
_VALUE = ("战略性新兴产业", "海外同族", "维持年限超过十年", "质押融资金额较高", "获奖专利")
_BANKS = ("威海市商业银行", "中国银行威海分行", "中国工商银行威海分行", "威海蓝海银行", "中国建设银行威海分行")


def _owners(world: World, e: Entities, stream: str, share: float) -> np.ndarray:
    """Rows of companies that hold rights: makers and technical firms far more often than shops."""
    t = e.traits
    technical = np.isin(t.role, ("maker", "medical", "producer", "online"))
    chance = np.where(t.kind == COMPANY, np.where(technical, share, share / 6), 0.0)
    return np.flatnonzero(world.dice.unit(stream, t.ids) < chance)


def standard_rows(world: World, e: Entities) -> pl.DataFrame:
    """Standards led or joined by the city's companies."""
    t, dice, time = e.traits, world.dice, world.timeline
    rows = _owners(world, e, "standard owner", 0.10)
    count = 1 + dice.pick("standards", t.ids[rows], (70, 20, 10))
    rows, number = multiplied(rows, count)
    uid = t.ids[rows] * 4 + number
    level = dice.pick("level of standard", uid, (1, 24, 24, 8, 43))
    day = time.start - 900 + dice.below("standard day", uid, time.end - time.start + 900)
    live = (day >= t.established[rows]) & (day < t.ended[rows])
    rows, uid, level, day = rows[live], uid[live], level[live], day[live]
    number_text = dice.document("standard", uid % 10**6, 6)
    return pl.DataFrame(
        {
            "标准编号": join(choose([p for _, p in _LEVELS], level), number_text, "-", text_days(day, "%Y")),
            "标准名称": join(choose(_SUBJECTS, dice.below("subject", uid, len(_SUBJECTS))), "技术规范"),
            "标准层级": choose([n for n, _ in _LEVELS], level),
            "发布日期": text_days(day),
            "实施日期": text_days(day + 90),
            "参与方式": where(dice.unit("leads", uid) < 0.35, "主导", "参与"),
            "单位名称": e.name_on(rows, day),
            "统一社会信用代码": e.texts("code", rows),
            "行政区划": division_names(t.division[rows]),
            **hidden(time.delivery_of(day, 12), t.ids[rows], uid),
        }
    )


def patent_rows(world: World, e: Entities) -> pl.DataFrame:
    """Granted patents; invention patents of high value are marked with their kind."""
    t, dice, time = e.traits, world.dice, world.timeline
    rows = _owners(world, e, "patent owner", 0.28)
    count = 1 + dice.pick("patents", t.ids[rows], (30, 25, 15, 10, 8, 7, 5))
    rows, number = multiplied(rows, count)
    uid = t.ids[rows] * 8 + number
    sort = dice.pick("patent kind", uid, (30, 52, 18))
    applied = time.start - 2200 + dice.below("applied", uid, time.end - time.start + 1900)
    granted = applied + np.array([700, 240, 180])[sort] + dice.below("granted", uid, 200)
    live = (applied >= t.established[rows]) & (granted <= time.end) & (granted < t.ended[rows])
    rows, uid, sort, applied, granted = (a[live] for a in (rows, uid, sort, applied, granted))
    valuable = (sort == 0) & (dice.unit("valuable", uid) < 0.46)
    title = join("一种", choose(_SUBJECTS, dice.below("patent subject", uid, len(_SUBJECTS))), "装置")
    return pl.DataFrame(
        {
            "专利号": join(
                "ZL", text_days(applied, "%Y"), choose(("1", "2", "3"), sort), dice.document("patent", uid, 10)
            ),
            "专利类型": choose(("发明", "实用新型", "外观设计"), sort),
            "名称": title,
            "专利权人": e.name_on(rows, granted),
            "统一社会信用代码": e.texts("code", rows),
            "行政区划": division_names(t.division[rows]),
            "申请日": text_days(applied),
            "授权公告日": text_days(granted),
            "高价值类型": where(valuable, choose(_VALUE, dice.below("value", uid, len(_VALUE))), None),
            "法律状态": where(dice.unit("patent lapsed", uid) < 0.12, "终止", "有效"),
            **hidden(time.delivery_of(granted, 12), t.ids[rows], uid),
        }
    )


def trademark_rows(world: World, e: Entities) -> pl.DataFrame:
    """Valid trademarks: about eighteen for a hundred entities, held by one in nine."""
    t, dice, time = e.traits, world.dice, world.timeline
    chance = np.where(t.kind == COMPANY, 0.24, 0.05)
    rows = np.flatnonzero(dice.unit("trademark owner", t.ids) < chance)
    count = 1 + dice.pick("trademarks", t.ids[rows], (60, 22, 10, 8))
    rows, number = multiplied(rows, count)
    uid = t.ids[rows] * 4 + number
    day = np.maximum(t.established[rows] + 240, time.end - 3500) + dice.below("trademark day", uid, 2000)
    live = (day <= time.end) & (day < t.ended[rows])
    rows, uid, day = rows[live], uid[live], day[live]
    return pl.DataFrame(
        {
            "注册号": dice.document("trademark", uid, 9),
            "商标名称": e.texts("brand", rows),
            "类别": pl.Series(1 + dice.below("class", uid, 45)).cast(pl.String),
            "注册人": where(t.kind[rows] == COMPANY, e.name_on(rows, day), people(dice, "person", t.roots[rows])),
            "统一社会信用代码": where(dice.unit("trademark code", uid) < 0.8, e.texts("code", rows), None),
            "行政区划": division_names(t.division[rows]),
            "注册日期": text_days(day),
            "专用权期限止": text_days(day + 3652),
            **hidden(time.delivery_of(day, 12), t.ids[rows], uid),
        }
    )


def pledge_loan_rows(world: World, e: Entities) -> pl.DataFrame:
    """Loans secured on patents and trademarks."""
    t, dice, time = e.traits, world.dice, world.timeline
    owners = _owners(world, e, "pledge owner", 0.05)
    rows, slot = np.repeat(owners, 2), np.tile(np.arange(2), len(owners))
    uid = t.ids[rows] * 2 + slot
    day = time.slot_days(slot, dice.unit("pledge day", uid), 2)
    live = (day >= t.established[rows] + 365) & (day < t.ended[rows]) & (dice.unit("pledge", uid) < 0.7)
    rows, uid, day = rows[live], uid[live], day[live]
    amount = np.array([100, 200, 300, 500, 800, 1000, 3000])[dice.below("loan", uid, 7)]
    subsidy = np.where(dice.unit("subsidy", uid) < 0.4, amount * 100, 0)
    return pl.DataFrame(
        {
            "登记号": join("Y", text_days(day, "%Y"), dice.document("pledge", uid, 9)),
            "出质人": e.name_on(rows, day),
            "统一社会信用代码": e.texts("code", rows),
            "行政区划": division_names(t.division[rows]),
            "质押物": choose(("发明专利", "实用新型专利", "注册商标"), dice.below("pledged", uid, 3)),
            "质权人": choose(_BANKS, dice.below("bank", uid, len(_BANKS))),
            "贷款金额(万元)": pl.Series(amount).cast(pl.String),
            "登记日期": text_days(day),
            "到期日期": text_days(day + 365),
            "贴息金额(元)": where(subsidy > 0, pl.Series(subsidy).cast(pl.String), None),
            **hidden(time.delivery_of(day, 6), t.ids[rows], uid),
        }
    )
