"""Sealed rows. Each has a key of its own, wrapped by the keyring; erasing forgets that key and leaves a tombstone."""

from django.db import models
from django.db.models import Q

from huizhi.apps.ledger.facade import AppendOnly


class Sealed(models.Model):
    """What persons and texts share: the sealed content, when it may and must go, and why it went.

    `about` is the caller's own opaque name for the filing, never anything a citizen typed.
    """

    ref = models.CharField(max_length=32, primary_key=True)
    about = models.CharField(max_length=120)
    sealed = models.BinaryField(null=True)
    wrapped = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16, blank=True, default="", db_index=True)
    sealed_at = models.DateTimeField()
    retention_rule = models.CharField(max_length=80, blank=True, default="")
    erase_after = models.DateField(null=True)
    held_for = models.CharField(max_length=120, blank=True, default="")
    erased_at = models.DateTimeField(null=True)
    erased_because = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        abstract = True

    def __str__(self):
        return self.ref

    @property
    def is_erased(self) -> bool:
        """Whether only the tombstone is left."""
        return self.erased_at is not None


WHOLE = Q(erased_at=None, sealed__isnull=False, wrapped__isnull=False, erased_because="") & ~Q(key_id="")
GONE = Q(erased_at__isnull=False, sealed__isnull=True, wrapped__isnull=True, key_id="") & ~Q(erased_because="")
NO_TRACE = Q(phone_print="", id_print="", print_key="")


class Person(Sealed):
    """One person of one filing, with the masks that may be shown and blind fingerprints of phone and id number."""

    sealed_by = models.CharField(max_length=150)
    masks = models.JSONField(default=dict)
    phone_print = models.CharField(max_length=64, blank=True, default="")
    id_print = models.CharField(max_length=64, blank=True, default="")
    print_key = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        indexes = [
            models.Index(fields=["about"], name="person_about"),
            models.Index(fields=["phone_print"], name="person_phone"),
            models.Index(fields=["id_print"], name="person_id"),
            models.Index(fields=["erase_after"], name="person_erase_after"),
        ]
        constraints = [
            models.CheckConstraint(condition=WHOLE | (GONE & NO_TRACE), name="person_is_whole_or_gone"),
        ]


class Text(Sealed):
    """What a citizen wrote, whole: facts, a claim, a message."""

    class Meta:
        indexes = [
            models.Index(fields=["about"], name="text_about"),
            models.Index(fields=["erase_after"], name="text_erase_after"),
        ]
        constraints = [models.CheckConstraint(condition=WHOLE | GONE, name="text_is_whole_or_gone")]


class Look(AppendOnly):
    """One opening of one person: who, when, which fields, and the reason, a sealed text. Rows are only added."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="looks")
    about = models.CharField(max_length=120)
    at = models.DateTimeField()
    officer = models.CharField(max_length=150)
    unit = models.CharField(max_length=40)
    fields = models.JSONField()
    reason_ref = models.CharField(max_length=32)
    act_seq = models.PositiveBigIntegerField(unique=True)

    class Meta:
        ordering = ["-act_seq"]
        indexes = [models.Index(fields=["officer", "act_seq"], name="look_officer")]
