"""A joint visit: one visit, several departments, and a result for each of them."""

import pytest

from huizhi.apps.ledger.models import Act
from huizhi.apps.papers import facade as papers
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.closing import _fields
from huizhi.apps.visits.models import Visit, VisitPart
from huizhi.apps.visits.queries import merged_of, tasks_of
from huizhi.law.checklists import checklists
from huizhi.vocabulary.refused import Refused
from tests.apps.visit_office import AT, PNG, Hand, send, upload

pytestmark = pytest.mark.django_db
PARTS = (
    visits.Part("税务部门", "tax"), visits.Part("消防救援机构", "equipment", "special-equipment-use"),
)  # fmt: skip


@pytest.fixture
def inspector(officer):
    return officer("huancui", "inspector", username="wang")


@pytest.fixture
def joint(inspector):
    task = visits.Task(
        "91371000MA3D00001X", "威海示例食品有限公司", "示例路1号", "registered-particulars", "huancui", AT.date(),
        ("wang",), PARTS,
    )  # fmt: skip
    return visits.plan_visits([task], origin="draw", source="WH-J", by="draw", at=AT)[0]


def filled(joint, inspector, results=("1", "1"), items=True):
    hand = Hand(joint, "wang")
    for place, result in enumerate(results, start=1):
        if result:
            hand.write(f"part:p{place}", "result", result)
    for item in checklists()["special-equipment-use"].items if items else ():
        hand.write(f"item:p2.{item.code}", "answer", "ok")
    hand.whole(checklist="registered-particulars")
    send(hand, inspector)
    return hand


def test_the_phone_gets_every_departments_part(joint, inspector):
    (task,) = tasks_of(inspector)
    assert [(each["key"], each["department"], each["checklist"]) for each in task["parts"]] == [
        ("p1", "税务部门", ""), ("p2", "消防救援机构", "special-equipment-use"),
    ]  # fmt: skip


@pytest.mark.parametrize(("results", "items", "lacking"), [
    (("1", ""), True, "parts"), (("", "1"), True, "parts"), (("1", "1"), False, "items"), (("6", "1"), True, "finding"),
])  # fmt: skip
def test_it_is_not_finished_while_a_department_lacks_something(joint, inspector, results, items, lacking):
    filled(joint, inspector, results, items)
    with pytest.raises(Refused) as refused:
        visits.finish_visit(joint, by=inspector, at=AT)
    assert refused.value.context["lacking"] == [lacking]


def test_each_department_has_its_own_result_on_the_record_the_card_and_the_ledger(joint, inspector):
    hand = filled(joint, inspector, ("1", "9"))
    before = len(hand.bodies)
    hand.finding("电梯未张贴使用标志")
    send(hand, inspector, hand.bodies[before:])
    upload(joint, PNG, "png", inspector)
    card = visits.finish_visit(joint, by=inspector, at=AT)
    assert card.result == "1" and [(each.department, each.result) for each in card.parts] == [
        ("税务部门", "1"), ("消防救援机构", "9"),
    ]  # fmt: skip
    said = Act.objects.get(verb="visit_finished").payload["parts"]
    assert [each["result"] for each in said] == ["1", "9"]
    printed = _fields(Visit.objects.get(pk=joint), merged_of(joint))["parts"]
    assert printed[1]["department"] == "消防救援机构" and len(printed[1]["items"]) == 10
    assert (
        papers.render("visits:site_record", _fields(Visit.objects.get(pk=joint), merged_of(joint)), AT)[:4] == b"%PDF"
    )
    visits.publish_result(joint, by=inspector, at=AT)
    assert [each.result for each in visits.published_visit(joint).parts] == ["1", "9"]


def test_settling_every_own_item_does_not_cancel_what_other_departments_come_for(joint):
    every = {item.code: "x" for item in checklists()["registered-particulars"].items}
    assert not visits.settle_from_records(joint, every, by="night", at=AT)[1]
    assert VisitPart.objects.filter(visit=joint).count() == 2
