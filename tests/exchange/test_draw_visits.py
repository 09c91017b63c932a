"""A visit's result in its draw: written as the visit ends, corrected by new rows, estimated with, published in time."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Result
from huizhi.apps.ledger.models import Act
from huizhi.apps.people.facade import NotPermitted
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Visit
from huizhi.draw import estimation, record_bytes, run_draw
from huizhi.exchange import visits as carried
from huizhi.law import checklists
from huizhi.vocabulary.refused import Refused
from tests.apps.visit_office import PNG, Hand, send, upload
from tests.browser import sample_office
from tests.browser.sample_draw import draw_files
from tests.browser.sample_office import entity_code

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 12)
NUMBER = "WH-050"


@pytest.fixture
def inspector(db):
    """The draw of two businesses, and one of its two inspectors; the visits are planned."""
    sample_office.found()
    sample_office.publish()
    Officer.objects.filter(username="handler").update(roles=["inspector"])
    files = draw_files([(entity_code(n), "371002") for n in (6, 8, 14)], ("inspector", "handler"), NUMBER)
    inspections.publish_draw(record_json=files.pop("record"), **files, by="night", at=AT)
    carried.tasks_from_draw(NUMBER, planned_on=DAY, by="night", at=AT)
    return Officer.objects.get(username="inspector")


def drawn() -> list[Visit]:
    return list(Visit.objects.filter(source=NUMBER).order_by("entity_code"))


def finish(row: Visit, officer, result: str) -> visits.VisitCard:
    hand = Hand(row.pk, officer.username)
    if checklists.results()[result].needs_finding:
        hand.finding()
    hand.whole(result=result)
    send(hand, officer)
    if checklists.results()[result].needs_finding:
        upload(row.pk, PNG, "png", officer)
    return visits.finish_visit(row.pk, by=officer, at=AT)


def whole() -> estimation.Estimate:
    return next(one.found for one in inspections.estimates(NUMBER) if one.part == inspections.WHOLE)


def test_a_finished_visit_is_a_result_of_its_draw_and_is_estimated_with(inspector):
    first, second = drawn()
    finish(first, inspector, "6")
    line = inspections.results_of(NUMBER)[first.entity_code]
    assert (line.code, line.outcomes, line.visit) == ("6", ("violation",), first.pk)
    assert line.found_on == timezone.localdate(Visit.objects.get(pk=first.pk).finished_at)
    finish(second, inspector, "1")
    assert inspections.results_of(NUMBER)[second.entity_code].outcomes == ("clean",)
    found = whole()
    assert (found.visited, found.raw) == (2, 0.5)
    assert Act.objects.filter(verb="draw_result", object_id=NUMBER).count() == 2


def test_nobody_outside_reads_from_the_estimates_what_is_not_published(inspector, client):
    """One visit in a unit: its share would be its result."""
    row = drawn()[0]
    finish(row, inspector, "6")
    assert client.get(f"/public/draws/{NUMBER}").context["told"] == []
    client.force_login(inspector)
    assert {one["visited"] for one in client.get(f"/draws/{NUMBER}").context["told"]} >= {"1"}
    client.logout()
    visits.publish_result(row.pk, by=inspector, at=AT)
    assert {one["visited"] for one in client.get(f"/public/draws/{NUMBER}").context["told"]} >= {"1"}


def test_the_result_and_the_visit_are_written_together_or_not_at_all(inspector, monkeypatch):
    def broken(*_args):
        raise OSError

    visits.follow("a broken one", broken)
    try:
        with pytest.raises(OSError):
            finish(drawn()[0], inspector, "1")
    finally:
        visits.follow("a broken one", lambda *_args: None)
    assert drawn()[0].state == "planned" and not Result.objects.exists()
    assert not Act.objects.filter(verb="draw_result").exists()


def test_the_clock_of_publication_runs_from_the_visit_and_counts_as_late(inspector):
    row = drawn()[0]
    card = finish(row, inspector, "1")
    due = card.result_due_on
    found = carried.results_with_visits(NUMBER, due)[row.entity_code]
    assert (found.state, found.due_on, found.late) == ("finished", due, False)
    assert carried.results_with_visits(NUMBER, due + timedelta(1))[row.entity_code].late
    visits.publish_result(row.pk, by=inspector, at=AT)
    found = carried.results_with_visits(NUMBER, due + timedelta(1))[row.entity_code]
    assert (found.state, found.published_at, found.late) == ("published", AT, False)
    assert carried.results_with_visits(NUMBER, due)[drawn()[1].entity_code].state == "planned"


def test_a_correction_is_a_new_row_takes_the_result_down_and_goes_into_the_draw(inspector):
    row, head = drawn()[0], Officer.objects.get(username="head")
    finish(row, inspector, "1")
    visits.publish_result(row.pk, by=inspector, at=AT)
    with pytest.raises(NotPermitted):
        visits.correct_result(row.pk, result="8", reason="已停业", by=inspector, at=AT)
    with pytest.raises(Refused):
        visits.correct_result(row.pk, result="8", reason=" ", by=head, at=AT)
    card = visits.correct_result(row.pk, result="8", reason="已停业", by=head, at=AT + timedelta(1))
    assert (card.state, card.result, card.published_at) == ("finished", "8", None)
    rows = list(Result.objects.filter(object_id=row.entity_code).values_list("code", "outcome"))
    assert rows == [("1", "clean"), ("8", "gone")]
    line = inspections.results_of(NUMBER)[row.entity_code]
    assert (line.code, line.corrected) == ("8", 1) and whole().gone == 1
    assert visits.publish_result(row.pk, by=inspector, at=AT).state == "published"


def test_an_upheld_objection_leads_to_a_corrected_result_that_is_published_again(inspector):
    row, head = drawn()[0], Officer.objects.get(username="head")
    finish(row, inspector, "2")
    visits.publish_result(row.pk, by=inspector, at=AT)
    number = visits.object_to_result(row.pk, text="年报按时公示了", at=AT)
    with pytest.raises(Refused, match="还没有核实"):
        visits.correct_result(row.pk, result="1", reason="异议成立", by=head, at=AT)
    kind = casework.kinds()["objection"]
    kind.verbs["uphold"](number, by=head, at=AT, version=None, note="属实")
    visits.correct_result(row.pk, result="1", reason="异议成立", by=head, at=AT)
    visits.publish_result(row.pk, by=inspector, at=AT)
    assert carried.results_with_visits(NUMBER, DAY)[row.entity_code].code == "1"


def test_what_nobody_visits_has_a_code_of_its_own_for_every_item(inspector):
    desk, one = Officer.objects.get(username="specialist"), drawn()[0].entity_code
    found = inspections.Found(one, "G", DAY, note="注销通知书〔2026〕18号")
    assert inspections.note_result(number=NUMBER, found=found, by=desk, at=AT) == 1
    assert inspections.note_result(number=NUMBER, found=found, by=desk, at=AT) == 0
    state = carried.results_with_visits(NUMBER, DAY)[one]
    assert (state.state, state.code, whole().gone) == ("published", "G", 1)
    for wrong in (
        inspections.Found(one, "1", DAY, note="没有去过"),
        inspections.Found("91370000NOBODY", "G", DAY, note="注销"),
        inspections.Found(one, "R", DAY),
    ):
        with pytest.raises(Refused):
            inspections.note_result(number=NUMBER, found=wrong, by=desk, at=AT)
    with pytest.raises(NotPermitted):
        inspections.note_result(number=NUMBER, found=found, by=inspector, at=AT)


def test_a_visit_that_records_make_needless_is_a_result_too(inspector):
    row = drawn()[0]
    answered = {item.code: "annual_report 2026" for item in checklists.checklist_for(row.checklist).items}
    assert visits.settle_from_records(row.pk, answered, by="night", at=AT)[1]
    assert inspections.results_of(NUMBER)[row.entity_code].code == checklists.SETTLED


def test_a_visit_that_belongs_to_no_published_draw_goes_nowhere(inspector):
    row = drawn()[0]
    Visit.objects.filter(pk=row.pk).update(source="WH-NONE")
    finish(row, inspector, "1")
    assert not Result.objects.exists()


def test_each_department_of_a_joint_visit_answers_its_own_item(inspector, client):
    """One visit, two items: the estimates of each follow its own department's result."""
    files = draw_files([(entity_code(n), "371002") for n in (20, 26, 32)], ("inspector", "handler"), "WH-051")
    plan = json.loads(files["record"])["plan"]
    second = {"code": "price", "title": "价格行为检查", "basis": "《价格法》第三十三条", "skills": []}
    made = {name: plan[name] for name in plan if name not in ("frame", "officers", "recusals")}
    secrets = [bytes([n]) * 32 for n in (1, 2, 3)]
    lists = (files["frame"], files["officers"], files["recusals"])
    record = run_draw({**made, "items": [*plan["items"], second]}, *lists, secrets, "5 0 7", plan_drawn(files))
    inspections.publish_draw(
        record_json=record_bytes(record), **{name: files[name] for name in ("frame", "officers", "recusals")},
        by="night", at=AT,
    )  # fmt: skip
    carried.tasks_from_draw("WH-051", planned_on=DAY, by="night", at=AT)
    row = Visit.objects.filter(source="WH-051").first()
    hand = Hand(row.pk, inspector.username)
    hand.finding()
    hand.write("part:p1", "result", "6")
    hand.whole(result="1")
    send(hand, inspector)
    upload(row.pk, PNG, "png", inspector)
    visits.finish_visit(row.pk, by=inspector, at=AT)
    line = inspections.results_of("WH-051")[row.entity_code]
    assert line.codes == (("food-production", "1"), ("price", "6")) and line.outcomes == ("clean", "violation")
    raw = {one.item: one.found.raw for one in inspections.estimates("WH-051") if one.part == inspections.WHOLE}
    assert raw == {"food-production": 0.0, "price": 1.0}
    visits.publish_result(row.pk, by=inspector, at=AT)
    assert "价格行为检查：发现问题已责令改正" in client.get("/public/draws/WH-051").content.decode()


def plan_drawn(files) -> str:
    return json.loads(files["record"])["drawn_at"]


def test_the_codes_tell_what_estimates_know(db):
    assert set(checklists.OUTCOMES) == set(estimation.OUTCOMES)
    every = {**checklists.results(), **checklists.without_visit()}
    assert len(every) == len(checklists.results()) + len(checklists.without_visit())
    assert every["5"].tells("registered-particulars") == "violation" and every["5"].tells("food") == "not_visited"
    assert all(each.outcome != "not_visited" for code, each in every.items() if code in "12346")


@pytest.mark.parametrize("account", ["", "specialist", "leader"])
def test_the_pages_show_results_as_they_are_out(inspector, client, account):
    first, second = drawn()
    finish(first, inspector, "1")
    if account:
        client.force_login(Officer.objects.get(username=account))
    address = f"/draws/{NUMBER}" if account else f"/public/draws/{NUMBER}"
    shown = client.get(address).content.decode()
    assert ("待公示" in shown, "待检查" in shown) == (bool(account), bool(account))
    visits.publish_result(first.pk, by=inspector, at=AT)
    assert f"/public/visits/{first.pk}" in client.get(address).content.decode()
    if account:
        said = {"object_id": second.entity_code, "code": "N", "note": "台风停工"}
        answer = client.post(f"/work/draws/{NUMBER}/without-visit", said)
        assert answer.status_code == (302 if account == "specialist" else 403)
        assert ("台风停工" in client.get(address).content.decode()) == (account == "specialist")
