"""What a party writes on the page of its matter."""

from django import forms
from django.utils.translation import gettext_lazy as _

from huizhi.web.forms.parts import CitizenForm, area, line, radio

SCORES = [("5", _("很满意")), ("4", _("满意")), ("3", _("一般")), ("2", _("不满意")), ("1", _("很不满意"))]


class OpenForm(CitizenForm):
    """A number and its code."""

    say = {"number": _("填写回执上的编号"), "code": _("填写回执上的查询码")}
    hints = {"number": _("例如371002-TS-2026-000123"), "code": _("12位字母和数字，不分大小写。")}
    number = line(_("编号"), 60, autocomplete="off", autocapitalize="characters", spellcheck="false")
    code = line(_("查询码"), 40, autocomplete="off", autocapitalize="characters", spellcheck="false")


class WordsForm(CitizenForm):
    """A message, more facts, or a reason."""

    say = {"words": _("请写下内容")}
    words = area(_("内容"), 2000, 4)


class RefuseTermsForm(CitizenForm):
    """Why the terms are not agreed to."""

    say = {"words": _("写下不同意的理由，或者您能接受的方案")}
    words = area(_("理由或者您能接受的方案"), 2000, 4)


class RateForm(CitizenForm):
    """How content one is, and why."""

    say = {"score": _("选择满意程度")}
    score = radio(SCORES, _("您对办理满意吗？"))
    words = area(_("意见（选填）"), 1000, 3, required=False)


class ConfirmForm(CitizenForm):
    """Nothing but a button; `version` is the version of the terms that were shown."""

    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)


class FileForm(CitizenForm):
    """One file."""

    heading = _("提交材料")
    say = {"content": _("请选择文件")}
    content = forms.FileField(label=_("文件"), widget=forms.ClearableFileInput(attrs={"class": "inp"}))
