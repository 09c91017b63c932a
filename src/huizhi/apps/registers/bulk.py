"""Replacing a whole table fast, inside the caller's transaction: no object per row."""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, models, transaction

BATCH = 20_000


def batches(rows: Iterable[tuple], size: int = BATCH) -> Iterator[list[tuple]]:
    """Lists of at most `size` rows, in order."""
    waiting = iter(rows)
    while batch := list(islice(waiting, size)):
        yield batch


def empty(model: type[models.Model]) -> None:
    """Delete every row of a published table."""
    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {_quoted(model._meta.db_table)}")


def insert(model: type[models.Model], columns: tuple[str, ...], batch: Iterable[tuple]) -> None:
    """Insert row tuples in the order of `columns`: COPY on PostgreSQL, one prepared statement elsewhere.

    Values: text, int, bool, None, Decimal, `datetime.date`; a naive `datetime` is the city's civil time.
    """
    fields = [model._meta.get_field(name) for name in columns]
    names = ", ".join(_quoted(field.column) for field in fields)
    table = _quoted(model._meta.db_table)
    instants = [position for position, field in enumerate(fields) if isinstance(field, models.DateTimeField)]
    if instants:
        batch = map(partial(_with_instants, positions=instants), batch)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in batch:
                    copy.write_row(row)
            return
        dates = [position for position, field in enumerate(fields) if type(field) is models.DateField]
        if dates:
            batch = map(partial(_with_date_text, positions=dates, texts=_Texts()), batch)
        cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({', '.join(['%s'] * len(fields))})", batch)


def replace_rows(model: type[models.Model], columns: tuple[str, ...], rows: Iterable[tuple]) -> int:
    """Delete every row and insert these; returns how many. The caller's transaction makes it one step."""
    empty(model)
    count = 0
    for batch in batches(rows):
        insert(model, columns, batch)
        count += len(batch)
    return count


def tidy_after_commit() -> None:
    """Give the space of a large transaction back once it is committed (SQLite's write-ahead file stays large else)."""
    if connection.vendor == "sqlite":
        transaction.on_commit(_shrink, robust=True)


def _shrink() -> None:
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


class _Texts(dict):
    """A date's ISO text, made once per day: a night has millions of dates and few days."""

    def __missing__(self, value: date) -> str:
        text = self[value] = value if isinstance(value, str) else value.isoformat()[:10]
        return text


def _with_date_text(row: tuple, positions: list[int], texts: _Texts) -> tuple:
    values = list(row)
    for position in positions:
        value = values[position]
        if value is not None:
            values[position] = texts[value]
    return tuple(values)


def _with_instants(row: tuple, positions: list[int]) -> tuple:
    values = list(row)
    for position in positions:
        if values[position] is not None:
            values[position] = _instant(values[position])
    return tuple(values)


def _instant(value: datetime) -> datetime | str:
    aware = value if value.tzinfo else value.replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
    if connection.vendor == "postgresql":
        return aware
    return aware.astimezone(UTC).replace(tzinfo=None).isoformat(sep=" ")
