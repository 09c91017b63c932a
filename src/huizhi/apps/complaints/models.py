"""Filings and what complaints and reports have of their own. Nobody's name and no citizen's words stand in these rows.

`*_ref` are references of `identities`; numbers are matters of `casework`.
"""

from django.db import models
from django.db.models import Q

from huizhi.apps.complaints.lifecycle import CHANNELS


def _unit(**options):
    return models.ForeignKey("people.Unit", models.PROTECT, to_field="code", related_name="+", **options)


def _ref(name):
    return models.CharField(name, max_length=32, blank=True, default="")


class Intake(models.Model):
    """One filing: a complaint, a report, or both. `about` is its name for `identities`; `key` makes it happen once."""

    about = models.CharField("登记", max_length=60, unique=True)
    key = models.CharField("幂等键", max_length=80, null=True, unique=True)
    channel = models.CharField("来源", max_length=20)
    source_number = models.CharField("来源编号", max_length=80, null=True)
    office = _unit(verbose_name="登记单位")
    received_at = models.DateTimeField("收到时间")
    filed_at = models.DateTimeField("登记时间")
    topic = models.CharField("问题类别", max_length=30)
    goods = models.CharField("客体类别", max_length=30, blank=True, default="")
    target = models.CharField("对象类型", max_length=30)
    respondent_name = models.CharField("被投诉举报人", max_length=200, blank=True, default="")
    respondent_address = models.CharField("地址", max_length=200, blank=True, default="")
    respondent_entity_id = models.CharField("主体", max_length=40, blank=True, default="")
    amount_fen = models.PositiveBigIntegerField("金额（分）", null=True)
    quantity = models.PositiveIntegerField("数量", null=True)
    bought_on = models.DateField("购买日期", null=True)
    known_on = models.DateField("知道日期", null=True)
    asked_return_on = models.DateField("提出退货日期", null=True)
    person_ref = _ref("投诉人")
    reporter_ref = _ref("举报人")
    agent_ref = _ref("代理人")
    anonymous = models.BooleanField("匿名", default=False)
    facts_ref = _ref("事实")
    claim_ref = _ref("诉求")
    salt_ref = _ref("盐")
    tracking_hash = models.CharField("查询码摘要", max_length=64)
    seq = models.PositiveBigIntegerField("登记操作")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)
    supplements = models.CharField("补正的原投诉", max_length=40, blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=list(CHANNELS)), name="intake_channel_known"),
            models.CheckConstraint(
                condition=Q(anonymous=True) | ~Q(person_ref="", reporter_ref=""), name="intake_has_somebody"
            ),
            models.UniqueConstraint(
                fields=["channel", "source_number"], condition=Q(source_number__isnull=False), name="intake_source_once"
            ),
        ]
        indexes = [
            models.Index(fields=["respondent_entity_id", "-received_at"], name="intake_respondent"),
            models.Index(fields=["respondent_name", "-received_at"], name="intake_name"),
        ]

    def __str__(self):
        return self.about


class ComplaintDetail(models.Model):
    """What a complaint has beyond a matter. `respondent_code` lets the business into the mediation room (hash only)."""

    number = models.CharField("编号", max_length=40, unique=True)
    intake = models.OneToOneField(Intake, models.PROTECT, related_name="complaint")
    accepted_on = models.DateField("受理日期", null=True)
    refusal_grounds = models.JSONField("不予受理事由", default=list)
    mode = models.CharField("调解方式", max_length=20, blank=True, default="")
    delegate = models.CharField("受托组织", max_length=120, blank=True, default="")
    consents = models.JSONField("同意委托", default=list)
    terms_ref = _ref("方案")
    terms_version = models.PositiveIntegerField("方案版次", default=0)
    agreed_by = models.JSONField("同意方案", default=list)
    book = models.CharField("调解书", max_length=20, blank=True, default="")
    ground = models.CharField("终止事由", max_length=4, blank=True, default="")
    taken_back = models.BooleanField("已退货", null=True)
    respondent_code = models.CharField("经营者码摘要", max_length=64, blank=True, default="")
    clue_number = models.CharField("线索编号", max_length=40, blank=True, default="")
    publicity_on = models.DateField("应公示日期", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(book__in=["", "made", "performed", "waived"]), name="complaint_book_known"
            ),
            models.CheckConstraint(
                condition=Q(mode__in=["", "on_site", "online", "delegated"]), name="complaint_mode_known"
            ),
        ]

    def __str__(self):
        return self.number


class ReportDetail(models.Model):
    """What a report has beyond a matter. `duty` is the field of law with a duty to inform; `clue_of` a complaint."""

    number = models.CharField("编号", max_length=40, unique=True)
    intake = models.OneToOneField(Intake, models.PROTECT, related_name="report", null=True)
    clue_of = models.CharField("调解投诉", max_length=40, blank=True, default="")
    duty = models.CharField("告知义务领域", max_length=30, blank=True, default="")
    named = models.BooleanField("实名", default=False)
    decided_on = models.DateField("决定日期", null=True)
    told_on = models.DateField("告知日期", null=True)
    repeats = models.PositiveIntegerField("重复次数", default=0)
    repeat_of = models.CharField("重复于", max_length=40, blank=True, default="")

    def __str__(self):
        return self.number


class Message(models.Model):
    """One message of the mediation room; its words are sealed."""

    complaint = models.ForeignKey(ComplaintDetail, models.PROTECT, related_name="messages")
    role = models.CharField("发言人", max_length=20)
    at = models.DateTimeField("时间")
    text_ref = _ref("内容")
    officer_name = models.CharField("姓名", max_length=40, blank=True, default="")
    seq = models.PositiveBigIntegerField("操作", unique=True)

    class Meta:
        ordering = ["seq"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["complainant", "respondent", "mediator"]), name="message_role_known"
            )
        ]


class Satisfaction(models.Model):
    """How content the citizen was with a closed matter, 1 to 5."""

    number = models.CharField("编号", max_length=40, unique=True)
    score = models.PositiveSmallIntegerField("评分")
    words_ref = _ref("意见")
    at = models.DateTimeField("时间")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(score__gte=1, score__lte=5), name="satisfaction_one_to_five")]


class Publication(models.Model):
    """A complaint shown to the public: business, topic and outcome, never a person (Order 121 art. 38)."""

    number = models.CharField("编号", max_length=40, unique=True)
    respondent_name = models.CharField("经营者", max_length=200)
    respondent_entity_id = models.CharField("主体", max_length=40, blank=True, default="")
    topic = models.CharField("类别", max_length=30)
    outcome = models.CharField("结果", max_length=40)
    division = models.CharField("行政区划", max_length=6, blank=True, default="")
    closed_on = models.DateField("办结日期")
    published_at = models.DateTimeField("公示时间")
    withdrawn_at = models.DateTimeField("撤下时间", null=True)

    class Meta:
        ordering = ["-published_at", "-id"]


class CaseReferral(models.Model):
    """A report decided to be a case, waiting for the penalty procedure to take it up."""

    report_number = models.CharField("举报编号", max_length=40, unique=True)
    unit = _unit(verbose_name="办案单位")
    decided_on = models.DateField("决定日期")
    respondent_name = models.CharField("当事人", max_length=200, blank=True, default="")
    respondent_entity_id = models.CharField("主体", max_length=40, blank=True, default="")
    topic = models.CharField("类别", max_length=30, blank=True, default="")
    case_number = models.CharField("案号", max_length=40, blank=True, default="")


class Reward(models.Model):
    """What a reporter is rewarded: reckoned by law, fixed by the head, to be claimed within its window."""

    report_number = models.CharField("举报编号", max_length=40, unique=True)
    level = models.PositiveSmallIntegerField("等级")
    counted_fen = models.PositiveBigIntegerField("计奖金额（分）")
    reckoned_fen = models.PositiveBigIntegerField("计算奖金（分）")
    amount_fen = models.PositiveBigIntegerField("奖金（分）")
    needs_finance = models.BooleanField("会同财政")
    told_on = models.DateField("告知日期")
    claim_until = models.DateField("领取期限")
    claimed_on = models.DateField("领取日期", null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=3), name="reward_level_known"),
        ]


class ShopPromise(models.Model):
    """A shop that promised to take goods back without a reason, as the lists deliver it."""

    entity_id = models.CharField("主体", max_length=40, blank=True, default="")
    name = models.CharField("店铺", max_length=200)
    term = models.PositiveIntegerField("承诺天数")
    from_on = models.DateField("自")
    to_on = models.DateField("至", null=True)

    class Meta:
        indexes = [models.Index(fields=["entity_id"], name="promise_entity")]


class FirstStop(models.Model):
    """Where a consumer may turn first: a business that settles online itself (ODR), or a consumer station at a shop."""

    kind = models.CharField("类别", max_length=10)
    entity_id = models.CharField("主体", max_length=40, blank=True, default="")
    name = models.CharField("名称", max_length=200)
    contact = models.CharField("联系方式", max_length=120, blank=True, default="")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=["odr", "station"]), name="first_stop_kind_known")]
        indexes = [models.Index(fields=["entity_id"], name="first_stop_entity")]


class ImportRow(models.Model):
    """A row of another platform's export that could not be taken in: sealed, with the reason, to be tried again."""

    source = models.CharField("来源", max_length=20)
    unit = models.CharField("导入单位", max_length=40, default="")
    file_sha256 = models.CharField("文件摘要", max_length=64)
    row = models.PositiveIntegerField("行号")
    reason_code = models.CharField("原因", max_length=40)
    reason_zh = models.CharField("说明", max_length=300)
    reason_en = models.CharField("说明英文", max_length=300)
    cells_ref = _ref("内容")
    at = models.DateTimeField("时间")
    taken_at = models.DateTimeField("补登时间", null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["source", "file_sha256", "row"], name="import_row_once"),
        ]


class TaughtRouter(models.Model):
    """A router taught from labelled filings, as JSON of whole numbers; the newest is in use."""

    digest = models.CharField("摘要", max_length=64, unique=True)
    artefact = models.TextField("模型")
    figures = models.JSONField("验证", default=dict)
    adopted_at = models.DateTimeField("启用时间")

    class Meta:
        ordering = ["-adopted_at", "-id"]
