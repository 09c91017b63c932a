"""Tables that only grow: `AppendOnly` refuses before the database does, by triggers for SQLite and PostgreSQL.

The table of every `AppendOnly` model is given to `protect` in a migration of its app; a test holds the two together.

Rebuilding a protected table on SQLite (Django does it for most alterations) drops its triggers: such a migration ends
with `protect` again; a test looks for them.
"""

from collections.abc import Iterable

from django.db import models

from huizhi.vocabulary.refused import Refused

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION huizhi_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql
"""


class WrittenOnce(models.QuerySet):
    """A queryset that reads and inserts; a row that exists is refused as its model says."""

    def _refuse(self, *_args, **_kwargs):
        self.model.refuse_change()

    update = delete = bulk_update = update_or_create = get_or_create = _refuse

    def bulk_create(self, objs, batch_size=None):
        """Insert rows, all of them new."""
        return super().bulk_create(objs, batch_size=batch_size)


class AppendOnly(models.Model):
    """A row that is inserted and then stays as it is."""

    objects = WrittenOnce.as_manager()

    class Meta:
        abstract = True

    @classmethod
    def refuse_change(cls):
        """Raise Refused: a row that is written stays as it is. A model may say so in words of its own."""
        raise Refused(
            "ledger_is_append_only",
            "这类记录只能追加，不能修改或删除",
            "such records are only added, neither changed nor deleted",
            "已有记录未被改动",
            "如需更正，请另行登记一项并说明理由",
            what_is_safe_en="the records there are unchanged",
            what_to_do_en="to correct something, add a record that says why",
        )

    def delete(self, *_args, **_kwargs):
        """Refused."""
        self.refuse_change()

    def save(self, **options):
        """Insert; a row that exists is refused."""
        if not self._state.adding:
            self.refuse_change()
        super().save(**{**options, "force_insert": True})


def protect(connection, table: str, unique: Iterable[str]) -> None:
    """Refuse UPDATE, DELETE, TRUNCATE and (SQLite) INSERT OR REPLACE over a row with the same `unique` column."""
    _execute(connection, _sqlite(table, unique) if connection.vendor == "sqlite" else _postgres(table))


def protect_head(connection, table: str) -> None:
    """The chain's head moves forward by one and is never removed."""
    if connection.vendor == "sqlite":
        _execute(connection, _sqlite(table, ["id"], when_update="WHEN NEW.seq <> OLD.seq + 1"))
        return
    forward = (
        f"CREATE TRIGGER {table}_forward BEFORE UPDATE ON {table} FOR EACH ROW "
        "WHEN (NEW.seq <> OLD.seq + 1) EXECUTE FUNCTION huizhi_append_only()"
    )
    keep = f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION huizhi_append_only()"
    _execute(connection, [POSTGRES_FUNCTION, forward, keep, _postgres_truncate(table)])


def unprotect(connection, table: str) -> None:
    """Drop the triggers: for taking the table away, and for emptying a test database."""
    on = "" if connection.vendor == "sqlite" else f" ON {table}"
    names = ("keep", "forward", "no_replace", "keep_all")
    _execute(connection, [f"DROP TRIGGER IF EXISTS {table}_{name}{on}" for name in names])


def _execute(connection, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)


def _sqlite(table: str, unique: Iterable[str], when_update: str = "") -> list[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, 'append only: {table}'); END"
    same = " OR ".join(f"{column} = NEW.{column}" for column in unique)
    return [
        f"CREATE TRIGGER {table}_forward BEFORE UPDATE ON {table} {when_update} {refuse}",
        f"CREATE TRIGGER {table}_keep BEFORE DELETE ON {table} {refuse}",
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {same}) {refuse}",
    ]


def _postgres(table: str) -> list[str]:
    return [
        POSTGRES_FUNCTION,
        f"CREATE TRIGGER {table}_keep BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION huizhi_append_only()",
        _postgres_truncate(table),
    ]


def _postgres_truncate(table: str) -> str:
    return (
        f"CREATE TRIGGER {table}_keep_all BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION huizhi_append_only()"
    )
