"""Rows of visits. Edits only grow: a visit is what the set of its edits says, the rest says what became of it."""

from django.db import models
from django.db.models import Q

from huizhi.apps.ledger.facade import AppendOnly

STATES = ("planned", "finished", "published", "cancelled")
ORIGINS = ("draw", "revisit", "complaint", "clue", "campaign", "own", "recheck")


class Visit(models.Model):
    """One visit: a task the office planned, or one a phone began. `id` is made by whoever began it."""

    id = models.CharField(max_length=32, primary_key=True)
    origin = models.CharField(max_length=12)
    source = models.CharField(max_length=120, blank=True, default="")
    entity_code = models.CharField(max_length=40, blank=True, default="", db_index=True)
    entity_name = models.CharField(max_length=200, blank=True, default="")
    address = models.CharField(max_length=300, blank=True, default="")
    checklist = models.CharField(max_length=60)
    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+", to_field="code")
    planned_on = models.DateField()
    begun_by = models.CharField(max_length=150)
    begun_at = models.DateTimeField()
    state = models.CharField(max_length=12, default="planned", db_index=True)
    settled = models.JSONField(default=dict, blank=True)
    minutes_saved = models.PositiveIntegerField(default=0)
    result = models.CharField(max_length=4, blank=True, default="")
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_edits = models.PositiveIntegerField(default=0)
    paper = models.CharField(max_length=32, blank=True, default="")
    paper_sha256 = models.CharField(max_length=64, blank=True, default="")
    result_due_on = models.DateField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    correction = models.CharField(max_length=60, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")
    listing = models.CharField(max_length=60, blank=True, default="")
    objection = models.CharField(max_length=60, blank=True, default="")
    recheck_of = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="recheck")
    seen_early = models.BooleanField(default=False)

    class Meta:
        ordering = ["planned_on", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=STATES), name="visit_state_known"),
            models.CheckConstraint(condition=Q(origin__in=ORIGINS), name="visit_origin_known"),
            models.CheckConstraint(
                condition=Q(state__in=["planned", "cancelled"]) | (Q(finished_at__isnull=False) & ~Q(result="")),
                name="visit_finished_has_result",
            ),
            models.CheckConstraint(
                condition=~Q(state="published") | Q(published_at__isnull=False), name="visit_published_when"
            ),
            models.UniqueConstraint(
                fields=["origin", "source", "entity_code"],
                condition=Q(origin__in=["draw", "revisit", "recheck", "campaign"]),
                name="visit_planned_once",
            ),
        ]  # fmt: skip


class VisitPart(models.Model):
    """A department's item in a joint visit: its checklist if it has one, its own result once that is finished, and the
    order to correct and the case that followed from it."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="parts")
    department = models.CharField(max_length=120)
    item = models.CharField(max_length=60, default="")
    checklist = models.CharField(max_length=60, blank=True, default="")
    result = models.CharField(max_length=4, blank=True, default="")
    correction = models.CharField(max_length=60, blank=True, default="")
    case = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["visit", "department", "item"], name="visit_part_once")]


class RecheckRound(models.Model):
    """One choice of visits to be checked again blindly: among which days, what share, by which seed."""

    unit = models.ForeignKey("people.Unit", on_delete=models.PROTECT, related_name="+", to_field="code")
    since = models.DateField()
    until = models.DateField()
    percent = models.PositiveIntegerField()
    seed = models.CharField(max_length=64, unique=True)
    considered = models.JSONField()
    chosen = models.JSONField()
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["unit", "since", "until"], name="recheck_round_once")]


class VisitOfficer(models.Model):
    """An officer a visit was given to."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="officers")
    officer = models.ForeignKey("people.Officer", on_delete=models.PROTECT, related_name="+", to_field="username")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "officer"], name="visit_officer_once")]


class Batch(models.Model):
    """What was taken at once, under one act: the receipt opens the list of digests with `salt`."""

    id = models.CharField(max_length=32, primary_key=True)
    device = models.CharField(max_length=32)
    officer = models.CharField(max_length=150, db_index=True)
    digests = models.JSONField()
    salt = models.BinaryField()
    seq = models.PositiveBigIntegerField(unique=True)
    taken_at = models.DateTimeField()


class TakenEdit(AppendOnly):
    """One edit as it came in; never changed, never removed. Its text is sealed beside it."""

    digest = models.CharField(max_length=64, primary_key=True)
    id = models.CharField(max_length=32, unique=True)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="edits")
    device = models.CharField(max_length=32)
    count = models.PositiveIntegerField()
    officer = models.CharField(max_length=150)
    batch = models.ForeignKey(Batch, on_delete=models.PROTECT, related_name="edits")
    taken_at = models.DateTimeField()


class EditText(models.Model):
    """The canonical JSON of an edit, sealed; sealed again when keys change."""

    edit = models.OneToOneField(TakenEdit, on_delete=models.PROTECT, primary_key=True, related_name="text")
    sealed = models.BinaryField()
    key_id = models.CharField(max_length=16, db_index=True)


class Quarantined(models.Model):
    """An edit that was not taken, kept sealed with the reason, so that nothing an officer wrote is lost."""

    digest = models.CharField(max_length=64, primary_key=True)
    officer = models.CharField(max_length=150, db_index=True)
    code = models.CharField(max_length=40)
    sealed = models.BinaryField()
    key_id = models.CharField(max_length=16, db_index=True)
    first_at = models.DateTimeField()


class Evidence(models.Model):
    """A photo, voice or other file of a visit, by the hash its phone took at capture; `file` once it is whole."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="evidence")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    name = models.CharField(max_length=20)
    officer = models.CharField(max_length=150)
    file = models.CharField(max_length=32, blank=True, default="")
    begun_at = models.DateTimeField()
    whole_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visit", "sha256"], name="evidence_once")]


class Chunk(models.Model):
    """A piece of a file still on its way, sealed; gone once the file is whole."""

    evidence = models.ForeignKey(Evidence, on_delete=models.CASCADE, related_name="chunks")
    offset = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["evidence", "offset"], name="chunk_once")]
