"""Special campaigns; they are append only."""

from django.db import migrations, models

from huizhi.apps.ledger.facade import protect, unprotect

TABLE = "inspections_campaign"


def keep(_apps, schema_editor):
    protect(schema_editor.connection, TABLE, ["id", "number"])


def release(_apps, schema_editor):
    unprotect(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0011_year_plans"),
    ]

    operations = [
        migrations.CreateModel(
            name="Campaign",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("basis", models.CharField(max_length=300)),
                ("reason", models.CharField(max_length=500)),
                ("checklist", models.CharField(max_length=60)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("unit", models.CharField(max_length=40)),
                ("objects_listed", models.JSONField()),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_on__gte", models.F("from_on"))), name="campaign_ends_after_start"
                    )
                ],
            },
        ),
        migrations.RunPython(keep, release),
    ]
