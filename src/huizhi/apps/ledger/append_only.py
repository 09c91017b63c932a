"""Tables that only grow, held so by the database itself: triggers for SQLite and PostgreSQL.

Rebuilding a protected table on SQLite (Django does it for most alterations) drops its triggers: such a migration ends
with `protect` again; a test looks for them.
"""

from collections.abc import Iterable

POSTGRES_FUNCTION = """
CREATE OR REPLACE FUNCTION huizhi_append_only() RETURNS trigger AS $$
BEGIN RAISE EXCEPTION 'append only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END
$$ LANGUAGE plpgsql
"""


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
