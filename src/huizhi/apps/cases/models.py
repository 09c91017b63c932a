"""What a penalty case says besides its matter: what is proposed, told, decided, served, published and performed."""

from django.db import models
from django.db.models import Q

PROCEDURES = ("ordinary", "simple")


class CaseFile(models.Model):
    """One case by its number. Words are sealed by `identities`; money is in fen."""

    number = models.CharField("编号", max_length=40, unique=True)
    entity_code = models.CharField("当事人", max_length=40, blank=True, default="", db_index=True)
    source = models.CharField("来源", max_length=60, blank=True, default="")
    procedure = models.CharField("程序", max_length=12, default="ordinary")
    organisation = models.BooleanField("单位", default=True)
    act_ended_on = models.DateField("违法行为终了之日", null=True)
    grave = models.BooleanField("涉及生命健康安全、金融安全且有危害后果", default=False)
    legal_review = models.BooleanField("应当法制审核", default=False)
    hearing_held = models.BooleanField("举行过听证", default=False)
    handlers = models.JSONField("办案人员", default=list)
    topic = models.CharField("违法行为类型", max_length=120, blank=True, default="")
    facts_ref = models.CharField("事实和证据", max_length=32, blank=True, default="")
    basis_ref = models.CharField("依据和裁量理由", max_length=32, blank=True, default="")
    kinds = models.JSONField("处罚种类", default=list)
    fine_fen = models.BigIntegerField("罚款", default=0)
    confiscated_fen = models.BigIntegerField("没收", default=0)
    told = models.JSONField("告知的处罚", default=dict)
    told_on = models.DateField("告知书送达日", null=True)
    chair = models.CharField("听证主持人", max_length=150, blank=True, default="")
    hearing_on = models.DateField("听证日", null=True)
    decided_on = models.DateField("决定日", null=True)
    decision = models.CharField("决定书文号", max_length=80, blank=True, default="")
    served_on = models.DateField("送达日", null=True)
    demanded_on = models.DateField("催告书送达日", null=True)
    paid_on = models.DateField("缴款日", null=True)
    paid_fen = models.BigIntegerField("已缴", default=0)
    surcharge_fen = models.BigIntegerField("加处罚款", default=0)
    published_at = models.DateTimeField("公示时间", null=True)
    published_until = models.DateField("公示截止日", null=True)
    annulled_at = models.DateTimeField("撤销时间", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(procedure__in=PROCEDURES), name="case_procedure_known"),
            models.CheckConstraint(
                condition=Q(fine_fen__gte=0, confiscated_fen__gte=0, paid_fen__gte=0, surcharge_fen__gte=0),
                name="case_money_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(decided_on__isnull=False, procedure="ordinary"),
                name="case_published_is_decided",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True) | Q(annulled_at__isnull=True), name="case_annulled_is_down"
            ),
            models.UniqueConstraint(fields=["decision"], condition=~Q(decision=""), name="case_decision_once"),
        ]  # fmt: skip

    def __str__(self):
        return self.number
