"""A year's plan as words: its rows, how far each is, and what was filed and published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from huizhi.apps.inspections import facade as inspections
from huizhi.exchange.yearly import progress
from huizhi.law.joint_items import joint_items
from huizhi.ui.lines import in_words
from huizhi.web.presenters.ceremonies import STATES as DRAW_STATES

STATES = {
    "draft": gettext_lazy("起草"),
    "filed": gettext_lazy("已备案，待公布"),
    "published": gettext_lazy("已公布"),
}


def rows(number: str, found: Sequence[inspections.PlanRow], on: date, *, office: bool) -> list[dict[str, Any]]:
    """Rows with their progress; rates by class for the office, their range for everybody else.

    Classes stay inside: a published draw names its strata, and class by class a rate would tell which is which.
    """
    return [_row(each, number, office) for each in progress(number, tuple(found), on)]


def _row(one: Any, number: str, office: bool) -> dict[str, Any]:
    row, item = one.row, joint_items().get(one.row.item)
    page = "web:ceremony" if office else "web:public_ceremony"
    shown = [(each, state) for each, state in one.draws if office or state not in ("draft", "approved")]
    return {
        "key": row.key, "item": in_words(*item.title) if item else row.item, "basis": item.basis if item else "",
        "objects": row.objects, "departments": "、".join(row.departments), "months": _months(row),
        "rates": _rates(row, office), "planned": row.planned, "drawn": one.drawn, "done": one.done,
        "published": one.published, "late": one.late,
        "draws": [
            (each, reverse(page, args=[each]) if state != "drawn" else _drawn(each, office), DRAW_STATES[state])
            for each, state in shown
        ],
        "open": f"{reverse('web:new_plan')}?from={number}&row={row.key}" if office else "",
    }  # fmt: skip


def _drawn(number: str, office: bool) -> str:
    return reverse("web:draw" if office else "web:public_draw", args=[number])


def _months(row: inspections.PlanRow) -> str:
    if row.from_month == row.to_month:
        return _("%(n)s月") % {"n": row.from_month}
    return _("%(a)s—%(b)s月") % {"a": row.from_month, "b": row.to_month}


def _rates(row: inspections.PlanRow, office: bool) -> str:
    shares = {name: _percent(rate) for name, rate in sorted(row.rates.items())}
    if office:
        return "　".join(f"{name}\u00a0{share}" for name, share in shares.items())
    values = sorted(shares.values(), key=lambda text: float(text[:-1]))
    return values[0] if values[0] == values[-1] else f"{values[0]}—{values[-1]}"


def _percent(rate: str) -> str:
    return f"{float(rate) * 100:.4f}".rstrip("0").rstrip(".") + "%"


def burden(year: int, most: int) -> list[str]:
    """How often businesses were drawn this year, in words; the last line says whether any went over the cap."""
    times = inspections.times_drawn(year)
    words = [
        ngettext("抽查%(often)s次的%(n)s家", "抽查%(often)s次的%(n)s家", many) % {"often": often, "n": many}
        for often, many in times.items()
    ]
    over = sum(many for often, many in times.items() if often > most)
    words.append(_("超过上限的%(n)s家") % {"n": over} if over else _("没有超过每年%(n)s次上限的") % {"n": most})
    return words


def offered(plan: inspections.YearPlanPage, held: frozenset[str], viewer: str) -> set[str]:
    """What this officer may try now; the verbs decide."""
    acts = set()
    if "plan_draws" in held:
        acts |= {"revise", "publish"} if plan.state == "filed" else {"revise"}
    if "approve_draws" in held and plan.state == "draft" and viewer != plan.drafted_by:
        acts.add("file")
    return acts
