"""Standing recusals: declared by officers, ended by heads, seen by few, and kept to wherever officers are chosen."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.vocabulary.refused import Refused
from tests.apps.ceremonies import DUE, FRAME, NUMBER, OFFICERS, RECUSALS, Hall
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
DAY = date(2026, 10, 31)
WHY = "配偶任该公司财务负责人"


@pytest.fixture
def inspector(officer):
    return officer("huancui", "inspector", username="P2")


@pytest.fixture
def head(officer):
    return officer("huancui", "station_head", username="head")


def declare(by, object_id="E05", since=DAY, until=None, officer=None, relation="kin", reason=WHY) -> int:
    return inspections.declare_recusal(
        officer=officer or by.username, object_id=object_id, relation=relation, since=since, until=until,
        reason=reason, by=by, at=AT,
    )  # fmt: skip


def end(number, by, ends_on=DAY, reason="配偶已离职") -> None:
    inspections.end_recusal(recusal=number, ends_on=ends_on, reason=reason, by=by, at=AT)


@pytest.mark.parametrize(
    ("on", "counts"),
    [(DAY - timedelta(1), False), (DAY, True), (DAY + timedelta(30), True), (DAY + timedelta(31), False)],
)
def test_a_recusal_counts_from_its_first_day_to_its_last(inspector, on, counts):
    declare(inspector, until=DAY + timedelta(30))
    assert inspections.recused_on(on) == (frozenset({("P2", "E05")}) if counts else frozenset())


def test_it_is_ended_by_a_head_from_a_day_on_and_can_be_declared_again(inspector, head):
    number = declare(inspector)
    with pytest.raises(Refused):
        declare(inspector)
    with pytest.raises(people.NotPermitted):
        end(number, inspector)
    end(number, head, DAY + timedelta(7))
    assert inspections.recused_on(DAY + timedelta(6)) and not inspections.recused_on(DAY + timedelta(7))
    with pytest.raises(Refused):
        end(number, head)
    assert declare(inspector, since=DAY + timedelta(7)) != number


def test_nobody_ends_her_own_and_no_head_reaches_into_another_unit(officer, head, inspector):
    own = declare(head)
    other = officer("rongcheng", "station_head", username="other")
    with pytest.raises(people.OutsideScope):
        end(own, head)
    with pytest.raises(people.OutsideScope):
        end(declare(inspector), other)
    with pytest.raises(people.OutsideScope):
        declare(other, officer="P2", object_id="E07")
    assert declare(head, officer="P2", object_id="E07")


@pytest.mark.parametrize(
    "wrong",
    [{"object_id": " "}, {"object_id": "E,1"}, {"relation": "foe"}, {"reason": " "}, {"until": DAY - timedelta(1)}],
)
def test_a_recusal_that_lacks_something_is_refused(inspector, wrong):
    with pytest.raises(Refused):
        declare(inspector, **wrong)
    assert inspections.recused_on(DAY) == frozenset()


def test_who_sees_it_and_who_sees_why(officer, inspector, head):
    declare(inspector)
    another = officer("huancui", "inspector", username="another")
    desk, auditor = officer("city", "desk_specialist"), officer("city", "auditor")
    far = officer("rongcheng", "station_head")
    seen = {one.username: inspections.recusals_for(one, DAY) for one in (inspector, head, another, desk, auditor, far)}
    reasons = {account: [line.reason for line in lines] for account, lines in seen.items()}
    assert reasons == {
        "P2": [WHY], "head": [WHY], "another": [], desk.username: [""], auditor.username: [WHY], far.username: [],
    }  # fmt: skip
    assert seen[desk.username][0].relation == "" and seen[desk.username][0].counts


def test_the_ledger_tells_who_stays_away_and_never_why(inspector, head):
    end(declare(inspector), head)
    acts = ledger.acts(units=None, limit=2).acts
    assert [act.verb for act in acts] == ["recusal_ended", "recusal_declared"]
    assert acts[1].payload == {"object": "E05", "since": "2026-10-31", "until": ""}
    assert "配偶" not in str([act.payload for act in acts])


@pytest.mark.parametrize("table", ["recusal", "recusalend"])
def test_rows_stay_as_they_were_written(inspector, head, table):
    end(declare(inspector), head)
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE inspections_{table} SET reason = ''")


def test_a_plan_whose_list_lacks_a_recusal_is_not_published(officer, inspector):
    """Declared after the draft was tried and approved: the desk has to give the plan back."""
    hall = Hall(officer)
    inspections.draft_plan(hall.draft(), by=hall.desk, at=AT)
    inspections.try_plan(number=NUMBER, by=hall.desk, at=AT)
    inspections.approve_plan(number=NUMBER, revision=1, by=hall.leader, at=AT)
    declare(inspector, object_id="E99")  # not one of the objects
    declare(inspector)
    with pytest.raises(Refused) as refused:
        inspections.publish_plan(number=NUMBER, by=hall.desk, at=AT)
    assert (refused.value.code, refused.value.context["missing"]) == ("draw_recusals_missing", 1)
    inspections.return_plan(number=NUMBER, note="补回避", by=hall.leader, at=AT)
    listed = hall.draft(recusals=RECUSALS + b"P2,E05\n")
    inspections.revise_plan(listed, revision=1, by=hall.desk, at=AT)
    inspections.try_plan(number=NUMBER, by=hall.desk, at=AT)
    inspections.approve_plan(number=NUMBER, revision=2, by=hall.leader, at=AT)
    inspections.publish_plan(number=NUMBER, by=hall.desk, at=AT)
    assert FRAME and OFFICERS and inspections.frozen_file(NUMBER, "recusals.csv").content.endswith(b"P2,E05\n")


def test_whoever_declares_after_the_draw_is_replaced_and_comes_nowhere_as_a_substitute(officer):
    hall = Hall(officer)
    hall.publish(slack=9)
    hall.commit()
    hall.roll()
    hall.reveal()
    object_id, (lead, partner) = next(iter(inspections.pairs_of(NUMBER).items()))
    accounts = {f"P{n}": officer("huancui", "inspector", username=f"P{n}") for n in range(6)}
    day = timezone.localdate(DUE)
    declare(accounts[partner], object_id=object_id, since=day)
    assert inspections.to_be_substituted(NUMBER, day) == ((object_id, partner),)
    others = [one for one in accounts if one not in (lead, partner) and (one, object_id) != ("P1", "E02")]
    for one in others[:-1]:
        declare(accounts[one], object_id=object_id, since=day)
    said = {"number": NUMBER, "object_id": object_id, "officer": partner, "reason": "已登记回避"}
    assert inspections.substitute_officer(**said, by=hall.desk, at=DUE) == others[-1]
    assert inspections.to_be_substituted(NUMBER, day) == ()
