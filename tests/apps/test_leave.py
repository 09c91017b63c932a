"""Leave and stand-ins: days never overlap, desks pass to somebody fit, and acts say in whose place."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people import leave as book
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
TODAY, DAY = date(2026, 10, 31), timedelta(days=1)  # AT is that morning in Weihai
FROM, TO = date(2026, 11, 2), date(2026, 11, 6)
PLAN = {"from_on": FROM, "to_on": TO, "stand_in": "li", "reason": "annual"}


@pytest.fixture
def team(officer):
    """wang and li of Huancui, sun of the county's station, zhao of Rongcheng, and a head in Huancui."""
    return {
        "wang": officer("huancui", "handler", username="wang"),
        "li": officer("huancui", "handler", "inspector", username="li"),
        "sun": officer("sunjiatuan", "handler", username="sun"),
        "zhao": officer("rongcheng", "handler", username="zhao"),
        "head": officer("huancui", "station_head", username="head"),
    }


def take(team, username="wang", by=None, **changed):
    return people.take_leave(username=username, **{**PLAN, **changed}, by=team[by or username], at=AT)


@pytest.mark.parametrize("on, away", [(FROM - DAY, False), (FROM, True), (TO, True), (TO + DAY, False)], ids=str)
def test_the_desk_passes_on_the_first_day_and_comes_back_after_the_last(team, on, away):
    take(team)
    assert people.stand_in_for("wang", on) == ("li" if away else None)
    assert people.desks_of("li", on) == (("wang",) if away else ())


def test_an_act_on_anothers_desk_says_in_whose_place(team):
    take(team)
    assert people.in_place_of(team["li"], "li", FROM) == {}
    assert people.in_place_of(team["li"], "wang", FROM) == {"in_place_of": "wang"}
    for who, on in ((team["li"], TO + DAY), (team["sun"], FROM)):
        with pytest.raises(people.OutsideScope):
            people.in_place_of(who, "wang", on)


@pytest.mark.parametrize("username, deputy, fit", [
    ("wang", "li", True),      # same unit, holds more
    ("li", "wang", False),     # lacks a role
    ("wang", "wang", False),   # oneself
    ("wang", "zhao", False),   # another bureau
    ("wang", "sun", False),    # a unit below
    ("sun", "wang", True),     # the unit above
    ("wang", "nobody", False),
])  # fmt: skip
def test_a_stand_in_is_of_the_unit_or_above_and_holds_the_roles(team, username, deputy, fit):
    if fit:
        take(team, username, stand_in=deputy)
        return
    before = ledger.head()
    with pytest.raises(Refused) as refused:
        take(team, username, stand_in=deputy)
    assert refused.value.code == "stand_in_unfit" and ledger.head() == before


@pytest.mark.parametrize("shift, clash", [(-5, False), (-4, True), (0, True), (4, True), (5, False)])
def test_days_of_one_officer_never_overlap(team, shift, clash):
    take(team, from_on=FROM + 9 * DAY, to_on=TO + 9 * DAY)
    days = {"from_on": FROM + (9 + shift) * DAY, "to_on": TO + (9 + shift) * DAY}
    if not clash:
        take(team, **days)
        return
    with pytest.raises(Refused) as refused:
        take(team, **days)
    assert refused.value.code == "leave_overlaps"


def test_whoever_stands_in_is_there(team):
    take(team)
    with pytest.raises(Refused, match="代班"):
        people.take_leave(
            username="li", **{**PLAN, "stand_in": "wang", "from_on": TO, "to_on": TO + DAY}, by="setup", at=AT
        )
    people.assign_officer(username="wang", unit="huancui", roles=["handler", "inspector"], by="setup", at=AT)
    with pytest.raises(Refused) as refused:
        people.take_leave(username="li", **{**PLAN, "stand_in": "wang"}, by="setup", at=AT)
    assert refused.value.code == "leave_overlaps"


@pytest.mark.parametrize("wrong", [
    {"from_on": TODAY - DAY}, {"from_on": TO, "to_on": FROM}, {"reason": "football"},
])  # fmt: skip
def test_wrong_days_and_reasons_are_refused(team, wrong):
    with pytest.raises(Refused) as refused:
        take(team, **wrong)
    assert refused.value.code == "leave_wrong"


def test_a_head_enters_and_sees_the_leave_of_the_reach_a_colleague_does_not(team):
    take(team, by="head")
    assert [each.officer for each in people.leaves(viewer=team["head"], since=TODAY)] == ["wang"]
    assert people.leaves(viewer=team["zhao"], since=TODAY) == ()
    assert [each.stand_in for each in people.leaves(viewer=team["li"], since=TODAY)] == ["li"]
    for username, by in (("wang", "li"), ("zhao", "head")):
        with pytest.raises(people.OutsideScope):
            take(team, username, by=by, from_on=TO + 9 * DAY, to_on=TO + 9 * DAY)


def test_coming_back_early_takes_the_desk_back_and_frees_the_days(team):
    leave = take(team, from_on=TODAY)
    with pytest.raises(people.OutsideScope):
        people.end_leave(leave=leave, by=team["li"], at=AT)
    people.end_leave(leave=leave, by=team["wang"], at=AT + 2 * DAY)
    assert people.stand_in_for("wang", TODAY + DAY) == "li"
    assert people.stand_in_for("wang", TODAY + 2 * DAY) is None
    take(team, from_on=TODAY + 2 * DAY)
    with pytest.raises(Refused):
        people.end_leave(leave=leave, by=team["wang"], at=AT + 3 * DAY)


def test_a_leave_called_off_never_takes_effect(team):
    people.end_leave(leave=take(team), by=team["wang"], at=AT)
    assert people.stand_in_for("wang", FROM) is None
    take(team)


def test_a_stand_in_who_no_longer_fits_holds_no_desk(team):
    take(team)
    people.assign_officer(username="li", unit="huancui", roles=["inspector"], by="setup", at=AT)
    assert people.stand_in_for("wang", FROM) is None and people.desks_of("li", FROM) == ()


def test_nobody_ends_a_leave_that_is_not_there(team):
    with pytest.raises(people.OutsideScope):
        people.end_leave(leave=999, by=team["wang"], at=AT)


def test_leave_and_act_fail_together(team, monkeypatch):
    monkeypatch.setattr(book, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        take(team)
    assert people.stand_in_for("wang", FROM) is None


@pytest.mark.parametrize("change", ["to_on = '2020-01-01'", "stand_in_id = officer_id", "reason = 'football'"])
def test_the_database_itself_refuses_nonsense(team, change):
    take(team)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_leave SET {change}")
