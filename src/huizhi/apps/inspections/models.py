"""Published draws. A published draw is never changed: the model refuses, and so does the database."""

from django.db import models

from huizhi.vocabulary.refused import Refused


def refuse_change(*_args, **_kwargs):
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


class DrawRows(models.QuerySet):
    """A queryset that reads."""

    update = delete = bulk_update = bulk_create = update_or_create = get_or_create = refuse_change


class Draw(models.Model):
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

    objects = DrawRows.as_manager()

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=models.Q(status="published"), name="draw_status_known")]

    delete = refuse_change

    def save(self, **options):
        """Insert; a row that exists is refused."""
        if not self._state.adding:
            refuse_change()
        super().save(**{**options, "force_insert": True})
