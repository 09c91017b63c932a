"""Who stays away from which business; both tables are append only."""

import django.db.models.deletion
from django.db import migrations, models

from huizhi.apps.ledger.facade import protect, unprotect

TABLES = {"inspections_recusal": ["id"], "inspections_recusalend": ["id", "recusal_id"]}


def keep(_apps, schema_editor):
    for table, unique in TABLES.items():
        protect(schema_editor.connection, table, unique)


def release(_apps, schema_editor):
    for table in TABLES:
        unprotect(schema_editor.connection, table)


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0009_results_of_visits"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recusal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("officer", models.CharField(db_index=True, max_length=150)),
                ("unit", models.CharField(max_length=40)),
                ("object_id", models.CharField(db_index=True, max_length=200)),
                ("relation", models.CharField(max_length=12)),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("by_unit", models.CharField(blank=True, default="", max_length=40)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("relation__in", ("kin", "interest", "former", "other"))),
                        name="recusal_relation_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("until__isnull", True), ("until__gte", models.F("since")), _connector="OR"),
                        name="recusal_ends_after_it_begins",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RecusalEnd",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("ends_on", models.DateField()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("by_unit", models.CharField(blank=True, default="", max_length=40)),
                (
                    "recusal",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="end", to="inspections.recusal"
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.RunPython(keep, release),
    ]
