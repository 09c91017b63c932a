"""Plans of a year; what was published of them is append only."""

import django.db.models.deletion
from django.db import migrations, models

from huizhi.apps.ledger.facade import protect, unprotect

TABLE = "inspections_yearplanversion"


def keep(_apps, schema_editor):
    protect(schema_editor.connection, TABLE, ["id"])


def release(_apps, schema_editor):
    unprotect(schema_editor.connection, TABLE)


class Migration(migrations.Migration):
    dependencies = [
        ("inspections", "0010_recusals"),
    ]

    operations = [
        migrations.CreateModel(
            name="YearPlan",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.CharField(max_length=60, unique=True)),
                ("title", models.CharField(max_length=200)),
                ("year", models.PositiveSmallIntegerField()),
                ("unit", models.CharField(max_length=40)),
                ("state", models.CharField(default="draft", max_length=12)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("most_per_year", models.PositiveSmallIntegerField()),
                ("rows", models.JSONField()),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("drafted_by", models.CharField(max_length=150)),
                ("drafted_at", models.DateTimeField()),
                ("filed_with", models.CharField(blank=True, default="", max_length=120)),
                ("filed_number", models.CharField(blank=True, default="", max_length=80)),
                ("filed_on", models.DateField(blank=True, null=True)),
                ("filed_by", models.CharField(blank=True, default="", max_length=150)),
            ],
            options={
                "ordering": ["-year", "-id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ("draft", "filed", "published"))), name="year_plan_state_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("state", "draft"), ("filed_on__isnull", False), _connector="OR"),
                        name="year_plan_filed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("filed_by", models.F("drafted_by")), _negated=True),
                        name="year_plan_filed_by_another",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="YearPlanVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("version", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("most_per_year", models.PositiveSmallIntegerField()),
                ("rows", models.JSONField()),
                ("sha256", models.CharField(max_length=64)),
                ("reason", models.CharField(blank=True, default="", max_length=500)),
                ("filed_with", models.CharField(max_length=120)),
                ("filed_number", models.CharField(max_length=80)),
                ("filed_on", models.DateField()),
                ("filed_by", models.CharField(max_length=150)),
                ("at", models.DateTimeField()),
                ("by", models.CharField(max_length=150)),
                ("by_unit", models.CharField(blank=True, default="", max_length=40)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="versions", to="inspections.yearplan"
                    ),
                ),
            ],
            options={
                "ordering": ["-version"],
                "constraints": [models.UniqueConstraint(fields=("plan", "version"), name="year_plan_version_once")],
            },
        ),
        migrations.RunPython(keep, release),
    ]
