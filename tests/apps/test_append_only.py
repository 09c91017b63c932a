"""Every table that only grows is known to the tests: one that is not could be emptied on no engine but SQLite."""

import pytest
from django.db import connection

from tests.conftest import KEPT


@pytest.mark.django_db
def test_every_protected_table_is_named_where_tests_empty_them():
    asked = (
        "SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT DISTINCT event_object_table FROM information_schema.triggers"
    )
    with connection.cursor() as cursor:
        cursor.execute(asked)
        protected = {row[0] for row in cursor.fetchall()}
    assert protected == {*KEPT, "ledger_head"}
