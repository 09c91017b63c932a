"""From here on a substitution stays as it was made."""

from django.db import migrations

from huizhi.apps.ledger.facade import protect, unprotect


def forwards(_apps, schema_editor):
    protect(schema_editor.connection, "inspections_substitution", ["id"])


def backwards(_apps, schema_editor):
    unprotect(schema_editor.connection, "inspections_substitution")


class Migration(migrations.Migration):
    dependencies = [("inspections", "0007_substitutions")]
    operations = [migrations.RunPython(forwards, backwards)]
