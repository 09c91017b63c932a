"""Register of market entities, annual reports and population."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.city.delivery import hidden
from huizhi.city.entities import INDIVIDUAL, Entities, Traits
from huizhi.city.industries import DIVISION_LIST, DIVISIONS, industries, towns
from huizhi.city.names import choose, join, where
from huizhi.city.sheets import Sheet, listed
from huizhi.city.timeline import NEVER, day_number, text_days, year_of
from huizhi.city.world import RESIDENTS_PER_ENTITY, World

REGISTRY = Sheet(
    "registry",
    ("registry_{ymd}.csv", "经营主体登记_{ymd}.csv"),
    listed(
        """
        统一社会信用代码 注册号 主体名称 曾用名 主体类型 行业代码 行政区划 功能区 管辖所 住所 法定代表人
        注册资本(万元) 成立日期 登记状态 状态日期 经营范围 联系电话
        """
    ),
    other_encodings={3: "gb18030"},
    key=("统一社会信用代码",),
    required=listed("统一社会信用代码 主体名称 登记状态"),
    dates=("成立日期",),
    labels=("主体类型", "登记状态"),
    money=("注册资本(万元)",),
    code="统一社会信用代码",
    division="行政区划",
    named="主体名称",
)
ANNUAL_REPORTS = Sheet(
    "annual_reports",
    ("annual_reports_{ym}.csv", "年报公示_{q}.csv"),
    listed(
        """
        统一社会信用代码 企业名称 年报年度 报送日期 从业人数 营业总收入(万元) 企业联系电话
        """
    ),
    delimiter="\t",
    newline="\n",
    key=("统一社会信用代码", "年报年度"),
    required=("统一社会信用代码", "年报年度"),
    dates=("报送日期",),
    counts=("从业人数",),
    money=("营业总收入(万元)",),
    code="统一社会信用代码",
    named="企业名称",
    corrected="营业总收入(万元)",
    every=3,
)
POPULATION = Sheet(
    "population",
    ("population_{ym}.csv", "常住人口_{ym}.csv"),
    listed("行政区划 年份 常住人口(人)"),
    key=("行政区划", "年份"),
    mistakes=0.0,
)
QUARTERS = (0, 3, 6, 9, 12)
_KINDS = ("企业", "个体工商户", "农民专业合作社", "分支机构")


def registry_rows(world: World, e: Entities) -> pl.DataFrame:
    """The whole register at each quarter's delivery, as it stood on that day."""
    t = e.traits
    kept = {
        "统一社会信用代码": e.code,
        "注册号": e.registration_no,
        "主体类型": choose(_KINDS, t.kind),
        "行业代码": choose([i.code for i in industries()], t.industry),
        "行政区划": _division_text(world, t.ids, t.division),
        "功能区": e.zone,
        "管辖所": e.station,
        "住所": e.address,
        "法定代表人": e.person,
        "注册资本(万元)": where(e.capital > 0, hundredths(e.capital), None),
        "经营范围": choose([i.scope for i in industries()], t.industry),
        "联系电话": e.phone,
    }
    parts = []
    for delivery in QUARTERS:
        day = world.timeline.days[delivery]
        rows = np.flatnonzero(t.established <= day)
        ended = t.ended <= day
        renamed = (t.renamed > 0) & (t.renamed <= day)
        pattern = "%Y年%m月%d日" if delivery == 3 else "%Y-%m-%d"
        slashed = world.dice.unit("slashed", t.ids, delivery) < 0.04
        alive = where(world.dice.unit("alive word", t.ids) < 0.5, "存续", "在业")
        gone = choose(("存续", "注销", "吊销", "迁出"), t.ending)
        frame = pl.DataFrame(kept).with_columns(
            where((t.renamed == 0) | renamed, e.name, e.old_name).alias("主体名称"),
            where(renamed, e.old_name, None).alias("曾用名"),
            where(slashed, text_days(t.established, "%Y/%m/%d"), text_days(t.established, pattern)).alias("成立日期"),
            where(ended, gone, alive).alias("登记状态"),
            text_days(np.where(ended, t.ended, NEVER), pattern).alias("状态日期"),
        )
        n = len(t.ids)
        frame = frame.with_columns(**hidden(np.full(n, delivery), t.ids, t.ids))
        parts.append(frame[rows])
    return pl.concat(parts)


def _division_text(world: World, ids: np.ndarray, division: np.ndarray) -> pl.Series:
    """Division by name, by code or by full name, as clerks please."""
    place = np.searchsorted(np.array(DIVISION_LIST), division)
    u = world.dice.unit("division text", ids)
    name = choose(list(DIVISIONS.values()), place)
    code = pl.Series(division).cast(pl.String)
    return where(u < 0.1, code, where(u < 0.15, join("威海市", name), name))


def hundredths(values: np.ndarray) -> pl.Series:
    """Whole hundredths as text: 150 is "1.5", 100 is "1"."""
    whole = pl.Series(values // 100).cast(pl.String)
    part = pl.Series(values % 100).cast(pl.String).str.zfill(2).str.strip_chars_end("0")
    return where(values % 100 == 0, whole, join(whole, ".", part))


def annual_report_rows(world: World, e: Entities) -> pl.DataFrame:
    """One row per entity and year reported on; about 93 % report by 30 June, some later, some never."""
    t = e.traits
    parts = []
    for year in annual_years(world):
        opens, closes, day = reported_on(world, t, year)
        asked = (t.established < opens) & (t.ended > np.minimum(day, closes))
        rows = np.flatnonzero(asked & (day >= world.timeline.start) & (day <= world.timeline.end))
        parts.append(_annual_part(world, e, rows, day[rows], year))
    return pl.concat(parts)


def annual_years(world: World) -> range:
    """The years reported on within the history."""
    return range(int(year_of(np.array([world.timeline.start]))[0]) - 1, world.timeline.until.year)


def reported_on(world: World, t: Traits, year: int) -> tuple[int, int, np.ndarray]:
    """First and last day for the reports of a year, and the day of each entity's, NEVER for those who never do."""
    dice = world.dice
    opens, closes = (day_number(world.timeline.until.replace(year + 1, m, d)) for m, d in ((1, 1), (6, 30)))
    bound = np.minimum(0.068 * (0.35 + 0.65 * t.risk), 0.6)
    u, v = dice.unit("annual", t.ids, year), dice.unit("annual day", t.ids, year)
    in_time = opens + 10 + np.floor((1 - v * v) * (closes - opens - 10))
    late = closes + 1 + np.floor(v * v * 240)
    return opens, closes, np.where(u >= bound, in_time, np.where(u < bound * 0.55, late, NEVER)).astype(np.int64)


def staff_of(world: World, t: Traits, rows: np.ndarray, year: int) -> np.ndarray:
    """How many people work at some entities by their report of a year."""
    return 1 + world.dice.below("staff", t.ids[rows], np.where(t.kind[rows] == INDIVIDUAL, 6, 60), year)


def _annual_part(world: World, e: Entities, rows: np.ndarray, day: np.ndarray, year: int) -> pl.DataFrame:
    """Rows of one reported year."""
    t, dice = e.traits, world.dice
    ids = t.ids[rows]
    small = t.kind[rows] == INDIVIDUAL
    staff = staff_of(world, t, rows, year)
    revenue = staff * (800 + dice.below("revenue", ids, 4000, year)) * np.where(small, 1, 3) + dice.below(
        "cents", ids, 100
    )
    whole = dice.unit("revenue whole", ids) < 0.6
    compact = dice.unit("annual format", ids, year) < 0.03
    revenue = np.where(whole, revenue // 100 * 100, revenue)
    told = dice.unit("revenue told", ids, year) < 0.8
    return pl.DataFrame(
        {
            "统一社会信用代码": e.texts("code", rows),
            "企业名称": e.name_on(rows, day),
            "年报年度": pl.Series([str(year)] * len(rows), dtype=pl.String),
            "报送日期": where(compact, text_days(day, "%Y%m%d"), text_days(day)),
            "从业人数": pl.Series(staff).cast(pl.String),
            "营业总收入(万元)": where(told, hundredths(revenue), None),
            "企业联系电话": e.texts("phone", rows),
            **hidden(world.timeline.delivery_of(day, 3), ids, ids * 100 + year % 100),
        }
    )


def population_rows(world: World) -> pl.DataFrame:
    """Residents by county-level unit and year: 6.4 per entity; the newest year comes with a later delivery."""
    weights = {d: sum(t.weight for t in towns() if t.division == d) for d in DIVISION_LIST}
    total = sum(weights.values())
    last = world.timeline.until.year - 1
    rows = []
    for year in range(last - 4, last + 1):
        known = day_number(world.timeline.until.replace(year + 1, 4, 20))
        delivery = int(world.timeline.delivery_of(np.array([known]))[0])
        for division in DIVISION_LIST:
            residents = RESIDENTS_PER_ENTITY * world.size * weights[division] / total * (1 + (year - last) * 0.002)
            rows.append((DIVISIONS[division], str(year), str(round(residents)), delivery, division * 10000 + year))
    names, years, counts, deliveries, uid = (list(column) for column in zip(*rows, strict=True))
    frame = pl.DataFrame({"行政区划": names, "年份": years, "常住人口(人)": counts})
    return frame.with_columns(**hidden(np.array(deliveries), np.zeros(len(rows)), np.array(uid)))
