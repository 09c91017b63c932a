"""From here on what a ceremony published stays as it is."""

from django.db import migrations

from huizhi.apps.ledger.facade import protect, unprotect

TABLES = ("inspections_frozenfile", "inspections_step")


def forwards(_apps, schema_editor):
    for table in TABLES:
        protect(schema_editor.connection, table, ["id"])


def backwards(_apps, schema_editor):
    for table in TABLES:
        unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [("inspections", "0003_ceremony")]
    operations = [migrations.RunPython(forwards, backwards)]
