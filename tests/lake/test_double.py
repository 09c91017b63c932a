"""The lake in memory, on which analytical tables are tested, answers as the real one does."""

from hypothesis import HealthCheck, given, settings

from tests.insight.lake_double import MemoryLake
from tests.lake.deliveries import TABLE, day, rows_of
from tests.lake.test_as_of import DELIVERIES, commits_of

COLUMNS = ("source", "source_id", "subject", "residents")


@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(DELIVERIES)
def test_both_lakes_give_the_same_facts(tmp_path_factory, deliveries):
    """Except for the row a repeat points at: the real lake names the first file that said it."""
    real = commits_of(deliveries, tmp_path_factory.mktemp("lake"), [1] * len(deliveries))
    double = MemoryLake()
    double.facts[TABLE] = [row for delivery in deliveries for row in delivery.typed()]
    for number in range(1, 7):
        told = double.rows(double.table(TABLE, day(number)).select(*COLUMNS))
        known = rows_of(real.table(TABLE, day(number)).select(*COLUMNS))
        assert sorted(told, key=str) == sorted(known, key=str)
