"""Who takes an officer's place: the next in the order of the seed, never a chosen one."""

import hashlib
import json

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.visits.models import VisitOfficer
from huizhi.exchange.visits import tasks_from_draw
from huizhi.vocabulary.refused import Refused
from tests.apps.ceremonies import DUE, NUMBER, Hall

pytestmark = pytest.mark.django_db
OFFICERS = [f"P{n}" for n in range(6)]
LEADS = {"P1", "P3", "P5"}


@pytest.fixture
def hall(officer):
    found = Hall(officer)
    found.publish(slack=9)
    found.commit()
    found.roll()
    found.reveal()
    return found


def first() -> tuple[str, list[str], list[str]]:
    """The first object drawn, its pair, and all six officers in the order that the specification gives them."""
    record = json.loads(inspections.draw_file(NUMBER, "record.json").content)
    one = record["selected"][0]
    prefix = bytes.fromhex(record["seed"]) + b"officer\0" + one["object_id"].encode() + b"\0"
    order = sorted(OFFICERS, key=lambda officer: hashlib.sha256(prefix + officer.encode()).digest())
    return one["object_id"], one["officers"], [o for o in order if (o, one["object_id"]) != ("P1", "E02")]


def replace(hall, officer: str, reason: str = "生病") -> str:
    return inspections.substitute_officer(
        number=NUMBER, object_id=first()[0], officer=officer, reason=reason, by=hall.desk, at=DUE
    )


def test_a_partner_is_followed_by_the_next_in_order_and_by_nobody_twice(hall):
    _object, (lead, partner), order = first()
    waiting = [one for one in order if one not in (lead, partner)]
    left = partner
    for expected in waiting:
        assert replace(hall, left) == expected
        left = expected
    with pytest.raises(Refused) as refused:
        replace(hall, left)
    assert refused.value.code == "draw_nobody_left"


def test_a_lead_is_followed_by_one_who_may_lead(hall):
    _object, (lead, partner), order = first()
    assert replace(hall, lead) == next(one for one in order if one in LEADS and one not in (lead, partner))


def test_the_load_cap_of_the_draw_holds_for_substitutes(officer):
    hall = Hall(officer)
    hall.publish(slack=0)  # six objects, six officers: two each, and every place is taken
    hall.commit()
    hall.roll()
    hall.reveal()
    record = json.loads(inspections.draw_file(NUMBER, "record.json").content)
    assert all(one["officers"] for one in record["selected"])
    with pytest.raises(Refused) as refused:
        replace(hall, first()[1][1])
    assert refused.value.code == "draw_nobody_left"


def test_it_takes_a_reason_an_assigned_officer_and_the_desk(hall):
    _object, pair, order = first()
    with pytest.raises(Refused) as refused:
        replace(hall, pair[1], " ")
    assert refused.value.code == "draw_plan_wrong"
    with pytest.raises(Refused) as refused:
        replace(hall, next(one for one in order if one not in pair))
    assert refused.value.code == "draw_not_assigned"
    hall.desk = hall.leader
    with pytest.raises(people.NotPermitted):
        replace(hall, pair[1])
    assert inspections.substitutions(NUMBER) == ()


def test_it_is_an_act_stays_and_leaves_the_record_alone(hall):
    before = inspections.draw_file(NUMBER, "record.json")
    object_id, pair, _order = first()
    came = replace(hall, pair[1])
    act = ledger.acts(units=None, limit=1).acts[0]
    assert (act.verb, act.payload["object"], act.payload["came"]) == ("draw_substituted", object_id, came)
    assert inspections.draw_file(NUMBER, "record.json") == before
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM inspections_substitution")


def test_the_substitute_gets_the_visit(hall, officer):
    for name in OFFICERS:
        officer("huancui", "inspector", username=name)
    object_id, (lead, partner), _order = first()
    came = replace(hall, partner)
    assert inspections.pairs_of(NUMBER)[object_id] == (lead, came)
    planned, waiting = tasks_from_draw(NUMBER, planned_on=DUE.date(), by="setup", at=DUE)
    assert (len(planned), waiting) == (6, 0)
    going = VisitOfficer.objects.filter(visit__entity_code=object_id).values_list("officer__username", flat=True)
    assert set(going) == {lead, came}
