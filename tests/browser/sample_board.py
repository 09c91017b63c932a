"""The sample bureau's plan: 29 indicators, their records by month and place, and the feeds."""

from collections import Counter
from datetime import date
from hashlib import sha256

MONTHS = [f"2025-{m:02d}" for m in (11, 12)] + [f"2026-{m:02d}" for m in range(1, 11)]
COUNTIES = ["371002", "371003", "371082", "371083"]
CHAPTERS = [
    ("consumers", "一、放心消费", "1. Consumers"),
    ("fair", "二、公平竞争与营商", "2. Fair competition"),
    ("quality", "三、质量强市", "3. Quality"),
    ("safety", "四、安全底线", "4. Safety"),
    ("supervision", "五、监管效能", "5. Supervision"),
]
PLAN = [
    (0, "complaints_on_time", "消费投诉按时办结率", "Complaints closed on time", 100, 98.2, 96.4),
    (0, "reports_on_time", "举报按时核查率", "Reports verified on time", 100, None, 99.1),
    (0, "answered_24h", "投诉举报24小时响应率", "Answered within 24 hours", 100, None, 100),
    (0, "return_promise", "线下无理由退货承诺兑现率", "No-reason returns honoured", 98, None, 98.4),
    (0, "satisfaction", "投诉举报回访满意率", "Satisfaction after a complaint", 94, 92.4, 93.1),
    (1, "start_up_days", "企业开办按时办结率", "Start-ups registered on time", 99, None, 99.6),
    (1, "annual_reports", "涉企年报公示率", "Annual reports published", 95, 94.1, 95.4),
    (1, "credit_repair", "企业信用修复按期办结率", "Credit repairs on time", 98, None, None),
    (1, "fair_review", "公平竞争审查覆盖率", "Fair-competition review coverage", 100, None, None),
    (1, "price_notices", "明码标价抽查合格率", "Marked prices in order", 96, None, 96.8),
    (2, "industrial_products", "重点工业产品监督抽查合格率", "Key industrial products passing", 95, 93.2, 95.9),
    (2, "local_standards", "地方标准数", "City local standards", 67, None, None),
    (2, "three_same", "“三同”企业数", "Same-line exporters", 30, None, None),
    (2, "patents", "每万人口高价值发明专利拥有量", "High-value patents per 10,000", 10.2, None, None),
    (2, "trademarks", "有效注册商标数", "Valid registered trademarks", 80000, None, None),
    (2, "ip_satisfaction", "知识产权保护社会满意度", "Satisfaction with IP protection", 85, 83, None),
    (2, "standards_led", "主导或参与标准制修订数", "Standards led or joined", 100, None, None),
    (3, "food_batches", "食品抽检批次", "Food samples per 1,000 people", 8, 5, 8.3),
    (3, "food_pass", "食品评价性抽检合格率", "Food samples passing", 98.5, 98.1, 98.9),
    (3, "food_disposed", "不合格食品处置率", "Non-conforming food disposed of", 100, None, 100),
    (3, "equipment_on_time", "特种设备定期检验率", "Special equipment inspected on time", 100, 99.2, 97.1),
    (3, "elevator_insurance", "电梯责任保险覆盖率", "Elevator liability insurance", 100, None, 99.2),
    (3, "haccp", "规上食品生产企业体系认证率", "HACCP at large producers", 100, None, None),
    (3, "self_check", "食品生产企业自查报告率", "Producers' self-check reports", 100, 96.8, 94.2),
    (3, "workshops", "小作坊监管覆盖率", "Workshop supervision coverage", 100, None, 100),
    (3, "open_kitchens", "大中型餐饮明厨亮灶覆盖率", "Open kitchens", 80, None, None),
    (3, "rapid_tests", "批发市场批批快检率", "Batch rapid testing", 100, None, None),
    (3, "traceability", "主要品种追溯覆盖率", "Traceability of main kinds", 98, None, None),
    (4, "draws_done", "双随机抽查任务按期完成率", "Draws done on time", 98, 97.7, 98.4),
]
"""Chapter, code, names, target, province, what the year so far comes to (None: awaiting data)."""


def indicators() -> list[tuple]:
    """One row per indicator."""
    rows = []
    for number, (chapter, code, zh, en, target, province, value) in enumerate(PLAN, start=1):
        batches = code == "food_batches"
        rows.append(
            (
                number,
                code,
                *CHAPTERS[chapter],
                zh,
                en,
                "批次/千人" if batches else "%",
                "per 1,000" if batches else "%",
                1000 if batches else 100,
                False,
                1,
                str(target),
                None if province is None else str(province),
                "2",
                True,
                "2021—2025",
                "《威海市“十四五”市场监管规划》",
                "v3",
                chapter == 4,
                "消保科" if not chapter else "食品协调科",
                "Consumer desk" if not chapter else "Food desk",
                f"{zh}＝达到要求的记录数÷应计记录数×100",
                f"{en} = records that meet the requirement ÷ records counted × 100",
                "" if value is not None else "待责任科室接入数据",
            )
        )
    return rows


def records() -> list[tuple]:
    """Records spread over months and counties so that each indicator comes near its value."""
    rows = []
    for _chapter, code, zh, _en, _target, _province, value in PLAN:
        if value is None:
            continue
        each = 12 if code in ("complaints_on_time", "food_pass", "equipment_on_time") else 4
        for m, month in enumerate(MONTHS):
            for c, county in enumerate(COUNTIES):
                for k in range(each):
                    rows.append(_record(code, zh, value, month, m, county, c, k, each))
    return rows


def _record(code, zh, value, month, m, county, c, k, each) -> tuple:
    """One record worth many rows: its weight out of its base comes near the indicator's value."""
    base = 1000
    wobble = ((m * 7 + c * 5 + k * 3) % 9 - 4) * 2 + (m - 6) * (2 if value > 97 else -1)
    rate = 1000 if value == 100 else round(value * 10) - c * 3 + 4
    weight = (
        max(0, rate + wobble) if code == "food_batches" else max(0, min(base, rate + (wobble if value != 100 else 0)))
    )
    if code == "food_batches":
        base, weight = 12000, 96 + (k + c) % 6
    source = "food_sampling" if "food" in code else "complaints" if m % 2 else "inspections"
    on = date(int(month[:4]), int(month[5:]), 3 + (k * 7) % 25)
    zone = (
        {0: "371071", 1: None, 2: "371072"}.get(k % 4)
        if county == "371002"
        else "nanhai"
        if county == "371003" and k == 0
        else None
    )
    label = f"{zh}　第{k + 1}批"
    return (
        code,
        source,
        f"{code}-{month}-{county}-{k}",
        None,
        county,
        zone,
        on,
        month,
        weight,
        base,
        label,
        sha256(source.encode()).hexdigest(),
        2 + m * each + k,
    )


def values(rows: list[tuple]) -> list[tuple]:
    """The sums of the records by place and month."""
    numerators, denominators = Counter(), Counter()
    for code, _s, _i, _e, county, _z, _on, month, weight, base, *_rest in rows:
        for place in ("371000", county):
            numerators[code, place, month] += weight
            denominators[code, place, month] += base
    return [(*key, numerators[key], denominators[key]) for key in denominators]


def rows() -> dict[str, list[tuple]]:
    """Every table of the scoreboard's publication."""
    counted = records()
    sources = [
        (
            "registry",
            "经营主体登记信息",
            "Register of market entities",
            "威海市行政审批服务局",
            "City approval service bureau",
            date(2026, 10, 30),
            452118,
            451970,
            0,
            148,
            7,
        ),
        (
            "complaints",
            "投诉举报信息",
            "Complaints and reports",
            "威海市消费者投诉举报中心",
            "Complaint centre",
            date(2026, 10, 31),
            1204,
            1204,
            0,
            0,
            1,
        ),
        (
            "food_sampling",
            "食品抽检信息",
            "Food sampling",
            "食品协调科",
            "Food desk",
            date(2026, 10, 2),
            23144,
            23130,
            0,
            14,
            7,
        ),
        (
            "inspections",
            "监督检查信息",
            "Inspections",
            "信用科",
            "Credit desk",
            date(2026, 10, 31),
            3120,
            3120,
            0,
            0,
            7,
        ),
        ("elevator_insurance", "电梯保险信息", "Elevator insurance", "特设科", "Equipment desk", None, 0, 0, 0, 0, 31),
    ]
    digest = {name: sha256(name.encode()).hexdigest() for name, *_ in sources}
    return {
        "indicators": indicators(),
        "values": values(counted),
        "records": counted,
        "feeds": sources,
        "files": [(digest[s[0]], s[0], f"{s[0]}_20261030.csv", s[5], 1_204_332, *s[6:10]) for s in sources if s[5]],
        "quarantine": [
            (
                "registry",
                digest["registry"],
                "成立日期",
                "bad_date",
                "不是有效的日期",
                "not a valid date",
                96,
                1204,
                "2026-02-30",
            ),
            (
                "registry",
                digest["registry"],
                "行政区划",
                "bad_division",
                "不是本市的行政区划",
                "not a division of this city",
                52,
                8810,
                "烟台市芝罘区",
            ),
            (
                "food_sampling",
                digest["food_sampling"],
                "检验结论",
                "unknown_code",
                "代码表中没有这个值",
                "not in the code list",
                14,
                77,
                "基本合格",
            ),
        ],
    }
