"""Results of visits: at the desk, where they are published and handed over, and on the public page, with objections."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huizhi.apps.inspections.facade import draws_in_reach
from huizhi.apps.people.facade import may, needs, public
from huizhi.apps.visits import facade as visits
from huizhi.exchange.visits import hand_to_case, propose_listing, tasks_from_draw
from huizhi.law import checklists
from huizhi.ui.lines import in_words, trail
from huizhi.vocabulary.refused import Refused

LONGEST_OBJECTION = 4000


@needs("see_visits")
@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """The visits of this desk: planned, finished and to be published, published."""
    return _results(request)


@needs("plan_visits")
@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """Plan the visits of a published draw."""
    try:
        planned_on = date.fromisoformat(request.POST.get("planned_on", ""))
        number = request.POST.get("draw", "")
        tasks_from_draw(number, planned_on=planned_on, by=request.user, at=timezone.now())
    except ValueError:
        return _results(request, status=422)
    except Refused as why:
        return _results(request, refused=why, status=422)
    return redirect("web:visits")


@needs("publish_visits")
@require_POST
def publish(request: HttpRequest, visit: str) -> HttpResponse:
    """Publish one result."""
    try:
        visits.publish_result(visit, by=request.user, at=timezone.now())
    except Refused as why:
        return _results(request, refused=why, status=422)
    return redirect("web:visits")


@needs("correct_visits")
@require_POST
def correct(request: HttpRequest, visit: str) -> HttpResponse:
    """Put the right result in the place of a wrong one."""
    said = {name: request.POST.get(name, "").strip()[:300] for name in ("result", "reason", "part")}
    try:
        visits.correct_result(visit, by=request.user, at=timezone.now(), **said)
    except Refused as why:
        return _results(request, refused=why, status=422)
    return redirect("web:visits")


@needs("hand_to_cases")
@require_POST
def case(request: HttpRequest, visit: str) -> HttpResponse:
    """Hand one finding over to a case."""
    try:
        part = request.POST.get("part", "")[:10]
        number = hand_to_case(visit, part=part, by=request.user, at=timezone.now())
    except Refused as why:
        return _results(request, refused=why, status=422)
    return redirect("casework:matter", number)


@needs("propose_listings")
@require_POST
def listing(request: HttpRequest, visit: str) -> HttpResponse:
    """Propose an entry in the list of abnormal operations from one finding."""
    try:
        number = propose_listing(visit, by=request.user, at=timezone.now())
    except Refused as why:
        return _results(request, refused=why, status=422)
    return redirect("casework:matter", number)


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def published(request: HttpRequest, visit: str) -> HttpResponse:
    """One published result, and the form to object to it."""
    found = visits.published_visit(visit)
    if found is None:
        raise Http404(visit)
    text, error = request.POST.get("text", "").strip()[:LONGEST_OBJECTION], ""
    if request.method == "POST" and text:
        number = visits.object_to_result(visit, text=text, at=timezone.now())
        return render(request, "web/public/visit.html", {"visit": found, "number": number})
    if request.method == "POST":
        error = _("请写明异议的内容和理由。")
    status = 422 if error else 200
    return render(request, "web/public/visit.html", {"visit": found, "error": error}, status=status)


def _results(request: HttpRequest, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    rows = visits.visits_for(request.user)
    context = {
        "rows": rows, "refused": refused, "today": timezone.localdate(), "draws": draws_in_reach(request.user),
        "may_publish": may(request.user, "publish_visits"), "may_plan": may(request.user, "plan_visits"),
        "may_hand": may(request.user, "hand_to_cases"), "may_recheck": may(request.user, "see_rechecks"),
        "may_propose": may(request.user, "propose_listings"),
        "may_correct": may(request.user, "correct_visits"),
        "codes": [(each.code, in_words(each.zh, each.en)) for each in checklists.results().values()],
        "saved": visits.saved_for(request.user),
        "trail": trail((_("监管"), ""), (_("现场检查"), "")),
    }  # fmt: skip
    return render(request, "web/visits.html", context, status=status)
