"""Facts have two times: a past day is always answered with what was known when it ended."""

import shutil
import tempfile
from datetime import datetime, time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from huizhi.lake.schemas import TABLES, columns_of
from huizhi.lake.store import LakeStore
from tests.lake.deliveries import TABLE, Delivery, all_columns, day, rows_of, write


def residents(lake, as_of):
    return {row["source_id"]: row["residents"] for row in rows_of(lake.table(TABLE, as_of))}


def test_a_fact_is_known_from_the_end_of_the_day_it_was_delivered(lake, deliver):
    deliver(Delivery("first", day(5), [("a", "code:1", 100)]))
    assert residents(lake, day(4)) == {}
    assert residents(lake, day(5)) == {"a": 100}


def test_a_correction_is_a_new_row_and_the_day_before_it_does_not_change(lake, deliver):
    deliver(Delivery("first", day(5), [("a", "code:1", 100), ("b", "code:2", 7)]))
    deliver(Delivery("corrected", day(9), [("a", "code:1", 90)]))
    assert residents(lake, day(8)) == {"a": 100, "b": 7}
    assert residents(lake, day(9)) == {"a": 90, "b": 7}
    assert lake.history(TABLE).count().to_pyarrow().as_py() == 3


def test_a_correction_may_say_that_the_record_was_about_somebody_else(lake, deliver):
    """Then the record leaves its bucket, and must not be left behind there."""
    for number in range(12):
        deliver(Delivery(f"file {number}", day(1 + number), [("a", f"code:{number}", 1)]))
    assert [row["subject"] for row in rows_of(lake.table(TABLE, day(31)))] == ["code:11"]
    assert [row["subject"] for row in rows_of(lake.table(TABLE, day(6)))] == ["code:5"]
    in_buckets = [rows_of(lake.bucket(b).table(TABLE, day(6))) for b in range(lake.buckets)]
    assert [row["subject"] for rows in in_buckets for row in rows] == ["code:5"]


def test_a_value_that_comes_back_is_a_new_version(lake, deliver):
    for number, value in enumerate([1, 2, 1], start=1):
        deliver(Delivery(f"file {number}", day(number), [("a", "code:1", value)]))
    assert [residents(lake, day(n))["a"] for n in (1, 2, 3)] == [1, 2, 1]


def test_a_fact_points_at_the_row_that_first_said_it(lake, deliver):
    deliver(Delivery("first", day(1), [("x", "code:0", 0), ("a", "code:1", 1)]))
    deliver(Delivery("again", day(2), [("a", "code:1", 1)]))
    row = next(row for row in rows_of(lake.table(TABLE, day(2))) if row["source_id"] == "a")
    assert (row["file_digest"], row["row_number"]) == (Delivery("first", day(1), []).digest, 3)


@pytest.mark.parametrize("table", TABLES)
def test_a_table_nobody_delivered_is_empty_with_all_its_columns(lake, table):
    assert lake.table(table, day(1)).to_pyarrow().num_rows == 0
    assert {n: str(t) for n, t in lake.table(table, day(1)).schema().items()} == columns_of(table)


def test_a_table_nobody_declared_is_a_key_error(lake):
    with pytest.raises(KeyError):
        lake.table("horoscopes", day(1))


# ---- the oracle: lists of dicts -------------------------------------------------------------------------------------

ROWS = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from(["code:1", "code:2", "name:3"]), st.integers(0, 2)), max_size=4
)
DELIVERIES = st.lists(
    st.tuples(st.integers(1, 6), ROWS, st.sampled_from(["census", "police"])), min_size=1, max_size=6
).map(lambda files: [Delivery(f"file {n}", day(d), rows, source) for n, (d, rows, source) in enumerate(files)])


def expected(deliveries, as_of):
    """Walk through every record's rows in order; the last one known by then, as first said, is the answer."""
    rows = [row for delivery in deliveries for row in delivery.typed()]
    rows.sort(key=lambda r: (r["known_at"], r["row_digest"], r["file_digest"], r["row_number"]))
    latest = {}
    for row in rows:
        record = (row["source"], row["source_id"])
        repeats = record in latest and latest[record]["row_digest"] == row["row_digest"]
        if row["known_at"] <= datetime.combine(as_of, time(23, 59, 59)) and not repeats:
            latest[record] = row
    return sorted(latest.values(), key=all_columns)


def bucket_by_bucket(store, as_of):
    """The rows of every bucket, one bucket after the other."""
    return [row for bucket in range(store.buckets) for row in rows_of(store.bucket(bucket).table(TABLE, as_of))]


def commits_of(deliveries, folder, groups, buckets=2):
    """A lake that got these deliveries in one commit per group; `groups` has a commit number for each delivery."""
    store = LakeStore.open(Path(folder) / "home", buckets=buckets)
    for number in sorted(set(groups)):
        store.commit(write(Path(folder), [d for d, g in zip(deliveries, groups, strict=True) if g == number]))
    return store


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DELIVERIES, st.data())
def test_every_day_is_answered_as_a_careful_clerk_would_and_however_the_files_came_in(deliveries, data):
    """Same rows, same digests: in one commit or many, and even when files come in out of order."""
    groups = data.draw(st.lists(st.integers(1, 3), min_size=len(deliveries), max_size=len(deliveries)))
    folder = tempfile.mkdtemp()
    try:
        at_once = commits_of(deliveries, f"{folder}", [1] * len(deliveries))
        scattered = Path(folder) / "scattered"
        scattered.mkdir()
        in_turn = commits_of(deliveries, scattered, groups)
        assert in_turn.digest(TABLE) == at_once.digest(TABLE)
        assert in_turn.snapshot.tables[TABLE].files == at_once.snapshot.tables[TABLE].files
        for number in range(1, 7):
            answer = expected(deliveries, day(number))
            assert rows_of(in_turn.table(TABLE, day(number))) == answer
            assert sorted(bucket_by_bucket(in_turn, day(number)), key=all_columns) == answer
    finally:
        shutil.rmtree(folder)
