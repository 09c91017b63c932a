"""The office as a source: its matters reach the lake as days and codes, and count there as on its pages."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.facade import Role, appoint_officer, found_unit
from huizhi.exchange.office_day import fill_office
from huizhi.exchange.office_matters import SOURCE, deliver, office_contracts
from huizhi.exchange.pack import Pack
from huizhi.feeds.feed import receipts, typed_path, validate
from huizhi.vocabulary.divisions import DivisionTable
from tests.apps.filings import PERSON, file, later

pytestmark = pytest.mark.django_db


@pytest.fixture
def handler():
    city = {
        "code": "371000",
        "zh": "市局",
        "en": "City",
        "kind": "city",
        "division": "371000",
        "by": "t",
        "at": later(),
    }
    found_unit(**city)
    found_unit(
        code="371002",
        zh="环翠区局",
        en="Huancui",
        kind="county",
        division="371002",
        parent="371000",
        by="t",
        at=later(),
    )
    return appoint_officer(
        username="h", name="王海", unit="371002", roles=[str(Role.HANDLER)], password=None, by="t", at=later()
    )


def told(until: datetime) -> dict[str, dict]:
    return {row["matter_no"]: row for row in complaints.counted(until)}


def test_a_matter_is_told_as_it_stood_at_the_end_of_the_day(handler):
    filed = file(report=True)
    number = filed.complaint_number
    casework.take(number=number, by=handler, at=later(hours=1))
    complaints.answer(number=number, by=handler, at=later(hours=2))
    complaints.accept(number=number, by=handler, at=later(days=2))
    complaints.agree(number=number, book="waived", by=handler, at=later(days=5))
    first, second, last = (told(later(days=days))[number] for days in (1, 3, 6))
    assert (first["accepted_on"], first["due_on"], first["outcome"]) == (None, None, "open")
    assert first["first_response_at"] == "2026-09-01 11:30:00"
    assert (second["accepted_on"], second["due_on"], second["closed_on"]) == ("2026-09-03", "2026-11-02", None)
    assert (last["outcome"], last["closed_on"]) == ("mediated", "2026-09-06")
    assert told(later(days=-1)) == {}
    report = told(later(days=1))[filed.report_number]
    assert (report["kind"], report["due_on"]) == ("report", "2026-09-21")
    said = json.dumps(list(complaints.counted(later(days=6))), ensure_ascii=False)
    assert not [word for word in (*PERSON.values(), "瓶底有沉淀", "退款") if word in said]


def test_every_row_passes_the_office_s_own_contract(handler, tmp_path):
    numbers = file(report=True, respondent_entity_id="").numbers
    assert deliver(tmp_path, date(2026, 9, 2), office_contracts()) == len(numbers) == 2
    [receipt] = receipts(tmp_path)
    contract = office_contracts()[SOURCE]
    counts = validate(tmp_path, receipt, contract, DivisionTable.load())
    assert (counts.rows_in, counts.quarantined) == (2, 0) and typed_path(tmp_path, receipt, contract).exists()
    deliver(tmp_path, date(2026, 9, 2), office_contracts())
    assert len(list(receipts(tmp_path))) == 1, "the same day told twice is one delivery"


def test_nothing_filed_delivers_nothing(db, tmp_path):
    assert deliver(tmp_path, date(2026, 9, 2), office_contracts()) == 0 and not list(receipts(tmp_path))


def test_a_demonstration_fills_every_state_once_and_some_are_late(handler):
    pack = Pack.find("")
    for place in (*pack.divisions.counties()[1:], *pack.divisions.zones()):
        county = place.kind == "county"
        found_unit(
            code=place.code, zh=place.zh, en=place.en, kind=place.kind, parent="371000", by="t", at=later(),
            division=place.code if county else place.lies_in, zone="" if county else place.code,
        )  # fmt: skip
    assert fill_office(pack, date(2026, 10, 31), filings=40) == 40
    assert fill_office(pack, date(2026, 10, 31), filings=40) == 0
    rows = told(datetime(2026, 10, 31, 15, 59, tzinfo=UTC))
    assert len(rows) == 40 and {row["kind"] for row in rows.values()} == {"complaint", "report"}
    at = datetime(2026, 10, 31, 15, 59, tzinfo=UTC) + timedelta(days=20)
    cards = casework.cards_of(rows)
    assert any(card.late(at) for card in cards.values())
    assert {card.state for card in cards.values()} >= {"received", "mediating", "closed"}


@pytest.mark.long
@pytest.mark.parametrize("until", [date(2026, 11, 25), date(2026, 12, 24)])
def test_a_demonstration_fills_the_office_whatever_the_day(handler, until):
    pack = Pack.find("")
    for place in (*pack.divisions.counties()[1:], *pack.divisions.zones()):
        county = place.kind == "county"
        found_unit(
            code=place.code, zh=place.zh, en=place.en, kind=place.kind, parent="371000", by="t", at=later(),
            division=place.code if county else place.lies_in, zone="" if county else place.code,
        )  # fmt: skip
    assert fill_office(pack, until) == 150
