"""Complaints and reports, as the national 12315 platform exports them: new matters, and old ones as they are closed."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city.complaint_texts import MIX, TOPICS, Asked, field_of_industry, written
from huizhi.city.delivery import hidden, multiplied, stages
from huizhi.city.entities import Entities
from huizhi.city.names import choose, division_names, join, sign_names, where
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import MONTHS, NEVER, month_of, text_days
from huizhi.city.world import COMPLAINTS_A_YEAR, World, complaint_weight

COMPLAINTS = Sheet(
    "complaints",
    ("complaints_{ym}.csv", "12315导出_{ym}.csv"),
    listed(
        """
        登记编号 类型 来源渠道 登记时间 被投诉举报方 主体代码 经营地址 行政区划 问题类别 诉求内容
        涉及金额(元) 首次响应时间 受理日期 应办结日期 办结日期 处理结果 承办单位 客体类别 处理部门
        """
    ),
    other_encodings={2: "gb18030", 7: "gb18030"},
    key=("登记编号",),
    required=listed("登记编号 类型 登记时间 被投诉举报方"),
    dates=("登记时间",),
    labels=("类型",),
    money=("涉及金额(元)",),
    code="主体代码",
    division="行政区划",
    named="被投诉举报方",
    corrected="涉及金额(元)",
)
_SEASON = np.array([1.05, 1.15, 0.95, 0.95, 1.0, 1.1, 1.15, 1.15, 0.95, 1.0, 1.05, 0.95])
_CHANNELS = ("全国12315平台", "12315电话", "12345热线", "来人来函", "ODR企业")
_OUTCOMES = (("调解成功", "调解不成", "不予受理", "撤回"), ("立案", "不予立案", "不予立案", "不予立案"))


def complaint_rows(world: World, e: Entities) -> pl.DataFrame:
    """All matters of the history, each as first known and, if that was not yet the end, as closed."""
    rows, slots, copies = _events(world, e)
    t, dice = e.traits, world.dice
    ids = t.ids[rows]
    number = (ids * (MONTHS + 1) + slots) * 8 + copies
    k = slots * 8 + copies
    day = world.timeline.slot_days(np.minimum(slots, MONTHS - 1), dice.unit("complaint day", ids, k))
    outbreak = np.full(len(rows), -1)
    for bad in world.outbreaks:
        mine = (copies >= 6) & (slots == bad.number)
        outbreak[mine] = bad.number
        day[mine] = bad.starts + np.floor(
            dice.unit("outbreak day", ids[mine], k[mine]) * (bad.ends - bad.starts)
        ).astype(int)
    live = (day >= t.established[rows]) & (day < t.ended[rows])
    keep = live & (day < world.timeline.end)
    return _frame(world, e, rows[keep], k[keep], number[keep], day[keep], outbreak[keep])


def _events(world: World, e: Entities) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of `e`, month slot and copy number of every matter; outbreaks use slot = their number and copies 6, 7."""
    t, dice = e.traits, world.dice
    weight = complaint_weight(t)
    factor = world.scale(complaint_weight(world.sample), COMPLAINTS_A_YEAR / 12)
    slots = np.arange(MONTHS)
    season = _SEASON[month_of(world.timeline.slot_days(slots, np.full(MONTHS, 0.5))) - 1]
    mean = weight[:, None] * factor * season[None, :]
    several = 1 + np.minimum(np.floor(mean * 4), 4)  # busy shops draw several at once
    u = dice.unit("complaint", t.ids[:, None], slots[None, :])
    hit, slot = np.nonzero(u < np.minimum(mean / several, 0.8))
    count = several[hit, slot].astype(np.int64)
    slot = np.repeat(slot, count)
    rows, copies = multiplied(hit, count)
    extra = [_outbreak_events(world, e, k) for k in range(len(world.outbreaks))]
    return tuple(np.concatenate(columns) for columns in zip((rows, slot, copies), *extra, strict=True))  # type: ignore[return-value]


def _outbreak_events(world: World, e: Entities, number: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Matters about an outbreak's product: one at each shop that sold it, two at the producer."""
    bad, t = world.outbreaks[number], e.traits
    rows = np.concatenate(
        [np.flatnonzero(np.isin(t.ids, bad.shops)), np.repeat(np.flatnonzero(t.ids == bad.producer), 2)]
    )
    copies = np.full(len(rows), 6)
    copies[-1 if (t.ids == bad.producer).any() else len(rows) :] = 7
    return rows, np.full(len(rows), number), copies


def _frame(
    world: World,
    e: Entities,
    rows: np.ndarray,
    k: np.ndarray,
    number: np.ndarray,
    day: np.ndarray,
    outbreak: np.ndarray,
) -> pl.DataFrame:
    t, dice = e.traits, world.dice
    ids, division = t.ids[rows], pl.Series(t.division[rows]).cast(pl.String)
    report = (dice.unit("complaint kind", ids, k) < 0.22) | (outbreak >= 0) & (k % 2 == 1)
    category = np.where(outbreak >= 0, 0, _categories(world, e, rows, k))
    second = 27_000 + dice.below("second", ids, 50_400, k)
    answered, accepted, due, closed, outcome = _clock(world, ids, k, day, second, report)
    late = np.where(dice.unit("complaint late", ids, k) < 0.004, 60 + dice.below("complaint late", ids, 150, k), 0)
    first, last = stages(world, day + late, np.where(closed < NEVER, closed + late, NEVER))
    named, link = _respondent(world, e, rows, k, day)
    coded = dice.unit("complaint code", ids, k) < 0.72
    when = join(text_days(day), " ", _clock_text(second))
    slashed = dice.unit("complaint slash", ids, k) < 0.02
    told = written(dice, Asked(ids, k, category, field_of_industry()[t.industry[rows]], report))
    frame = pl.DataFrame(
        {
            "登记编号": join("1", division, text_days(day, "%Y%m%d"), dice.document("matter", number, 11)),
            "类型": where(report, "举报", "投诉"),
            "来源渠道": choose(_CHANNELS, dice.pick("channel", ids, (55, 15, 24, 3, 3), k)),
            "登记时间": where(slashed, join(text_days(day, "%Y/%m/%d"), when.str.slice(10, 6)), when),
            "被投诉举报方": where(coded, e.name_on(rows, day), named),
            "主体代码": where(coded, e.texts("code", rows), None),
            "经营地址": e.texts("address", rows),
            "行政区划": division_names(t.division[rows]),
            "问题类别": choose(TOPICS, category),
            "诉求内容": _contents(world, ids, k, told["text"], outbreak),
            "涉及金额(元)": where(report, None, _amounts(world, ids, k)),
            "承办单位": e.texts("station", rows),
            "客体类别": where(outbreak >= 0, "食品", told["field"]),
            "处理部门": where(outbreak >= 0, "食品科", told["desk"]),
            **hidden(first, ids, number, where(coded, None, link), late),
        }
    )
    opened = _with_clock(world, frame, first, day, answered, accepted, due)
    opened = opened.with_columns(
        pl.lit(None, dtype=pl.String).alias("办结日期"), pl.lit("办理中").alias("处理结果"), _final=pl.lit(False)
    )
    done = _with_clock(world, frame, last, day, answered, accepted, due)
    done = done.with_columns(text_days(closed).alias("办结日期"), outcome.alias("处理结果"), _final=pl.lit(True))
    return pl.concat([opened, done.select(opened.columns)])


def _with_clock(
    world: World, frame: pl.DataFrame, delivery: np.ndarray, day: np.ndarray, answered: np.ndarray,
    accepted: np.ndarray, due: np.ndarray,
) -> pl.DataFrame:  # fmt: skip
    """First answer, acceptance and term as far as they had happened when a state was delivered."""
    sent = np.array([*world.timeline.days, *[NEVER] * 87])[delivery]
    answer_on = day + answered // 86_400
    accepted_by_then = np.where(accepted <= sent, accepted, NEVER)
    answer = join(text_days(answer_on), " ", _clock_text(answered % 86_400))
    return frame.with_columns(
        where(answer_on <= sent, answer, None).alias("首次响应时间"),
        text_days(accepted_by_then).alias("受理日期"),
        text_days(np.where((accepted <= sent) | (accepted == NEVER), due, NEVER)).alias("应办结日期"),
        pl.Series(delivery).alias("_d"),
    )


def _amounts(world: World, ids: np.ndarray, k: np.ndarray) -> pl.Series:
    """Money in dispute, in yuan: mostly small."""
    size = np.array([1, 5, 20, 100])[world.dice.pick("amount size", ids, (50, 30, 15, 5), k)]
    return pl.Series((1 + world.dice.below("amount", ids, 200, k)) * size).cast(pl.String)


def _categories(world: World, e: Entities, rows: np.ndarray, k: np.ndarray) -> np.ndarray:
    """Category of each matter by the respondent's line of business."""
    role = np.where(e.traits.food[rows], "food", e.traits.role[rows])
    made = np.zeros(len(rows), dtype=np.int64)
    for name, mix in MIX.items():
        mine = (role == name) if name else ~np.isin(role, list(MIX))
        made[mine] = world.dice.pick("category", e.traits.ids[rows[mine]], mix, k[mine])
    return made


def _clock(
    world: World, ids: np.ndarray, k: np.ndarray, day: np.ndarray, second: np.ndarray, report: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray, pl.Series]:
    """Seconds to the first answer (from midnight of the day), days of acceptance, term and closing, and the outcome."""
    dice = world.dice
    wait = np.where(
        dice.unit("unanswered", ids, k) < 0.012,
        86_400 + dice.below("answered", ids, 80_000, k),
        600 + dice.below("answered", ids, 84_000, k),
    )
    answered = second + wait
    accepted = day + dice.below("accepted", ids, 7, k) + 1
    refused = ~report & (dice.unit("refused", ids, k) < 0.06)
    mediation, decision = world.deadlines
    due = np.where(report, decision[day - world.timeline.start], mediation[accepted - world.timeline.start])
    u = dice.unit("closed", ids, k)
    in_time = accepted + 1 + np.floor(u * u * (due - accepted - 1)).astype(np.int64)
    over = due + 1 + dice.below("overdue", ids, 30, k)
    slow = dice.unit("overdue", ids, k) < 0.015
    closed = np.where(refused, accepted, np.where(slow, over, in_time))
    closed = np.where(closed > world.timeline.end, NEVER, closed)
    settled = dice.pick("settled", ids, (62, 26, 0, 12), k)
    filed = np.where(dice.unit("filed", ids, k) < 0.18, 0, 1)
    outcome = where(report, choose(_OUTCOMES[1], filed), choose(_OUTCOMES[0], np.where(refused, 2, settled)))
    return answered, np.where(refused, NEVER, accepted), np.where(refused, NEVER, due), closed, outcome


def _respondent(
    world: World, e: Entities, rows: np.ndarray, k: np.ndarray, day: np.ndarray
) -> tuple[pl.Series, pl.Series]:
    """The name as a customer gives it, where no code is known, and how it is to be found again."""
    ids = e.traits.ids[rows]
    exact = e.name_on(rows, day)
    u = world.dice.unit("respondent", ids, k)
    variant = sign_names(e.texts("brand", rows), exact, world.dice.below("respondent", ids, 4, k))
    renamed = (e.traits.renamed[rows] > 0) & (day >= e.traits.renamed[rows]) & (u >= 0.4)
    name = where(renamed, e.texts("old_name", rows), where(u < 0.75, exact, variant))
    return name, where(renamed, "former_name", where(u < 0.75, "name", "name_variant"))


def _contents(world: World, ids: np.ndarray, k: np.ndarray, told: pl.Series, outbreak: np.ndarray) -> pl.Series:
    """What the customer says; of an outbreak always its product; a few in two lines, a few with quotes."""
    for bad in world.outbreaks:
        about = f"消费者反映：食用{bad.product}（批号{bad.batch}）后腹泻，要求处理。"
        told = where(outbreak == bad.number, about, told)
    lines = world.dice.unit("lines", ids, k)
    return where(
        lines < 0.01,
        join(told, "\n主要诉求：退款，赔偿。"),
        where(lines < 0.03, join(told, '商家称"概不负责",拒绝协商'), told),
    )


def _clock_text(seconds: np.ndarray) -> pl.Series:
    """Seconds of the day as HH:MM:SS."""
    parts = [pl.Series(v).cast(pl.String).str.zfill(2) for v in (seconds // 3600, seconds // 60 % 60, seconds % 60)]
    return join(parts[0], ":", parts[1], ":", parts[2])
