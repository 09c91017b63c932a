"""Bringing the office's database up to date, in one transaction: a crash leaves the old one or the new one."""

from __future__ import annotations

from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor


def bring_up_to_date() -> None:
    """Apply the migrations that are not applied yet, all or none.

    Django records a migration after the transaction that made its tables when an index is still to come; killed in
    between, the next run would make them twice. One transaction around everything leaves no such moment.
    """
    if not _waiting():
        return
    connection.disable_constraint_checking()  # SQLite changes tables only so, and only outside a transaction
    try:
        with transaction.atomic():
            call_command("migrate", interactive=False, verbosity=0)
    finally:
        connection.enable_constraint_checking()


def _waiting() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
