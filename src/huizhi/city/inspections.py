"""Inspections of businesses and administrative penalties."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden, stages
from huizhi.city.entities import Entities
from huizhi.city.industries import DIVISION_LIST
from huizhi.city.licences import food_licence_of
from huizhi.city.names import choose, division_names, join, officers_text, sign_names, where
from huizhi.city.randomness import width_for
from huizhi.city.registry import hundredths
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import NEVER, text_days
from huizhi.city.world import World

INSPECTIONS = Sheet(
    "inspections",
    ("inspections_{ym}.csv", "检查结果_{ym}.csv"),
    listed(
        """
        检查编号 被检查人代码 许可证号 被检查人名称 辖区 检查方式 计划编号 检查事项 检查日期 检查人员
        检查结果 问题数 严重问题数 改正日期
        """
    ),
    encoding="gb18030",
    other_encodings={0: "utf-8-sig", 5: "utf-8-sig"},
    key=("检查编号",),
    required=listed("检查编号 被检查人名称 检查方式 检查结果"),
    dates=("检查日期",),
    labels=("检查方式", "检查结果"),
    counts=("问题数",),
    code="被检查人代码",
    division="辖区",
    named="被检查人名称",
    corrected="问题数",
)
PENALTIES = Sheet(
    "penalties",
    ("penalties_{ymd}.json", "行政处罚_{ymd}.json"),
    listed(
        """
        cf_wsh cf_xdr_shxym cf_xdr_mc cf_wfxw_dm cf_wfss cf_yj cf_cflb cf_fkje cf_msje cf_jdrq cf_cfjg
        cf_xzqh
        """
    ),
    kind="json",
    key=("cf_wsh",),
    required=listed("cf_wsh cf_xdr_mc cf_wfxw_dm"),
    dates=("cf_jdrq",),
    labels=("cf_wfxw_dm",),
    money=("cf_fkje",),
    code="cf_xdr_shxym",
    division="cf_xzqh",
    named="cf_xdr_mc",
    bare_numbers=("cf_fkje", "cf_msje"),
    corrected="cf_fkje",
)
SLOTS = 8  # two a year
INSPECTED_A_YEAR, PENALISED_A_YEAR = 0.12, 0.012
_KINDS = ("双随机", "日常检查", "专项检查", "投诉核查", "线索核查")
_RESULTS = (
    "未发现问题", "发现问题已责令改正", "发现问题待后续处理", "不配合检查情节严重", "通过登记的住所无法联系",
    "已关闭停业或正在组织清算", "未发现开展本次检查涉及的经营活动",
)  # fmt: skip
_ITEMS = {
    "producer": "食品生产监督检查", "workshop": "食品小作坊监督检查", "retail": "食品销售监督检查",
    "catering": "餐饮服务监督检查", "canteen": "单位食堂监督检查", "market": "食用农产品批发监督检查",
    "pharmacy": "药品零售监督检查", "medical": "医疗器械经营监督检查", "maker": "工业产品质量监督检查",
    "online": "网络交易监督检查", "none": "登记事项和公示信息检查",
}  # fmt: skip
_COUNTY = ("环", "文", "荣", "乳")
AUTHORITIES = ("威海市环翠区", "威海市文登区", "荣成市", "乳山市")


def inspection_rows(world: World, e: Entities) -> pl.DataFrame:
    """Visits (about 12 per 100 entities and year) and the re-checks that follow a third of the bad ones.

    Double-random visits fall on every entity alike; the others rather on the risky.
    """
    t, dice = e.traits, world.dice
    factor = world.scale(0.7 + 0.3 * world.sample.risk, INSPECTED_A_YEAR * 4 / SLOTS)
    slots = np.arange(SLOTS)
    chosen = np.where(_ways(world, t.ids[:, None], slots[None, :]) == 0, 1.0, (0.48 + 0.52 * t.risk)[:, None])
    chance = np.minimum(chosen * factor, 0.9)
    rows, slot = np.nonzero(dice.unit("inspected", t.ids[:, None], slots[None, :]) < chance)
    day = world.timeline.slot_days(slot, dice.unit("inspected day", t.ids[rows], slot), SLOTS)
    keep = (day >= t.established[rows] + 20) & (day < t.ended[rows] + 40)
    rows, slot, day = rows[keep], slot[keep], day[keep]
    result, findings, serious, first, second = _judge(world, e, rows, slot, day)
    again = (result == 1) & (dice.unit("recheck", t.ids[rows], slot) < 0.33)
    back = day + 20 + dice.below("recheck", t.ids[rows], 25, slot)
    again &= (back <= world.timeline.end) & (back < t.ended[rows])
    fixed = np.where(dice.unit("recheck result", t.ids[rows], slot) < 0.9, 0, 2)
    visits = _inspection_frame(world, e, rows, slot, day, result, findings, serious, first, second, None)
    if not again.any():
        return visits
    picked = [a[again] for a in (rows, slot, back, fixed, (fixed > 0).astype(np.int64), serious * 0, first, second)]
    return pl.concat([visits, _inspection_frame(world, e, *picked, "复查")])


def _ways(world: World, ids: np.ndarray, slot: np.ndarray) -> np.ndarray:
    """Why a visit of this entity and slot would be made, as places in `_KINDS`; broadcasts."""
    return world.dice.pick("way", ids, (42, 34, 14, 7, 3), slot)


def _judge(
    world: World, e: Entities, rows: np.ndarray, slot: np.ndarray, day: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Result, findings and serious findings: the entity's risk times the two officers' severity; and the officers."""
    t, dice = e.traits, world.dice
    ids = t.ids[rows]
    first, second = world.officers.pairs(dice, "inspectors", ids * SLOTS + slot, t.town[rows])
    severity = (world.officers.severity[first] + world.officers.severity[second]) / 2
    bad = np.minimum(0.17 * t.risk[rows] * severity, 0.92)
    found = dice.unit("found", ids, slot) < bad
    count = 1 + np.floor(dice.unit("findings", ids, slot) * (1 + 2.2 * np.minimum(t.risk[rows], 3) * severity)).astype(
        np.int64
    )
    grave = found & (dice.unit("serious", ids, slot) < np.minimum(0.09 * t.risk[rows] * severity, 0.7))
    u = dice.unit("other result", ids, slot)
    result = np.where(found, np.where(grave | (dice.unit("pending", ids, slot) < 0.12), 2, 1), 0)
    result = np.where(~found & (u < 0.012), 4, np.where(~found & (u > 0.99), 6, result))
    result = np.where(dice.unit("obstruction", ids, slot) < 0.0012 * t.risk[rows], 3, result)
    result = np.where(day >= t.ended[rows] - 60, 5, result)
    count = np.where(np.isin(result, (1, 2)), count, 0)
    return (
        result,
        count,
        np.where(grave & (count > 0), np.minimum(count, 1 + (u * 2).astype(np.int64)), 0),
        first,
        second,
    )


def _inspection_frame(
    world: World, e: Entities, rows: np.ndarray, slot: np.ndarray, day: np.ndarray, result: np.ndarray,
    findings: np.ndarray, serious: np.ndarray, first: np.ndarray, second: np.ndarray, kind: str | None,
) -> pl.DataFrame:  # fmt: skip
    t, dice = e.traits, world.dice
    ids, division = t.ids[rows], t.division[rows]
    district = pl.Series(division).cast(pl.String)
    uid = (ids * SLOTS + slot) * 2 + (kind is not None)
    way = _ways(world, ids, slot)
    late = np.where(dice.unit("inspection late", uid) < 0.006, 60 + dice.below("inspection late", uid, 180), 0)
    corrected = np.where(
        (result == 1) & (dice.unit("corrected", uid) < 0.93), day + 3 + dice.below("corrected", uid, 28), NEVER
    )
    early, last = stages(world, day + late, np.where(corrected < NEVER, corrected + late, day + late))
    licence, holds = food_licence_of(world, t, rows)
    u = dice.unit("inspection link", uid)
    by_licence, by_name = holds & (u < 0.04), u > 0.97
    name = e.name_on(rows, day)
    varied = by_name & (u > 0.985)
    name = where(varied, sign_names(e.texts("brand", rows), name, np.full(len(rows), 1)), name)
    link = where(by_licence, "licence", where(varied, "name_variant", where(by_name, "name", None)))
    month = text_days(day, "%Y%m")
    slot_text = pl.Series(slot % 4 + 1).cast(pl.String).str.zfill(2)
    random = (way == 0) & (kind is None)
    frame = pl.DataFrame(
        {
            "检查编号": join("JC", district, text_days(day, "%Y"), dice.document("inspection", uid, 10)),
            "被检查人代码": where(by_licence | by_name, None, e.texts("code", rows)),
            "许可证号": where(holds & ~by_name, licence, None),
            "被检查人名称": name,
            "辖区": division_names(division),
            "检查方式": choose(_KINDS, way) if kind is None else pl.Series([kind] * len(rows), dtype=pl.String),
            "计划编号": where(random, join("WHSSJ-", month, "-", slot_text), None),
            "检查事项": choose(list(_ITEMS.values()), _item_index(t.role[rows])),
            "检查日期": where(dice.unit("inspection date", uid) < 0.03, text_days(day, "%Y%m%d"), text_days(day)),
            "检查人员": officers_text(world.officers.names, first, second),
            "检查结果": choose(_RESULTS, result),
            "问题数": pl.Series(findings).cast(pl.String),
            "严重问题数": pl.Series(serious).cast(pl.String),
            **hidden(early, ids, uid, link, late),
        }
    )  # fmt: skip
    before = frame.with_columns(pl.lit(None, dtype=pl.String).alias("改正日期"), pl.lit(False).alias("_final"))
    after = frame.with_columns(
        text_days(corrected).alias("改正日期"), pl.Series(last).alias("_d"), pl.lit(True).alias("_final")
    )
    return pl.concat([before, after.select(before.columns)])


def _item_index(role: np.ndarray) -> np.ndarray:
    """Position of each role in the list of inspection items."""
    order = np.argsort(list(_ITEMS))
    return order[np.searchsorted(np.array(list(_ITEMS))[order], role)]


_VIOLATIONS = (
    ("01", "未取得许可从事经营活动", "《中华人民共和国食品安全法》第一百二十二条第一款"),
    ("02", "经营超过保质期的食品", "《中华人民共和国食品安全法》第一百二十四条第一款"),
    ("03", "销售不合格产品", "《中华人民共和国产品质量法》第四十九条"),
    ("04", "发布虚假广告", "《中华人民共和国广告法》第五十五条第一款"),
    ("05", "不按规定明码标价", "《中华人民共和国价格法》第四十二条"),
    ("06", "使用未经定期检验的特种设备", "《中华人民共和国特种设备安全法》第八十四条"),
    ("07", "销售侵犯注册商标专用权的商品", "《中华人民共和国商标法》第六十条第二款"),
    ("08", "未按规定办理变更登记", "《中华人民共和国市场主体登记管理条例》第四十六条"),
    ("09", "购进药品未建立真实完整的购销记录", "《中华人民共和国药品管理法》第一百三十条"),
    ("10", "未在网店首页公示营业执照信息", "《中华人民共和国电子商务法》第七十六条第一款"),
    ("11", "使用未经检定的计量器具", "《中华人民共和国计量法》第二十五条"),
    ("12", "对商品作引人误解的商业宣传", "《中华人民共和国反不正当竞争法》第二十条"),
)
_VIOLATION_MIX = {
    "food": (10, 48, 4, 4, 10, 2, 5, 5, 0, 1, 7, 4), "pharmacy": (2, 4, 2, 8, 8, 0, 1, 4, 66, 1, 1, 3),
    "online": (6, 8, 12, 18, 8, 0, 14, 6, 0, 20, 0, 8), "": (6, 0, 26, 14, 12, 12, 9, 12, 0, 1, 4, 4),
}  # fmt: skip


def penalty_rows(world: World, e: Entities) -> pl.DataFrame:
    """Penalty decisions, about 1.2 per 100 entities and year, driven by latent risk."""
    t, dice = e.traits, world.dice
    factor = world.scale(_penalty_weight(world.sample.risk), PENALISED_A_YEAR * 4 / SLOTS)
    slots = np.arange(SLOTS)
    chance = np.minimum(_penalty_weight(t.risk) * factor, 0.5)
    rows, slot = np.nonzero(dice.unit("penalty", t.ids[:, None], slots[None, :]) < chance[:, None])
    day = world.timeline.slot_days(slot, dice.unit("penalty day", t.ids[rows], slot), SLOTS)
    keep = (day >= t.established[rows] + 30) & (day < t.ended[rows])
    rows, slot, day = rows[keep], slot[keep], day[keep]
    ids, division = t.ids[rows], t.division[rows]
    uid = ids * SLOTS + slot
    late = np.where(dice.unit("penalty late", uid) < 0.02, 50 + dice.below("penalty late", uid, 200), 0)
    violation = _violations(world, e, rows, uid)
    fine, gains, kinds = _sanction(world, t.risk[rows], uid)
    coded = dice.unit("penalty code", uid) < 0.97
    name = e.name_on(rows, day)
    place = np.searchsorted(np.array(DIVISION_LIST), division)
    number = pl.Series(dice.serial("penalty", uid, width_for(world.size * SLOTS))).cast(pl.String)
    slashed = dice.unit("penalty slash", uid) < 0.8
    return pl.DataFrame(
        {
            "cf_wsh": join("威", choose(_COUNTY, place), "市监处罚〔", text_days(day, "%Y"), "〕", number, "号"),
            "cf_xdr_shxym": where(coded, e.texts("code", rows), None),
            "cf_xdr_mc": name,
            "cf_wfxw_dm": choose([v[0] for v in _VIOLATIONS], violation),
            "cf_wfss": join("经查，当事人", choose([v[1] for v in _VIOLATIONS], violation), "，事实清楚。"),
            "cf_yj": choose([v[2] for v in _VIOLATIONS], violation),
            "cf_cflb": kinds,
            "cf_fkje": where(fine > 0, hundredths(fine), None),
            "cf_msje": where(gains > 0, hundredths(gains), None),
            "cf_jdrq": where(slashed, text_days(day, "%Y/%m/%d"), text_days(day)),
            "cf_cfjg": join(choose(AUTHORITIES, place), "市场监督管理局"),
            "cf_xzqh": pl.Series(division).cast(pl.String),
            **hidden(world.timeline.delivery_of(day + late + 5), ids, uid, where(coded, None, "name"), late),
        }
    )  # fmt: skip


def _penalty_weight(risk: np.ndarray) -> np.ndarray:
    """Relative chance of a penalty: steeper than risk itself."""
    return 0.25 * risk + 0.75 * np.minimum(risk, 5.0) * np.minimum(risk, 5.0) / 2


def _violations(world: World, e: Entities, rows: np.ndarray, uid: np.ndarray) -> np.ndarray:
    """Kind of violation by line of business."""
    role = np.where(e.traits.food[rows], "food", e.traits.role[rows])
    made = np.zeros(len(rows), dtype=np.int64)
    for name, mix in _VIOLATION_MIX.items():
        mine = (role == name) if name else ~np.isin(role, list(_VIOLATION_MIX))
        made[mine] = world.dice.pick("violation", uid[mine], mix)
    return made


def _sanction(world: World, risk: np.ndarray, uid: np.ndarray) -> tuple[np.ndarray, np.ndarray, pl.Series]:
    """Fine and confiscated gains (hundredths of 万元) and the kinds of penalty in words."""
    dice = world.dice
    fined = dice.unit("fined", uid) < 0.82
    size = np.array([5, 20, 50, 100, 300, 1000, 5000])[dice.pick("fine", uid, (26, 28, 22, 12, 8, 3, 1))]
    fine = np.where(fined, size + dice.below("fine", uid, 50) * (dice.unit("fine odd", uid) < 0.3), 0)
    gains = np.where(dice.unit("gains", uid) < 0.3, 1 + dice.below("gains", uid, 200), 0)
    grave = dice.unit("grave", uid)
    severe = where(grave < 0.006 * (1 + risk), "、吊销许可证件", where(grave < 0.02 * (1 + risk), "、责令停产停业", ""))
    warned = where(~fined & (gains == 0), "警告", where(dice.unit("warned", uid) < 0.25, "警告", ""))
    parts = join(warned, where(fined, "、罚款", ""), where(gains > 0, "、没收违法所得", ""), severe)
    return fine, gains, parts.str.strip_chars("、")
