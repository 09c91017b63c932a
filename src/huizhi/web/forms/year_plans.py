"""The form on which the desk writes a year's plan: its head, and rows that each name one item of the list."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils import timezone
from django.utils.translation import gettext as _

from huizhi.apps.inspections import facade as inspections
from huizhi.law.joint_items import joint_items
from huizhi.law.risk import credit_classes
from huizhi.ui.lines import in_words
from huizhi.web.forms.desk import choice, lines, text, whole

SPARE_ROWS = 3
MOST_ROWS = 60
RATES = {"A": "0.01", "B": "0.03", "C": "0.1", "D": "0.3", "E": "0.5"}
"""What a new row begins with; the desk decides."""


class YearPlanForm(forms.Form):
    """Number, year, title and the cap on how often a business may be drawn."""

    def __init__(self, *args: Any, plan: inspections.YearPlanPage | None = None, today: date, **kwargs: Any):
        initial: dict[str, Any] = {"year": today.year, "most_per_year": 2}
        if plan:
            initial = {name: getattr(plan, name) for name in ("number", "year", "title", "most_per_year", "reason")}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["number"] = text(_("编号"), 60, hint=_("公布后即网址的一部分，如WH-2027"))
        self.fields["year"] = whole(_("年度"), today.year, 2100, least=2015)
        self.fields["number"].disabled = self.fields["year"].disabled = plan is not None
        self.fields["title"] = text(_("名称"), 200)
        self.fields["most_per_year"] = whole(
            _("同一经营主体每年最多抽查次数"), 2, 99, _("投诉举报、转办交办和专项检查不计入"), least=1
        )
        if plan and (plan.versions or plan.state != "draft"):
            self.fields["reason"] = lines(_("变更理由"), _("随新的版本公布"), rows=2)


class RowForm(forms.Form):
    """One row. A row without an item is left out."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.classes = credit_classes(timezone.localdate())
        items = [(one.code, f"{in_words(*one.title)}（{in_words(*one.field)}）") for one in joint_items().values()]
        months = [(f"{n}", _("%(n)s月") % {"n": n}) for n in range(1, 13)]
        self.fields["item"] = choice(_("清单事项"), [("", "—"), *items], needed=False)
        self.fields["objects"] = text(_("检查对象类别"), 200, False, _("不填则照清单"))
        self.fields["departments"] = text(_("实施部门"), 300, False, _("用顿号隔开，发起部门在前；不填则照清单"))
        for name in self.classes:
            self.fields[f"rate_{name}"] = text(_("%(name)s类抽查比例") % {"name": name}, 12, False)
            self.fields[f"rate_{name}"].initial = RATES[name]
        self.fields["from_month"] = choice(_("从"), months, needed=False)
        self.fields["to_month"] = choice(_("到"), months, needed=False)
        self.fields["to_month"].initial = "12"
        self.fields["planned"] = whole(_("预计检查户数"), 0, 10_000_000)
        self.fields["planned"].required = False

    def clean(self) -> dict[str, Any]:
        """A chosen item has rates that are numbers from 0 to 1 and months in order."""
        found = super().clean() or {}
        if not found.get("item"):
            return found
        for name in self.classes:
            rate = found.get(f"rate_{name}") or ""
            if not re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", rate, re.ASCII) or float(rate) > 1:
                self.add_error(f"rate_{name}", _("比例写成0到1之间的小数，如0.05"))
        if int(found.get("from_month") or 1) > int(found.get("to_month") or 12):
            self.add_error("to_month", _("结束月份不能早于开始月份"))
        return found

    def row(self, place: int) -> inspections.PlanRow:
        """The row as the verbs take it. Call on a valid form with an item only."""
        found = self.cleaned_data
        item = joint_items()[found["item"]]
        named = tuple(one.strip() for one in re.split("[、,，;；]", found["departments"]) if one.strip())
        return inspections.PlanRow(
            key=f"{place:02d}", item=item.code, objects=found["objects"] or item.objects[0],
            departments=named or (item.lead, *item.joined_by),
            rates={name: found[f"rate_{name}"] for name in self.classes},
            from_month=int(found["from_month"] or 1), to_month=int(found["to_month"] or 12),
            planned=found["planned"] or 0,
        )  # fmt: skip


RowForms = formset_factory(RowForm, extra=SPARE_ROWS, max_num=MOST_ROWS, absolute_max=MOST_ROWS)


def row_forms(plan: inspections.YearPlanPage | None, data: Any = None) -> BaseFormSet:
    """The rows of a plan, and some empty ones."""
    initial = [_initial(row) for row in plan.rows] if plan else None
    return RowForms(data, initial=initial, prefix="row")


def rows_of(forms_: BaseFormSet, plan: inspections.YearPlanPage | None) -> Sequence[inspections.PlanRow]:
    """The rows that name an item; a row that stood in the plan keeps its key."""
    kept = [row.key for row in plan.rows] if plan else []
    rows, last = [], max((int(key) for key in kept if key.isdigit()), default=0)
    for place, one in enumerate(forms_.forms):
        if (one.has_changed() and one.cleaned_data.get("item")) or (place < len(kept) and one.cleaned_data.get("item")):
            if place < len(kept):
                key = int(kept[place])
            else:
                last += 1
                key = last
            rows.append(one.row(key))
    return rows


def _initial(row: inspections.PlanRow) -> dict[str, Any]:
    return {
        "item": row.item, "objects": row.objects, "departments": "、".join(row.departments),
        **{f"rate_{name}": rate for name, rate in row.rates.items()},
        "from_month": f"{row.from_month}", "to_month": f"{row.to_month}", "planned": row.planned,
    }  # fmt: skip
