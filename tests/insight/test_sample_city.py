"""The whole way on a sample city: its own files, landed, typed, committed, and every analytical table of one night."""

from contextlib import nullcontext
from datetime import date

import pytest

from huizhi.city.build import build
from huizhi.exchange.arrivals import receive
from huizhi.exchange.pack import Pack
from huizhi.insight.entities import entities
from huizhi.insight.events import KINDS, events
from huizhi.insight.frame import frame
from huizhi.insight.grades import grades
from huizhi.insight.indicator_records import indicator_records
from huizhi.insight.indicator_values import indicator_values
from huizhi.insight.judging import Fact, line_reading
from huizhi.insight.links import links
from huizhi.insight.reasons import reasons
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.schemas import TABLES
from huizhi.lake.store import LakeStore

pytestmark = pytest.mark.long
UNTIL = date(2026, 10, 31)
CITY = "371000"
RARE = {
    "complaint_surge", "complaints_grave", "crowded_address", "crowded_phone", "food_sample_failed_items",
    "food_sample_undisposed", "person_listed", "related_revoked", "sample_repeated",
}  # fmt: skip
"""Lines of the next card for which a city of four thousand has no evidence: crowds and repetition take a larger one."""


def derive(stage, card, plan):
    """Every table in the night's order, reasons and grades bucket by bucket."""
    stage.keep("entities", entities(stage, UNTIL), "entity_id")
    stage.keep("links", links(stage, UNTIL))
    stage.keep("events", events(stage, UNTIL), "entity_id")
    stage.keep("reasons", lambda bucket: reasons(bucket, UNTIL, scorecard=card), "entity_id")
    stage.keep("grades", lambda bucket: grades(bucket, UNTIL, scorecard=card), "entity_id")
    stage.keep("indicator_records", indicator_records(stage, UNTIL, plan=plan))
    stage.keep("indicator_values", indicator_values(stage, UNTIL, plan=plan))
    stage.keep("frame", frame(stage, UNTIL))
    return stage.seal("tests", {})


@pytest.fixture(scope="module")
def night(tmp_path_factory):
    """(release, store) of a city of four thousand."""
    root = tmp_path_factory.mktemp("city")
    build(root, 4000, 5, UNTIL)
    pack = Pack.built_in()
    arrivals = receive(root / "home", UNTIL, pack, root / "deliveries", lambda *said: None, lambda step: nullcontext())
    store = LakeStore.open(root / "home")
    store.commit(arrivals.typed_files())
    with store.stage(UNTIL) as stage:
        return derive(stage, Scorecard.in_force(UNTIL), pack.plan), store


def rows(release, name):
    columns = list(release.outputs[name].columns)
    return [dict(zip(columns, row, strict=True)) for row in release.rows(name)]


def test_classes_are_spread_as_a_published_city_s(night):
    """Dandong, 2023-05: A 65.4, B 25.3, C 7.7, D 1.5 per cent."""
    release, _ = night
    active = {e["entity_id"] for e in rows(release, "entities") if e["status"] == "active"}
    letters = [g["grade"] for g in rows(release, "grades") if g["entity_id"] in active]
    share = {letter: letters.count(letter) * 100 / len(letters) for letter in "ABCD"}
    assert 58 <= share["A"] <= 73 and 19 <= share["B"] <= 31 and 5 <= share["C"] <= 11 and 0.5 <= share["D"] <= 2.5


def test_points_sum_to_the_score_for_every_business(night):
    release, _ = night
    sums = {}
    for reason in rows(release, "reasons"):
        sums[reason["entity_id"]] = sums.get(reason["entity_id"], 0) + reason["points"]
    graded = {g["entity_id"]: g["score"] for g in rows(release, "grades")}
    assert graded == {entity: sums.get(entity, 0) for entity in graded}


def test_every_evidence_pointer_is_a_row_of_a_delivered_file(night):
    release, store = night
    pointer = ("source", "source_id", "file_digest", "row_number")
    known = set()
    for table in TABLES:
        facts = store.table(table, UNTIL).select(*pointer).to_pyarrow().to_pylist()
        known |= {tuple(fact[c] for c in pointer) for fact in facts}
    for name in ("entities", "events", "reasons", "indicator_records"):
        strays = [r for r in rows(release, name) if tuple(r[c] for c in pointer) not in known]
        assert strays == [], name


def test_most_records_without_a_code_find_their_business(night):
    """Names lead to active businesses only, and a quarter of those there ever were have ended since."""
    release, store = night
    linked = {row["subject"] for row in rows(release, "links")}
    coded = {f"code:{e['entity_id']}" for e in rows(release, "entities")}
    for table in ("complaints", "inspections", "food_sampling", "equipment_inspections"):
        subjects = store.table(table, UNTIL).select("subject").to_pyarrow()["subject"].to_pylist()
        found = sum(subject in linked or subject in coded for subject in subjects)
        assert found / len(subjects) > 0.87, table


def test_every_kind_is_known(night):
    release, _ = night
    assert {event["kind"] for event in rows(release, "events")} <= set(KINDS)


def test_no_line_of_the_next_card_is_decoration(night):
    release, _ = night
    card = Scorecard.in_force(date(2027, 1, 1))
    facts = {(event["kind"], event["severity"]) for event in rows(release, "events")}
    read = {line_reading(Fact(kind, UNTIL, severity), card) for kind, severity in facts}
    assert {line.code for n, line in enumerate(card.indicators) if line.kinds and n not in read} <= RARE


def test_figures_are_sums_of_records_and_plausible(night):
    release, _ = night
    sums = {}
    for record in rows(release, "indicator_records"):
        top, bottom = sums.get((record["indicator"], record["month"]), (0, 0))
        sums[record["indicator"], record["month"]] = (top + record["weight"], bottom + record["base"])
    values = [v for v in rows(release, "indicator_values") if v["division"] == CITY]
    assert all(sums.get((v["indicator"], v["month"]), (0, 0)) == (v["numerator"], v["denominator"]) for v in values)
    year = {}
    for value in values:
        top, bottom = year.get(value["indicator"], (0, 0))
        year[value["indicator"]] = (top + value["numerator"], bottom + value["denominator"])
    for code in ("complaints_closed_on_time", "answered_in_24_hours", "equipment_inspected_on_time"):
        assert 90 <= year[code][0] * 100 / year[code][1] <= 100, code
    batches = year["food_batches_per_thousand"]
    assert 5 <= batches[0] * 12000 / batches[1] <= 12


def test_the_frame_is_the_active_entities_by_stratum(night):
    release, _ = night
    drawn = rows(release, "frame")
    active = {e["entity_id"] for e in rows(release, "entities") if e["status"] == "active"}
    assert {row["object_id"] for row in drawn} == active and len(drawn) == len(active)
    assert {row["stratum"] for row in drawn} == {"S1", "S2", "S3", "S4"}


def test_another_night_of_the_same_day_says_the_same(night):
    release, store = night
    with store.stage(UNTIL) as stage:
        again = derive(stage, Scorecard.in_force(UNTIL), Pack.built_in().plan)
    assert again.digests == release.digests
