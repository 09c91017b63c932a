"""A commit is one step for the whole lake: counted, repeatable, and independent of how the rows came in."""

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huizhi.lake import durable
from huizhi.lake.bucketing import bucket_of
from huizhi.lake.schemas import TABLES
from huizhi.lake.store import LakeStore
from huizhi.vocabulary.refused import Refused
from tests.lake.deliveries import TABLE, Delivery, day, rows_of, sha, write, write_rows

FIRST = Delivery("first", day(1), [("a", "code:1", 1), ("b", "code:2", 2), ("c", "name:3", 3)])
SECOND = Delivery("second", day(2), [("a", "code:1", 1), ("b", "code:2", 20)])


def stored_files(lake):
    return {path.name: durable.sha256_of(path) for path in (lake.folder / "tables" / TABLE).glob("*.parquet")}


# ---- counting -------------------------------------------------------------------------------------------------------


def test_rows_that_repeat_what_is_known_are_counted_and_not_stored(deliver):
    deliver(FIRST)
    counts = deliver(SECOND).counts(TABLE, SECOND.digest)
    assert (counts.rows, counts.stored, counts.unchanged) == (2, 1, 1)


def test_the_same_file_twice_changes_nothing_and_reports_the_same_counts(lake, deliver):
    before, files = deliver(FIRST, SECOND), stored_files(lake)
    after = deliver(FIRST, SECOND)
    assert after == before and stored_files(lake) == files
    assert after.counts(TABLE, FIRST.digest).stored == 3


def test_a_reopened_lake_reports_what_was_committed(lake, deliver):
    snapshot = deliver(FIRST)
    assert LakeStore.open(lake.home).snapshot == snapshot


def test_a_file_without_rows_is_remembered(deliver):
    empty = Delivery("empty", day(1), [])
    assert deliver(empty).counts(TABLE, empty.digest).rows == 0
    assert deliver(empty).number == 1


def test_one_file_may_feed_two_sources_of_a_table(lake, tmp_path):
    shops, stalls = Delivery("sheet", day(1), [("a", "code:1", 1)], "shops"), Delivery("sheet", day(1), [], "stalls")
    for part, delivery in (("1", shops), ("2", stalls)):
        (tmp_path / part).mkdir()
        lake.commit(write(tmp_path / part, [delivery]))
    assert lake.snapshot.counts(TABLE, shops.digest).stored == 1 and lake.snapshot.number == 2


# ---- one lake, whatever the history ---------------------------------------------------------------------------------


def test_one_commit_covers_all_tables(lake, tmp_path):
    other = Delivery("policies", day(1), [("p", "device:1", 1)], "insurer")
    policy = {k: v for k, v in other.typed()[0].items() if k not in TABLES[TABLE]}
    write_rows(tmp_path / "policies.parquet", [policy], "elevator_insurance")
    files = {**write(tmp_path, [FIRST]), "elevator_insurance": [(tmp_path / "policies.parquet", other.digest)]}
    assert lake.commit(files).number == 1
    assert {name: state.rows for name, state in lake.snapshot.tables.items()} == {TABLE: 3, "elevator_insurance": 1}


def test_digests_tell_lakes_apart_and_only_by_what_they_hold(lake, deliver, tmp_path):
    deliver(FIRST)
    one = lake.digest(TABLE)
    deliver(SECOND)
    assert lake.digest(TABLE) != one
    other = LakeStore.open(tmp_path / "other", buckets=4)
    (tmp_path / "again").mkdir()
    other.commit(write(tmp_path / "again", [SECOND, FIRST]))
    assert other.digest(TABLE) == lake.digest(TABLE) and stored_files(other).items() <= stored_files(lake).items()
    assert lake.digest("registry") == other.digest("registry")


def test_files_are_named_by_their_content_and_every_column_may_be_null(lake, deliver):
    deliver(FIRST, SECOND)
    for path in (lake.folder / "tables" / TABLE).glob("*.parquet"):
        assert path.stem == durable.sha256_of(path)
        assert all(field.nullable for field in pq.read_schema(path)), "the plan must not reach the bytes"


def test_threads_and_memory_do_not_reach_the_bytes(tmp_path, monkeypatch):
    rows = [(f"{n}", f"code:{n % 977}", n % 5) for n in range(130_000)]
    delivery = Delivery("many", day(1), rows)
    files = []
    for threads, memory in (("1", "2GiB"), ("3", "200MiB")):
        monkeypatch.setenv("HUIZHI_THREADS", threads)
        monkeypatch.setenv("HUIZHI_MEMORY", memory)
        lake = LakeStore.open(tmp_path / threads, buckets=1)
        lake.commit(write(tmp_path, [delivery]))
        files.append(lake.snapshot.tables[TABLE].files)
    assert files[0] == files[1] and files[0][0].rows == 130_000


def test_rows_lie_in_the_bucket_of_their_subject_sorted(lake, deliver):
    rows = [(f"{n}", f"code:{n}", n) for n in range(200)]
    for file in deliver(Delivery("many", day(1), rows)).tables[TABLE].files:
        subjects = pq.read_table(lake.folder / "tables" / TABLE / f"{file.sha256}.parquet")["subject"].to_pylist()
        assert subjects == sorted(subjects) and {bucket_of(s, 4) for s in subjects} == {file.bucket}


def test_a_table_that_got_a_new_column_is_read_and_then_rewritten(lake, deliver, monkeypatch):
    deliver(FIRST)
    monkeypatch.setitem(TABLES, TABLE, {**TABLES[TABLE], "households": "int64"})
    fresh = LakeStore.open(lake.home)
    assert [row["households"] for row in rows_of(fresh.table(TABLE, day(1)))] == [None] * 3
    deliver(Delivery("wider", day(3), [("z", "code:1", 9)]))
    schemas = [pq.read_schema(lake.folder / "tables" / TABLE / f"{f.sha256}.parquet").names
               for f in lake.snapshot.tables[TABLE].files]  # fmt: skip
    assert all("households" in names for names in schemas)


# ---- refusing -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"known_at": None}, "rows without"),
        ({"source_id": None}, "rows without"),
        ({"source": "another"}, "more than one source"),
        ({"file_digest": sha("another")}, "handed over as"),
    ],
)
def test_a_file_that_breaks_the_contract_is_refused_and_nothing_is_stored(lake, tmp_path, change, problem):
    rows = FIRST.typed()
    rows[1].update(change)
    write_rows(tmp_path / "bad.parquet", rows)
    with pytest.raises(Refused, match=problem):
        lake.commit({TABLE: [*write(tmp_path, [SECOND])[TABLE], (tmp_path / "bad.parquet", FIRST.digest)]})
    assert LakeStore.open(lake.home).snapshot.number == 0


def test_a_file_with_other_columns_is_refused(lake, tmp_path):
    pq.write_table(pa.table({"subject": ["code:1"], "mood": ["fine"]}), tmp_path / "odd.parquet")
    with pytest.raises(Refused, match="extra columns"):
        lake.commit({TABLE: [(tmp_path / "odd.parquet", sha("odd"))]})


def test_two_processes_cannot_commit_at_once(lake, deliver):
    other = LakeStore.open(lake.home)
    with other.exclusive(), pytest.raises(Refused, match=r"lake\.busy"):
        deliver(FIRST)
    assert deliver(FIRST).number == 1


def test_a_night_may_hold_the_lake_through_several_commits(lake, deliver):
    with lake.exclusive():
        deliver(FIRST)
        deliver(SECOND)
    assert lake.snapshot.number == 2


def test_a_changed_manifest_is_noticed(lake, deliver):
    deliver(FIRST)
    manifest = lake.folder / "commits" / "00000001.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'"rows": 3', b'"rows": 4'))
    with pytest.raises(Refused, match=r"lake\.damaged"):
        LakeStore.open(lake.home)


def test_the_number_of_buckets_is_chosen_once(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIZHI_BUCKETS", "16")
    assert LakeStore.open(tmp_path / "a").buckets == 16
    monkeypatch.setenv("HUIZHI_BUCKETS", "2")
    assert LakeStore.open(tmp_path / "a").buckets == 16
    with pytest.raises(Refused, match=r"lake\.layout"):
        LakeStore.open(tmp_path / "a", buckets=4)
    with pytest.raises(ValueError, match="power of two"):
        LakeStore.open(tmp_path / "b", buckets=3)


# ---- readers and old commits ----------------------------------------------------------------------------------------


def test_a_reader_keeps_its_commit_until_it_asks_for_the_next(lake, deliver):
    deliver(FIRST)
    reader = LakeStore.open(lake.home)
    answer = reader.table(TABLE, day(9))
    deliver(SECOND)
    assert {r["residents"] for r in rows_of(answer)} == {1, 2, 3}
    assert reader.refresh().number == 2
    assert {r["residents"] for r in rows_of(reader.table(TABLE, day(9)))} == {1, 20, 3}


def test_vacuum_removes_what_no_kept_commit_needs(lake, deliver):
    for number in range(1, 5):
        deliver(Delivery(f"file {number}", day(number), [("a", "code:1", number)]))
    (lake.folder / "tables" / TABLE / "leftover.parquet").write_bytes(b"half a file")
    history = rows_of(lake.history(TABLE))
    assert lake.vacuum() == 2 + 2 + 1
    assert len(stored_files(lake)) == 2 and rows_of(LakeStore.open(lake.home).history(TABLE)) == history
    assert lake.vacuum(keep=1) == 2


def test_a_late_file_needs_the_later_typed_files(lake, deliver, tmp_path):
    deliver(SECOND)
    (tmp_path / f"{SECOND.digest}.parquet").unlink()
    with pytest.raises(Refused, match=r"lake\.typed_file_gone"):
        deliver(FIRST)
    write(tmp_path, [SECOND])
    assert deliver(FIRST).tables[TABLE].rows == 4
