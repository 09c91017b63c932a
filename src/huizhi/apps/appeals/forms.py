"""The forms of this app's verbs: what is ruled, and why."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ReasonsForm(forms.Form):
    """The reasons of a decision, read by the business."""

    note = forms.CharField(
        label=_("理由"), max_length=4000, help_text=_("写给企业。"),
        widget=forms.Textarea(attrs={"class": "inp", "rows": 4}),
    )  # fmt: skip


class UpholdForm(ReasonsForm):
    """What is ruled about the record."""

    ruling = forms.ChoiceField(
        label=_("认定"), widget=forms.RadioSelect(),
        choices=[("not_theirs", _("记录不属于该企业")), ("annulled", _("记录已撤销或者有误"))],
    )  # fmt: skip
