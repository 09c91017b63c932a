"""Refused sign-ins were counted under account names in clear; from here on under keyed digests. Counts begin anew."""

from django.db import migrations


def forget_names(apps, schema_editor):
    """A lock of a quarter of an hour is all that is lost."""
    apps.get_model("people", "RefusedSignIns").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("people", "0004_sso_public_accounts")]

    operations = [migrations.RunPython(forget_names, migrations.RunPython.noop)]
