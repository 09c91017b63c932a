"""Blind checks for the bureau: choose a share of finished visits, and see how two pairs of officers agree."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huizhi.apps.inspections.facade import recused_on
from huizhi.apps.people.facade import may, needs
from huizhi.apps.visits import facade as visits
from huizhi.law.parameters import in_force
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused


@needs("see_rechecks")
@require_http_methods(["GET", "POST"])
def rechecks(request: HttpRequest) -> HttpResponse:
    """The agreement of a span of days; a POST chooses among the visits of one."""
    today = timezone.localdate()
    since, until = (_day(request.GET.get(name)) for name in ("since", "until"))
    since, until = since or date(today.year, 1, 1), until or today
    said = {
        "since": since, "until": until, "today": today, "percent": in_force("inspection.recheck_share", today),
        "may_plan": may(request.user, "plan_rechecks"),
        "trail": trail((_("监管"), ""), (_("现场检查"), "../visits"), (_("盲查复核"), "")),
    }  # fmt: skip
    status = 200
    if request.method == "POST":
        days = {name: _day(request.POST.get(name)) for name in ("since", "until", "planned_on")}
        try:
            if not all(days.values()):
                raise ValueError
            barred = recused_on(days["planned_on"] or today)
            said["round"] = visits.choose_rechecks(**days, by=request.user, at=timezone.now(), barred=barred)
        except ValueError:
            said["error"], status = _("请填写全部日期。"), 422
        except Refused as why:
            said["refused"], status = why, 422
    found = visits.agreement(since=since, until=until, viewer=request.user)
    said["lines"] = [
        (_("是否发现问题一致"), found.found, found.pairs, _shown(found.found_interval)),
        (_("结果代码一致"), found.same, found.pairs, ""),
        (_("首次未发现问题而复核发现问题"), found.missed, found.clean, _shown(found.missed_interval)),
        (_("逐项结论一致"), found.items, found.items_of, ""),
    ]
    return render(request, "web/rechecks.html", {**said, "found": found}, status=status)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _shown(bounds: tuple[float, float] | None) -> str:
    return f"{bounds[0]:.1%}–{bounds[1]:.1%}" if bounds else "—"
