"""From here on the log of looks only grows."""

from django.db import migrations

from huizhi.apps.ledger.facade import protect, unprotect


def forwards(_apps, schema_editor):
    protect(schema_editor.connection, "identities_look", ["id", "act_seq"])


def backwards(_apps, schema_editor):
    unprotect(schema_editor.connection, "identities_look")


class Migration(migrations.Migration):
    dependencies = [("identities", "0001_initial"), ("ledger", "0002_append_only")]
    operations = [migrations.RunPython(forwards, backwards)]
