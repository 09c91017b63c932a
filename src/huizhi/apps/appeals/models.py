"""What a business asked about a record, and what was ruled. What it wrote is sealed by `identities`."""

from django.db import models
from django.db.models import Q

RULINGS = ("not_theirs", "annulled", "repaired", "restored")


class Appeal(models.Model):
    """One appeal about one record: its key, and for the register's own records the kind and day of the event."""

    number = models.CharField("编号", max_length=40, unique=True)
    entity_id = models.CharField("主体", max_length=40)
    record_source = models.CharField("来源", max_length=60)
    record_id = models.CharField("记录", max_length=200)
    event_kind = models.CharField("事项", max_length=60)
    event_on = models.DateField("发生日期")
    facts_ref = models.CharField("理由", max_length=32)
    open = models.BooleanField("办理中", default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entity_id", "record_source", "record_id", "event_kind", "event_on"], condition=Q(open=True),
                name="appeal_open_once",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number


class Ruling(models.Model):
    """What was decided about a record; `seq` is the act. An empty `event_kind` means the whole record."""

    number = models.CharField("编号", max_length=40, unique=True)
    entity_id = models.CharField("主体", max_length=40)
    record_source = models.CharField("来源", max_length=60)
    record_id = models.CharField("记录", max_length=200)
    event_kind = models.CharField("事项", max_length=60, blank=True, default="")
    event_on = models.DateField("发生日期", null=True)
    ruling = models.CharField("认定", max_length=20)
    decided_at = models.DateTimeField("决定时间")
    unit = models.ForeignKey("people.Unit", models.PROTECT, to_field="code", related_name="+")
    basis = models.CharField("依据", max_length=200)

    class Meta:
        ordering = ["number"]
        constraints = [models.CheckConstraint(condition=Q(ruling__in=RULINGS), name="ruling_known")]

    def __str__(self):
        return self.number
