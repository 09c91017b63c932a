"""The food chain: market rapid tests, traceability, self-checks, workshops, certificates and open kitchens."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden
from huizhi.city.entities import BRANCH, COMPANY, Entities
from huizhi.city.names import choose, division_names, join, officers_text, where
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import MONTHS, NEVER, text_days
from huizhi.city.world import World

RAPID_TESTS = Sheet(
    "rapid_tests",
    ("market_rapid_tests_{ym}.jsonl", "农批市场快检_{ym}.jsonl"),
    listed("testNo marketCode marketName district stall product arrivedOn batchKg tested item result disposal"),
    kind="jsonl",
    key=("testNo",),
    required=listed("testNo marketName product tested"),
    dates=("arrivedOn",),
    labels=("tested",),
    money=("batchKg",),
    code="marketCode",
    division="district",
    named="marketName",
    bare_numbers=("batchKg",),
    every=6,
    contract=False,
)
TRACES = Sheet(
    "traces",
    ("traceability_{ym}.jsonl", "追溯流转_{ym}.jsonl"),
    listed("traceNo lot product fromCode fromName toCode toName shippedOn quantityKg"),
    kind="jsonl",
    key=("traceNo",),
    required=listed("traceNo lot product fromName toName"),
    dates=("shippedOn",),
    money=("quantityKg",),
    code="toCode",
    named="toName",
    bare_numbers=("quantityKg",),
    every=6,
    contract=False,
)
SELF_CHECKS = Sheet(
    "self_checks",
    ("self_check_reports_{ym}.csv", "生产企业自查报告_{ym}.csv"),
    listed("报告编号 统一社会信用代码 企业名称 行政区划 自查月份 报告日期 发现风险数 已整改数 是否有食品安全事故风险"),
    key=("报告编号",),
    required=listed("报告编号 企业名称 自查月份"),
    dates=("报告日期",),
    counts=("发现风险数",),
    code="统一社会信用代码",
    division="行政区划",
    named="企业名称",
    every=6,
    contract=False,
)
WORKSHOPS = Sheet(
    "workshop_supervision",
    ("小作坊监管记录_{ym}.csv", "small_workshops_{ym}.csv"),
    listed(
        "记录编号 登记证号 小作坊名称 统一社会信用代码 行政区划 加工品种 检查日期 检查人员 得分 存在问题 整改完成日期"
    ),
    encoding="gb18030",
    key=("记录编号",),
    required=listed("记录编号 小作坊名称"),
    dates=("检查日期",),
    order=("检查日期", "整改完成日期"),
    counts=("得分",),
    code="统一社会信用代码",
    division="行政区划",
    named="小作坊名称",
    every=6,
    contract=False,
)
CERTIFICATES = Sheet(
    "certificates",
    ("体系认证_{ymd}.xlsx", "certificates_{ymd}.xlsx"),
    listed("证书编号 认证类型 统一社会信用代码 获证组织 行政区划 规模以上 发证日期 有效期至 证书状态 认证机构"),
    kind="xlsx",
    key=("证书编号",),
    required=listed("认证类型 获证组织"),
    dates=("发证日期",),
    order=("发证日期", "有效期至"),
    labels=("认证类型", "证书状态"),
    code="统一社会信用代码",
    division="行政区划",
    named="获证组织",
    real_dates=("发证日期", "有效期至"),
    every=6,
)
OPEN_KITCHENS = Sheet(
    "open_kitchens",
    ("明厨亮灶_{ym}.csv", "open_kitchens_{ym}.csv"),
    listed("统一社会信用代码 单位名称 行政区划 业态 规模 是否建成明厨亮灶 形式 建成日期 是否接入平台 在线率(%)"),
    key=("统一社会信用代码",),
    required=listed("统一社会信用代码 单位名称 规模"),
    labels=("规模", "是否建成明厨亮灶"),
    code="统一社会信用代码",
    division="行政区划",
    named="单位名称",
    every=6,
    contract=False,
)
SNAPSHOTS = (0, 6, 12)
"""Deliveries at which whole lists are sent."""
_PRODUCE = ("韭菜", "芹菜", "豇豆", "黄瓜", "西红柿", "白菜", "苹果", "草莓", "猪肉", "黄花鱼", "鲅鱼", "对虾", "扇贝")
_QUICK = ("有机磷和氨基甲酸酯类农药", "克百威", "孔雀石绿", "氯霉素", "甲醛", "二氧化硫")


def rapid_test_rows(world: World, e: Entities) -> pl.DataFrame:
    """Every batch that arrives at the larger wholesale markets: nearly all tested, one in a hundred positive."""
    t, dice = e.traits, world.dice
    large = (t.role == "market") & (t.kind == COMPANY) & (dice.unit("large market", t.ids) < 0.12)
    rows = np.repeat(np.flatnonzero(large), MONTHS * 12)
    number = np.tile(np.arange(MONTHS * 12), int(large.sum()))
    uid = t.ids[rows] * 1000 + number
    day = world.timeline.slot_days(number // 12, dice.unit("batch day", uid))
    live = (day >= t.established[rows] + 30) & (day < t.ended[rows])
    rows, uid, day = rows[live], uid[live], day[live]
    tested = dice.unit("batch tested", uid) < 0.997
    positive = tested & (dice.unit("batch positive", uid) < 0.010 * np.minimum(t.risk[rows], 4))
    stall = pl.Series(1 + dice.below("stall", uid, 80)).cast(pl.String).str.zfill(3)
    return pl.DataFrame(
        {
            "testNo": join("KJ", text_days(day, "%Y%m%d"), dice.document("rapid", uid, 11)),
            "marketCode": e.texts("code", rows),
            "marketName": e.name_on(rows, day),
            "district": division_names(t.division[rows]),
            "stall": join(choose(tuple("ABC"), dice.below("row", uid, 3)), stall),
            "product": choose(_PRODUCE, dice.below("rapid product", uid, len(_PRODUCE))),
            "arrivedOn": text_days(day),
            "batchKg": pl.Series(20 + 5 * dice.below("batch size", uid, 400)).cast(pl.String),
            "tested": where(tested, "是", "否"),
            "item": where(tested, choose(_QUICK, dice.below("quick", uid, len(_QUICK))), None),
            "result": where(tested, where(positive, "阳性", "阴性"), None),
            "disposal": where(positive, where(dice.unit("withdrawn", uid) < 0.99, "退市销毁", "待处理"), None),
            **hidden(world.timeline.delivery_of(day, 6), t.ids[rows], uid),
        }
    )


def trace_rows(world: World, e: Entities) -> pl.DataFrame:
    """Lots shipped from the city's makers to shops and kitchens that register what they receive."""
    t, dice = e.traits, world.dice
    buys = np.isin(t.role, ("retail", "catering", "canteen")) & (dice.unit("traces", t.ids) < 0.03)
    rows = np.repeat(np.flatnonzero(buys), MONTHS)
    slot = np.tile(np.arange(MONTHS), int(buys.sum()))
    uid = t.ids[rows] * 64 + slot
    day = world.timeline.slot_days(slot, dice.unit("shipped", uid))
    live = (day >= t.established[rows] + 30) & (day < t.ended[rows])
    rows, uid, day = rows[live], uid[live], day[live]
    makers = world.producers
    maker = dice.below("shipper", uid, len(makers.code)).astype(np.uint32)
    lot = text_days(day - 2 - dice.below("lot", uid, 20), "%Y%m%d")
    return pl.DataFrame(
        {
            "traceNo": join("ZS", dice.document("trace", uid, 11)),
            "lot": where(dice.unit("lot known", uid) < 0.985, lot, None),
            "product": choose(_PRODUCE, dice.below("traced", uid, len(_PRODUCE))),
            "fromCode": makers.code.gather(maker),
            "fromName": makers.name.gather(maker),
            "toCode": e.texts("code", rows),
            "toName": e.name_on(rows, day),
            "shippedOn": text_days(day),
            "quantityKg": pl.Series(5 + dice.below("kilos", uid, 500)).cast(pl.String),
            **hidden(world.timeline.delivery_of(day, 6), t.ids[rows], uid),
        }
    )


def self_check_rows(world: World, e: Entities) -> pl.DataFrame:
    """Producers' half-yearly self-check reports; about 97 % are handed in."""
    t, dice = e.traits, world.dice
    makers = np.flatnonzero(t.role == "producer")
    rows, slot = np.repeat(makers, 8), np.tile(np.arange(8), len(makers))
    uid = t.ids[rows] * 8 + slot
    day = world.timeline.slot_days(slot, 0.75 + dice.unit("self check", uid) * 0.2, 8)
    live = (day >= t.established[rows] + 60) & (day < t.ended[rows])
    live &= dice.unit("self check sent", uid) > 0.03 * t.risk[rows]
    rows, uid, day = rows[live], uid[live], day[live]
    found = np.floor(dice.unit("self found", uid) * 5).astype(np.int64)
    mended = np.maximum(found - (dice.unit("self mended", uid) < 0.08), 0)
    return pl.DataFrame(
        {
            "报告编号": join("ZC", dice.document("self check", uid, 10)),
            "统一社会信用代码": e.texts("code", rows),
            "企业名称": e.name_on(rows, day),
            "行政区划": division_names(t.division[rows]),
            "自查月份": text_days(day, "%Y-%m"),
            "报告日期": text_days(day),
            "发现风险数": pl.Series(found).cast(pl.String),
            "已整改数": pl.Series(mended).cast(pl.String),
            "是否有食品安全事故风险": where(dice.unit("accident risk", uid) < 0.004 * t.risk[rows], "是", "否"),
            **hidden(world.timeline.delivery_of(day, 6), t.ids[rows], uid),
        }
    )


def workshop_rows(world: World, e: Entities) -> pl.DataFrame:
    """Supervision of registered small workshops: one visit a year, nearly all are reached."""
    t, dice = e.traits, world.dice
    small = np.flatnonzero(t.role == "workshop")
    rows, slot = np.repeat(small, 4), np.tile(np.arange(4), len(small))
    uid = t.ids[rows] * 4 + slot
    day = world.timeline.slot_days(slot, dice.unit("workshop visit", uid), 4)
    live = (day >= t.established[rows] + 20) & (day < t.ended[rows]) & (dice.unit("workshop reached", uid) < 0.985)
    rows, uid, day = rows[live], uid[live], day[live]
    score = np.clip(98 - np.floor(t.risk[rows] * 8 + dice.unit("workshop score", uid) * 12), 40, 100).astype(np.int64)
    first, second = world.officers.pairs(dice, "workshop officers", uid, t.town[rows])
    poor = score < 85
    return pl.DataFrame(
        {
            "记录编号": join("ZF", dice.document("workshop", uid, 10)),
            "登记证号": join("鲁坊登字", pl.Series(t.division[rows] * 10**6 + t.ids[rows] % 10**6).cast(pl.String)),
            "小作坊名称": e.name_on(rows, day),
            "统一社会信用代码": where(dice.unit("workshop code", uid) < 0.85, e.texts("code", rows), None),
            "行政区划": division_names(t.division[rows]),
            "加工品种": choose(("豆腐", "粉条", "馒头", "香油", "煎饼", "糕点"), dice.below("sort", t.ids[rows], 6)),
            "检查日期": text_days(day),
            "检查人员": officers_text(world.officers.names, first, second),
            "得分": pl.Series(score).cast(pl.String),
            "存在问题": where(poor, choose(("进货记录不全", "加工场所不整洁", "未公示登记证"), score % 3), None),
            "整改完成日期": where(poor, text_days(day + 15), None),
            **hidden(world.timeline.delivery_of(day + 16, 6), t.ids[rows], uid),
        }
    )


def certificate_rows(world: World, e: Entities) -> pl.DataFrame:
    """HACCP and ISO 22000 certificates of producers; every larger one should hold one, about 94 % do."""
    t, dice = e.traits, world.dice
    large = (t.role == "producer") & (t.kind == COMPANY) & (e.capital >= 50_000)
    holds = (t.role == "producer") & (dice.unit("certified", t.ids) < np.where(large, 0.94, 0.12))
    issued = np.maximum(t.established + 200, world.timeline.start - 400 + dice.below("certified", t.ids, 1095))
    renewed = np.where(issued + 1095 < world.timeline.load, issued + 1095, issued)
    parts = []
    for delivery in SNAPSHOTS:
        day = world.timeline.days[delivery]
        rows = np.flatnonzero(holds & (renewed <= day) & (t.ended > day))
        ids, start = t.ids[rows], renewed[rows]
        kind = choose(("HACCP", "ISO 22000"), dice.below("certificate", ids, 2))
        parts.append(
            pl.DataFrame(
                {
                    "证书编号": join(
                        dice.document("certificate", ids, 11), where(dice.unit("scheme", ids) < 0.5, "H", "F")
                    ),
                    "认证类型": kind,
                    "统一社会信用代码": e.texts("code", rows),
                    "获证组织": e.name_on(rows, np.full(len(rows), day)),
                    "行政区划": division_names(t.division[rows]),
                    "规模以上": where(large[rows], "是", "否"),
                    "发证日期": text_days(start),
                    "有效期至": text_days(start + 1095),
                    "证书状态": where(start + 1095 < day, "过期", "有效"),
                    "认证机构": choose(
                        ("中国质量认证中心", "方圆标志认证集团", "中食安信认证"), dice.below("body", ids, 3)
                    ),
                    **hidden(np.full(len(rows), delivery), ids, ids),
                }
            )
        )
    return pl.concat(parts)


def open_kitchen_rows(world: World, e: Entities) -> pl.DataFrame:
    """Caterers and canteens with their size and whether the kitchen can be watched."""
    t, dice = e.traits, world.dice
    kitchen = np.isin(t.role, ("catering", "canteen"))
    size = np.where(
        t.role == "canteen", 1, np.where(np.isin(t.kind, (COMPANY, BRANCH)), dice.below("kitchen", t.ids, 3), 2)
    )
    built = np.maximum(t.established + 30, world.timeline.start - 200 + dice.below("kitchen", t.ids, 1600, 1))
    built = np.where(dice.unit("kitchen open", t.ids) < np.where(size < 2, 0.86, 0.35), built, NEVER)
    parts = []
    for delivery in SNAPSHOTS:
        day = world.timeline.days[delivery]
        rows = np.flatnonzero(kitchen & (t.established <= day) & (t.ended > day))
        ids, done = t.ids[rows], built[rows] <= day
        online = dice.unit("kitchen online", ids) < 0.55
        rate = pl.Series(70 + dice.below("kitchen rate", ids, 31, delivery)).cast(pl.String)
        parts.append(
            pl.DataFrame(
                {
                    "统一社会信用代码": e.texts("code", rows),
                    "单位名称": e.name_on(rows, np.full(len(rows), day)),
                    "行政区划": division_names(t.division[rows]),
                    "业态": where(t.role[rows] == "canteen", "集体用餐单位食堂", "餐饮服务经营者"),
                    "规模": choose(("大型", "中型", "小型"), size[rows]),
                    "是否建成明厨亮灶": where(done, "是", "否"),
                    "形式": where(
                        done, choose(("视频", "透明玻璃", "矮墙"), dice.pick("way", ids, (55, 35, 10))), None
                    ),
                    "建成日期": text_days(np.where(done, built[rows], NEVER)),
                    "是否接入平台": where(done & online, "是", "否"),
                    "在线率(%)": where(done & online, rate, None),
                    **hidden(np.full(len(rows), delivery), ids, ids),
                }
            )
        )
    return pl.concat(parts)
