"""The desk of visits of a station head: who is where, what is overdue, what nobody makes."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from huizhi.apps.people.facade import needs
from huizhi.apps.visits import facade as visits
from huizhi.exchange.asked_visits import give_visit
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused


@needs("plan_visits")
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """The desk of today."""
    return _desk(request)


@needs("plan_visits")
@require_POST
def give(request: HttpRequest, visit: str) -> HttpResponse:
    """Give a visit to officers."""
    try:
        give_visit(visit, officers=request.POST.getlist("officers"), by=request.user, at=timezone.now())
    except Refused as why:
        return _desk(request, why, 422)
    return redirect("web:visit_desk")


def _desk(request: HttpRequest, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    found = visits.desk_of(request.user, timezone.now())
    names = {each.username: each.name for each in found.able}
    context = {
        "desk": found, "refused": refused, "names": names, "by_lot": visits.BY_LOT,
        "trail": trail((_("监管"), ""), (_("现场检查"), "../visits"), (_("今日安排"), "")),
    }  # fmt: skip
    return render(request, "web/visit_desk.html", context, status=status)
