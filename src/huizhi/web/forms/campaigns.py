"""The form on which a campaign is written down."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.registers.facade import names_of
from huizhi.law.checklists import checklists
from huizhi.ui.lines import in_words
from huizhi.web.forms.desk import choice, day, lines, text


class CampaignForm(forms.Form):
    """Number, title, basis, reason, checklist, days, and the businesses, one a line."""

    wide = ("title", "basis", "reason", "objects")

    def __init__(self, *args: Any, today: date, **kwargs: Any):
        super().__init__(*args, initial={"from_on": today}, **kwargs)
        lists = [(one.code, in_words(one.zh, one.en)) for one in checklists().values()]
        self.fields["number"] = text(_("编号"), 60)
        self.fields["checklist"] = choice(_("检查表"), lists)
        self.fields["title"] = text(_("名称"), 200)
        self.fields["basis"] = text(_("依据"), 300, hint=_("法规条款，或者部署这次行动的文件"))
        self.fields["reason"] = lines(_("理由"), _("为什么不用随机抽取"), rows=2)
        self.fields["from_on"] = day(_("从"))
        self.fields["to_on"] = day(_("到"))
        self.fields["objects"] = lines(_("检查对象"), _("每行一个统一社会信用代码或者注册号"), rows=6)

    def clean_objects(self) -> tuple[str, ...]:
        """Businesses on file, each once."""
        codes = tuple(dict.fromkeys(self.cleaned_data["objects"].split()))
        unknown = [code for code in codes if code not in names_of(list(codes))]
        if unknown:
            raise forms.ValidationError(_("没有这些经营主体：%(codes)s") % {"codes": "、".join(unknown[:5])})
        return codes

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        found = super().clean() or {}
        if found.get("from_on") and found.get("to_on") and found["to_on"] < found["from_on"]:
            self.add_error("to_on", _("截止日期不能早于起始日期"))
        return found

    def asked(self) -> inspections.CampaignAsked:
        """The campaign as the verbs take it. Call on a valid form only."""
        return inspections.CampaignAsked(**self.cleaned_data)
