"""Special equipment: the register of devices in use, their inspections and the lifts' liability insurance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden, multiplied
from huizhi.city.entities import Entities
from huizhi.city.industries import industries
from huizhi.city.names import choose, division_names, join, where
from huizhi.city.registry import QUARTERS
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import NEVER, text_days
from huizhi.city.world import World

EQUIPMENT = Sheet(
    "equipment",
    ("equipment_register_{ymd}.xlsx", "特种设备台账_{q}.xlsx"),
    listed(
        """
        设备代码 设备种类 使用单位代码 使用单位 所在区划 使用地点 公众聚集场所 登记日期 设备状态 维保单位
        下次检验日期
        """
    ),
    kind="xlsx",
    key=("设备代码",),
    required=listed("设备代码 设备种类 使用单位 设备状态"),
    dates=("登记日期",),
    labels=("设备种类", "设备状态"),
    code="使用单位代码",
    division="所在区划",
    named="使用单位",
    real_dates=("登记日期", "下次检验日期"),
)
EQUIPMENT_INSPECTIONS = Sheet(
    "equipment_inspections",
    ("equipment_inspections_{ym}.csv", "特种设备检验_{ym}.csv"),
    listed("报告编号 设备代码 使用单位代码 检验日期 检验结论 下次检验日期 检验机构"),
    delimiter="|",
    newline="\n",
    encoding="utf-8-sig",
    other_encodings={1: "gb18030"},
    key=("报告编号",),
    required=listed("报告编号 设备代码 检验结论"),
    dates=("检验日期",),
    order=("检验日期", "下次检验日期"),
    labels=("检验结论",),
    code="使用单位代码",
    corrected="下次检验日期",
)
ELEVATOR_INSURANCE = Sheet(
    "elevator_insurance",
    ("elevator_insurance_{q}.csv", "电梯保险_{q}.csv"),
    listed("保单号 设备代码 投保单位代码 保险公司 保险起期 保险止期"),
    key=("保单号", "设备代码"),
    required=("保单号", "设备代码"),
    dates=("保险起期", "保险止期"),
    order=("保险起期", "保险止期"),
    code="投保单位代码",
    past=False,
    every=3,
    corrected="保险止期",
)
_KINDS = ("锅炉", "压力容器", "电梯", "起重机械", "场内专用机动车辆", "大型游乐设施", "压力管道")
_CLASS = np.array([1000, 2000, 3000, 4000, 5000, 6000, 8000])
_CYCLE = np.array([365, 1095, 365, 730, 365, 365, 1095])  # days between periodic inspections
_ELEVATOR = 2
_LISTS = {
    "K7020": (0, 4, 94, 0, 0, 0, 2), "H6110": (8, 6, 84, 0, 0, 2, 0), "F5211": (0, 4, 92, 0, 4, 0, 0),
    "R8930": (0, 0, 30, 0, 0, 70, 0), "Q8415": (12, 20, 66, 0, 0, 0, 2), "P8321": (20, 0, 80, 0, 0, 0, 0),
    "E4710": (0, 4, 4, 84, 8, 0, 0), "C3739": (4, 20, 4, 52, 18, 0, 2), "G5531": (2, 4, 6, 50, 38, 0, 0),
    "D4430": (40, 24, 4, 2, 2, 0, 28), "D4512": (6, 60, 0, 2, 2, 0, 30), "C2650": (18, 46, 6, 8, 8, 0, 14),
}  # fmt: skip
_OTHER = (10, 34, 16, 16, 22, 0, 2)
_MOST = 6
_MAINTAINERS = listed(
    """
    威海奥的斯机电电梯服务有限公司 威海日立电梯工程有限公司 荣成市通用电梯有限公司 威海恒达电梯维保有限公司
    乳山鸿运电梯服务有限公司 文登三菱机电电梯安装有限公司
    """
)
_INSURERS = listed(
    """
    中国人民财产保险股份有限公司威海市分公司 中国平安财产保险股份有限公司威海中心支公司
    中国太平洋财产保险股份有限公司威海中心支公司 中国人寿财产保险股份有限公司威海市中心支公司
    """
)
_POLICIES = ("PZAA", "1052", "ASHH", "GPIC")
_INSTITUTES = ("威海市特种设备检验研究院", "山东省特种设备检验研究院威海分院")


@dataclass(frozen=True)
class Devices:
    """The devices of a range of entities: owner's row, number among the owner's, kind and days."""

    rows: np.ndarray
    number: np.ndarray
    uid: np.ndarray
    kind: np.ndarray
    code: pl.Series
    registered: np.ndarray
    gone: np.ndarray
    slow: np.ndarray  # the owner lets inspections slip


def devices(world: World, e: Entities) -> Devices:
    """Devices of all entities that use some (about 8 %), one to six each."""
    t, dice = e.traits, world.dice
    share = np.array([i.equipment for i in industries()])[t.industry] * np.array([1.35, 0.25, 0.3, 1.2])[t.kind]
    base = (
        np.array([i.equipment for i in industries()])[world.sample.industry]
        * np.array([1.35, 0.25, 0.3, 1.2])[world.sample.kind]
    )
    owns = dice.unit("equipped", t.ids) < np.minimum(share * world.scale(base, 0.08), 0.98)
    count = 1 + dice.pick("devices", t.ids, (46, 22, 13, 8, 6, 5))
    owner = np.flatnonzero(owns)
    rows, number = multiplied(owner, count[owner])
    uid = t.ids[rows] * _MOST + number
    industry = np.array([i.code for i in industries()])[t.industry[rows]]
    kind = np.zeros(len(rows), dtype=np.int64)
    for code in [*_LISTS, ""]:
        mine = (industry == code) if code else ~np.isin(industry, list(_LISTS))
        kind[mine] = dice.pick("device kind", uid[mine], _LISTS.get(code, _OTHER))
    wait = 40 + np.floor(dice.unit("device wait", uid) * dice.unit("device wait", uid, 1) * 2400)
    registered = (t.established[rows] + wait).astype(np.int64)
    scrapped = registered + 1500 + np.floor(dice.unit("device life", uid) * 9000).astype(np.int64)
    gone = np.minimum(np.where(dice.unit("device life", uid, 1) < 0.06, scrapped, NEVER), t.ended[rows])
    slow = dice.unit("slow", t.ids[rows]) < np.minimum(0.05 * t.risk[rows], 0.4)
    text = join(
        pl.Series(_CLASS[kind] + 110).cast(pl.String), "3710", text_days(registered, "%y"),
        dice.document("device", uid, 9),
    )  # fmt: skip
    return Devices(rows, number, uid, kind, text, registered, gone, slow)


def last_inspection(world: World, d: Devices, day: int | np.ndarray) -> np.ndarray:
    """Number of the last inspection done by `day` (0 is the acceptance on registration)."""
    number = np.zeros(len(d.uid), dtype=np.int64)
    for _ in range(25):
        ahead = _inspected(world, d, number + 1) <= day
        if not ahead.any():
            break
        number += ahead
    return number


def _inspected(world: World, d: Devices, number: np.ndarray) -> np.ndarray:
    """Day of each device's inspection of that number: due by the cycle, done a little early, or late by slow owners."""
    due = d.registered + number * _CYCLE[d.kind]
    u = world.dice.unit("inspection day", d.uid, number)
    late = (d.slow & (u < 0.6)) | (u < 0.004)
    shift = np.where(
        late, 15 + np.floor(world.dice.unit("inspection delay", d.uid, number) * 350), -1 - np.floor(u * 45)
    )
    return np.where(number == 0, d.registered, due + shift).astype(np.int64)


def _due_after(d: Devices, number: np.ndarray) -> np.ndarray:
    """Day by which the inspection after number `number` must be done."""
    return d.registered + (number + 1) * _CYCLE[d.kind]


def equipment_rows(world: World, e: Entities, d: Devices) -> pl.DataFrame:
    """The whole register at each quarter's delivery."""
    t, dice = e.traits, world.dice
    ids = t.ids[d.rows]
    public = (
        np.isin(t.role[d.rows], ("catering", "retail", "canteen"))
        | np.isin(d.kind, (5,))
        | (dice.unit("public", d.uid) < 0.2)
    )
    coded = dice.unit("device code", d.uid) < 0.96
    kept = pl.DataFrame(
        {
            "设备代码": d.code,
            "设备种类": choose(_KINDS, d.kind),
            "使用单位代码": where(coded, e.texts("code", d.rows), None),
            "所在区划": division_names(t.division[d.rows]),
            "使用地点": e.texts("address", d.rows),
            "公众聚集场所": where(public, "是", "否"),
            "登记日期": text_days(d.registered),
            "维保单位": where(
                d.kind == _ELEVATOR, choose(_MAINTAINERS, dice.below("maintainer", ids, len(_MAINTAINERS))), None
            ),
        }
    )
    stopped = dice.unit("stopped", d.uid) < 0.03
    parts = []
    for delivery in QUARTERS:
        day = world.timeline.days[delivery]
        present = np.flatnonzero((d.registered <= day) & (d.gone > day - 400))
        ended = d.gone <= day
        status = np.where(ended, np.where(d.gone < t.ended[d.rows], 3, 2), np.where(stopped, 1, 0))
        due = _due_after(d, last_inspection(world, d, day))
        frame = kept.with_columns(
            e.name_on(d.rows, np.full(len(d.rows), day)).alias("使用单位"),
            choose(("在用", "停用", "注销", "报废"), status).alias("设备状态"),
            text_days(np.where(ended, NEVER, due)).alias("下次检验日期"),
            **hidden(np.full(len(d.uid), delivery), ids, d.uid, where(coded, None, "name")),
        )
        parts.append(frame[present])
    return pl.concat(parts)


def equipment_inspection_rows(world: World, e: Entities, d: Devices) -> pl.DataFrame:
    """Every periodic inspection of the history."""
    dice, time, t = world.dice, world.timeline, e.traits
    base = last_inspection(world, d, time.start)
    parts = []
    for step in range(1, 6):
        number = base + step
        day = _inspected(world, d, number)
        keep = np.flatnonzero((day <= time.end) & (day < d.gone))
        uid, done = d.uid[keep] * 32 + number[keep] % 32, day[keep]
        ids = t.ids[d.rows[keep]]
        bad = dice.unit("inspection verdict", uid) / np.maximum(t.risk[d.rows[keep]], 0.2)
        verdict = np.where(bad < 0.010, 2, np.where(bad < 0.025, 1, 0))
        following = np.where(verdict == 2, done + 30, _due_after(d, number)[keep])
        late = np.where(dice.unit("equipment late", uid) < 0.005, 50 + dice.below("equipment late", uid, 150), 0)
        compact = dice.unit("equipment date", uid) < 0.3
        coded = dice.unit("equipment code", uid) < 0.9
        code = d.code.gather(keep.astype(np.uint32))
        parts.append(
            pl.DataFrame(
                {
                    "报告编号": join("TJ", text_days(done, "%Y"), dice.document("equipment report", uid, 11)),
                    "设备代码": code,
                    "使用单位代码": where(coded, e.texts("code", d.rows[keep]), None),
                    "检验日期": where(compact, text_days(done, "%Y%m%d"), text_days(done)),
                    "检验结论": choose(("合格", "复检合格", "不合格"), verdict),
                    "下次检验日期": text_days(np.maximum(following, done + 1)),
                    "检验机构": choose(_INSTITUTES, (dice.unit("institute", uid) < 0.15).astype(int)),
                    **hidden(time.delivery_of(done + late), ids, uid, where(coded, None, "device"), late),
                }
            )
        )  # fmt: skip
    return pl.concat(parts)


def insurance_rows(world: World, e: Entities, d: Devices) -> pl.DataFrame:
    """Yearly liability policies of lifts; about 96 % of lifts are insured."""
    dice, time, t = world.dice, world.timeline, e.traits
    parts = []
    for year in range(5):
        renewed = time.start - 365 + year * 365 + dice.below("policy", d.uid, 365)
        starts = np.where(d.registered < renewed + 330, np.maximum(renewed, d.registered), renewed)
        insured = (
            (d.kind == _ELEVATOR)
            & (dice.unit("insured", d.uid) < 0.975)
            & (dice.unit("insured", d.uid, year + 1) < 0.985)
        )
        keep = np.flatnonzero(insured & (starts >= d.registered) & (starts < d.gone) & (starts <= time.end))
        uid, day = d.uid[keep] * 8 + year, starts[keep]
        ids = t.ids[d.rows[keep]]
        coded = dice.unit("policy code", uid) < 0.93
        insurer = dice.below("insurer", ids, len(_INSURERS))
        parts.append(
            pl.DataFrame(
                {
                    "保单号": join(choose(_POLICIES, insurer), text_days(day, "%Y"), dice.document("policy", uid, 10)),
                    "设备代码": d.code.gather(keep.astype(np.uint32)),
                    "投保单位代码": where(coded, e.texts("code", d.rows[keep]), None),
                    "保险公司": choose(_INSURERS, insurer),
                    "保险起期": text_days(day),
                    "保险止期": text_days(day + 364),
                    **hidden(time.delivery_of(day, 3), ids, uid, where(coded, None, "device")),
                }
            )
        )  # fmt: skip
    return pl.concat(parts)
