"""Every choice behind the Chicago scores, listed where they are printed; numbers come from the code that uses them."""

from __future__ import annotations

from dataclasses import asdict

from huizhi.exchange import chicago
from huizhi.insight import histories
from huizhi.insight.blind import MOST_COUNTED, Settings


def choices(settings: Settings = Settings()) -> list[tuple[str, str]]:  # noqa: B008 - frozen
    """(Chinese, English) lines, in the order in which the choices act."""
    kept = ", ".join(f"{name}={value}" for name, value in asdict(settings).items())
    radii = "/".join(str(radius) for radius in histories.RADII_KM)
    return [
        (
            f"计划日 {chicago.PLANNED_ON}；训练行早于 {chicago.TRAINED_UNTIL}；不读测试行的检查日期和检查员。",
            f"Planned on {chicago.PLANNED_ON}; training rows before {chicago.TRAINED_UNTIL}; neither the day nor the "
            "officer of a test row is read. Columns read: docs/validation.md.",
        ),
        (
            f"测试行记载的上一次检查，只有距实际检查满 {chicago.WINDOW_DAYS} 天才采用，否则按未知处理。",
            f"What a test row says of an earlier visit counts only when that visit was {chicago.WINDOW_DAYS} or more "
            "days before: then it was before the plan. Otherwise it is unknown.",
        ),
        (
            "历史：本证、同一业主、同一地址、同一字号、周边；每项都有收缩后的发现率和扣除检查员后的超出部分。",
            f"Histories of licence, owner, address, brand and surroundings ({radii} km), each for "
            f"{', '.join(histories.OUTCOMES)}: the shrunken share, and what is beyond officers' own rates; half-life "
            f"{histories.HALF_LIFE_DAYS} days. Also the last two results, days since, visits, age, kind, activity, "
            "risk, licences held, 311 complaints within 0.1/0.3/1 km in the year before, densities last seen nearby.",
        ),
        (
            "不用：当日天气、实际日期的热度值、执照期限、店名用词（避免以菜系代替来源地）。",
            "Not used: weather or heat values of the day, licence terms, words of a name (a cuisine is not a trait).",
        ),
        (
            f"目标：每次检查发现的严重问题数（至多计 {MOST_COUNTED}），不只看有无。",
            f"Target: how many critical violations a visit finds (at most {MOST_COUNTED}), not only whether any.",
        ),
        (
            "检查员效应：回归和森林学习超出检查员平均的部分；提升树训练时可见检查员，打分时按份额逐一代入再平均。",
            "Officers: regression and forest learn what is beyond their mean; boosted trees see them when taught and "
            "are asked as if each went, averaged by their share of training visits.",
        ),
        (
            f"训练用的计划每 {chicago.PLAN_EVERY_DAYS} 天一个，各看之后 {chicago.WINDOW_DAYS} 天：每次检查教两遍。",
            f"Taught by a plan every {chicago.PLAN_EVERY_DAYS} days, each of the {chicago.WINDOW_DAYS} days ahead: "
            "every visit teaches as two plans saw it.",
        ),
        (f"参数：{kept}。", f"Settings: {kept}."),
        (
            f"选择依据：训练期内每窗 {chicago.WINDOW_DAYS} 天，共 {chicago.MEASURED} 窗，"
            f"各有无历史空档 {chicago.GAP_DAYS} 天两种，看比随机顺序多提前的天数。",
            f"Chosen on {chicago.MEASURED} windows of {chicago.WINDOW_DAYS} days inside training, with all history and "
            f"with {chicago.GAP_DAYS} days hidden as before the test rows, by days above random orders, plain and "
            "within officers. The test outcomes were never available.",
        ),
        *_TRIED,
    ]


_TRIED = (
    (
        "共试过约两百种。比随机多提前的天数（整体/检查员内；前为有空档，后为无空档）：此前的模型 5.2/3.6、5.8/4.3；"
        "回归 4.7/4.3、4.9/4.6；森林 4.6/4.0、5.0/4.4；提升树 5.2/3.6、6.0/4.3；合用（采用）5.3/4.2、5.8/4.7。",
        "Tried: about 200 variants. Days above random (plain/within; with the gap, then without): the model before "
        "5.2/3.6, 5.8/4.3; regression 4.7/4.3, 4.9/4.6; forest 4.6/4.0, 5.0/4.4; boosted trees 5.2/3.6, 6.0/4.3; all "
        "three (kept) 5.3/4.2, 5.8/4.7.",
    ),
    (
        "检查员内有帮助（括号内有空档）：加回归 +0.2（+0.4）；按数目而非有无 +0.1（+0.2）；每次教两遍 +0.2（+0.1）。",
        "Helped within officers, without the gap (with it): the regression +0.2 (+0.4), counts instead of whether any "
        "+0.1 (+0.2), every visit taught twice +0.2 (+0.1).",
    ),
    (
        "未采用：训练时不看检查员（学到谁去查）；其他目标；近期加权；更多半径、半衰期、对数、连锁规模、类别乘风险；"
        "按时段的检查员水平；把空档内的记录当作历史：均未超出误差。",
        "Left out: training blind to officers (it learns who goes); serious, failed or minor as the target; weight by "
        "recency; features with the gap when taught; other radii and half-lives, logarithms, size of chain, kind by "
        "risk; officers' level by period; visits known only from the asked rows' record as history: none helped "
        "beyond chance.",
    ),
)
