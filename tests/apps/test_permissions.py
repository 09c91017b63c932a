"""Who may do what, and who sees which part of the city."""

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser

from huizhi.apps.ledger.facade import head
from huizhi.apps.people import facade as people
from huizhi.apps.people.permissions import permissions_of
from huizhi.apps.registers.models import Entity
from huizhi.vocabulary.refused import Refused
from tests.apps import night
from tests.apps.conftest import AT

SEEN = {
    "city": {"91371000MA001", "91371000MA002", "91371000MA003", "91371000MA004", "371002600001234"},
    "huancui": {"91371000MA001", "91371000MA002", "91371000MA003"},
    "hightech": {"91371000MA003"},
    "tianhe": {"91371000MA003"},
    "sunjiatuan": {"91371000MA001"},
    "rongcheng": {"91371000MA004"},
}
"""Unit -> the businesses of the small night it sees."""


def test_every_permission_and_role_is_named_and_used():
    assert set(people.PERMISSIONS) == set(people.PERMISSION_NAMES)
    assert set(people.ROLE_NAMES) == set(people.Role)
    assert set().union(*people.PERMISSIONS.values()) == set(people.Role)


def test_an_undeclared_permission_is_an_error_and_not_a_no():
    with pytest.raises(KeyError):
        people.may(AnonymousUser(), "see_everything")


@pytest.mark.parametrize("role", list(people.Role))
def test_only_auditors_and_administrators_see_the_ledger(officer, role):
    assert people.may(officer("city", role), "see_ledger") == (role in {"auditor", "administrator"})


def test_an_administrator_opens_accounts_but_no_files():
    held = permissions_of(["administrator"])
    assert held == {"see_ledger", "appoint_officers"}


def test_an_identity_is_for_those_who_work_matters_and_for_nobody_else():
    assert people.roles_with("look_at_identity") <= people.roles_with("work_matters")
    assert not permissions_of(["auditor", "administrator", "leader", "desk_specialist"]) & {"look_at_identity"}


def test_nobody_extends_a_clock_of_her_own():
    assert not people.roles_with("approve_extensions") & people.roles_with("work_matters")


def test_two_roles_have_both_their_permissions(officer):
    both = officer("city", "data_steward", "auditor")
    assert {"publish_night", "see_ledger"} <= people.permissions_held(both)


def test_being_a_superuser_means_nothing(officer):
    someone = officer("city")
    someone.is_superuser = someone.is_staff = True
    assert people.permissions_held(someone) == frozenset()


def test_the_refusal_names_who_has_the_permission(officer):
    with pytest.raises(people.NotPermitted) as refused:
        people.require(officer("city", "inspector"), "see_ledger")
    assert refused.value.roles_en == ("administrator", "auditor")


@pytest.mark.parametrize("unit", SEEN)
def test_a_unit_sees_its_own_part_of_the_city(officer, published, unit):
    scope = people.scope_of(officer(unit, "inspector"))
    found = Entity.objects.filter(scope.condition()).values_list("pk", flat=True)
    assert set(found) == SEEN[unit]


@pytest.mark.parametrize("unit", SEEN)
def test_the_question_for_one_row_agrees_with_the_filter(officer, unit):
    scope = people.scope_of(officer(unit, "inspector"))
    seen = {i for i, p in night.PLACES.items() if scope.sees(division=p[2], zone=p[3], station=p[4])}
    assert seen == SEEN[unit]


def test_visitors_and_switched_off_accounts_see_and_may_do_nothing(officer, published):
    gone = officer("city", "leader")
    gone.is_active = False
    for nobody in (AnonymousUser(), gone):
        assert people.scope_of(nobody) == people.NOTHING
        assert not Entity.objects.filter(people.scope_of(nobody).condition()).exists()
        assert not people.may(nobody, "see_entities")
        assert people.units_in_scope(nobody) == frozenset()


def test_the_ledger_of_a_unit_includes_the_units_below_it(officer):
    assert people.units_in_scope(officer("city", "auditor")) is None
    assert people.units_in_scope(officer("huancui", "auditor")) == {"huancui", "sunjiatuan"}
    assert people.units_in_scope(officer("sunjiatuan", "auditor")) == {"sunjiatuan"}


def test_founding_a_unit_twice_changes_and_records_nothing(units):

    before = head()
    people.found_unit(
        code="huancui", zh="环翠区局", en="Huancui", kind="county", division="371002", parent="city", by="setup", at=AT
    )
    assert head() == before


@pytest.mark.parametrize(
    "wrong", [{"roles": ["king"]}, {"roles": ["leader", "leader"]}, {"password": "12345678901234"}, {"username": "a b"}]
)
def test_an_account_with_a_flaw_is_not_opened_and_not_recorded(units, wrong):

    before = head()
    asked = {"username": "wang", "name": "王", "unit": "city", "roles": ["leader"], "password": "Weihai-tides-7"}
    with pytest.raises(Refused) as refused:
        people.appoint_officer(**{**asked, **wrong}, by="setup", at=AT)
    assert refused.value.code == "officer_not_appointed"
    assert head() == before


def test_the_roles_page_prints_the_table():
    page = (Path(__file__).resolve().parents[2] / "docs" / "roles.md").read_text(encoding="utf-8")
    for permission, roles in people.PERMISSIONS.items():
        marks = " | ".join("●" if role in roles else "" for role in people.Role)
        line = f"| `{permission}` {people.PERMISSION_NAMES[permission][0]} | {marks} |"
        assert line in page, line
