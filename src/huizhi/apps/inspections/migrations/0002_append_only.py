"""From here on a published draw stays as it is."""

from django.db import migrations

from huizhi.apps.ledger.facade import protect, unprotect


def forwards(_apps, schema_editor):
    protect(schema_editor.connection, "inspections_draw", ["id", "number"])


def backwards(_apps, schema_editor):
    unprotect(schema_editor.connection, "inspections_draw")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
