"""Whom a record is about when it does not say so by a code in the register."""

from datetime import date

import pytest

from huizhi.insight.links import normalised
from huizhi.vocabulary.text import normalise_name
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import link

TODAY = date(2026, 10, 31)


@pytest.fixture
def lake():
    """Three shops in Huancui: two share a name; a fourth, of the same name in Wendeng, is gone."""
    lake = MemoryLake()

    def shop(code, name, division="371002", **more):
        told = {"established_on": date(2015, 5, 5), "status": "active", "former_name": None} | more
        lake.add("registry", credit_code=code, name=name, division=division, **told)

    shop("A", "威海甲食品有限公司", former_name="威海丁食品有限公司", registration_no="371002000000001")
    shop("B", "老王小吃店")
    shop("C", "老王小吃店")
    shop("D", "威海甲食品有限公司", "371003", status="cancelled")
    return lake


def about(lake, subject, table="complaints", **columns):
    day = {"complaints": "received_at", "inspections": "inspected_on"}[table]
    lake.add(table, subject=subject, occurred_at=None, **{day: None}, **columns)


def found(lake):
    return {row["subject"]: (row["entity_id"], row["method"]) for row in link(lake, TODAY)}


def test_a_code_in_the_register_needs_no_link(lake):
    about(lake, "code:A")
    assert found(lake) == {}


def test_a_name_that_only_one_active_entity_of_the_division_has(lake):
    about(lake, "name:371002:威海甲食品有限公司")
    assert found(lake) == {"name:371002:威海甲食品有限公司": ("A", "name")}


def test_a_name_two_entities_have_stays_unlinked(lake):
    about(lake, "name:371002:老王小吃店")
    assert found(lake) == {}


def test_a_name_only_a_cancelled_entity_has_stays_unlinked(lake):
    about(lake, "name:371003:威海甲食品有限公司")
    assert found(lake) == {}


def test_a_former_name(lake):
    about(lake, "name:371002:威海丁食品有限公司")
    assert found(lake) == {"name:371002:威海丁食品有限公司": ("A", "former_name")}


def test_a_licence_leads_to_its_holder_by_code_or_by_name(lake):
    lake.add("licences", credit_code="B", licence_no="JY1", issued_on=date(2020, 1, 1))
    lake.add("licences", subject="name:371002:威海甲食品有限公司", licence_no="JY2", issued_on=date(2020, 1, 1))
    about(lake, "licence:JY1", "inspections")
    about(lake, "licence:JY2", "inspections")
    links = found(lake)
    assert links["licence:JY1"] == ("B", "licence") and links["licence:JY2"] == ("A", "licence")


def test_a_device_leads_to_its_user(lake):
    lake.add("equipment", credit_code="C", device_no="31101", registered_on=date(2020, 1, 1))
    lake.add("equipment_inspections", subject="device:31101", device_no="31101", inspected_on=date(2021, 1, 1))
    assert found(lake) == {"device:31101": ("C", "device")}


def test_a_licence_claimed_by_two_holders_leads_nowhere(lake):
    for code in "AB":
        lake.add("licences", credit_code=code, licence_no="JY1", issued_on=date(2020, 1, 1))
    about(lake, "licence:JY1", "inspections")
    assert found(lake) == {}


def test_a_code_no_entity_has_is_resolved_by_the_record_s_licence_before_its_name(lake):
    lake.add("licences", credit_code="B", licence_no="JY1", issued_on=date(2020, 1, 1))
    about(lake, "code:TYPO", "inspections", licence_no="JY1", division="371002", name="威海甲食品有限公司")
    assert found(lake) == {"code:TYPO": ("B", "licence")}


def test_a_code_no_entity_has_is_resolved_by_name_and_division(lake):
    about(lake, "code:TYPO", division="371002", name="威海 甲食品（有限）公司")
    assert found(lake) == {"code:TYPO": ("A", "name")}


def test_a_wrong_code_used_for_two_businesses_stays_unlinked(lake):
    lake.add("registry", credit_code="E", name="威海戊商店", division="371002", status="active",
             established_on=date(2015, 5, 5))  # fmt: skip
    about(lake, "code:TYPO", division="371002", name="威海甲食品有限公司")
    about(lake, "code:TYPO", division="371002", name="威海戊商店")
    assert found(lake) == {}


def test_a_retired_registration_number(lake):
    about(lake, "code:371002000000001")
    assert found(lake) == {"code:371002000000001": ("A", "registration_no")}


def test_a_zone_in_place_of_the_division():
    lake = MemoryLake()
    lake.add("registry", credit_code="Z", name="威海庚科技有限公司", division="371002", zone="371072", status="active",
             established_on=date(2015, 5, 5))  # fmt: skip
    about(lake, "name:371072:威海庚科技有限公司")
    assert found(lake) == {"name:371072:威海庚科技有限公司": ("Z", "name")}


HARD = [
    "威海（环翠）　甲·乙 餐饮有限公司", "ＡＢＣ　烘焙（威海）店", "abc烘焙", "老王-小吃店（原老李）",
    "【新】威海～鱼庄", "", "   ",
    "“好再来”饭店",     "威海甲\n商行", "A&B 咖啡", "①号超市", "龍鳳樓", "é café", "ß", "店🍜",
    "'引号'\"双\"", "100%果汁吧", "\\反斜\\杠",
]  # fmt: skip


def test_names_are_folded_in_a_query_exactly_as_everywhere_else():
    lake = MemoryLake()
    for n, name in enumerate(HARD):
        lake.add("registry", credit_code=f"{n:03}", name=name, established_on=date(2020, 1, 1))
    registry = lake.table("registry", TODAY)
    rows = lake.rows(registry.select(name=registry.name, folded=normalised(registry.name)))
    assert {r["name"]: r["folded"] for r in rows} == {name: normalise_name(name) for name in HARD}
