"""What a handler is offered first: what the matter waits for, not what is done already."""

import re

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.facade import Role
from tests.apps.conftest import PASSWORD
from tests.apps.filings import file, later

pytestmark = pytest.mark.django_db


def offered(client, number: str) -> list[str]:
    """The declared verbs on a matter's page, in order; the first is the main button."""
    page = client.get(f"/work/matters/{number}").content.decode()
    return re.findall(rf"{number}/(?:do/)?([a-z_]+)", re.search(r'<div class="verbs".*?</div>', page, re.S)[0])


def test_a_first_answer_that_was_given_no_longer_leads(client, officer):
    head = officer("huancui", Role.STATION_HEAD)
    handler = officer("huancui", Role.HANDLER, username="li", password=PASSWORD)
    (number,) = file().numbers
    casework.assign(number=number, to=handler.username, by=head, at=later(hours=1))
    client.post("/sign-in", {"account": "li", "password": PASSWORD})
    before = offered(client, number)
    assert (before[0], "accept" in before) == ("answer", True)
    complaints.answer(number=number, note="已收到", by=handler, at=later(hours=2))
    after = offered(client, number)
    assert after[0] == "accept"
    assert "answer" in after, "another word to the parties is still possible"
