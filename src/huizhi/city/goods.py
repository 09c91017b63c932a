"""Goods and drugs: product sampling, pharmacies, expired drugs, return promises, and what online platforms report."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden
from huizhi.city.entities import Entities
from huizhi.city.licences import licence_of
from huizhi.city.names import choose, division_names, join, people, where
from huizhi.city.sheets import Sheet, listed
from huizhi.city.supply import SNAPSHOTS
from huizhi.city.timeline import MONTHS, NEVER, text_days
from huizhi.city.world import World

PRODUCT_SAMPLING = Sheet(
    "product_sampling",
    ("产品质量监督抽查_{ym}.csv", "product_sampling_{ym}.csv"),
    listed(
        """
        抽查编号 抽查层级 受检单位 受检单位代码 行政区划 环节 产品名称 是否重点工业产品 抽样日期 检验结论
        不合格项目 报告日期 后处理完成日期 检验机构
        """
    ),
    encoding="gb18030",
    key=("抽查编号",),
    required=listed("抽查编号 受检单位 产品名称"),
    dates=("抽样日期",),
    order=("抽样日期", "报告日期"),
    labels=("检验结论",),
    code="受检单位代码",
    division="行政区划",
    named="受检单位",
    every=6,
)
PHARMACIES = Sheet(
    "pharmacies",
    ("零售药店网格_{ymd}.xlsx", "pharmacies_{ymd}.xlsx"),
    listed(
        "药店名称 统一社会信用代码 许可证号 行政区划 网格编号 地址 执业药师 是否连锁 是否医保定点 过期药品回收点 网格员"
    ),
    kind="xlsx",
    title="威海市零售药店网格化监管台账",
    key=("统一社会信用代码",),
    required=listed("药店名称 网格编号"),
    labels=("是否连锁", "过期药品回收点"),
    code="统一社会信用代码",
    division="行政区划",
    named="药店名称",
    every=6,
    contract=False,
)
EXPIRED_DRUGS = Sheet(
    "expired_drugs",
    ("过期药品回收_{ym}.csv", "expired_drugs_{ym}.csv"),
    listed("回收单号 回收点 回收点代码 行政区划 回收月份 回收日期 重量(千克) 品种数 移交日期 销毁日期 销毁单位"),
    key=("回收单号",),
    required=listed("回收单号 回收点"),
    dates=("回收日期",),
    order=("移交日期", "销毁日期"),
    counts=("品种数",),
    money=("重量(千克)",),
    code="回收点代码",
    division="行政区划",
    named="回收点",
    every=6,
    contract=False,
)
RETURN_PROMISES = Sheet(
    "return_promises",
    ("线下无理由退货_{ymd}.xlsx", "return_promises_{ymd}.xlsx"),
    listed(
        "店铺名称 统一社会信用代码 行政区划 地址 承诺退货天数 承诺日期 累计退货笔数 累计退货金额(元) 未兑现笔数 状态"
    ),
    kind="xlsx",
    key=("统一社会信用代码",),
    required=listed("店铺名称 承诺退货天数"),
    dates=("承诺日期",),
    labels=("状态",),
    counts=("累计退货笔数",),
    money=("累计退货金额(元)",),
    code="统一社会信用代码",
    division="行政区划",
    named="店铺名称",
    real_dates=("承诺日期",),
    every=12,
)
PLATFORM_REPORTS = Sheet(
    "platform_operators",
    ("platform_operators_{ym}.json", "平台经营者报送_{ym}.json"),
    listed(
        "platform period operatorName operatorCode shopId shopName realNameVerified licenceShown registeredOn status"
    ),
    kind="json",
    key=("platform", "period", "shopId"),
    required=listed("platform operatorName shopId"),
    dates=("registeredOn",),
    labels=("status",),
    code="operatorCode",
    named="operatorName",
    every=6,
)
_PRODUCTS = (
    ("电线电缆", "导体电阻"),
    ("钢筋", "重量偏差"),
    ("危险化学品包装物", "跌落试验"),
    ("燃气灶具", "熄火保护装置"),
    ("汽车配件", "耐久性能"),
    ("塑料购物袋", "厚度偏差"),
    ("阀门", "壳体强度"),
    ("渔竿", "永久变形"),
    ("电动自行车", "最高车速"),
    ("儿童服装", "甲醛含量"),
    ("消防器材", "喷射性能"),
    ("灯具", "接地规定"),
)
_PLATFORMS = ("海购网", "渔品汇", "到家生活", "万店直播", "品优拼")


def product_sampling_rows(world: World, e: Entities) -> pl.DataFrame:
    """Supervision sampling of industrial products at makers and shops; about 5 % fail, one in ten is left unhandled."""
    t, dice = e.traits, world.dice
    maker = np.isin(t.role, ("maker", "medical"))
    shop = np.isin(t.role, ("none", "online", "retail"))
    chance = np.where(maker, 0.055, np.where(shop, 0.004, 0.0))
    slots = np.arange(8)
    rows, slot = np.nonzero(dice.unit("product sampled", t.ids[:, None], slots[None, :]) < chance[:, None])
    uid = t.ids[rows] * 8 + slot
    day = world.timeline.slot_days(slot, dice.unit("product day", uid), 8)
    live = (day >= t.established[rows] + 30) & (day < t.ended[rows])
    rows, uid, day = rows[live], uid[live], day[live]
    fails = dice.unit("product fails", uid) < np.minimum(0.048 * t.risk[rows], 0.8)
    what = dice.below("industrial product", t.ids[rows], len(_PRODUCTS))
    reported = day + 20 + dice.below("product report", uid, 25)
    handled = fails & (dice.unit("product handled", uid) < np.maximum(1.02 - 0.06 * t.risk[rows], 0.6))
    level = choose(("国抽", "省抽", "市抽", "县抽"), dice.pick("product level", uid, (5, 25, 45, 25)))
    return pl.DataFrame(
        {
            "抽查编号": join("CC", text_days(day, "%Y"), dice.document("product", uid, 10)),
            "抽查层级": level,
            "受检单位": e.name_on(rows, day),
            "受检单位代码": where(dice.unit("product code", uid) < 0.94, e.texts("code", rows), None),
            "行政区划": division_names(t.division[rows]),
            "环节": where(np.isin(t.role[rows], ("maker", "medical")), "生产", "流通"),
            "产品名称": choose([name for name, _ in _PRODUCTS], what),
            "是否重点工业产品": where(what < 5, "是", "否"),
            "抽样日期": text_days(day),
            "检验结论": where(fails, "不合格", "合格"),
            "不合格项目": where(fails, choose([item for _, item in _PRODUCTS], what), None),
            "报告日期": text_days(reported),
            "后处理完成日期": where(handled, text_days(reported + 60), None),
            "检验机构": pl.Series(["威海市产品质量标准计量检验研究院"] * len(rows), dtype=pl.String),
            **hidden(world.timeline.delivery_of(reported + fails * 60, 6), t.ids[rows], uid),
        }
    )


def pharmacy_rows(world: World, e: Entities) -> pl.DataFrame:
    """All retail pharmacies with the grid they belong to."""
    t, dice = e.traits, world.dice
    licence, _, holds = licence_of(world, t)
    keeper = people(dice, "pharmacist", t.ids)
    parts = []
    for delivery in SNAPSHOTS:
        day = world.timeline.days[delivery]
        rows = np.flatnonzero((t.role == "pharmacy") & (t.established + 40 <= day) & (t.ended > day))
        ids, at = t.ids[rows], rows.astype(np.uint32)
        grid = pl.Series(1 + dice.below("grid", ids, 12)).cast(pl.String).str.zfill(2)
        parts.append(
            pl.DataFrame(
                {
                    "药店名称": e.name_on(rows, np.full(len(rows), day)),
                    "统一社会信用代码": e.texts("code", rows),
                    "许可证号": where(holds[rows], licence.gather(at), None),
                    "行政区划": division_names(t.division[rows]),
                    "网格编号": join(pl.Series(t.division[rows]).cast(pl.String), "-", grid),
                    "地址": e.texts("address", rows),
                    "执业药师": where(dice.unit("pharmacist", ids) < 0.93, keeper.gather(at), None),
                    "是否连锁": where(dice.unit("chain", ids) < 0.6, "是", "否"),
                    "是否医保定点": where(dice.unit("insured drugs", ids) < 0.7, "是", "否"),
                    "过期药品回收点": where(_collects(world, ids), "是", "否"),
                    "网格员": people(dice, "grid", ids % 97),
                    **hidden(np.full(len(rows), delivery), ids, ids),
                }
            )
        )
    return pl.concat(parts)


def _collects(world: World, ids: np.ndarray) -> np.ndarray:
    """Whether a pharmacy takes back expired drugs."""
    return world.dice.unit("collects", ids) < 0.4


def expired_drug_rows(world: World, e: Entities) -> pl.DataFrame:
    """What collection points took back each month and when it was destroyed."""
    t, dice = e.traits, world.dice
    points = np.flatnonzero((t.role == "pharmacy") & _collects(world, t.ids))
    rows, slot = np.repeat(points, MONTHS), np.tile(np.arange(MONTHS), len(points))
    uid = t.ids[rows] * 64 + slot
    day = world.timeline.slot_days(slot, dice.unit("collected", uid))
    live = (day >= t.established[rows] + 60) & (day < t.ended[rows]) & (dice.unit("collected", uid, 1) < 0.8)
    rows, uid, day = rows[live], uid[live], day[live]
    handed = day + 5 + dice.below("handed", uid, 40)
    destroyed = np.where(dice.unit("destroyed", uid) < 0.97, handed + 10 + dice.below("destroyed", uid, 50), NEVER)
    grams = 200 + dice.below("weight", uid, 9000)
    weight = join(pl.Series(grams // 1000).cast(pl.String), ".", pl.Series(grams % 1000).cast(pl.String).str.zfill(3))
    return pl.DataFrame(
        {
            "回收单号": join("HS", dice.document("expired", uid, 11)),
            "回收点": e.name_on(rows, day),
            "回收点代码": e.texts("code", rows),
            "行政区划": division_names(t.division[rows]),
            "回收月份": text_days(day, "%Y-%m"),
            "回收日期": text_days(day),
            "重量(千克)": weight,
            "品种数": pl.Series(1 + dice.below("kinds", uid, 30)).cast(pl.String),
            "移交日期": text_days(handed),
            "销毁日期": text_days(destroyed),
            "销毁单位": where(destroyed < NEVER, "威海市环境再生能源有限公司", None),
            **hidden(world.timeline.delivery_of(handed + 60, 6), t.ids[rows], uid),
        }
    )


def return_promise_rows(world: World, e: Entities) -> pl.DataFrame:
    """Shops that promise returns without reason, and how they keep the promise."""
    t, dice = e.traits, world.dice
    shop = np.isin(t.role, ("retail", "none")) & (dice.unit("promises", t.ids) < 0.04)
    since = np.maximum(t.established + 90, world.timeline.start + dice.below("promises", t.ids, 1000))
    parts = []
    for delivery in (0, 12):
        day = world.timeline.days[delivery]
        rows = np.flatnonzero(shop & (since <= day) & (t.ended > day))
        ids = t.ids[rows]
        returns = np.floor((day - since[rows]) / 30 * dice.unit("returns", ids) * 3).astype(np.int64)
        broken = np.minimum(np.floor(returns * 0.02 * t.risk[rows]), returns).astype(np.int64)
        quits = dice.unit("quits", ids) < 0.02 * delivery / 12
        parts.append(
            pl.DataFrame(
                {
                    "店铺名称": e.name_on(rows, np.full(len(rows), day)),
                    "统一社会信用代码": e.texts("code", rows),
                    "行政区划": division_names(t.division[rows]),
                    "地址": e.texts("address", rows),
                    "承诺退货天数": choose(("7", "7", "15", "30"), dice.below("promise", ids, 4)),
                    "承诺日期": text_days(since[rows]),
                    "累计退货笔数": pl.Series(returns).cast(pl.String),
                    "累计退货金额(元)": pl.Series(returns * (20 + dice.below("refund", ids, 200))).cast(pl.String),
                    "未兑现笔数": pl.Series(broken).cast(pl.String),
                    "状态": where(quits, "已退出", "承诺中"),
                    **hidden(np.full(len(rows), delivery), ids, ids),
                }
            )
        )
    return pl.concat(parts)


def platform_rows(world: World, e: Entities) -> pl.DataFrame:
    """Half-yearly reports of platforms on the operators of this city that sell there (a shop may be on several)."""
    t, dice = e.traits, world.dice
    sells = np.where(t.role == "online", 0.6, np.where(t.food, 0.05, 0.02))
    parts = []
    for delivery in SNAPSHOTS:
        day = world.timeline.days[delivery]
        period = text_days(np.array([day - 45]), "%Y-%m")[0]
        for place, platform in enumerate(_PLATFORMS):
            on = dice.unit("platform", t.ids, place) < sells
            since = t.established + 20 + dice.below("platform", t.ids, 900, place)
            rows = np.flatnonzero(on & (since <= day) & (t.ended > day - 90))
            ids = t.ids[rows]
            uid = ids * len(_PLATFORMS) + place
            known = dice.unit("verified", uid) < 0.95
            parts.append(
                pl.DataFrame(
                    {
                        "platform": pl.Series([platform] * len(rows), dtype=pl.String),
                        "period": pl.Series([period] * len(rows), dtype=pl.String),
                        "operatorName": e.name_on(rows, np.full(len(rows), day)),
                        "operatorCode": where(known, e.texts("code", rows), None),
                        "shopId": dice.document("shop", uid, 10),
                        "shopName": join(e.texts("brand", rows), choose(("旗舰店", "专营店", "小店"), ids % 3)),
                        "realNameVerified": where(known, "true", "false"),
                        "licenceShown": where(dice.unit("shown", uid) < 0.9, "true", "false"),
                        "registeredOn": text_days(since[rows]),
                        "status": where(dice.unit("shop closed", uid) < 0.06, "CLOSED", "OPEN"),
                        **hidden(np.full(len(rows), delivery), ids, uid, where(known, None, "name")),
                    }
                )
            )
    return pl.concat(parts)
