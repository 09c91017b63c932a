"""Drafts and tallies. Nothing in them can be read without the browser's token and the keys."""

from django.db import models


class Draft(models.Model):
    """What one browser is in the middle of: sealed, found by the digest of a token only the browser has."""

    token_sha256 = models.CharField("标识摘要", max_length=64, unique=True)
    kind = models.CharField("类别", max_length=20)
    sealed = models.BinaryField("内容（密封）")
    key_id = models.CharField("密钥", max_length=16)
    until = models.DateTimeField("保存至", db_index=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=["filing", "tracking"]), name="draft_kind_known")
        ]

    def __str__(self):
        return self.kind


class Tally(models.Model):
    """How often a door was tried under one rule; `key` is a keyed digest of who tried."""

    key = models.CharField("键", max_length=64, unique=True)
    failures = models.PositiveIntegerField("次数")
    first_at = models.DateTimeField("首次时间")
    locked_until = models.DateTimeField("锁定至", null=True)
    until = models.DateTimeField("保存至", db_index=True)

    def __str__(self):
        return self.key[:12]
