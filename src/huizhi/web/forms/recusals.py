"""The form on which a recusal is declared."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import may, officers_of, unit_cards
from huizhi.apps.registers.facade import names_of
from huizhi.ui.lines import in_words
from huizhi.web.forms.desk import choice, day, lines, text


class RecusalForm(forms.Form):
    """For oneself; a head chooses one of the officers in reach."""

    def __init__(self, *args: Any, viewer: Any, today: date, **kwargs: Any):
        super().__init__(*args, initial={"officer": viewer.username, "since": today}, **kwargs)
        people = [(viewer.username, viewer.name)]
        if may(viewer, "approve_recusals"):
            reach = {code: unit for code, unit in unit_cards().items() if inspections.is_head_of(viewer, code)}
            known = officers_of(reach, "declare_recusals")
            people += [(o.username, f"{o.name}　{o.username}") for o in known if o.username != viewer.username]
        relations = [(code, in_words(*words)) for code, words in inspections.RELATION_WORDS.items()]
        self.fields["officer"] = choice(_("回避的人员"), people)
        self.fields["object_id"] = text(_("检查对象"), 200, hint=_("统一社会信用代码或者注册号"))
        self.fields["relation"] = choice(_("关系"), relations)
        self.fields["since"] = day(_("起始日期"))
        self.fields["until"] = day(_("截止日期"), needed=False, hint=_("关系一直存在的不填"))
        self.fields["reason"] = lines(_("理由"), _("只有本人、单位负责人和审计人员能看到"), rows=2)
        self.fields["reason"].max_length = 300

    def clean_object_id(self) -> str:
        """A business on file."""
        code = str(self.cleaned_data["object_id"]).strip()
        if code not in names_of([code]):
            raise forms.ValidationError(_("没有这个经营主体，请核对代码"))
        return code

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        found = super().clean() or {}
        if found.get("until") and found.get("since") and found["until"] < found["since"]:
            self.add_error("until", _("截止日期不能早于起始日期"))
        return found
