"""The lake in memory answers as the real one does."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings

from tests.lake.deliveries import TABLE, day, rows_of
from tests.lake.test_as_of import DELIVERIES, commits_of
from tests.lake_double import MemoryLake


def said_by(lake, as_of):
    return rows_of(lake.table(TABLE, as_of).select("source", "source_id", "subject", "residents"))


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DELIVERIES)
def test_both_lakes_give_the_same_facts(tmp_path_factory, deliveries):
    """Except for the row a repeat points at: the real lake names the first file that said it."""
    real = commits_of(deliveries, tmp_path_factory.mktemp("lake"), [1] * len(deliveries))
    double = MemoryLake({TABLE: [row for d in deliveries for row in d.typed()]}, buckets=2)
    for number in range(1, 7):
        assert said_by(double, day(number)) == said_by(real, day(number))
        for bucket in (0, 1):
            assert said_by(double.bucket(bucket), day(number)) == said_by(real.bucket(bucket), day(number))


def test_a_row_needs_only_what_the_test_is_about():
    lake = MemoryLake({TABLE: [{"subject": "division:371002", "occurred_at": date(2026, 1, 5), "residents": 3}]})
    assert rows_of(lake.table(TABLE, day(4))) == []
    assert [row["residents"] for row in rows_of(lake.table(TABLE, day(5)))] == [3]


def test_a_derived_table_is_given_with_its_schema():
    lake = MemoryLake({"grades": ([{"entity_id": "a"}], {"entity_id": "string", "score": "int64"})})
    assert rows_of(lake.table("grades", day(1))) == [{"entity_id": "a", "score": None}]


def test_a_misspelt_column_is_an_error():
    with pytest.raises(KeyError, match="residence"):
        MemoryLake({TABLE: [{"residence": 3}]})
    with pytest.raises(KeyError):
        MemoryLake({}).table("grades", day(1))
