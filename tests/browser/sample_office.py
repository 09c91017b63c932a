"""A small bureau with two published nights and a draw: what the page tests and the screenshots look at.

Everything is invented and enters through the facades, as a night would bring it. No chance: the same every time.
"""

from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from huizhi.apps.indicators.facade import publish as publish_board
from huizhi.apps.inspections.facade import publish_draw
from huizhi.apps.people.facade import appoint_officer, found_unit
from huizhi.apps.registers import facade as registers
from huizhi.insight.scorecard import Scorecard
from huizhi.vocabulary.credit_code import CreditCode
from tests.browser import sample_board, sample_casework, sample_draw
from tests.browser.kept_rows import KeptRows

AS_OF = date(2026, 10, 31)
AT = datetime(2026, 10, 31, 18, 30, tzinfo=UTC)
PASSWORD = "Weihai-tides-7"
OFFICERS = {
    "leader": ("丛立群", "city", ["leader"]),
    "inspector": ("姜文波", "huancui", ["inspector", "case_officer"]),
    "specialist": ("于海宁", "city", ["desk_specialist"]),
    "steward": ("毕文静", "city", ["data_steward"]),
    "auditor": ("邹平", "city", ["auditor"]),
    "admin": ("宋立", "city", ["administrator"]),
    "rongcheng": ("刘思远", "rongcheng", ["station_head"]),
    "head": ("丛海燕", "huancui", ["station_head"]),
    "handler": ("宋佳", "huancui", ["handler"]),
}
"""Account -> name, unit, roles. Everybody's password is PASSWORD."""
UNITS = [
    ("city", "市局", "City bureau", "city", "371000", "", ""),
    ("huancui", "环翠区局", "Huancui bureau", "county", "371002", "", "city"),
    ("rongcheng", "荣成市局", "Rongcheng bureau", "county", "371082", "", "city"),
    ("hightech", "高区分局", "High-Tech branch", "zone", "371002", "371071", "city"),
]
PLACES = [
    ("371002", None, "羊亭所", "羊亭镇"),
    ("371002", "371071", "田和所", "初村镇"),
    ("371003", None, "宋村所", "宋村镇"),
    ("371082", None, "石岛所", "石岛"),
    ("371083", None, "银滩所", "银滩"),
    ("371002", "371072", "皇冠所", "皇冠街道"),
    ("371003", "nanhai", "小观所", "小观镇"),
]
TRADES = [
    ("调味食品有限公司", "C1462", "调味品；酱油、食醋"),
    ("水产罐头有限公司", "C1453", "水产品罐头制造"),
    ("餐饮配送有限公司", "H6242", "餐饮配送服务"),
    ("食品超市", "F5212", "预包装食品零售"),
    ("大药房有限公司", "F5251", "药品零售"),
    ("机械制造有限公司", "C3429", "金属加工机械制造"),
]
NAMES = [
    "海韵", "晨光", "银帆", "昆嵛", "成山", "里口", "双岛", "桃园",
    "望岛", "松涧", "港西", "崖头", "靖海", "斥山", "冯家", "白沙",
]  # fmt: skip
SURNAMES = ["王", "李", "张", "刘", "丛", "于", "姜", "邹", "毕", "宋"]


def entity_code(number: int) -> str:
    """A valid credit code; number 7's check character is wrong on purpose, as official records have them."""
    code = CreditCode.make("9", "1", "371000", f"MA3D{number:04d}").text
    return code[:-1] + ("A" if code[-1] != "A" else "B") if number == 7 else code


def file_of(source: str) -> str:
    """A digest for a source's file."""
    return sha256(source.encode()).hexdigest()


def origin(source: str, source_id: str, row: int) -> tuple:
    """The four evidence columns."""
    return (source, source_id, file_of(source), row)


REASONS = [
    (
        "sample_failed",
        "supervision",
        18,
        "sample_fail",
        "酱油（批号0815）氨基酸态氮不达标，省级抽检",
        49,
        730,
        "food_sampling",
        "SD-26-08871",
    ),
    (
        "penalty",
        "supervision",
        14,
        "penalty",
        "标签虚假标注，罚款12,000元",
        164,
        1095,
        "penalties",
        "威环市监处罚〔2026〕118号",
    ),
    ("complaints", "social", 9, "complaint", "90天内7件，同类企业中位数1件", 3, 365, "complaints", "T2026-104417"),
    (
        "annual_report_late",
        "dynamics",
        6,
        "annual_report_late",
        "2025年度报告7月12日补报",
        111,
        365,
        "annual_reports",
        "2025",
    ),
    ("high_risk_industry", "basic", 5, None, "调味品制造", None, None, None, None),
    (
        "inspection_finding",
        "supervision",
        14,
        "inspection_finding",
        "仓库物料混放，已责令改正",
        86,
        730,
        "inspections",
        "HC-2026-0806-12",
    ),
    (
        "equipment_overdue",
        "supervision",
        16,
        "equipment_overdue",
        "货梯超期12天未检",
        13,
        365,
        "equipment",
        "梯12鲁K0EX7",
    ),
]
SCORES = [57, 0, 24, 0, 5, 82, 0, 33, 0, 6, 0, 46, 18, 0, 0, 21]


def reasons_for(score: int, number: int) -> list[tuple]:
    """Reasons that add up to the score."""
    left, rows = score, []
    for indicator, dimension, points, kind, detail, ago, window, source, source_id in REASONS:
        take = min(points, left)
        if take <= 0:
            break
        on = AS_OF - timedelta(days=ago) if ago is not None else None
        lapses = on + timedelta(days=window) if on else None
        proof = origin(source, f"{source_id}-{number}", 12 + number) if source else (None, None, None, None)
        rows.append((indicator, dimension, take, kind, detail, on, lapses, *proof))
        left -= take
    if left:
        rows.append(("high_risk_industry", "basic", left, None, "历史结转", None, None, None, None, None, None))
    credit = []
    if score > 30:
        last = rows.pop()
        rows.append((*last[:2], last[2] + 5, *last[3:]))
        credit = [
            (
                "annual_report_on_time",
                "dynamics",
                -5,
                "annual_report",
                "2024年度报告按时公示",
                AS_OF - timedelta(days=500),
                AS_OF + timedelta(days=230),
                *origin("annual_reports", f"2024-{number}", 40 + number),
            )
        ]
    return rows + credit


def grade_of(score: int) -> str:
    """The band of a score."""
    return "D" if score >= 70 else "C" if score >= 40 else "B" if score >= 20 else "A"


def tables(shift: int = 0) -> dict[str, list[tuple]]:
    """The rows of a night; `shift` moves the scores so that classes change between two nights."""
    rows: dict[str, list[tuple]] = {name: [] for name in registers.COLUMNS}
    for number in range(64):
        _add_entity(rows, number, SCORES[(number + shift * (number % 4 == 0)) % len(SCORES)])
    return rows


def _add_entity(rows: dict[str, list[tuple]], number: int, score: int) -> None:
    """One business with everything that is known about it."""
    code = entity_code(number)
    division, zone, station, street = PLACES[number % len(PLACES)]
    trade, industry, scope = TRADES[number % len(TRADES)]
    name = f"威海{NAMES[number % 16]}{trade}" if number else "威海示例调味食品有限公司"
    status = "cancelled" if number == 13 else "active"
    former = "威海市第二酿造厂" if number == 0 else None
    rows["entities"].append(
        (
            code,
            code,
            CreditCode(code).ok,
            f"37100022{number:04d}",
            name,
            former,
            "individual" if "超市" in name else "enterprise",
            industry,
            division,
            zone,
            station,
            f"{street}示例工业园{number + 1}号",
            f"{SURNAMES[number % 10]}示例",
            (number + 1) * 100_000_00,
            date(2014, 6, 18) + timedelta(days=number * 37),
            status,
            date(2014, 6, 18),
            scope,
            f"1380631{number:04d}",
            *origin("registry", code, number + 2),
        )
    )
    reasons = reasons_for(score, number)
    rows["grades"].append((code, score, grade_of(score), len(reasons), None, "enterprise_credit 2026.1"))
    rows["reasons"] += [(code, position, *reason) for position, reason in enumerate(reasons, start=1)]
    for reason in reasons:
        if reason[3] and reason[7]:
            rows["events"].append(
                (
                    code,
                    reason[3],
                    reason[5],
                    reason[5],
                    1,
                    1_200_000 if reason[3] == "penalty" else None,
                    reason[4],
                    *reason[7:],
                )
            )
    _add_events(rows, number, code)


def _add_events(rows: dict[str, list[tuple]], number: int, code: str) -> None:
    """Permits, devices, matters and the ordinary events."""
    proof = origin("licences", f"SC1033710{number:05d}", number + 4)
    rows["licences"].append(
        (
            code,
            f"SC1033710{number:05d}",
            "food_production",
            None,
            "371002",
            None,
            "调味品；酱油、食醋",
            date(2021, 3, 2),
            date(2026, 11, 20) if number % 5 == 0 else date(2031, 3, 1),
            "valid",
            "威海市行政审批服务局",
            *proof,
        )
    )
    rows["events"].append(
        (code, "licence_issued", date(2021, 3, 2), date(2021, 3, 3), 0, None, "食品生产许可证", *proof)
    )
    rows["events"].append(
        (
            code,
            "registered",
            date(2014, 6, 18),
            date(2014, 6, 18),
            0,
            None,
            "设立登记",
            *origin("registry", code, number + 2),
        )
    )
    rows["events"].append(
        (
            code,
            "inspection_clean",
            date(2026, 8, 6),
            date(2026, 8, 7),
            0,
            None,
            "日常检查，未发现问题",
            *origin("inspections", f"HC-2026-{number:04d}", number + 9),
        )
    )
    if number % 4 == 0:
        for k, (kind, where, until) in enumerate(
            [
                ("boiler", "动力车间", date(2026, 11, 20)),
                ("elevator", "2号厂房", date(2026, 10, 18)),
                ("vehicle", "成品库", date(2027, 4, 30)),
            ]
        ):
            number_k = f"3110371002{number:03d}{k}"
            rows["devices"].append(
                (
                    code,
                    number_k,
                    kind,
                    "371002",
                    where,
                    False,
                    date(2020, 5, 1),
                    "in_use",
                    "示例电梯维保有限公司",
                    date(2025, 11, 1),
                    "pass",
                    until,
                    date(2026, 12, 31),
                    *origin("equipment", number_k, number + 3 + k),
                )
            )
    if number % 3 == 0:
        for k, (what, closed, outcome) in enumerate(
            [("酱油有异味，要求退货退款", None, "open"), ("标签生产日期模糊", date(2026, 10, 20), "mediated")]
        ):
            matter = f"T2026-10{number:02d}{k}7"
            rows["matters"].append(
                (
                    code,
                    matter,
                    "complaint",
                    "12315_web",
                    datetime.fromisoformat(f"2026-10-{11 + k}T09:30"),
                    "food",
                    what,
                    3160,
                    datetime.fromisoformat(f"2026-10-{11 + k}T15:00"),
                    date(2026, 10, 14),
                    date(2026, 12, 13),
                    closed,
                    outcome,
                    "羊亭所",
                    *origin("complaints", matter, number + 11 + k),
                )
            )


def scorecard_json() -> dict:
    """What a release says about its scorecard: names and bands."""
    card = Scorecard.in_force(AS_OF)
    return {
        "version": card.version,
        "bands": [list(band) for band in card.bands],
        "dimensions": card.dimensions,
        "indicators": {i.code: {"zh": i.zh, "en": i.en} for i in card.indicators}
        | {r[0]: {"zh": zh, "en": en} for r, (zh, en) in zip(REASONS, REASON_NAMES, strict=True)}
        | {"annual_report_on_time": {"zh": "年报按时公示", "en": "Annual report on time"}},
    }


REASON_NAMES = [
    ("抽检不合格", "Failed sample"),
    ("行政处罚", "Penalty"),
    ("投诉集中", "Cluster of complaints"),
    ("年报逾期", "Annual report late"),
    ("所属行业固有风险", "Inherent risk of the trade"),
    ("检查发现问题", "Inspection finding"),
    ("设备超期未检", "Equipment overdue"),
]


def found(accounts: bool = True) -> None:
    """Units and officers."""
    for code, zh, en, kind, division, zone, parent in UNITS:
        found_unit(code=code, zh=zh, en=en, kind=kind, division=division, zone=zone, parent=parent, by="setup", at=AT)
    for username, (name, unit, roles) in OFFICERS.items() if accounts else ():
        appoint_officer(username=username, name=name, unit=unit, roles=roles, password=PASSWORD, by="setup", at=AT)


def publish() -> None:
    """Two nights and the draw."""
    for as_of, shift in ((date(2026, 9, 30), 1), (AS_OF, 0)):
        digest = sha256(as_of.isoformat().encode()).hexdigest()
        info = registers.ReleaseInfo(as_of=as_of, digest=digest, scorecard=scorecard_json())
        with transaction.atomic():
            registers.publish(info, tables(shift), by="night", at=AT)
            publish_board(sample_board.rows(), by="night", at=AT)
    files = sample_draw.draw_files([(entity_code(n), PLACES[n % len(PLACES)][0]) for n in range(64)])
    publish_draw(record_json=files.pop("record"), **files, by="night", at=AT)


def everything() -> None:
    """Units, officers, nights, draw and matters."""
    found()
    publish()
    sample_casework.fill(timezone.now())


_everything = KeptRows(everything)


def fill() -> None:
    """Everything; the work is done once, its rows are put again as often as asked."""
    sample_casework.declare()
    _everything()
