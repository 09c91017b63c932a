"""Who is in the register, as known on a day."""

from datetime import date

from huizhi.insight.entities import SCHEMA, entities
from tests.insight.lake_double import MemoryLake

TODAY = date(2026, 10, 31)
FOUNDED = date(2015, 5, 5)


def known(lake, as_of=TODAY):
    return {e["entity_id"]: e for e in lake.keep("entities", entities(lake, as_of), SCHEMA)}


def test_the_register_by_credit_code():
    lake = MemoryLake()
    lake.add("registry", credit_code="91371002A", name="威海甲商行", division="371002", established_on=FOUNDED)
    row = known(lake)["91371002A"]
    assert (row["name"], row["division"], row["credit_code_ok"]) == ("威海甲商行", "371002", True)


def test_a_bad_code_is_kept_and_said():
    lake = MemoryLake()
    lake.add("registry", credit_code="9137BAD", established_on=FOUNDED, flags="credit_code:length")
    assert known(lake)["9137BAD"]["credit_code_ok"] is False


def test_without_a_credit_code_the_registration_number_names_the_entity():
    lake = MemoryLake()
    lake.add("registry", subject="code:371002600012345", registration_no="371002600012345", established_on=FOUNDED)
    row = known(lake)["371002600012345"]
    assert row["credit_code"] is None and row["credit_code_ok"] is False


def test_of_two_records_with_one_code_the_one_learned_last_speaks():
    lake = MemoryLake()
    lake.add("registry", credit_code="A", name="old", established_on=FOUNDED, known_at=date(2026, 1, 1))
    lake.add("registry", credit_code="A", name="new", established_on=FOUNDED, known_at=date(2026, 3, 1))
    assert [e["name"] for e in known(lake).values()] == ["new"]


def test_a_correction_is_unknown_the_day_before_it_is_known():
    lake = MemoryLake()
    same = {"credit_code": "A", "source_id": "A", "established_on": FOUNDED}
    lake.add("registry", **same, name="威海甲商行", known_at=date(2026, 1, 1))
    lake.add("registry", **same, name="威海乙商行", known_at=date(2026, 3, 2))
    assert known(lake, date(2026, 3, 1))["A"]["name"] == "威海甲商行"
    lake.kept.clear()
    assert known(lake, date(2026, 3, 2))["A"]["name"] == "威海乙商行"
