"""What can be drawn."""

from datetime import date

from huizhi.insight.entities import SCHEMA as ENTITIES
from huizhi.insight.frame import SCHEMA, frame
from huizhi.insight.grades import SCHEMA as GRADES
from tests.insight.lake_double import MemoryLake
from tests.insight.test_reasons import entity

TODAY = date(2026, 10, 31)


def lake_of(**classes):
    lake = MemoryLake()
    rows = [entity(code, division="371002", status=status) for code, (_, status) in classes.items()]
    lake.given("entities", rows, ENTITIES)
    graded = [dict.fromkeys(GRADES.names) | {"entity_id": c, "grade": g} for c, (g, _) in classes.items()]
    lake.given("grades", graded, GRADES)
    return lake


def test_active_entities_sorted_under_names_that_do_not_tell_the_class():
    lake = lake_of(D=("D", "active"), B=("B", "active"), A=("A", "active"), C=("C", "active"), X=("D", "cancelled"))
    rows = [tuple(r.values()) for r in lake.keep("frame", frame(lake, TODAY), SCHEMA)]
    assert rows == [
        ("A", "S1", 1, "371002"), ("B", "S2", 2, "371002"), ("C", "S3", 4, "371002"), ("D", "S4", 8, "371002"),
    ]  # fmt: skip


def test_a_plan_sets_its_own_weights():
    lake = lake_of(A=("A", "active"), D=("D", "active"))
    made = frame(lake, TODAY, weights={"S1": 1, "S2": 1, "S3": 5, "S4": 20})
    assert [r["weight"] for r in lake.keep("frame", made, SCHEMA)] == [1, 20]
