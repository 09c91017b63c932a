"""The rows of one small night: five businesses in four places."""

from datetime import date, datetime

FROM = ("registry", "r1", "f" * 64, 2)

CARD = {"bands": [["A", 0], ["B", 20], ["C", 40], ["D", 70]], "indicators": {}, "dimensions": {}}

RECEIVED = datetime.fromisoformat("2026-09-02T23:30")  # civil time, as the lake keeps it

PLACES = {
    "91371000MA001": ("威海市海之鲜餐饮有限公司", "海鲜小馆；老海鲜馆", "371002", None, "孙家疃所", "H62", 40, "C"),
    "91371000MA002": ("威海市环翠区田园超市", None, "371002", None, "鲸园所", "F52", 0, "A"),
    "91371000MA003": ("威海高区晨光电梯有限公司", None, "371002", "371071", "田和所", "H62", 90, "D"),
    "91371000MA004": ("荣成市海之韵水产有限公司", None, "371082", None, "崖头所", "H62", 10, "B"),
    "371002600001234": ("ＡＢＣ 便利店（注销）", None, "371003", None, None, "F52", 0, "A"),
}
"""Entity -> name, former names, division, zone, station, trade, points, class."""


def rows(**changes):
    """Every table of a publication; `changes` replace single tables."""
    tables = {
        "entities": [_entity(i, *place) for i, place in PLACES.items()],
        "grades": [(i, p[6], p[7], 2 if p[6] else 0, None, "city-1") for i, p in PLACES.items()],
        "reasons": [reason for i, p in PLACES.items() if p[6] for reason in _reasons(i, p[6])],
        "events": [
            ("91371000MA001", "penalty", date(2026, 3, 2), date(2026, 3, 9), 2, 500000, "过期食品", *FROM),
            ("91371000MA001", "complaint", date(2026, 9, 2), date(2026, 9, 2), 1, None, "价格", *FROM),
            ("91371000MA001", "inspection_clean", date(2026, 9, 2), date(2026, 9, 3), 0, None, None, *FROM),
        ],
        "licences": [
            ("91371000MA001", "JY23710020000011", "food_business", "海之鲜", "371002", "海滨路1号", "热食",
             date(2024, 1, 1), date(2026, 11, 20), "valid", "环翠区局", *FROM),
        ],
        "devices": [
            ("91371000MA003", "31103710022020", "elevator", "371002", "1号楼", True, date(2020, 5, 1), "in_use",
             "某维保", date(2025, 9, 1), "pass", date(2026, 9, 1), date(2026, 12, 31), *FROM),
        ],
        "matters": [
            ("91371000MA001", "TS1", "complaint", "12315_phone", RECEIVED, "food", "不新鲜", 12000,
             None, date(2026, 9, 3), date(2026, 10, 30), None, "open", "孙家疃所", *FROM),
        ],
    }  # fmt: skip
    return {**tables, **changes}


def _entity(entity_id, name, former, division, zone, station, trade, _points, _class):
    number = entity_id if len(entity_id) == 15 else None
    code = None if number else entity_id
    status = "cancelled" if "注销" in name else "active"
    return (
        entity_id, code, code is not None, number, name, former, "enterprise", f"{trade}10", division, zone, station,
        "海滨路1号", "王海", 10000000, date(2020, 5, 1), status, date(2020, 5, 1), "餐饮", "13800000000", *FROM,
    )  # fmt: skip


def _reasons(entity_id, points):
    return [
        (entity_id, 1, "penalty", "supervision", points - 4, "penalty", "罚款", date(2026, 3, 2), date(2029, 3, 2),
         *FROM),
        (entity_id, 2, "complaints", "society", 4, "complaint", "投诉", date(2026, 9, 2), date(2027, 9, 2), *FROM),
    ]  # fmt: skip
