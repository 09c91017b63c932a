"""Acts in order. Rows are written once: the model refuses to change them, and so does the database."""

from django.db import models

from huizhi.apps.ledger.append_only import AppendOnly


class Act(AppendOnly):
    """One act: who did what to which object when, on which basis, sealed to the act before it."""

    seq = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    officer = models.CharField(max_length=150)
    unit = models.CharField(max_length=40)
    verb = models.CharField(max_length=60)
    object_kind = models.CharField(max_length=40)
    object_id = models.CharField(max_length=120)
    basis = models.CharField(max_length=400)
    payload = models.JSONField()
    algorithm = models.CharField(max_length=10, default="sha256")
    previous_digest = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)
    nonce = models.CharField(max_length=32, blank=True)
    subtrees = models.TextField()  # hex of the subtrees of the tree this act completes, its own leaf first

    class Meta:
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["object_kind", "object_id", "seq"], name="act_object"),
            models.Index(fields=["officer", "seq"], name="act_officer"),
            models.Index(fields=["unit", "seq"], name="act_unit"),
            models.Index(fields=["verb", "seq"], name="act_verb"),
        ]


class Head(models.Model):
    """Where chain and tree end: one row, locked by whoever writes the next act. It only moves forward by one."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    seq = models.PositiveBigIntegerField(default=0)
    digest = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=10, default="sha256")  # of the tree, from the first act on
    peaks = models.TextField(blank=True)  # hex of the tree's largest complete subtrees, from left to right

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="head_is_one_row")]


class Root(AppendOnly):
    """The root of the tree as published for one day. Written once."""

    day = models.DateField(primary_key=True)
    size = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)
    algorithm = models.CharField(max_length=10)
    sealed_at = models.DateTimeField()

    class Meta:
        ordering = ["day"]
        indexes = [models.Index(fields=["size"], name="root_size")]


class Cursor(models.Model):
    """How far a consumer has carried the acts: those up to `seq` arrived, those up to `claimed` are on their way."""

    name = models.CharField(max_length=40, primary_key=True)
    seq = models.PositiveBigIntegerField(default=0)
    claimed = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(claimed__gte=models.F("seq")), name="cursor_claims_ahead")
        ]
