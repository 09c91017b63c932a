"""The forms of this app's own verbs, and of taking in a filing by telephone or at the counter."""

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huizhi.apps.complaints.facade import BOOKS, CHANNELS, GOODS, MODES, SOURCES, TOPICS
from huizhi.law.complaints import GROUND_ARTICLES, GROUNDS, TERMINATIONS
from huizhi.law.jurisdiction import TARGETS
from huizhi.law.rewards import EXCLUDED
from huizhi.law.values import STOPS

MOST_YUAN = 100_000_000


def _pairs(words, codes=None):
    """Choices in the language of the page, decided when the page is made."""

    def made():
        english = (get_language() or "").startswith("en")
        return [
            (code, pair[1] if english else pair[0]) for code, pair in words.items() if codes is None or code in codes
        ]

    return made


def _area(label, needed=True, hint="", rows=4):
    return forms.CharField(
        label=label, required=needed, max_length=4000, help_text=hint,
        widget=forms.Textarea(attrs={"class": "inp", "rows": rows}),
    )  # fmt: skip


def _line(label, needed=True, hint="", length=120, **attrs):
    return forms.CharField(
        label=label, required=needed, max_length=length, help_text=hint,
        widget=forms.TextInput(attrs={"class": "inp", **attrs}),
    )  # fmt: skip


def _one(label, choices, needed=True, radio=False, hint=""):
    widget = forms.RadioSelect() if radio else forms.Select(attrs={"class": "inp"})
    return forms.ChoiceField(label=label, choices=choices, required=needed, widget=widget, help_text=hint)


def _day(label, needed=False):
    return forms.DateField(
        label=label, required=needed, widget=forms.DateInput(format="%Y-%m-%d", attrs={"class": "inp", "type": "date"})
    )


def _yuan(label, needed=True, hint=""):
    return forms.DecimalField(
        label=label, required=needed, min_value=0, max_value=MOST_YUAN, decimal_places=2, help_text=hint,
        widget=forms.NumberInput(attrs={"class": "inp", "inputmode": "decimal"}),
    )  # fmt: skip


def _noted(label=None, needed=False, hint=None):
    return _area(label or _("说明"), needed, hint or _("选填。"))


def _grounds():
    english = (get_language() or "").startswith("en")
    return [
        (code, f"{code}　{GROUND_ARTICLES[code]}　{pair[1] if english else pair[0]}") for code, pair in GROUNDS.items()
    ]


class RefuseForm(forms.Form):
    """Grounds and reasons of a refusal."""

    grounds_given = forms.MultipleChoiceField(
        label=_("不予受理事由"), choices=_grounds, widget=forms.CheckboxSelectMultiple(),
        help_text=_("《市场监督管理投诉举报处理办法》第十六条"),
    )  # fmt: skip
    note = _noted(_("理由"), needed=True, hint=_("写给投诉人，并列明《消费者权益保护法》第三十九条的其他途径。"))


class InviteForm(forms.Form):
    """How mediation is held."""

    mode = _one(_("调解方式"), _pairs(MODES), radio=True)
    delegate = _line(_("受托组织"), needed=False, hint=_("委托调解时填写；须双方同意。"))
    note = _noted(_("时间、地点和要求"), hint=_("双方可见。"))


class MessageForm(forms.Form):
    """A message to both sides, or terms for them to agree to."""

    words = _area(_("内容"), hint=_("双方可见。"))
    as_terms = forms.BooleanField(label=_("作为调解方案，请双方确认"), required=False)


class StayForm(forms.Form):
    """Why mediation is stayed, under which document."""

    reason = _one(_("中止事由"), _pairs(STOPS, ("testing", "recusal")))
    document = _line(_("文书号"), hint=_("委托检测书、回避申请等的文号。"))
    note = _noted()


class AgreeForm(forms.Form):
    """What became of the agreement on paper."""

    book = _one(_("调解书"), _pairs(BOOKS), radio=True)
    note = _noted(_("协议要点"), hint=_("双方可见。"))


class TerminateForm(forms.Form):
    """The ground on which mediation ends."""

    ground = _one(_("终止事由"), _pairs(TERMINATIONS), radio=True, hint=_("第二十三条"))
    note = _noted(hint=_("双方可见。"))


class ClueForm(forms.Form):
    """What was found while mediating."""

    facts = _area(_("线索内容"), hint=_("密封保存；另立编号，按线索核查时限办理。"))


class RepeatForm(forms.Form):
    """Which later report repeats this one."""

    repeat = _line(_("后一次举报的编号"))
    note = _noted()


class RewardForm(forms.Form):
    """Level and amount of a reward."""

    level = _one(_("奖励等级"), [("1", "1"), ("2", "2"), ("3", "3")])
    counted_yuan = _yuan(_("罚没款（元）"), hint=_("没有罚没款的填 0。"))
    adjusted_yuan = _yuan(_("调整后的奖金（元）"), needed=False, hint=_("不填则按规定计算。"))
    excluded = _one(_("不予奖励情形"), lambda: [("", _("没有")), *_pairs(EXCLUDED)()], needed=False)
    note = _noted()


class LookForm(forms.Form):
    """Why an identity is opened."""

    reason = _area(
        _("查看事由"), hint=_("至少四个字，例如“电话核实事实”。与查看人、时间一并记入台账，供审计。"), rows=2
    )


COMPLAINT_FORMS = {
    "refuse": RefuseForm, "invite": InviteForm, "message": MessageForm, "stay": StayForm, "agree": AgreeForm,
    "terminate": TerminateForm, "find_clue": ClueForm,
}  # fmt: skip
REPORT_FORMS = {"merge_repeat": RepeatForm, "note_repeat": RepeatForm, "reward": RewardForm}


class IntakeForm(forms.Form):
    """One filing taken by an officer: everything on one screen."""

    key = forms.CharField(widget=forms.HiddenInput(), max_length=80)
    channel = _one(_("来源"), _pairs(CHANNELS, ("phone", "walk_in")), radio=True)
    kinds = forms.MultipleChoiceField(
        label=_("诉求"), choices=[("complaint", _("投诉：请求解决消费争议")), ("report", _("举报：反映违法线索"))],
        widget=forms.CheckboxSelectMultiple(),
    )  # fmt: skip
    respondent_name = _line(_("被投诉举报人"), length=200)
    respondent_entity_id = forms.CharField(required=False, max_length=40)  # a radio button beside the form
    respondent_address = _line(_("经营地址"), needed=False, length=200)
    division = _one(_("行政区划"), lambda: [("", _("请选择"))], needed=False)
    target = _one(_("对象类型"), _pairs(TARGETS))
    facts = _area(_("事实经过"), rows=6, hint=_("密封保存，只有承办人可见。"))
    claim = _area(_("具体诉求"), needed=False, rows=2)
    topic = _one(_("问题类别"), _pairs(TOPICS))
    goods = _one(_("商品或者服务"), _pairs(GOODS))
    amount = _yuan(_("涉及金额（元）"), needed=False)
    quantity = forms.IntegerField(
        label=_("数量"), required=False, min_value=0, max_value=1_000_000,
        widget=forms.NumberInput(attrs={"class": "inp", "inputmode": "numeric"}),
    )  # fmt: skip
    bought_on = _day(_("购买日期"))
    name = _line(_("姓名"), needed=False, autocomplete="off")
    phone = _line(_("电话"), needed=False, length=30, inputmode="tel", autocomplete="off")
    address = _line(_("通讯地址"), needed=False, length=200, autocomplete="off")
    anonymous = forms.BooleanField(label=_("匿名举报"), required=False)

    def __init__(self, *args, divisions=(), **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = [("", _("请选择")), *divisions]


class ImportForm(forms.Form):
    """An export of another platform. `digest` is that of the trial; empty asks for one."""

    source = _one(_("来源平台"), [(name, name) for name in SOURCES], radio=True)
    file = forms.FileField(
        label=_("导出文件"), help_text=_("CSV 或 XLSX，第一行为表头，含“登记编号”列。"),
        widget=forms.ClearableFileInput(attrs={"class": "inp", "accept": ".csv,.xlsx"}),
    )  # fmt: skip
    digest = forms.CharField(required=False, max_length=64)
