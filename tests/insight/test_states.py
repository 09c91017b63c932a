"""How things stand: permits held, tiers, devices, crowds and surges; from how many a crowd counts is the card's."""

from datetime import date, datetime, time

from huizhi.insight.scorecard import Scorecard
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import grade

TODAY = date(2026, 10, 31)


def company(lake, code, **more):
    lake.add("registry", credit_code=code, name=f"威海{code}公司", entity_kind="enterprise", division="371002",
             status="active", established_on=date(2015, 5, 5), **more)  # fmt: skip


def test_states_of_a_night_and_what_the_card_makes_of_them():
    lake = MemoryLake()
    for n in range(10):
        company(lake, f"N{n}", address="示例路1号")
    company(lake, "P0", address="示例路2号", phone="13812345678")
    company(lake, "P1", address="示例路2号", phone="13812345678")
    company(lake, "F")
    for n in range(5):
        lake.add("complaints", credit_code="F", matter_no=f"T{n}", kind="complaint", outcome="mediated",
                 received_at=datetime.combine(date(2026, 10, 30 - n), time(9)))  # fmt: skip
    for n in range(4):
        lake.add("complaints", credit_code="P0", matter_no=f"U{n}", kind="complaint", outcome="mediated",
                 received_at=datetime.combine(date(2026, 10, 30 - n), time(9)))  # fmt: skip
    lake.add("licences", credit_code="F", licence_no="JY1", licence_kind="food_business", scope="热食类；食堂",
             issued_on=date(2024, 1, 1), valid_until=date(2029, 1, 1), status="valid")  # fmt: skip
    lake.add("licences", credit_code="P1", licence_no="JY2", licence_kind="food_business", scope="预包装食品",
             issued_on=date(2024, 1, 1), valid_until=date(2026, 1, 1), status="valid")  # fmt: skip
    lake.add("equipment", credit_code="P1", device_no="D1", device_kind="elevator", status="in_use",
             registered_on=date(2020, 1, 1), in_public_place=True, next_inspection_on=date(2027, 1, 1))  # fmt: skip
    _, why = grade(lake, TODAY, Scorecard.in_force(TODAY))
    found = {}
    for event in lake.rows(lake.table("events", TODAY)):
        found.setdefault(event["entity_id"], {})[event["kind"]] = event["severity"]
    assert {found[f"N{n}"]["crowded_address"] for n in range(10)} == {10}
    assert (found["P0"]["crowded_address"], found["P0"]["crowded_phone"], found["P0"]["complaint_surge"]) == (2, 2, 4)
    assert (found["F"]["complaint_surge"], found["F"]["food_tier"], found["F"]["holds_food_business"]) == (5, 4, 0)
    assert "crowded_address" not in found["F"] and "food_tier" not in found["P1"], "one that ran out is not held"
    assert (found["P1"]["device_in_use"], found["P1"]["public_device"]) == (2, 1)
    lines = {entity: {reason["indicator"] for reason in some} for entity, some in why.items()}
    assert "crowded_address" in lines["N0"] and "complaint_surge" in lines["F"] and "food_tier_four" in lines["F"]
    assert not {"crowded_address", "crowded_phone", "complaint_surge"} & lines["P0"], "too few for the card"
    assert "public_device" in lines["P1"]
