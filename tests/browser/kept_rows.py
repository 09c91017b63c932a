"""What filling an office put into its database, to be put there again in one stroke: SQLite only.

Rows travel as the database's own literals, so that what comes back is what was there, to the last byte.
"""

from collections.abc import Callable

from django.db import connection, transaction

Rows = dict[str, dict[int, str]]
"""Table -> row number -> the row as literals."""

REMADE = {"auth_permission", "django_content_type"}
"""Made anew, under other numbers, whenever the tests empty the database; filling an office leaves them alone."""


class KeptRows:
    """The rows a function adds and changes; the second time, in a database as it was the first, no more is done."""

    def __init__(self, fill: Callable[[], object]) -> None:
        self.fill = fill
        self.before: Rows | None = None
        self.after: Rows = {}

    def __call__(self) -> None:
        """Fill the office."""
        if connection.vendor != "sqlite":
            self.fill()
            return
        now = _rows()
        if self.before == now:
            self._put()
            return
        self.fill()
        self.before, self.after = now, _rows()

    def _put(self) -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table, rows in self.after.items():
                known = self.before[table]
                if fresh := [row for number, row in rows.items() if number not in known]:
                    cursor.execute(f"INSERT INTO {table} ({_columns(table)}) VALUES {', '.join(fresh)}")
                for number, row in rows.items():
                    if number in known and row != known[number]:
                        cursor.execute(f"UPDATE {table} SET ({_columns(table)}) = {row} WHERE rowid = {number}")


def _rows() -> Rows:
    with connection.cursor() as cursor:
        tables = sorted(set(connection.introspection.table_names(cursor)) - REMADE)
        return {table: dict(_literals(cursor, table)) for table in tables}


def _literals(cursor, table: str) -> list[tuple[int, str]]:
    quoted = " || ', ' || ".join(f"quote({name})" for name in _columns(table).split(", "))
    return cursor.execute(f"SELECT rowid, '(' || {quoted} || ')' FROM {table} ORDER BY rowid").fetchall()


def _columns(table: str) -> str:
    """The table's columns, as SQL names them; they never change while tests run."""
    if table not in _KNOWN:
        with connection.cursor() as cursor:
            names = cursor.execute(f"SELECT name FROM pragma_table_info('{table}')").fetchall()
        _KNOWN[table] = ", ".join(f'"{name}"' for (name,) in names)
    return _KNOWN[table]


_KNOWN: dict[str, str] = {}
