"""Draws and their ceremonies. What is published is never changed: the model refuses, and so does the database."""

from django.db import models

from huizhi.apps.inspections import lifecycle
from huizhi.apps.ledger.facade import AppendOnly
from huizhi.draw.estimation import OUTCOMES
from huizhi.vocabulary.refused import Refused


class Kept(AppendOnly):
    """A row of what is published of draws, plans, recusals and campaigns."""

    class Meta:
        abstract = True

    @classmethod
    def refuse_change(cls):
        """Raise Refused: a published draw stays as it is."""
        raise Refused(
            "draw_is_published",
            "已公布的抽查不能修改或删除",
            "a published draw is neither changed nor deleted",
            "已公布的记录保持原样",
            "如有问题，请另行组织一次抽查并说明原因",
            what_is_safe_en="the published record stays as it is",
            what_to_do_en="make another draw and say why",
        )


class Draw(Kept):
    """One draw as published: its record and the files the record names, byte for byte."""

    number = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    status = models.CharField(max_length=12, default="published")
    plan_digest = models.CharField(max_length=64)
    record_digest = models.CharField(max_length=64)
    record = models.BinaryField()
    frame = models.BinaryField()
    officers = models.BinaryField()
    recusals = models.BinaryField()
    frame_rows = models.PositiveIntegerField()
    selected_count = models.PositiveIntegerField()
    drawn_at = models.CharField(max_length=40)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=150)
    published_by_unit = models.CharField(max_length=40)

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=models.Q(status="published"), name="draw_status_known")]


class Plan(models.Model):
    """A draw from its first draft on. What was published of it stands in `FrozenFile` and `Step`, which only grow."""

    number = models.CharField(max_length=80, unique=True)
    title = models.CharField(max_length=300)
    state = models.CharField(max_length=12, default=lifecycle.DRAFT)
    reason = models.CharField(max_length=20, default="", blank=True)
    declared = models.JSONField()
    due_at = models.DateTimeField()
    reveal_by = models.DateTimeField()
    revision = models.PositiveIntegerField(default=1)
    tried_revision = models.PositiveIntegerField(default=0)
    frame = models.BinaryField()
    officers = models.BinaryField()
    recusals = models.BinaryField()
    drafted_by = models.CharField(max_length=150)
    drafted_unit = models.CharField(max_length=40)
    drafted_at = models.DateTimeField()
    approved_by = models.CharField(max_length=150, default="", blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=lifecycle.STATES), name="plan_state_known"),
            models.CheckConstraint(
                condition=models.Q(state="void", reason__in=lifecycle.REASONS)
                | (~models.Q(state="void") & models.Q(reason="")),
                name="plan_void_for_a_reason",
            ),
            models.CheckConstraint(
                condition=models.Q(reveal_by__gt=models.F("due_at")), name="plan_reveals_after_beacon"
            ),
            models.CheckConstraint(
                condition=~models.Q(approved_by=models.F("drafted_by")), name="plan_approved_by_another"
            ),
        ]


class Party(models.Model):
    """One who commits to a secret, with the account that may do it. `place` counts from 1 in the plan's order."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="parties")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    officer = models.CharField(max_length=150)
    unit_code = models.CharField(max_length=40)
    unit = models.CharField(max_length=120)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "place"], name="party_place_once"),
            models.UniqueConstraint(fields=["plan", "officer"], name="party_officer_once"),
        ]


class FrozenFile(Kept):
    """One file of a published plan, byte for byte: the three lists, and the plan itself once all have committed."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="frozen")
    name = models.CharField(max_length=20)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["plan", "name"], name="frozen_file_once")]


class Step(Kept):
    """One step of a ceremony as everybody sees it; `place` is the party's, or 0."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=12)
    place = models.PositiveSmallIntegerField(default=0)
    value = models.CharField(max_length=600, default="", blank=True)
    note = models.CharField(max_length=500, default="", blank=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_unit = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=lifecycle.STEPS), name="step_kind_known"),
            models.UniqueConstraint(
                fields=["plan", "kind", "place"], condition=models.Q(kind__in=lifecycle.ONCE), name="step_once"
            ),
        ]


class Result(Kept):
    """What became of one drawn object on one item; a later row corrects an earlier one.

    `code` is the standard result or one of those without a visit; empty where only the outcome was entered. `visit` is
    the visit that found it; `found_on` the day it was finished or settled.
    """

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="results")
    object_id = models.CharField(max_length=200)
    item = models.CharField(max_length=100)
    outcome = models.CharField(max_length=12)
    code = models.CharField(max_length=4, blank=True, default="")
    found_on = models.DateField(null=True)
    visit = models.CharField(max_length=32, blank=True, default="")
    note = models.CharField(max_length=300, blank=True, default="")
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_unit = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=models.Q(outcome__in=OUTCOMES), name="result_outcome_known")]


class Substitution(Kept):
    """One officer in another's place for one drawn object; the record itself stays as published."""

    draw = models.ForeignKey(Draw, models.PROTECT, related_name="substitutions")
    object_id = models.CharField(max_length=200)
    left = models.CharField(max_length=200)
    came = models.CharField(max_length=200)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_unit = models.CharField(max_length=40)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["draw", "object_id", "left"], name="substitution_once")]


class Recusal(Kept):
    """An officer's standing relation to a business, as declared: from `since` on she is not drawn for it.

    `until` is the last day, or None while it lasts. A row is never changed; `RecusalEnd` ends it earlier.
    """

    officer = models.CharField(max_length=150, db_index=True)
    unit = models.CharField(max_length=40)
    object_id = models.CharField(max_length=200, db_index=True)
    relation = models.CharField(max_length=12)
    since = models.DateField()
    until = models.DateField(null=True)
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_unit = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(relation__in=lifecycle.RELATIONS), name="recusal_relation_known"),
            models.CheckConstraint(
                condition=models.Q(until__isnull=True) | models.Q(until__gte=models.F("since")),
                name="recusal_ends_after_it_begins",
            ),
        ]


class RecusalEnd(Kept):
    """A recusal that is over: `ends_on` is the first day on which it no longer counts."""

    recusal = models.OneToOneField(Recusal, models.PROTECT, related_name="end")
    ends_on = models.DateField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_unit = models.CharField(max_length=40, blank=True, default="")


class YearPlan(models.Model):
    """A year's plan of draws as the desk works on it. What was published of it stands in `YearPlanVersion`."""

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    year = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=40)
    state = models.CharField(max_length=12, default=lifecycle.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    most_per_year = models.PositiveSmallIntegerField()
    rows = models.JSONField()
    reason = models.CharField(max_length=500, blank=True, default="")
    drafted_by = models.CharField(max_length=150)
    drafted_at = models.DateTimeField()
    filed_with = models.CharField(max_length=120, blank=True, default="")
    filed_number = models.CharField(max_length=80, blank=True, default="")
    filed_on = models.DateField(null=True, blank=True)
    filed_by = models.CharField(max_length=150, blank=True, default="")

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(state__in=lifecycle.YEAR_STATES), name="year_plan_state_known"),
            models.CheckConstraint(
                condition=models.Q(state=lifecycle.DRAFT) | models.Q(filed_on__isnull=False), name="year_plan_filed"
            ),
            models.CheckConstraint(
                condition=~models.Q(filed_by=models.F("drafted_by")), name="year_plan_filed_by_another"
            ),
        ]


class YearPlanVersion(Kept):
    """One version of a year's plan as published, with what it was filed under; a later one says why it differs."""

    plan = models.ForeignKey(YearPlan, models.PROTECT, related_name="versions")
    version = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=200)
    most_per_year = models.PositiveSmallIntegerField()
    rows = models.JSONField()
    sha256 = models.CharField(max_length=64)
    reason = models.CharField(max_length=500, blank=True, default="")
    filed_with = models.CharField(max_length=120)
    filed_number = models.CharField(max_length=80)
    filed_on = models.DateField()
    filed_by = models.CharField(max_length=150)
    at = models.DateTimeField()
    by = models.CharField(max_length=150)
    by_unit = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["plan", "version"], name="year_plan_version_once")]


class Campaign(Kept):
    """A special campaign: which businesses are inspected without a draw, on what ground, by whom it was decided."""

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    basis = models.CharField(max_length=300)
    reason = models.CharField(max_length=500)
    checklist = models.CharField(max_length=60)
    from_on = models.DateField()
    to_on = models.DateField()
    unit = models.CharField(max_length=40)
    objects_listed = models.JSONField()
    at = models.DateTimeField()
    by = models.CharField(max_length=150)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(to_on__gte=models.F("from_on")), name="campaign_ends_after_start")
        ]
