"""The plan's indicators and what the last night counted. Rows are replaced whole; nobody edits them."""

from django.db import models


class PlanIndicator(models.Model):
    """One indicator of the plan: what it measures, its target, where the target comes from, who answers for it.

    The shown value is numerator × scale ÷ denominator (scale 100 for %, 1000 for "per 1,000"); an indicator that is a
    plain count has `is_count` and shows its numerator.
    """

    number = models.PositiveIntegerField(unique=True)
    code = models.CharField(primary_key=True, max_length=60)
    chapter = models.CharField(max_length=40)
    chapter_zh = models.CharField(max_length=80)
    chapter_en = models.CharField(max_length=120)
    zh = models.CharField(max_length=120)
    en = models.CharField(max_length=200)
    unit_zh = models.CharField(max_length=40)
    unit_en = models.CharField(max_length=60)
    scale = models.PositiveIntegerField(default=100)
    is_count = models.BooleanField(default=False)
    decimals = models.PositiveSmallIntegerField(default=1)
    target = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    province_target = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    near_within = models.DecimalField(max_digits=16, decimal_places=4, null=True)
    higher_is_better = models.BooleanField(default=True)
    period = models.CharField(max_length=40)
    source = models.CharField(max_length=200)
    version = models.CharField(max_length=40)
    proposed = models.BooleanField(default=False)
    owner_zh = models.CharField(max_length=80)
    owner_en = models.CharField(max_length=120)
    formula_zh = models.TextField(blank=True, default="")
    formula_en = models.TextField(blank=True, default="")
    awaits = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=models.Q(scale__gt=0), name="plan_indicator_scale_positive")]


class IndicatorValue(models.Model):
    """One row per (indicator, division, month "2026-10"); division "city" (CITY) is the whole city."""

    indicator = models.CharField(max_length=60)
    division = models.CharField(max_length=6)
    month = models.CharField(max_length=7)
    numerator = models.BigIntegerField()
    denominator = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "division", "month"], name="indicator_value_once"),
            models.CheckConstraint(condition=models.Q(denominator__gte=0), name="indicator_denominator_not_negative"),
        ]


class IndicatorRecord(models.Model):
    """One record an indicator counts: `weight` goes into the numerator, `base` into the denominator."""

    indicator = models.CharField(max_length=60)
    source = models.CharField(max_length=60)
    source_id = models.CharField(max_length=200)
    entity_id = models.CharField(max_length=80, null=True)
    division = models.CharField(max_length=6, null=True)
    zone = models.CharField(max_length=10, null=True)
    occurred_on = models.DateField(null=True)
    month = models.CharField(max_length=7)
    weight = models.BigIntegerField()
    base = models.BigIntegerField()
    label = models.TextField(null=True)
    file_digest = models.CharField(max_length=64, null=True)
    row_number = models.BigIntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["indicator", "month", "division", "id"], name="indicator_record_place"),
        ]


class FeedStatus(models.Model):
    """How each source stands: what it last delivered and how much of it was usable."""

    source = models.CharField(primary_key=True, max_length=60)
    zh = models.CharField(max_length=120)
    en = models.CharField(max_length=200)
    owner_zh = models.CharField(max_length=120)
    owner_en = models.CharField(max_length=200)
    delivered_on = models.DateField(null=True)
    rows_in = models.BigIntegerField(default=0)
    stored = models.BigIntegerField(default=0)
    unchanged = models.BigIntegerField(default=0)
    quarantined = models.BigIntegerField(default=0)
    freshness_days = models.PositiveIntegerField()

    class Meta:
        ordering = ["source"]


class FeedFile(models.Model):
    """What one source took from a landed file; evidence pointers lead here by digest. A file may serve several."""

    digest = models.CharField(max_length=64)
    source = models.CharField(max_length=60, db_index=True)
    name = models.CharField(max_length=300)
    delivered_on = models.DateField()
    size = models.BigIntegerField()
    rows_in = models.BigIntegerField()
    stored = models.BigIntegerField()
    unchanged = models.BigIntegerField()
    quarantined = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["digest", "source"], name="feed_file_once_per_source")]


class QuarantineCount(models.Model):
    """Rows kept out of a file, counted per column and reason, with one example."""

    source = models.CharField(max_length=60, db_index=True)
    file_digest = models.CharField(max_length=64, db_index=True)
    column = models.CharField(max_length=120)
    reason = models.CharField(max_length=60)
    reason_zh = models.TextField()
    reason_en = models.TextField()
    rows = models.BigIntegerField()
    example_row = models.BigIntegerField(null=True)
    example_value = models.TextField(null=True)
