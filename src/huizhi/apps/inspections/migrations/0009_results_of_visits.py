"""A result names its standard code, its day and the visit that found it; the rows stay append only."""

from django.db import migrations, models

from huizhi.apps.ledger.facade import protect, unprotect

TABLE = "inspections_result"


def release(_apps, schema_editor):
    unprotect(schema_editor.connection, TABLE)


def keep(_apps, schema_editor):
    protect(schema_editor.connection, TABLE, ["id"])


def _text(name, length):
    return migrations.AddField("result", name, models.CharField(blank=True, default="", max_length=length))


class Migration(migrations.Migration):
    dependencies = [("inspections", "0008_substitutions_append_only")]
    operations = [
        migrations.RunPython(release, keep),
        _text("code", 4),
        migrations.AddField("result", "found_on", models.DateField(null=True)),
        _text("visit", 32),
        _text("note", 300),
        migrations.RunPython(keep, release),
    ]
