"""Every choice behind the Chicago scores, listed where they are printed; numbers come from the code that uses them."""

from __future__ import annotations

from dataclasses import asdict

from huizhi.exchange import chicago
from huizhi.insight import histories
from huizhi.insight.blind import Settings


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
            "检查员效应：森林学习超出检查员平均的部分；提升树训练时可见检查员，打分时按份额逐一代入再平均。",
            "Officers: the forest learns what is beyond their mean; boosted trees see them when taught and are asked "
            "as if each went, averaged by their share of training visits.",
        ),
        (f"参数：{kept}。", f"Settings: {kept}."),
        (
            f"选择依据：训练期内每窗 {chicago.WINDOW_DAYS} 天，共 {chicago.MEASURED} 窗，看两提前天数之和。",
            f"Chosen on {chicago.MEASURED} windows of {chicago.WINDOW_DAYS} days inside training, by the sum of days "
            "earlier plain and within officers. The test outcomes were never available.",
        ),
        *_TRIED,
    ]


_TRIED = (
    (
        "试过（整体/检查员内天数）：公布变量 3.1/1.9；逻辑回归 4.2/3.6；森林 4.5/3.6；提升树 5.7/3.4；合用 5.5/3.7。",
        "Tried on the last eight or nine windows (days plain/within): published variables 3.1/1.9, ridge logistic "
        "4.2/3.6, forest alone 4.5/3.6, "
        "boosted trees alone 5.7/3.4; both (kept) 5.5/3.7. Adding the logistic as a third gave 5.4/3.8.",
    ),
    (
        "未采用：训练时不看检查员 6.3/2.1（学到谁去查）；邮编、店名首词、其他目标都无帮助。",
        "Left out: training blind to officers 6.3/2.1 (it learns who goes); postcode rates 5.0/3.5 and the brand's "
        "first word 4.9/3.5 against 5.1/3.7 without; serious, failed or minor as the target: all lower.",
    ),
    (
        "有帮助（检查员内）：记录中更早的检查 +0.1；未通过和轻微问题的历史 +0.3。",
        "Helped within officers: visits known only from a later record +0.1; histories of failed and minor +0.3.",
    ),
)
