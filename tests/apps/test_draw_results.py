"""What a draw's visits tell: weighed by the chance of each object, beside the raw share that misleads."""

import json

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.law.checklists import without_visit
from huizhi.vocabulary.refused import Refused
from tests.apps.ceremonies import DUE, NUMBER, Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(officer):
    """A draw that is published."""
    found = Hall(officer)
    found.publish()
    found.commit()
    found.roll()
    found.reveal()
    return found


def drawn() -> list[str]:
    record = json.loads(inspections.draw_file(NUMBER, "record.json").content)
    return [one["object_id"] for one in record["selected"]]


def enter(hall, outcomes) -> int:
    found = [(one, "SP-01", outcome) for one, outcome in zip(drawn(), outcomes, strict=False)]
    return inspections.enter_results(number=NUMBER, found=found, by=hall.desk, at=DUE)


def whole() -> inspections.Told:
    return next(one for one in inspections.estimates(NUMBER) if one.part == inspections.WHOLE)


def test_each_visit_stands_for_one_over_its_chance(hall):
    assert inspections.estimates(NUMBER) == ()
    outcomes = ["violation", "clean", "clean", "violation", "clean", "clean"]
    assert enter(hall, outcomes) == 6
    chance, found = inspections.chances_of(NUMBER), whole().found
    weights = [1 / chance[one] for one in drawn()]
    bad = sum(weight for weight, outcome in zip(weights, outcomes, strict=True) if outcome == "violation")
    assert found.share == pytest.approx(bad / sum(weights)) and found.raw == pytest.approx(2 / 6)
    assert found.low < found.share < found.high and found.share != pytest.approx(found.raw, abs=1e-6)
    parts = {(one.part, one.name) for one in inspections.estimates(NUMBER)}
    assert parts == {("whole", ""), ("stratum", "C"), ("stratum", "D"), ("unit", "huancui")}


def test_a_desk_elsewhere_writes_nothing_into_a_draw(hall, officer):
    far, one = officer("rongcheng", "desk_specialist"), drawn()[0]
    with pytest.raises(people.OutsideScope):
        inspections.enter_results(number=NUMBER, found=[(one, "SP-01", "clean")], by=far, at=DUE)
    gone = inspections.Found(one, next(iter(without_visit())), DUE.date(), note="已注销")
    with pytest.raises(people.OutsideScope):
        inspections.note_result(number=NUMBER, found=gone, by=far, at=DUE)
    with pytest.raises(people.OutsideScope):
        inspections.substitute_officer(number=NUMBER, object_id=one, officer="P1", reason="生病", by=far, at=DUE)
    assert inspections.estimates(NUMBER) == ()


def test_what_has_no_result_counts_as_missed_and_is_bounded(hall):
    enter(hall, ["violation", "clean"])
    found = whole().found
    assert (found.drawn, found.visited, found.missed) == (6, 2, 4)
    assert found.share is None and found.least < found.most, "one stratum has no visit at all"


def test_a_correction_is_a_new_row_and_the_same_again_is_none(hall):
    enter(hall, ["violation"] * 6)
    assert enter(hall, ["violation"] * 6) == 0
    assert enter(hall, ["clean"]) == 1 and whole().found.raw == pytest.approx(5 / 6)
    acts = [act.payload for act in ledger.acts(units=None, limit=5).acts if act.verb == "draw_results"]
    assert acts == [{"rows": 1, "corrected": 1}, {"rows": 6, "corrected": 0}]


@pytest.mark.parametrize("wrong", [("X", "SP-01", "clean"), ("", "SP-02", "clean"), ("", "SP-01", "fine")])
def test_one_wrong_line_keeps_all_of_them_out(hall, wrong):
    first = drawn()[0]
    rows = [(first, "SP-01", "clean"), (wrong[0] or first, *wrong[1:])]
    with pytest.raises(Refused) as refused:
        inspections.enter_results(number=NUMBER, found=rows, by=hall.desk, at=DUE)
    assert refused.value.code == "draw_result_wrong" and refused.value.context["line"] == 2
    assert inspections.estimates(NUMBER) == ()


def test_results_are_the_desks_and_stay(hall):
    with pytest.raises(people.NotPermitted):
        inspections.enter_results(number=NUMBER, found=[], by=hall.leader, at=DUE)
    enter(hall, ["clean"])
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inspections_result SET outcome = 'gone'")


def test_results_leave_the_published_record_as_it_is(hall):
    before = inspections.draw_file(NUMBER, "record.json")
    enter(hall, ["violation"] * 6)
    assert inspections.draw_file(NUMBER, "record.json") == before
