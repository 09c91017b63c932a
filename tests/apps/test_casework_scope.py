"""Who sees which matter: one rule, every read, random matters and officers; and nobody sees beyond it."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import CoHandler, HandOver, Matter, Supervision
from huizhi.vocabulary.refused import Refused
from tests.apps import sample_kinds

AT = datetime(2026, 9, 18, 2, tzinfo=UTC)
LATER = AT + timedelta(days=60)
UNITS = ["city", "huancui", "hightech", "sunjiatuan", "tianhe", "rongcheng"]
BELOW = {
    "city": UNITS, "huancui": ["huancui", "sunjiatuan"], "hightech": ["hightech", "tianhe"],
    "sunjiatuan": ["sunjiatuan"], "tianhe": ["tianhe"], "rongcheng": ["rongcheng"],
}  # fmt: skip
ROLES = [
    ["handler"],
    ["station_head"],
    ["leader"],
    ["desk_specialist"],
    ["auditor"],
    ["data_steward"],
    ["case_officer"],
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def viewers(officer):
    sample_kinds.declare()
    return [officer(unit, *roles) for unit in UNITS for roles in ROLES]


@pytest.fixture
def matters(viewers):
    """Forty matters, held, worked, offered and supervised by chance (always the same)."""
    chance, numbers = random.Random(121), []
    workers = [each for each in viewers if set(each.roles) & {"handler", "station_head", "case_officer"}]
    for n in range(40):
        unit = chance.choice(UNITS)
        number = sample_kinds.opened(chance.choice(["dispute", "tip"]), unit, at=AT, title=f"事项{n}")
        matter = Matter.objects.get(number=number)
        if chance.random() < 0.6:
            matter.assignee = chance.choice(workers)
        if chance.random() < 0.2:
            CoHandler.objects.create(matter=matter, officer=chance.choice(workers))
        if chance.random() < 0.3:
            to = chance.choice([each for each in UNITS if each != unit])
            HandOver.objects.create(
                matter=matter, direction="across", for_competence=False, giver_id=unit, receiver_id=to, reason="…",
                offered_at=AT, offered_by="x", accepted=chance.choice([None, None, False]),
            )  # fmt: skip
        if chance.random() < 0.3:
            Supervision.objects.create(
                matter=matter, unit_id=chance.choice(UNITS), ordered_by="x", ordered_at=AT, order="…",
                answer_by=date(2026, 9, 20),
            )  # fmt: skip
        matter.save()
        numbers.append(number)
    return numbers


def may_see(viewer, matter) -> bool:
    """The rule in plain Python, row by row."""
    roles, own = set(viewer.roles), viewer.unit_code
    if not roles & {"handler", "station_head", "case_officer", "leader", "desk_specialist"}:
        return False
    works = bool(roles & {"handler", "station_head", "case_officer"}) and (
        matter.assignee_id == viewer.username
        or viewer.username in {each.officer_id for each in matter.co_handlers.all()}
    )
    offered = any(each.receiver_id == own and each.accepted is None for each in matter.hand_overs.all())
    supervises = any(each.unit_id == own for each in matter.supervisions.all())
    if works or supervises:
        return True
    if matter.confidential:
        return bool(roles & {"station_head", "leader"}) and (matter.holder_id == own or offered)
    return matter.holder_id in BELOW[own] or offered


def test_every_read_shows_exactly_what_the_rule_allows(viewers, matters):
    rows = list(Matter.objects.prefetch_related("co_handlers", "hand_overs", "supervisions"))
    for viewer in viewers:
        allowed = {row.number for row in rows if may_see(viewer, row)}
        assert read_by_number(viewer, matters) == allowed, viewer
        for asked in ({"show": "open"}, {"show": "overdue"}, {"text": "事项"}, {"text": "2026"}):
            assert read_by_list(viewer, asked) == allowed, (viewer, asked)
        assert casework.counts(casework.Asked(), viewer=viewer, at=LATER)["open"] == len(allowed)
        orders = {each.number for each in casework.supervisions(viewer=viewer, at=AT)}
        assert orders == {row.number for row in rows if row.number in allowed and row.supervisions.all()}


def read_by_number(viewer, numbers) -> set[str]:
    found = set()
    for number in numbers:
        try:
            found.add(casework.matter(number, viewer=viewer, at=AT).number)
        except Refused as why:
            assert why.code == "no_such_matter"
        assert casework.sees(number, viewer=viewer, at=AT) == (number in found)
    return found


def read_by_list(viewer, asked) -> set[str]:
    """Every page of a list, seven lines at a time."""
    found, after = [], ""
    while True:
        page = casework.inbox(casework.Asked(**asked), viewer=viewer, at=LATER, after=after, limit=7)
        found += [line.card.number for line in page.lines]
        after = page.next_after
        if not after:
            assert len(found) == len(set(found))
            return set(found)


def test_no_verb_reaches_what_its_officer_does_not_see(viewers, matters):
    rows = list(Matter.objects.prefetch_related("co_handlers", "hand_overs", "supervisions"))
    for viewer in viewers[::3]:
        hidden = [row.number for row in rows if not may_see(viewer, row)]
        for number in hidden[:6]:
            with pytest.raises(Refused, match="no_such_matter"):
                casework.comment(number=number, text="…", by=viewer, at=AT)
            with pytest.raises(Refused, match="no_such_matter"):
                casework.move(number, "accept", by=viewer, at=AT, version=None)


def test_a_page_of_a_hidden_matter_says_the_same_as_of_none(viewers, matters):
    rows = list(Matter.objects.prefetch_related("co_handlers", "hand_overs", "supervisions"))
    viewer = next(each for each in viewers if each.username == "rongcheng.handler")
    client = Client(raise_request_exception=False)
    client.force_login(viewer)
    for row in rows:
        for path in ("", "/reader", "/do/comment"):
            answer = client.get(f"/work/matters/{row.number}{path}")
            assert answer.status_code == (200 if may_see(viewer, row) else 404), (row.number, path)
    assert client.get("/work/matters/no-such-number").status_code == 404


def test_the_team_page_counts_what_its_head_may_not_read(officer):
    sample_kinds.declare()
    leader = officer("city", "leader")
    sample_kinds.opened("tip", at=AT)
    assert read_by_list(leader, {"show": "open"}) == set()
    assert sum(each.load.open for each in casework.team(viewer=leader, at=AT)) == 1
