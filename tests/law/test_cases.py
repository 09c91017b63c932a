"""The case tables: what a lawyer expects of each rule, worked out by hand from the articles and the calendar."""

import csv
import re
from datetime import date, timedelta
from pathlib import Path

import pytest

from huizhi.law.parameters import parameters
from huizhi.law.reference import plain
from tests.law.reading import CASES, holds, rows, run

TABLES = sorted(path.name for path in CASES.glob("*.csv") if path.name != "values.csv")
ALL = [(name, number, case) for name in TABLES for number, case in enumerate(rows(name), start=1)]
VALUES = rows("values.csv")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "law.md"


@pytest.mark.parametrize(("table", "number", "case"), ALL, ids=[f"{t[:-4]}-{n}" for t, n, _ in ALL])
def test_case(table, number, case):
    found = run(case)
    assert holds(found, case["expected"]), f"{case['function']}({case['inputs']}): {case['why']}; got {found}"


def test_there_are_cases_enough_and_each_says_why_and_by_which_rule():
    assert len(ALL) >= 250
    assert all(case["why"] and case["why_zh"] and case["basis"] and None not in case for _, _, case in ALL)
    inputs = [(case["function"], case["inputs"]) for _, _, case in ALL]
    assert sorted({pair for pair in inputs if inputs.count(pair) > 1}) == []


@pytest.mark.parametrize("row", VALUES, ids=[f"{row['key']}-{row['commences_on']}" for row in VALUES])
def test_a_value_on_the_day_it_commences_and_the_day_before(row):
    on = date.fromisoformat(row["commences_on"])
    law = parameters()
    found, before = law.in_force(row["key"], on), law.find(row["key"], on - timedelta(days=1))
    assert (plain(found), found.unit) == (row["value"], row["unit"])
    assert (plain(before) if before else "none") == row["day_before"]
    assert found.basis.in_force(on)


def test_every_period_of_every_value_has_its_row():
    periods = {(key, value.in_force_from.isoformat()) for key in parameters() for value in parameters().periods(key)}
    assert {(row["key"], row["commences_on"]) for row in VALUES} == periods


def test_every_rule_a_case_names_stands_in_the_document_as_covered():
    covered = set(re.findall(r"^\| ([A-Z0-9.a-z-]+) \|.*\| (?:covered|part) \|", DOCUMENT.read_text("utf-8"), re.M))
    named = {case["basis"] for _, _, case in ALL} | {row["basis"] for row in VALUES}
    assert named - covered == set()
    assert covered - named == set(), "covered rules without a case"


def test_every_table_can_be_opened_as_a_spreadsheet():
    for path in CASES.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(line for line in file if not line.startswith("#")))
        assert {len(line) for line in lines} == {len(lines[0])}, path.name
