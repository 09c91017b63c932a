"""A stage keeps derived tables bucket by bucket and seals them into a release that says where they came from."""

import hashlib
import json

import ibis
import pyarrow.parquet as pq
import pytest

from huizhi.lake.bucketing import bucket_of
from huizhi.lake.release import Release
from huizhi.lake.store import LakeStore
from huizhi.vocabulary.refused import Refused
from tests.lake.deliveries import TABLE, Delivery, day, rows_of
from tests.lake_double import memory_table

TODAY = day(20)
ROWS = [(f"{n}", f"code:{n % 60}", n) for n in range(300)]


@pytest.fixture
def stage(lake, deliver):
    deliver(Delivery("first", day(1), ROWS))
    with lake.stage(TODAY) as stage:
        yield stage


def totals(lake):
    """One row per subject, in the bucket of the facts it is made from."""
    return lake.table(TABLE, TODAY).group_by("subject").agg(residents=lambda t: t.residents.sum())


def entities(lake):
    """One row per subject, under a key that belongs to another bucket."""
    return totals(lake).select(entity_id=lambda t: t.subject.replace("code:", "E"), residents="residents")


def rounded(lake):
    """One row per entity, made from a kept table."""
    return lake.table("entities", TODAY).mutate(residents=lambda t: t.residents // 10)


def test_a_kept_table_is_readable_from_the_stage_at_once(stage):
    stage.keep("totals", totals, key="subject")
    assert rows_of(stage.table("totals", TODAY)) == rows_of(totals(stage))
    assert stage.table(TABLE, day(1)).count().to_pyarrow().as_py() == 300


@pytest.mark.parametrize("key", ["subject", None])
def test_bucket_by_bucket_and_at_once_hold_the_same_rows(stage, key):
    in_buckets, at_once = stage.keep("one", totals, key=key), stage.keep("other", totals(stage), key=key)
    assert rows_of(stage.table("one", TODAY)) == rows_of(stage.table("other", TODAY))
    assert in_buckets.rows == 60 and (key is None or in_buckets.sha256 == at_once.sha256)


def test_rows_move_to_the_bucket_of_their_key(stage):
    """Facts lie by subject; a table kept by entity is laid down by entity, and read by bucket from then on."""
    kept = stage.keep("entities", entities, key="entity_id")
    for file in kept.files:
        found = rows_of(stage.bucket(file.bucket).table("entities", TODAY))
        assert {bucket_of(row["entity_id"], 4) for row in found} == {file.bucket} and len(found) == file.rows
    assert kept.sha256 == stage.keep("same", entities(stage), key="entity_id").sha256


def test_a_table_made_from_kept_tables_reads_only_its_bucket(stage):
    stage.keep("entities", entities, key="entity_id")
    kept = stage.keep("rounded", rounded, key="entity_id")
    assert kept.rows == 60 and [f.bucket for f in kept.files] == [0, 1, 2, 3]


def test_a_table_without_key_is_whole_in_every_bucket(stage):
    stage.keep("all_totals", totals(stage), key=None)
    assert [rows_of(stage.bucket(b).table("all_totals", TODAY)) == rows_of(totals(stage)) for b in range(4)] == [
        True
    ] * 4


def test_what_would_be_repeated_in_every_bucket_is_refused(stage):
    stage.keep("all_totals", totals(stage))
    with pytest.raises(ValueError, match="every bucket would repeat it"):
        stage.keep("copies", lambda lake: lake.table("all_totals", TODAY), key="subject")


def test_a_key_made_up_in_the_wrong_bucket_is_refused(stage):
    stage.keep("entities", entities, key="entity_id")
    with pytest.raises(ValueError, match="not its own"):
        stage.keep("wrong", lambda lake: rounded(lake).mutate(entity_id=lambda t: t.entity_id + "!"), key="entity_id")


def test_rows_are_sorted_and_typed_as_declared(stage):
    """The engine sums integers into a wider type; the files hold what the expression declares."""
    stage.keep("totals", totals, key="subject", order=["residents"])
    for path in (stage._path / "totals").glob("*.parquet"):
        found = pq.read_table(path)
        assert str(found.schema.field("residents").type) == "int64"
        assert found["residents"].to_pylist() == sorted(found["residents"].to_pylist())


def test_floats_are_refused(stage):
    """Their sums depend on the order in which an engine adds, so two engines would seal two releases."""
    with pytest.raises(ValueError, match="are floats"):
        stage.keep("means", lambda lake: totals(lake).mutate(mean=ibis._.residents / 3), key="subject")


def test_rows_given_in_memory_can_be_kept(stage):
    stage.keep("notes", memory_table([{"n": 1}, {"n": 2}], {"n": "int64"}))
    assert rows_of(stage.table("notes", TODAY)) == [{"n": 1}, {"n": 2}]


def test_a_table_without_rows_keeps_its_columns(stage):
    kept = stage.keep("none", lambda lake: totals(lake).filter(ibis._.residents < 0), key="subject")
    assert kept.rows == 0 and kept.sha256 == hashlib.sha256(b"").hexdigest()
    assert stage.table("none", TODAY).to_pyarrow().schema.names == ["subject", "residents"]


@pytest.mark.parametrize("name", [TABLE, "totals", "../etc", "Totals", ""])
def test_names_are_plain_and_taken_once(stage, name):
    stage.keep("totals", totals, key="subject")
    with pytest.raises(ValueError, match="taken or is not a plain"):
        stage.keep(name, totals, key="subject")


def test_a_kept_table_is_known_as_of_one_day_only(stage):
    stage.keep("totals", totals, key="subject")
    with pytest.raises(ValueError, match="is kept as of"):
        stage.table("totals", day(3))


# ---- sealing --------------------------------------------------------------------------------------------------------


def release_of(lake, factor=1, code="c0de"):
    with lake.stage(TODAY) as stage:
        stage.keep("totals", totals(stage).mutate(residents=ibis._.residents * factor), key="subject")
        return stage.seal(code, {"note": "made by a test"})


def test_a_release_says_what_went_in_and_what_came_out(lake, deliver):
    deliver(Delivery("first", day(1), ROWS))
    release = release_of(lake)
    facts = json.loads((lake.home / "releases" / "2026-01-20" / "release.json").read_bytes())
    assert facts["code_digest"] == "c0de" and facts["inputs"][TABLE] == lake.digest(TABLE)
    assert (
        facts["outputs"]["totals"]["sha256"] == release.digests["totals"] and facts["outputs"]["totals"]["rows"] == 60
    )
    lines = "".join(f"{f['bucket']} {f['sha256']}\n" for f in facts["outputs"]["totals"]["files"])
    assert release.digests["totals"] == hashlib.sha256(lines.encode()).hexdigest()
    assert facts["notes"] == {"note": "made by a test"} and release.damaged() == []


def test_rows_come_out_in_order_as_tuples_or_as_a_table(lake, deliver):
    deliver(Delivery("first", day(1), ROWS))
    release = release_of(lake)
    expected = {(row["subject"], row["residents"]) for row in rows_of(release.table("totals"))}
    assert set(release.rows("totals")) == expected and len(expected) == 60
    assert [r for (r,) in release.rows("totals", ["residents"])] == [r for _, r in release.rows("totals")]


def test_the_same_again_keeps_the_release_that_stands(lake, deliver):
    deliver(Delivery("first", day(1), ROWS))
    first = release_of(lake)
    deliver(Delivery("later", day(25), [("new", "code:1", 5)]))
    again = release_of(lake, code="other")
    assert again.facts == first.facts, "what was known on the day has not changed, so neither has the release"
    assert not (lake.home / "releases" / "superseded").exists()


def test_other_results_supersede_the_release_and_both_can_be_read(lake, deliver):
    deliver(Delivery("first", day(1), ROWS))
    first, second = release_of(lake), release_of(lake, factor=2)
    retired = lake.home / "releases" / "superseded" / f"2026-01-20-{first.digest[:12]}"
    assert Release.open(lake.home).digests == second.digests != first.digests
    assert Release(retired, lake.con).digests == first.digests and Release(retired, lake.con).damaged() == []
    back = release_of(lake)
    assert release_of(lake, factor=2).digest == second.digest and back.digest == first.digest


def test_open_finds_the_latest_day_or_the_one_asked_for(lake, deliver):
    deliver(Delivery("first", day(1), ROWS))
    for as_of in (day(5), day(12), day(9)):
        with lake.stage(as_of) as stage:
            stage.keep("counted", stage.table(TABLE, as_of).agg(n=ibis._.count()))
            stage.seal("c0de")
    assert Release.open(lake.home).as_of == day(12) and Release.open(lake.home, day(5)).as_of == day(5)
    with pytest.raises(Refused, match=r"lake\.no_release"):
        Release.open(lake.home, day(6))


def test_a_damaged_release_is_noticed(lake, deliver):
    deliver(Delivery("first", day(1), ROWS))
    release = release_of(lake)
    path = next((release.path / "totals").glob("*.parquet"))
    path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert release.damaged() == [f"totals/{path.name}"]


def test_one_stage_at_a_time(lake, deliver):
    with lake.stage(TODAY), pytest.raises(Refused, match=r"lake\.busy"):
        LakeStore.open(lake.home).stage(day(3))
    with lake.stage(TODAY) as stage:
        assert stage.kept == {}


def test_what_was_not_sealed_is_gone(lake):
    with lake.stage(TODAY) as stage:
        stage.keep("counted", stage.table(TABLE, TODAY).agg(n=ibis._.count()))
    assert [path.name for path in (lake.home / "releases").iterdir()] == [".lock"]
    with pytest.raises(ValueError, match="closed"):
        stage.seal("c0de")
