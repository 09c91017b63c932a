"""The desk of visits: who is where, what is overdue or nobody's, within one's reach; and giving a visit to officers."""

from datetime import date, timedelta

import pytest

from huizhi.apps.people.facade import NotPermitted, switch_off
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import Visit
from huizhi.vocabulary.refused import Refused
from tests.apps.visit_office import AT, Hand, planned, send

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 9)


@pytest.fixture
def office(officer):
    return {
        "wang": officer("huancui", "inspector", username="wang"),
        "liu": officer("huancui", "inspector", username="liu"),
        "head": officer("huancui", "station_head", username="head"),
        "far": officer("rongcheng", "station_head", username="far"),
    }


def visit(office, on, number, origin="complaint", by="wang"):
    made = planned(office[by], entity=f"91371000MA3D{number:05d}X", source=f"TS-{number}", origin=origin)
    Visit.objects.filter(pk=made).update(planned_on=on)
    return made


def test_the_desk_says_who_is_where_and_what_is_late(office):
    today = visit(office, TODAY, 1)
    late, coming = visit(office, TODAY - timedelta(days=1), 2), visit(office, TODAY + timedelta(days=3), 3)
    hand = Hand(today, "wang")
    hand.write("visit", "note", "已到现场")
    send(hand, office["wang"])
    desk = visits.desk_of(office["head"], AT)
    people = {each.officer.username: each for each in desk.people}
    assert set(people) == {"wang", "liu"}
    (stop,) = people["wang"].today
    assert (stop.visit.id, stop.heard_at) == (today, AT)
    assert (people["wang"].late, people["wang"].coming, people["liu"].today) == (1, 1, ())
    assert [each.id for each in desk.overdue] == [late] and coming not in {each.id for each in desk.overdue}
    assert not desk.unassigned and not visits.desk_of(office["far"], AT).people
    with pytest.raises(NotPermitted):
        visits.desk_of(office["wang"], AT)


def test_a_result_past_its_last_day_is_named(office):
    made = visit(office, TODAY, 1)
    hand = Hand(made, "wang")
    hand.whole()
    send(hand, office["wang"])
    due = visits.finish_visit(made, by=office["wang"], at=AT).result_due_on
    assert not visits.desk_of(office["head"], AT + timedelta(days=(due - TODAY).days)).unpublished
    (late,) = visits.desk_of(office["head"], AT + timedelta(days=(due - TODAY).days + 1)).unpublished
    assert late.id == made


def test_a_visit_whose_officers_are_gone_is_unassigned_and_given_to_enough_others(office, officer):
    made, drawn = visit(office, TODAY, 1, by="liu"), visit(office, TODAY, 2, origin="draw", by="liu")
    switch_off(username="liu", by="setup", at=AT)
    zhao = officer("huancui", "inspector", username="zhao")
    officer("rongcheng", "inspector", username="stranger")
    assert {each.id for each in visits.desk_of(office["head"], AT).unassigned} == {made, drawn}
    for too_few in ([], ["wang"], ["wang", "stranger"], ["wang", "liu"], ["wang", "head"]):
        with pytest.raises(Refused, match="visit_officers"):
            visits.give_visit(made, officers=too_few, by=office["head"], at=AT)
    with pytest.raises(Refused, match="chosen_by_lot"):
        visits.give_visit(drawn, officers=["wang", "zhao"], by=office["head"], at=AT)
    with pytest.raises(Refused):
        visits.give_visit(made, officers=["stranger"], by=office["far"], at=AT)
    card = visits.give_visit(made, officers=["wang", "zhao"], by=office["head"], at=AT)
    assert card.officers == ("wang", "zhao")
    assert [each.id for each in visits.desk_of(office["head"], AT).unassigned] == [drawn]
    assert zhao.username in Visit.objects.get(pk=made).officers.values_list("officer_id", flat=True)
