"""From here on the ledger only grows."""

from django.db import migrations

from huizhi.apps.ledger.append_only import protect, protect_head, unprotect


def forwards(_apps, schema_editor):
    protect(schema_editor.connection, "ledger_act", ["seq", "digest"])
    protect_head(schema_editor.connection, "ledger_head")


def backwards(_apps, schema_editor):
    unprotect(schema_editor.connection, "ledger_act")
    unprotect(schema_editor.connection, "ledger_head")


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [migrations.RunPython(forwards, backwards)]
