"""The night: what goes in is counted, what comes out is the same however often it is run or killed."""

import random
import shutil
import sqlite3

import pytest

from tests.exchange.nights import killed, night


def acts(home) -> list[str]:
    with sqlite3.connect(home / "office.sqlite3") as office:
        return [verb for (verb,) in office.execute("SELECT verb FROM ledger_act ORDER BY seq")]


def test_every_row_is_accounted_for(first):
    _, report = first
    for name, c in report["sources"].items():
        assert c["rows_in"] == c["quarantined"] + c["folded"] + c["unchanged"] + c["stored"], name
        assert c["rows_in"] > 0 or name.startswith("office_"), name  # nobody filed or ruled anything here
    assert report["refused"] == []


def test_every_entity_has_a_class_and_the_office_shows_it(first):
    home, report = first
    assert sum(report["grades"].values()) == report["rows"]["entities"] == report["rows"]["grades"]
    with sqlite3.connect(home / "office.sqlite3") as office:
        shown = dict(office.execute("SELECT grade, count(*) FROM registers_grade GROUP BY grade"))
        points = office.execute(
            "SELECT count(*) FROM registers_grade g WHERE score <> "
            "(SELECT coalesce(sum(points), 0) FROM registers_reason r WHERE r.entity_id = g.entity_id)"
        ).fetchone()
    assert shown == report["grades"]
    assert points == (0,)


def test_a_second_night_changes_nothing(first, deliveries):
    home, report = first
    before = acts(home)
    again = night(home, deliveries)
    assert again["digests"] == report["digests"]
    assert again["sources"] == report["sources"]
    assert again["published"] is False
    assert acts(home) == before


def test_a_night_without_new_files_still_knows_everything(first):
    home, report = first
    assert night(home, None)["digests"] == report["digests"]


def test_an_earlier_day_is_answered_with_that_days_knowledge(first, deliveries, tmp_path):
    earlier = night(tmp_path / "alone", deliveries, as_of="2026-03-31")
    home = tmp_path / "later"
    shutil.copytree(first[0], home)
    looked_back = night(home, None, as_of="2026-03-31")
    released = {name for name in earlier["digests"] if name.startswith("release/")}
    assert {n: looked_back["digests"][n] for n in released} == {n: earlier["digests"][n] for n in released}
    assert earlier["digests"]["release/events"] != first[1]["digests"]["release/events"]


def run_killed(deliveries, folder, seconds: list[float]) -> tuple[int, dict]:
    home = folder / "killed"
    hits = sum(killed(home, deliveries, after) for after in seconds)
    return hits, night(home, deliveries)


def test_killed_at_random_instants_and_run_again_it_gives_the_same_digests(first, deliveries, tmp_path):
    chance = random.Random(20261031)
    hits, report = run_killed(deliveries, tmp_path, [chance.uniform(1.0, 7.0) for _ in range(4)])
    assert hits >= 2, "the nights ended before they could be killed: shorten the instants"
    assert report["digests"] == first[1]["digests"]
    assert report["sources"] == first[1]["sources"]


@pytest.mark.long
@pytest.mark.timeout(900)
def test_killed_at_twenty_random_instants(first, deliveries, tmp_path):
    chance = random.Random(1)
    hits, report = run_killed(deliveries, tmp_path, [chance.uniform(0.5, 14.0) for _ in range(20)])
    assert hits >= 10
    assert report["digests"] == first[1]["digests"]
