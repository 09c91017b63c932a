"""From here on a result stays as it was entered."""

from django.db import migrations

from huizhi.apps.ledger.facade import protect, unprotect


def forwards(_apps, schema_editor):
    protect(schema_editor.connection, "inspections_result", ["id"])


def backwards(_apps, schema_editor):
    unprotect(schema_editor.connection, "inspections_result")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0005_results")]
    operations = [migrations.RunPython(forwards, backwards)]
