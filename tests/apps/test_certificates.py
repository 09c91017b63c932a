"""Who is certified on which day, and what is said to those who are not."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import certificates as book
from huizhi.apps.people import facade as people
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
FIRST, LAST, DAY = date(2026, 3, 1), date(2026, 10, 31), timedelta(days=1)
CARD = {"number": "15100203011", "kind": "enforcement", "valid_from": FIRST, "valid_to": LAST}


@pytest.fixture
def wang(officer):
    made = officer("huancui", "inspector", username="wang")
    people.certify(username="wang", **CARD, by="setup", at=AT)
    return made


@pytest.mark.parametrize("on, valid", [(FIRST - DAY, False), (FIRST, True), (LAST, True), (LAST + DAY, False)], ids=str)
def test_a_certificate_is_valid_from_its_first_day_to_its_last(wang, on, valid):
    assert people.certified("wang", on) is valid
    assert not people.certified("wang", on, kind="equipment")


def test_a_lapsed_certificate_is_shown_and_named_in_the_refusal(wang):
    assert [card.number for card in people.certificates_of("wang")] == [CARD["number"]]
    people.require_certificate("wang", LAST)
    with pytest.raises(Refused) as refused:
        people.require_certificate("wang", LAST + DAY)
    assert refused.value.code == "not_certified"
    assert CARD["number"] in refused.value.message_zh and "2026-10-31" in refused.value.message_en


def test_a_switched_off_officer_is_not_certified(wang):
    people.switch_off(username="wang", by="setup", at=AT)
    assert not people.certified("wang", LAST)


def test_a_withdrawn_certificate_ends_that_day(wang):
    people.withdraw_certificate(username="wang", number=CARD["number"], on=date(2026, 5, 1), by="setup", at=AT)
    assert people.certified("wang", date(2026, 5, 1)) and not people.certified("wang", date(2026, 5, 2))
    assert ledger.acts(units=None, limit=1).acts[0].verb == "certificate_withdrawn"


@pytest.mark.parametrize(
    "wrong", [{"valid_to": FIRST - DAY}, {"kind": "driving"}, {"number": " "}, {"number": CARD["number"]}]
)
def test_a_wrong_certificate_is_not_entered_and_not_recorded(wang, wrong):
    before = ledger.head()
    with pytest.raises(Refused):
        people.certify(username="wang", **{**CARD, "number": "2", **wrong}, by="setup", at=AT)
    assert ledger.head() == before


def test_only_administrators_enter_certificates_and_never_their_own(wang, officer):
    more = {**CARD, "number": "2"}
    with pytest.raises(people.NotPermitted):
        people.certify(username="wang", **more, by=officer("city", "leader"), at=AT)
    admin = officer("city", "administrator", username="admin")
    with pytest.raises(Refused):
        people.certify(username="admin", **more, by=admin, at=AT)


def test_certificate_and_act_fail_together(wang, monkeypatch):
    monkeypatch.setattr(book, "record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        people.certify(username="wang", **{**CARD, "number": "2"}, by="setup", at=AT)
    assert len(people.certificates_of("wang")) == 1


@pytest.mark.parametrize("change", ["valid_to = '2020-01-01'", "kind = 'driving'", "number = ''"])
def test_the_database_itself_refuses_nonsense(wang, change):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE people_certificate SET {change}")
