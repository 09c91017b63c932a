"""From here on an edit that was taken stays as it is."""

from django.db import migrations

from huizhi.apps.ledger.facade import protect, unprotect


def forwards(_apps, schema_editor):
    protect(schema_editor.connection, "visits_takenedit", ["digest", "id"])


def backwards(_apps, schema_editor):
    unprotect(schema_editor.connection, "visits_takenedit")


class Migration(migrations.Migration):
    dependencies = [("visits", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
