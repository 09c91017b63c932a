"""The forms of this app's verbs."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from huizhi.apps.cases.hearing import chairs_for
from huizhi.apps.cases.words import KINDS, ON_THE_SPOT, SERVICE

MOST_YUAN = 1_000_000_000


def _pairs(words, codes=None):
    """Choices in the language of the page, decided when the page is made."""

    def made():
        english = (get_language() or "").startswith("en")
        return [(code, pair[1] if english else pair[0]) for code, pair in words.items() if not codes or code in codes]

    return made


def _area(label, hint="", needed=True, rows=4):
    widget = forms.Textarea(attrs={"class": "inp", "rows": rows})
    return forms.CharField(label=label, required=needed, max_length=8000, help_text=hint, widget=widget)


def _line(label, hint="", needed=True, length=80):
    widget = forms.TextInput(attrs={"class": "inp"})
    return forms.CharField(label=label, required=needed, max_length=length, help_text=hint, widget=widget)


def _day(label, needed=True, hint=""):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "inp", "type": "date"})
    return forms.DateField(label=label, required=needed, help_text=hint, widget=widget)


def _yuan(label, hint=""):
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=MOST_YUAN, decimal_places=2, help_text=hint,
        widget=forms.NumberInput(attrs={"class": "inp", "inputmode": "decimal"}),
    )  # fmt: skip


def _kinds(codes=None):
    return forms.MultipleChoiceField(
        label=_("处罚种类"), choices=_pairs(KINDS, codes), widget=forms.CheckboxSelectMultiple()
    )


def _yes(label, hint=""):
    return forms.BooleanField(label=label, required=False, help_text=hint)


def _service():
    return forms.ChoiceField(label=_("送达方式"), choices=_pairs(SERVICE), widget=forms.Select(attrs={"class": "inp"}))


class ReasonsForm(forms.Form):
    """Reasons, in words."""

    note = _area(_("理由"))


class NoteForm(forms.Form):
    """An opinion, in words."""

    note = _area(_("意见"))


class EmptyForm(forms.Form):
    """Nothing to say."""


class ConcludeForm(forms.Form):
    """What the investigation found and what is proposed."""

    topic = _line(_("违法行为类型"), length=120)
    act_ended_on = _day(_("违法行为终了之日"), hint=_("继续状态的，填写行为终了之日；据此计算追责时效。"))
    grave = _yes(_("涉及公民生命健康安全、金融安全且有危害后果"))
    organisation = forms.ChoiceField(
        label=_("当事人类别"), choices=[("1", _("法人或者其他组织")), ("0", _("自然人"))], widget=forms.RadioSelect()
    )
    facts = _area(_("违法事实和证据"), rows=6)
    kinds = _kinds()
    fine_yuan = _yuan(_("罚款（元）"))
    confiscated_yuan = _yuan(_("没收（元）"))
    basis = _area(_("处罚依据和裁量理由"))
    legal_review = _yes(_("属于应当法制审核的案件"), _("涉及重大公共利益、案情疑难复杂或者法律规定应当审核的。"))


class SpotForm(forms.Form):
    """A decision on the spot."""

    organisation = ConcludeForm.base_fields["organisation"]
    topic = _line(_("违法行为类型"), length=120)
    facts = _area(_("违法事实和证据"))
    basis = _area(_("处罚依据"))
    kind = forms.ChoiceField(label=_("处罚种类"), choices=_pairs(KINDS, ON_THE_SPOT), widget=forms.RadioSelect())
    fine_yuan = _yuan(_("罚款（元）"))
    decision = _line(_("决定书文号"))
    cash = _yes(_("当场收缴罚款"))
    hard_later = _yes(_("不当场收缴事后难以执行"))


class ServedForm(forms.Form):
    """How and when a document reached the party."""

    method = _service()
    on = _day(_("送达日期"), hint=_("公告送达填写公告之日。"))


class DefenceForm(forms.Form):
    """What the party put forward, and when."""

    on = _day(_("提出日期"))
    note = _area(_("陈述申辩的内容和复核意见"))


class WaiveForm(forms.Form):
    """A waiver in writing, where there is one."""

    document = _line(_("书面放弃的文书号"), _("期满未提出的不填。"), needed=False)


class AskHearingForm(forms.Form):
    """When the party asked, and the document under which the case's time stands still."""

    on = _day(_("提出日期"))
    document = _line(_("听证受理文书号"))


class ChairForm(forms.Form):
    """Who chairs the hearing: an officer of the unit or its bureau who did not work the case."""

    of_a_matter = True
    chair = forms.ChoiceField(
        label=_("听证主持人"), help_text=_("不得由本案办案人员担任；列出的是本单位和所属局没有办理本案的人员。"),
        widget=forms.Select(attrs={"class": "inp"}),
    )  # fmt: skip

    def __init__(self, *args, number: str, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["chair"].choices = [(each.username, each.name) for each in chairs_for(number)]


class HearingDayForm(forms.Form):
    """When the hearing is."""

    hearing_on = _day(_("听证日期"))


class DecideForm(forms.Form):
    """What is decided."""

    decision = _line(_("决定书文号"))
    kinds = _kinds()
    fine_yuan = _yuan(_("罚款（元）"))
    confiscated_yuan = _yuan(_("没收（元）"))
    collective_on = _day(_("负责人集体讨论日期"), needed=False, hint=_("经过听证或者应当法制审核的案件必填。"))


class CourtForm(forms.Form):
    """The application to the court."""

    document = _line(_("强制执行申请书文号"))


class PaidForm(forms.Form):
    """What was paid, and when."""

    paid_on = _day(_("缴清日期"), needed=False, hint=_("没有罚款的不填。"))
    paid_yuan = _yuan(_("已缴罚款（元）"))

    def clean(self):
        """An amount has its day."""
        given = super().clean()
        if given.get("paid_yuan") and not given.get("paid_on"):
            raise ValidationError(_("请填写缴清日期。"))
        return given
