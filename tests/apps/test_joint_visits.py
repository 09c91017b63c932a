"""A joint visit: one visit, several departments, and a result for each of them."""

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.ledger.models import Act
from huizhi.apps.papers import facade as papers
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.closing import _fields
from huizhi.apps.visits.models import Visit, VisitPart
from huizhi.apps.visits.queries import hidden_from, matters_hidden_from, merged_of, tasks_of
from huizhi.exchange.visits import hand_to_case
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


def with_findings(joint, inspector, results):
    hand = filled(joint, inspector, results)
    before = len(hand.bodies)
    hand.finding("电梯未张贴使用标志")
    send(hand, inspector, hand.bodies[before:])
    upload(joint, PNG, "png", inspector)
    return visits.finish_visit(joint, by=inspector, at=AT)


def test_a_parts_finding_opens_an_order_of_its_own_whose_re_visit_ends_it(joint, inspector):
    card = with_findings(joint, inspector, ("1", "6"))
    assert card.correction == "" and [bool(part.correction) for part in card.parts] == [False, True]
    order = card.parts[1].correction
    matter = casework.matter_unguarded(order)
    assert (matter.office, matter.topic) == ("huancui", checklists()["special-equipment-use"].zh)
    again = Visit.objects.get(origin="revisit", source=order)
    (clock,) = casework.clocks_of([order])[order]
    assert (again.checklist, again.planned_on) == ("special-equipment-use", clock.due_on)
    hand = Hand(again.pk, "wang", device="e" * 32)
    hand.whole(checklist="special-equipment-use")
    send(hand, inspector)
    visits.finish_visit(again.pk, by=inspector, at=AT)
    assert casework.matter_unguarded(order).state == "put_right"


def test_a_part_is_corrected_with_a_reason_and_its_order_follows(joint, inspector, officer):
    head, far = officer("huancui", "station_head"), officer("rongcheng", "station_head")
    with_findings(joint, inspector, ("1", "9"))
    visits.publish_result(joint, by=inspector, at=AT)
    said = {"result": "6", "part": "p2", "reason": "当场已能改正", "at": AT}
    for wrong, by in (({}, far), ({"reason": " "}, head), ({"part": "p3"}, head), ({"result": "9"}, head)):
        with pytest.raises(Refused):
            visits.correct_result(joint, **{**said, **wrong}, by=by)
    card = visits.correct_result(joint, **said, by=head)
    assert (card.result, card.state, [part.result for part in card.parts]) == ("1", "finished", ["1", "6"])
    assert card.parts[1].correction and not card.correction and visits.published_visit(joint) is None
    told = Act.objects.get(verb="visit_corrected").payload
    assert (told["before"], told["result"], told["part"]) == ("9", "6", "p2")
    assert visits.correct_result(joint, result="6", reason="漏记", by=head, at=AT).correction, "a head makes no visits"


def test_a_part_is_handed_over_to_a_case_once(joint, inspector):
    with_findings(joint, inspector, ("1", "9"))
    with pytest.raises(Refused):
        hand_to_case(joint, by=inspector, at=AT)
    case = hand_to_case(joint, part="p2", by=inspector, at=AT)
    card = visits.visit_for(inspector, joint)
    assert (card.case, [part.case for part in card.parts]) == ("", ["", case])
    assert casework.matter_unguarded(case).topic == checklists()["special-equipment-use"].zh
    for part in ("p2", "p1", "p7"):
        with pytest.raises(Refused):
            hand_to_case(joint, part=part, by=inspector, at=AT)


def test_who_checks_again_blindly_sees_nothing_that_a_part_led_to(joint, inspector, officer):
    card = with_findings(joint, inspector, ("1", "6"))
    pair = [officer("huancui", "inspector", username=name) for name in ("liu", "chen")]
    day = card.finished_at.date()
    desk = officer("huancui", "desk_specialist")
    assert visits.choose_rechecks(since=day, until=day, planned_on=AT.date(), by=desk, at=AT).made
    again = Visit.objects.get(origin="revisit", source=card.parts[1].correction)
    assert again.pk in hidden_from(pair[0]) and card.parts[1].correction in matters_hidden_from(pair[0])
    assert again.pk not in hidden_from(inspector)


def test_the_page_offers_each_part_what_it_offers_the_lead(joint, inspector, officer, client):
    with_findings(joint, inspector, ("6", "9"))
    client.force_login(officer("huancui", "station_head", "inspector"))
    shown = client.get("/work/visits").content.decode()
    assert "移交立案核查（消防救援机构）" in shown and "移交立案核查（税务部门）" not in shown
    assert client.post(f"/work/visits/{joint}/case", {"part": "p2"}).status_code == 302
    assert VisitPart.objects.get(visit=joint, item="equipment").case
    said = {"part": "p1", "result": "9", "reason": "笔误"}
    assert client.post(f"/work/visits/{joint}/correct", said).status_code == 302
    assert VisitPart.objects.get(visit=joint, item="tax").result == "9"
    assert "移交立案核查（税务部门）" in client.get("/work/visits").content.decode()
