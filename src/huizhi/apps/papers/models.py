"""Stored files: what is known of each, and its own key, wrapped. The content lies sealed in a folder, under `place`."""

from django.db import models
from django.db.models import Q


class StoredFile(models.Model):
    """One file as it came in. Its name is not kept: what a citizen called it belongs to the sealed texts."""

    ref = models.CharField(max_length=32, primary_key=True)
    place = models.CharField(max_length=32, unique=True)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=100)
    scan = models.CharField(max_length=12)
    wrapped = models.BinaryField(null=True)
    key_id = models.CharField(max_length=16, blank=True, default="", db_index=True)
    stored_at = models.DateTimeField()
    stored_by = models.CharField(max_length=150)
    erased_at = models.DateTimeField(null=True)
    erased_because = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(scan__in=["clean", "not_scanned", "made_here"]), name="file_scan_known"),
            models.CheckConstraint(
                condition=Q(erased_at=None, wrapped__isnull=False, erased_because="")
                | (Q(erased_at__isnull=False, wrapped__isnull=True, key_id="") & ~Q(erased_because="")),
                name="file_is_whole_or_gone",
            ),
        ]

    def __str__(self):
        return self.ref
