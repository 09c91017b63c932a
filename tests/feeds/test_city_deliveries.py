"""The sample city's deliveries, bad habits and all: what was planted wrong is found, the rest is in.

The city also delivers sources that have no contract yet; they are no matter here.
"""

import csv
from datetime import date

import pytest

from huizhi.city.build import build
from huizhi.feeds import feed
from huizhi.feeds.quarantine import rows_of
from tests.feeds.deliveries import CONTRACTS, DIVISIONS

STRUCTURE = {"trailing_delimiter": "wrong_field_count"}


@pytest.fixture(scope="module")
def city(tmp_path_factory):
    """The planted mistakes, and every row in quarantine by file and row, of a small city."""
    out = tmp_path_factory.mktemp("city")
    built = build(out, 1500, 11, date(2026, 10, 31))
    home, found, rows = out / "home", {}, {}
    for path in sorted(p for p in built.deliveries.rglob("*") if p.is_file() and feed.recognise(p, CONTRACTS)):
        receipt = feed.land(home, path, feed.delivered_on(path), CONTRACTS)
        assert len(receipt.sources) == 1
        contract = CONTRACTS[receipt.source]
        name = f"{receipt.delivered_on}/{receipt.name}"
        rows[name] = feed.validate(home, receipt, contract, DIVISIONS)
        for row in rows_of([feed.quarantine_path(home, receipt, contract)]):
            found[name, row["row_number"]] = row
    with (built.truth / "wrong_rows.csv").open(encoding="utf-8") as file:
        planted = [p for p in csv.DictReader(file) if p["source"] in CONTRACTS]
    with (built.truth / "rows_by_file.csv").open(encoding="utf-8") as file:
        known = [r for r in csv.DictReader(file) if r["source"] in CONTRACTS]
        delivered = {r["file"]: int(r["rows"]) for r in known if not r["copy_of"]}
    return planted, found, rows, delivered


def test_every_row_that_was_delivered_is_counted(city):
    _, _, rows, delivered = city
    assert {name: counts.rows_in for name, counts in rows.items() if name in delivered} == delivered


def test_every_planted_mistake_is_found_in_its_row_and_column(city):
    planted, found, _, _ = city
    wrong = [p for p in planted if p["expected"] in ("quarantine", "either")]
    assert len(wrong) > 20
    for mistake in wrong:
        row = found[mistake["file"], int(mistake["row"])]
        assert row["reason"] == STRUCTURE.get(mistake["kind"], mistake["kind"])
        assert mistake["column"] in ("", row["column"])


def test_what_can_be_understood_is_not_refused(city):
    planted, found, _, _ = city
    odd = [p for p in planted if p["expected"] in ("accept", "flag")]
    assert len(odd) > 10
    assert [p for p in odd if (p["file"], int(p["row"])) in found] == []
