"""The forms of this app's verbs."""

from django import forms
from django.utils.translation import gettext_lazy as _


def _day(label):
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"class": "inp", "type": "date"})
    return forms.DateField(label=label, required=False, widget=widget)


class EnterForm(forms.Form):
    """The decision, and the letters that prove that nobody can be reached."""

    decision = forms.CharField(label=_("决定书文号"), max_length=80, widget=forms.TextInput(attrs={"class": "inp"}))
    first_letter_on = _day(_("第一次邮寄日期（仅无法联系且没有现场笔录时）"))
    second_letter_on = _day(_("第二次邮寄日期"))


class ReasonsForm(forms.Form):
    """Reasons, in words."""

    note = forms.CharField(label=_("理由"), max_length=4000, widget=forms.Textarea(attrs={"class": "inp", "rows": 4}))


class AskForm(forms.Form):
    """What the business put forward."""

    text = forms.CharField(
        label=_("事实和理由"), max_length=4000, widget=forms.Textarea(attrs={"class": "inp", "rows": 5})
    )


class EmptyForm(forms.Form):
    """Nothing to say."""
