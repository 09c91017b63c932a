"""What every room's tests may use of the office's database."""

import pytest
from django.db import connection
from django.test import TransactionTestCase
from hypothesis import settings

from huizhi.apps.ledger.append_only import protect, protect_head, unprotect

settings.register_profile("untimed", settings.default, deadline=None)  # a busy machine fails nobody
settings.load_profile("untimed")

KEPT = {
    "ledger_act": ["seq", "digest"],
    "ledger_root": ["day"],
    "inspections_draw": ["id", "number"],
    "inspections_frozenfile": ["id"],
    "inspections_step": ["id"],
    "inspections_result": ["id"],
    "inspections_substitution": ["id"],
    "inspections_recusal": ["id"],
    "inspections_recusalend": ["id", "recusal_id"],
    "inspections_yearplanversion": ["id"],
    "inspections_campaign": ["id", "number"],
    "identities_look": ["id", "act_seq"],
    "visits_takenedit": ["digest", "id"],
}


@pytest.fixture(autouse=True, scope="session")
def tests_may_empty_append_only_tables():
    """Tests with real transactions end by emptying every table; only then may the append-only ones be emptied."""
    emptied = TransactionTestCase._fixture_teardown

    def with_triggers_off(case):
        for table in (*KEPT, "ledger_head"):
            unprotect(connection, table)
        emptied(case)
        for table, unique in KEPT.items():
            protect(connection, table, unique)
        protect_head(connection, "ledger_head")

    TransactionTestCase._fixture_teardown = with_triggers_off
    yield
    TransactionTestCase._fixture_teardown = emptied
