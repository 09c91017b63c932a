"""Every table that only grows is known to the tests: one that is not could be emptied on no engine but SQLite."""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from huizhi.apps.ledger.facade import AppendOnly
from huizhi.vocabulary.refused import Refused
from tests.conftest import KEPT

MODELS = sorted((model for model in apps.get_models() if issubclass(model, AppendOnly)), key=lambda one: one.__name__)


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


def test_every_kept_table_is_a_model_that_only_grows_and_the_other_way_round():
    assert {model._meta.db_table for model in MODELS} == set(KEPT)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_model_refuses_what_the_database_refuses(model):
    row = model()
    row._state.adding = False
    rows = model.objects
    for change in (
        row.save, row.delete, lambda: rows.update(pk=1), lambda: rows.all().delete(),
        lambda: rows.bulk_update([row], []), lambda: rows.get_or_create(pk=1), lambda: rows.update_or_create(pk=1),
    ):  # fmt: skip
        with pytest.raises(Refused) as refused:
            change()
        assert refused.value.code in ("ledger_is_append_only", "draw_is_published")
        assert "台账" not in refused.value.message_zh, "most of these tables are not the ledger"
    with pytest.raises(TypeError):
        rows.bulk_create([row], ignore_conflicts=True)


@pytest.mark.django_db
@pytest.mark.parametrize("table", sorted(KEPT))
def test_no_table_that_only_grows_can_be_emptied_by_hand(table):
    """SQLite fires its triggers for rows there are; PostgreSQL refuses to empty even an empty table."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [table])
            assert cursor.fetchone()[0] == 3
            return
        with pytest.raises(IntegrityError, match="append only"), transaction.atomic():
            cursor.execute(f"TRUNCATE {table} CASCADE")
