"""Matters and what belongs to them. Rows defend themselves; what a row means to an officer stands in `cards.py`."""

from django.db import models
from django.db.models import Q

from huizhi.apps.casework.lifecycle import AUDIENCES
from huizhi.apps.casework.reckoning import NEVER

RUNNING, PAUSED, MET, MET_LATE, RELEASED = "running", "paused", "met", "met_late", "released"
CLOCK_STATES = (RUNNING, PAUSED, MET, MET_LATE, RELEASED)
OPEN_CLOCK = (RUNNING, PAUSED)
SUSPENSION, EXTENSION, RESTART = "suspension", "extension", "restart"
UP, DOWN, ACROSS = "up", "down", "across"
DRAFT, ISSUED, SERVED = "draft", "issued", "served"
FIGURES = [
    "holder", "late_at", "next_due_at", "assignee", "confidential", "returned", "supervised", "kind", "state",
    "closed_at", "id",
]  # fmt: skip


def _unit(**options):
    return models.ForeignKey("people.Unit", models.PROTECT, to_field="code", related_name="+", **options)


def _officer(**options):
    return models.ForeignKey(
        "people.Officer", models.PROTECT, to_field="username", null=True, blank=True, related_name="+", **options
    )


def _known(field, values, name):
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class NumberSeries(models.Model):
    """The last number an office gave to a kind in a year. Locked by whoever takes the next."""

    office = _unit(verbose_name="单位")
    kind = models.CharField("类别", max_length=20)
    year = models.PositiveSmallIntegerField("年份")
    last = models.PositiveIntegerField("末号", default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["office", "kind", "year"], name="series_once")]


class Matter(models.Model):
    """One matter. `next_due_at` is the earliest alarm and `late_at` the earliest end of its running clocks (or NEVER).

    Every act on a matter raises `version` by one; a form posts the version it saw.
    """

    number = models.CharField("编号", max_length=40, unique=True)
    kind = models.CharField("类别", max_length=20)
    lifecycle_version = models.CharField("规程版本", max_length=20)
    state = models.CharField("环节", max_length=30)
    confidential = models.BooleanField("保密", default=False)
    office = _unit(verbose_name="登记单位")
    holder = _unit(verbose_name="承办单位")
    assignee = _officer(verbose_name="承办人")
    title = models.CharField("标题", max_length=200)
    topic = models.CharField("类目", max_length=60, blank=True, default="")
    respondent_name = models.CharField("被投诉举报人", max_length=200, blank=True, default="")
    respondent_key = models.CharField("名称检索", max_length=200, blank=True, default="")
    subject_key = models.CharField("标题检索", max_length=200, blank=True, default="")
    respondent_entity_id = models.CharField("主体", max_length=40, blank=True, default="")
    division = models.CharField("行政区划", max_length=6, blank=True, default="")
    zone = models.CharField("功能区", max_length=10, blank=True, default="")
    station = models.CharField("管辖所", max_length=80, blank=True, default="")
    channel = models.CharField("来源", max_length=20, blank=True, default="")
    received_at = models.DateTimeField("收到时间")
    closed_at = models.DateTimeField("办结时间", null=True, blank=True)
    outcome = models.CharField("结果", max_length=40, blank=True, default="")
    priority = models.PositiveSmallIntegerField("优先", default=0)
    next_due_at = models.DateTimeField("最近预警", default=NEVER)
    late_at = models.DateTimeField("最近届满", default=NEVER)
    returned = models.BooleanField("退回", default=False)
    supervised = models.BooleanField("督办", default=False)
    version = models.PositiveIntegerField("版次", default=1)

    class Meta:
        ordering = ["next_due_at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(number=""), name="matter_numbered"),
            models.CheckConstraint(condition=Q(closed_at=None) | Q(next_due_at=NEVER), name="matter_closed_rings_not"),
            models.CheckConstraint(condition=Q(late_at__gte=models.F("next_due_at")), name="matter_alarm_first"),
        ]
        indexes = [
            models.Index(fields=["next_due_at", "id"], condition=Q(closed_at=None), name="matter_queue"),
            models.Index(fields=["holder", "next_due_at", "id"], condition=Q(closed_at=None), name="matter_holder"),
            # All that the figures of an inbox read: one pass over this, and no row of the table.
            models.Index(fields=FIGURES, condition=Q(closed_at=None), name="matter_figures"),
            models.Index(fields=["assignee", "next_due_at", "id"], condition=Q(closed_at=None), name="matter_assignee"),
            models.Index(fields=["assignee", "holder"], name="matter_desk"),
            models.Index(fields=["late_at", "id"], condition=Q(closed_at=None), name="matter_late"),
            models.Index(fields=["holder"], condition=Q(closed_at=None, assignee=None), name="matter_unassigned"),
            models.Index(fields=["holder"], condition=Q(closed_at=None, returned=True), name="matter_returned"),
            models.Index(fields=["holder"], condition=Q(closed_at=None, supervised=True), name="matter_supervised"),
            models.Index(fields=["-closed_at", "-id"], condition=~Q(closed_at=None), name="matter_closed"),
            # One unit's, in the order they are listed: a planner with only one of the two reads everybody's.
            models.Index(
                fields=["holder", "-closed_at", "-id"], condition=~Q(closed_at=None), name="matter_holder_closed"
            ),
            models.Index(fields=["holder", "-id"], name="matter_holder_newest"),
            models.Index(fields=["respondent_entity_id", "-received_at"], name="matter_respondent"),
            models.Index(fields=["respondent_key"], name="matter_respondent_key"),
            models.Index(fields=["subject_key"], name="matter_subject_key"),
        ]

    def __str__(self):
        return self.number


class Wording(models.Model):
    """A name or subject that matters bear, once: what a search by a part of one reads instead of every matter."""

    text = models.CharField("文字", max_length=200, unique=True)

    def __str__(self):
        return self.text


class CoHandler(models.Model):
    """An officer who works a matter beside its assignee."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="co_handlers")
    officer = models.ForeignKey("people.Officer", models.PROTECT, to_field="username", related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["matter", "officer"], name="co_handler_once")]


class Clock(models.Model):
    """One run of a declared clock. Its days and instants are always what `reckoning` makes of its events."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clocks")
    name = models.CharField("时限", max_length=30)
    keys = models.CharField("法定数值", max_length=200)
    started_at = models.DateTimeField("起算")
    due_on = models.DateField("届满日")
    alarm_on = models.DateField("从严届满日")
    rights_on = models.DateField("从宽届满日")
    due_at = models.DateTimeField("届满时刻")
    alarm_at = models.DateTimeField("预警时刻")
    provisional = models.BooleanField("暂定", default=False)
    awaits_notice = models.BooleanField("待放假通知", default=False)
    state = models.CharField("状态", max_length=10, default=RUNNING)
    ended_at = models.DateTimeField("止算", null=True, blank=True)
    ended_seq = models.PositiveBigIntegerField("止算操作", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            _known("state", CLOCK_STATES, "clock_state_known"),
            models.UniqueConstraint(
                fields=["matter", "name"], condition=Q(state__in=OPEN_CLOCK), name="clock_runs_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN_CLOCK, ended_at=None) | Q(~Q(state__in=OPEN_CLOCK), ended_at__isnull=False),
                name="clock_ended_has_instant",
            ),
        ]
        indexes = [models.Index(fields=["id"], condition=Q(state__in=OPEN_CLOCK), name="clock_open")]


class ClockEvent(models.Model):
    """What happened to a clock: a suspension (`to_on` null while it lasts), an extension, or a restart."""

    clock = models.ForeignKey(Clock, models.PROTECT, related_name="events")
    kind = models.CharField("事项", max_length=12)
    on = models.DateField("日期")
    to_on = models.DateField("止日", null=True, blank=True)
    reason = models.CharField("事由", max_length=60)
    document = models.CharField("文书号", max_length=120)
    approver = models.CharField("批准", max_length=20, blank=True, default="")
    days = models.PositiveIntegerField("天数", default=0)
    seq = models.PositiveBigIntegerField("操作")

    class Meta:
        ordering = ["id"]
        constraints = [
            _known("kind", (SUSPENSION, EXTENSION, RESTART), "clock_event_known"),
            models.CheckConstraint(condition=~Q(document=""), name="clock_event_documented"),
            models.UniqueConstraint(
                fields=["clock"], condition=Q(kind=SUSPENSION, to_on=None), name="clock_stands_still_once"
            ),
        ]


class Entry(models.Model):
    """A line of the timeline, one per act; names are those of that day. `sealed` text is opened by `identities`."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="entries")
    seq = models.PositiveBigIntegerField("操作")
    version = models.PositiveIntegerField("版次")
    at = models.DateTimeField("时间")
    verb = models.CharField("操作名", max_length=60)
    officer = models.CharField("账号", max_length=150)
    officer_name = models.CharField("姓名", max_length=60)
    unit_zh = models.CharField("单位", max_length=80, blank=True, default="")
    unit_en = models.CharField("单位英文", max_length=120, blank=True, default="")
    text = models.TextField("内容", blank=True, default="")
    sealed = models.CharField("密封内容", max_length=64, blank=True, default="")
    salt = models.CharField("盐", max_length=64, blank=True, default="")
    told = models.JSONField("要点", default=dict, blank=True)
    audience = models.CharField("读者", max_length=10, default="staff")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "version"], name="entry_per_version"),
            models.UniqueConstraint(fields=["seq"], name="entry_per_act"),
            _known("audience", AUDIENCES, "entry_audience_known"),
        ]


class HandOver(models.Model):
    """A matter offered to another unit: up, down or across. It stays with its holder until the receiver accepts."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="hand_overs")
    direction = models.CharField("方向", max_length=10)
    for_competence = models.BooleanField("因无处理权限")
    giver = _unit(verbose_name="移交单位")
    receiver = _unit(verbose_name="接收单位")
    reason = models.TextField("理由")
    offered_at = models.DateTimeField("提出时间")
    offered_by = models.CharField("提出人", max_length=150)
    answered_at = models.DateTimeField("答复时间", null=True, blank=True)
    answered_by = models.CharField("答复人", max_length=150, blank=True, default="")
    accepted = models.BooleanField("接收", null=True, blank=True)
    answer = models.TextField("答复", blank=True, default="")

    class Meta:
        ordering = ["id"]
        constraints = [
            _known("direction", (UP, DOWN, ACROSS), "hand_over_direction_known"),
            models.UniqueConstraint(fields=["matter"], condition=Q(accepted=None), name="hand_over_open_once"),
            models.CheckConstraint(condition=~Q(giver=models.F("receiver")), name="hand_over_to_another"),
        ]
        indexes = [models.Index(fields=["receiver"], condition=Q(accepted=None), name="hand_over_offered")]


class Supervision(models.Model):
    """An order of a unit above on a matter below, to be answered by a day it sets."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="supervisions")
    unit = _unit(verbose_name="督办单位")
    ordered_by = models.CharField("督办人", max_length=150)
    ordered_at = models.DateTimeField("督办时间")
    order = models.TextField("要求")
    answer_by = models.DateField("反馈期限")
    answered_at = models.DateTimeField("反馈时间", null=True, blank=True)
    answered_by = models.CharField("反馈人", max_length=150, blank=True, default="")
    answer = models.TextField("反馈", blank=True, default="")

    class Meta:
        ordering = ["answer_by", "id"]
        indexes = [models.Index(fields=["unit", "answer_by"], condition=Q(answered_at=None), name="supervision_open")]


class Document(models.Model):
    """A paper of a matter; `paper` is its key in `papers`, empty while it is a draft. `source_ref` seals its fields."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="documents")
    template = models.CharField("模板", max_length=60)
    number = models.CharField("文号", max_length=80, blank=True, default="")
    paper = models.CharField("文件", max_length=80, blank=True, default="")
    sha256 = models.CharField("摘要", max_length=64, blank=True, default="")
    source_ref = models.CharField("内容", max_length=32, blank=True, default="")
    state = models.CharField("状态", max_length=10, default=DRAFT)
    issued_on = models.DateField("签发日期", null=True, blank=True)
    service_method = models.CharField("送达方式", max_length=20, blank=True, default="")
    served_on = models.DateField("送达日期", null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            _known("state", (DRAFT, ISSUED, SERVED), "document_state_known"),
            models.CheckConstraint(
                condition=~Q(state=SERVED) | Q(served_on__isnull=False), name="document_served_on_day"
            ),
        ]


class Attachment(models.Model):
    """A file that came with a matter; `paper` is its key in `papers`, `name_ref` seals what its sender called it."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="attachments")
    paper = models.CharField("文件", max_length=80)
    name_ref = models.CharField("名称", max_length=32, blank=True, default="")
    sha256 = models.CharField("摘要", max_length=64)
    size_bytes = models.PositiveBigIntegerField("大小")
    media_type = models.CharField("类型", max_length=100)
    attached_at = models.DateTimeField("时间")
    attached_by = models.CharField("提交人", max_length=150)
    audience = models.CharField("读者", max_length=10, default="staff")

    class Meta:
        ordering = ["id"]
        constraints = [_known("audience", AUDIENCES, "attachment_audience_known")]


class SavedFilter(models.Model):
    """A named selection of the inbox, one officer's own."""

    officer = models.ForeignKey("people.Officer", models.PROTECT, to_field="username", related_name="+")
    name = models.CharField("名称", max_length=40)
    query = models.CharField("条件", max_length=500)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["officer", "name"], name="saved_filter_once")]
