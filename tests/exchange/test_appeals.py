"""A business appeals, an officer decides, the night regrades: exactly as the path had said."""

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.utils import timezone

from huizhi.apps.appeals import facade as appeals
from huizhi.apps.casework import facade as casework
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people.facade import appoint_officer, found_unit
from huizhi.apps.registers import facade as registers
from huizhi.apps.registers.models import Grade
from huizhi.city.build import build
from huizhi.exchange.night import run_night
from huizhi.exchange.office_matters import CIVIL
from huizhi.exchange.pack import Pack
from huizhi.insight.path import path_up
from huizhi.vocabulary.refused import Refused
from huizhi.web.presenters import own_records, paths

TODAY = date(2026, 10, 31)
PASSWORD = "a-long-enough-word-26"


def at(on, hour=10):
    return datetime(on.year, on.month, on.day, hour, tzinfo=CIVIL)


def business_account(entity_id, by):
    number = people.open_public_account(
        account=f"b{entity_id}", password=PASSWORD, kind="business", entity_id=entity_id, address="10.0.0.1",
        at=at(TODAY),
    )  # fmt: skip
    people.confirm_business(account=number, right=True, by=by, at=at(TODAY))
    client = Client()
    answer = client.post("/public/sign-in", {"account": f"b{entity_id}", "password": PASSWORD})
    assert answer.status_code == 302
    return client


def judged(entity_id, viewer, card, as_of):
    """The path up of a business, from what the night published."""
    file = registers.entity_file(entity_id, viewer=viewer)
    facts = paths.facts_from(registers.facts_of(entity_id, viewer=viewer))
    return path_up(facts, paths.subject_of(file.head), as_of, card)


@pytest.mark.long
@pytest.mark.django_db(transaction=True)
def test_file_decide_night_and_the_class_changes_as_the_path_said(tmp_path):
    build(tmp_path, 900, 11, TODAY)
    home, pack = tmp_path / "home", Pack.built_in()
    card = pack.scorecard(TODAY)
    first = {"code": "371000", "zh": "市局", "en": "City", "kind": "city", "division": "371000"}
    found_unit(**first, by="t", at=at(TODAY))
    officer = appoint_officer(username="h", name="王海", unit="371000", roles=["handler", "station_head"],
                              password=None, by="t", at=at(TODAY))  # fmt: skip
    run_night(home, TODAY, pack, delivered_from=tmp_path / "deliveries", at=at(TODAY, 23))
    chosen = None
    for row in Grade.objects.exclude(grade="A").order_by("pk"):
        path = judged(row.pk, officer, card, TODAY)
        if path and path.on == TODAY + timedelta(1) and {act.remedy.repairs for act in path.acts} == {
            ("minor", "general")
        }:  # fmt: skip
            chosen = row.pk, row.grade, path
            break
    assert chosen, "the city has a business that credit repair alone would better tomorrow"
    entity, before, path = chosen
    client = business_account(entity, officer)
    page = f"/public/e/{entity}"
    numbers = []
    for act in path.acts:
        asked = next(
            line["repair"] for line in own_records.lines(registers.public_entity(entity), card)
            if urlencode({"record": act.fact.source_id}) in line["repair"]
        )  # fmt: skip
        assert client.post(asked, {"facts": ""}).status_code == 422
        assert client.post(asked, {"facts": "罚款已缴清，影响已消除。"}).status_code == 302
        assert client.post(asked, {"facts": "再来一次"}).status_code == 422
        numbers.append(appeals.under_appeal(entity)[act.fact.source, act.fact.source_id, act.fact.kind,
                                                    act.fact.occurred_on])  # fmt: skip
    assert all(number in client.get(page).content.decode() for number in numbers)
    then = timezone.now()
    for number in numbers:
        casework.take(number=number, by=officer, at=then)
        casework.move(number, "accept", by=officer, at=then, version=None)
        with pytest.raises(Refused):
            appeals.grant(number=number, note="", by=officer, at=then)
        appeals.grant(number=number, note="处罚已履行，准予修复。", by=officer, at=at(path.on))
        last = ledger.acts(units=None, limit=1).acts[0]
        assert last.payload["ruling"] == "repaired" and last.object_id == number
    assert appeals.under_appeal(entity) == {}
    run_night(home, path.on, pack, at=at(path.on, 23))
    after = Grade.objects.get(pk=entity)
    assert before != after.grade == path.judgement.grade and after.score == path.judgement.score
    assert len(list(appeals.rulings(at(path.on, 23)))) == len(numbers)


@pytest.mark.django_db
def test_nobody_else_appeals_for_a_business():
    found_unit(code="371000", zh="市局", en="City", kind="city", division="371000", by="t", at=at(TODAY))
    record = appeals.Record("penalties", "P1", "penalty", date(2026, 5, 1))
    asked = {"kind": "record_objection", "record": record, "name": "商店", "division": "371002", "zone": "",
             "facts": "不是我", "entity_id": "E1", "at": at(TODAY)}  # fmt: skip
    for account in (None, people.PublicCard(1, "x", "business", ""), people.PublicCard(1, "x", "business", "E2")):
        with pytest.raises(Refused) as refusal:
            appeals.file_appeal(**asked, account=account)
        assert refusal.value.code == "not_your_business"
    own = people.PublicCard(1, "x", "business", "E1")
    number = appeals.file_appeal(**asked, account=own)
    with pytest.raises(Refused) as refusal:
        appeals.file_appeal(**asked, account=own)
    assert refusal.value.code == "appeal_open"
    [clock] = casework.clocks_of([number])[number]
    assert (clock.name, clock.due_on) == ("decision", date(2026, 11, 4))
    officer = appoint_officer(username="h", name="王海", unit="371000", roles=["handler"], password=None, by="t",
                              at=at(TODAY))  # fmt: skip
    casework.take(number=number, by=officer, at=at(TODAY))
    appeals.uphold(number=number, ruling="not_theirs", note="确系他人。", by=officer, at=at(TODAY, 11))
    [row] = appeals.rulings(at(TODAY, 12))
    assert (row["ruling"], row["record_id"], row["event_kind"]) == ("not_theirs", "P1", None)
    assert list(appeals.rulings(at(TODAY, 10))) == [] and appeals.under_appeal("E1") == {}
    assert "不是我" not in str(ledger.acts(units=None, limit=9).acts), "what the business wrote is sealed"
