"""Units above and below, the competent unit of a place, grids, and how far an administrator reaches."""

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.ledger.facade import head
from huizhi.apps.people import facade as people
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def grid(units):
    people.found_unit(
        code="sunjiatuan-01", zh="孙家疃所一网格", en="Grid 1", kind="grid", division="371002", station="孙家疃所",
        parent="sunjiatuan", by="setup", at=AT,
    )  # fmt: skip
    return "sunjiatuan-01"


def test_units_above_come_nearest_first(grid):
    assert [card.code for card in people.units_above(grid)] == ["sunjiatuan", "huancui", "city"]
    assert people.units_below("huancui") == {"huancui", "sunjiatuan", grid}
    assert people.unit_by_code("city").parent == ""
    assert people.unit_by_code("atlantis") is None


def test_a_station_and_a_grid_act_in_the_name_of_their_bureau(grid):
    cards = people.unit_cards()
    assert {code: people.bureau_of(code, cards) for code in (grid, "sunjiatuan", "tianhe", "rongcheng", "city")} == {
        grid: "huancui", "sunjiatuan": "huancui", "tianhe": "hightech", "rongcheng": "rongcheng", "city": "city",
    }  # fmt: skip


@pytest.mark.parametrize(
    "place, unit",
    [
        ({"division": "371002", "station": "孙家疃所"}, "sunjiatuan"),
        ({"division": "371002", "station": "没有的所"}, "huancui"),
        ({"division": "371002"}, "huancui"),
        ({"division": "371002", "zone": "371071"}, "hightech"),
        ({"division": "371002", "zone": "371071", "station": "田和所"}, "tianhe"),
        ({"division": "371002", "zone": "371071", "station": "孙家疃所"}, "hightech"),
        ({"division": "371082"}, "rongcheng"),
        ({"division": "371083"}, "city"),
        ({"division": ""}, "city"),
    ],
)
def test_the_most_specific_unit_is_competent(units, place, unit):
    assert people.unit_for(**place).code == unit


def test_officers_are_chosen_by_permission_and_only_while_they_work(officer):
    officer("huancui", "handler", username="li")
    officer("huancui", "inspector", username="wang")
    officer("huancui", "station_head", username="zhao")
    people.switch_off(username="zhao", by="setup", at=AT)
    assert [card.username for card in people.officers_of({"huancui"}, "work_matters")] == ["li"]
    assert people.officer_cards(["li", "zhao", "nobody"])["zhao"].active is False


def test_a_grid_worker_opens_no_files(officer, grid):
    assert people.scope_of(officer(grid, "handler")) == people.NOTHING


@pytest.mark.parametrize("role", [role for role in people.Role if role != "handler"])
def test_a_grid_worker_neither_inspects_nor_handles_cases(officer, grid, role):
    before = head()
    with pytest.raises(Refused, match="网格"):
        officer(grid, role)
    someone = officer("city", role, username="wang")
    with pytest.raises(Refused, match="网格"):
        people.assign_officer(username=someone.username, unit=grid, roles=[role], by="setup", at=AT)
    assert head().seq == before.seq + 1


@pytest.mark.parametrize(
    "wrong",
    [
        {"parent": "huancui"},
        {"parent": ""},
        {"station": "田和所"},
        {"division": "371082"},
        {"code": "a", "station": ""},
    ],
)
def test_a_grid_lies_in_a_station_and_bears_its_area(units, wrong):
    asked = {"code": "g", "zh": "网格", "en": "G", "kind": "grid", "division": "371002", "station": "孙家疃所"}
    with pytest.raises(Refused):
        people.found_unit(**{**asked, "parent": "sunjiatuan", **wrong}, by="setup", at=AT)


def test_the_database_itself_wants_a_grid_to_lie_somewhere(grid):
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE people_unit SET parent_id = NULL WHERE code = %s", [grid])


def test_no_unit_lies_below_itself(units):
    county = {"code": "huancui", "zh": "环翠区局", "en": "Huancui", "kind": "county", "division": "371002"}
    for parent in ("huancui", "sunjiatuan"):
        with pytest.raises(Refused):
            people.found_unit(**county, parent=parent, by="setup", at=AT)


def test_an_administrator_reaches_her_unit_and_below(officer):
    by = officer("huancui", "administrator", username="admin")
    officer("city", "leader", username="above")
    officer("rongcheng", "leader", username="aside")
    officer("sunjiatuan", "leader", username="below")
    for username in ("above", "aside"):
        with pytest.raises(people.OutsideScope):
            people.switch_off(username=username, by=by, at=AT)
    with pytest.raises(people.OutsideScope):
        people.assign_officer(username="below", unit="city", roles=["leader"], by=by, at=AT)
    people.switch_off(username="below", by=by, at=AT)
    with pytest.raises(people.OutsideScope):
        people.found_unit(
            code="rongcheng", zh="荣", en="R", kind="county", division="371082", parent="huancui", by=by, at=AT
        )


@pytest.mark.parametrize(
    "drawn",
    [
        {"code": "huancui", "kind": "city", "parent": ""},
        {"code": "huancui", "kind": "county", "division": "371082", "parent": ""},
        {"code": "mine", "kind": "city", "parent": "huancui"},
        {"code": "mine", "kind": "county", "division": "371082", "parent": "huancui"},
        {"code": "mine", "kind": "zone", "zone": "371071", "parent": "huancui"},
        {"code": "sunjiatuan", "kind": "zone", "zone": "371071", "parent": "huancui"},
    ],
)
def test_an_administrator_below_the_city_draws_no_area(officer, drawn):
    by = officer("huancui", "administrator", username="admin")
    before = people.unit_cards()
    with pytest.raises(people.OutsideScope):
        people.found_unit(**{"zh": "局", "en": "B", "division": "371002", **drawn}, by=by, at=AT)
    assert people.unit_cards() == before


def test_a_station_lies_in_the_area_of_the_unit_above(officer):
    by = officer("huancui", "administrator", username="admin")
    asked = {"code": "s2", "zh": "所", "en": "S", "kind": "station", "station": "成山所", "parent": "huancui"}
    with pytest.raises(Refused, match="辖区"):
        people.found_unit(**asked, division="371082", by=by, at=AT)
    people.found_unit(**asked, division="371002", by=by, at=AT)
    assert people.unit_by_code("s2").division == "371002"


def test_an_administrator_does_no_act_on_her_own_account(officer):
    by = officer("city", "administrator", username="admin")
    own = {"username": "admin", "by": by, "at": AT}
    for verb, more in (
        (people.assign_officer, {"unit": "city", "roles": ["leader"]}),
        (people.set_password, {"password": "Jigong-island-9"}),
        (people.switch_off, {}),
        (people.switch_on, {}),
    ):
        with pytest.raises(Refused) as refused:
            verb(**own, **more)
        assert refused.value.code == "own_account"


def test_an_administrator_holds_no_other_role(officer):
    with pytest.raises(Refused, match="兼任"):
        officer("city", "administrator", "auditor")
