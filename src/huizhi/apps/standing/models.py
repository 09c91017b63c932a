"""An entry in the list of abnormal operations beside its matter: ground, proof, and the days it was public."""

from django.db import models
from django.db.models import Q

GROUNDS = ("annual_report", "ordered_information", "false_information", "unreachable")


class Listing(models.Model):
    """One entry by its number. `open` until it is removed, withdrawn or not made: one stands for each ground."""

    number = models.CharField("编号", max_length=40, unique=True)
    entity_code = models.CharField("主体", max_length=40, db_index=True)
    individual = models.BooleanField("个体工商户", default=False)
    ground = models.CharField("列入事由", max_length=30)
    source = models.CharField("来源", max_length=60, blank=True, default="")
    record_sha256 = models.CharField("现场笔录", max_length=64, blank=True, default="")
    first_letter_on = models.DateField("第一次邮寄", null=True)
    second_letter_on = models.DateField("第二次邮寄", null=True)
    decision = models.CharField("列入决定书文号", max_length=80, blank=True, default="")
    listed_on = models.DateField("列入日", null=True)
    published_at = models.DateTimeField("公示时间", null=True)
    removed_on = models.DateField("移出日", null=True)
    open = models.BooleanField("未了结", default=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(ground__in=GROUNDS), name="listing_ground_known"),
            models.UniqueConstraint(
                fields=["entity_code", "ground"], condition=Q(open=True), name="listing_open_once"
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(listed_on__isnull=False, open=True),
                name="listing_public_is_listed",
            ),
        ]  # fmt: skip

    def __str__(self):
        return self.number
