"""Opening, moving and closing accounts: each an act on the ledger."""

import pytest
from django.core.management import CommandError, call_command

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people.management.commands import appoint
from huizhi.apps.people.models import Officer
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT, PASSWORD

pytestmark = pytest.mark.django_db
ANOTHER = "Jigong-island-9"


def last_act():
    return ledger.acts(units=None, limit=1).acts[0]


@pytest.fixture
def wang(officer):
    return officer("huancui", "inspector", username="wang", password=PASSWORD)


def test_moving_an_officer_changes_what_is_seen_and_says_what_was_before(wang, officer):
    administrator = officer("city", "administrator")
    people.assign_officer(username="wang", unit="rongcheng", roles=["leader"], by=administrator, at=AT)
    moved = Officer.objects.get(username="wang")
    assert people.scope_of(moved).divisions == ("371082",)
    assert people.may(moved, "publish_draw")
    assert last_act().payload["before"] == {"unit": "huancui", "roles": ["inspector"]}


def test_a_new_password_ends_the_sessions_of_the_old_one(wang, client):
    client.force_login(wang)
    people.set_password(username="wang", password=ANOTHER, by="setup", at=AT)
    assert Officer.objects.get(username="wang").check_password(ANOTHER)
    request = client.get("/draws/none/record.json").wsgi_request
    assert not request.user.is_authenticated
    assert last_act().verb == "password_set" and ANOTHER not in str(last_act())


def test_a_switched_off_officer_is_out_at_once(wang, client):
    client.force_login(wang)
    people.switch_off(username="wang", by="setup", at=AT)
    assert not client.get("/draws/none/record.json").wsgi_request.user.is_authenticated
    assert last_act().verb == "officer_switched_off"


@pytest.mark.parametrize(
    "verb, more",
    [
        (people.assign_officer, {"unit": "city", "roles": ["king"]}),
        (people.assign_officer, {"unit": "atlantis", "roles": ["leader"]}),
        (people.set_password, {"password": "12345"}),
        (people.switch_off, {"username": "nobody"}),
    ],
)
def test_what_breaks_a_rule_changes_and_records_nothing(wang, verb, more):
    before = ledger.head()
    with pytest.raises(Refused):
        verb(**{"username": "wang", **more}, by="setup", at=AT)
    assert ledger.head() == before
    assert Officer.objects.get(username="wang") == wang


@pytest.mark.parametrize("role", [role for role in people.Role if role != "administrator"])
def test_only_administrators_touch_accounts(wang, officer, role):
    by = officer("city", role)
    for verb, more in (
        (people.switch_off, {}),
        (people.set_password, {"password": ANOTHER}),
        (people.assign_officer, {"unit": "city", "roles": []}),
    ):
        with pytest.raises(people.NotPermitted):
            verb(username="wang", **more, by=by, at=AT)


def test_there_are_no_superusers(units):
    with pytest.raises(Refused) as refused:
        Officer.objects.create_superuser("root", password=PASSWORD, name="x", unit=units["city"])
    assert refused.value.code == "no_superusers"


def test_the_first_administrator_comes_from_the_command_line(units, monkeypatch):
    monkeypatch.setattr(appoint, "getpass", lambda _prompt: PASSWORD)
    call_command("appoint", "admin1", "--name", "李", "--unit", "city", "--role", "administrator", verbosity=0)
    assert last_act().officer == "command line"
    assert people.may(Officer.objects.get(username="admin1"), "appoint_officers")
    with pytest.raises(CommandError, match="admin1"):
        call_command("appoint", "admin1", "--name", "李", "--unit", "city", "--role", "administrator")


def test_units_come_from_the_command_line(units, capsys):
    asked = ["zhangcun", "--kind=station", "--zh=张村所", "--en=Zhangcun", "--division=371002", "--parent=huancui"]
    with pytest.raises(CommandError):
        call_command("found_unit", *asked)
    call_command("found_unit", *asked, "--station=张村所")
    assert last_act().object_id == "zhangcun"
