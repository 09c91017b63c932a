"""Published draws: the list, one draw, and its verification in the visitor's own browser."""

from collections.abc import Collection

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import may, needs, public
from huizhi.apps.registers import facade as registers
from huizhi.apps.visits import facade as visits
from huizhi.exchange.visits import results_with_visits
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused
from huizhi.web.presenters import ceremonies, drawings

LONGEST_RESULTS = 1_000_000
"""Characters of results taken at once."""


def _context(number: str, entity_page: str, *, office: bool, hidden: Collection[str] = ()) -> dict[str, object]:
    """What both draw pages show, without what visits in `hidden` found; 404 for an unknown number."""
    page = inspections.draw(number)
    if page is None:
        raise Http404(number)
    names = registers.names_of([entry["object_id"] for entry in page.record["selected"]])
    done = inspections.substitutions(number)
    named = drawings.people(page, done, office=office)
    selected = drawings.selected(page, names, entity_page, named)
    found = results_with_visits(number, timezone.localdate())
    kept_back = {
        one for one, each in found.items() if each.visit in hidden or not (office or each.state == "published")
    }
    found = {one: each for one, each in found.items() if each.visit not in hidden}
    return {
        "draw": page.line, "title": drawings.title(page.record),
        "plan": drawings.plan(page.record), "steps": drawings.steps(page),
        "selected": selected, "results": drawings.results(page, selected, found, everything=office),
        "results_words": drawings.counted(len(selected), found), "files": drawings.files(page),
        "substitutions": drawings.substituted(done, named),
        "told": drawings.told(page, inspections.estimates(number, without=kept_back)),
        "parties": drawings.parties(page.record),
        "pack": reverse("inspections:download", args=[number, "pack.zip"]),
        "open_objects": drawings.without_result(selected, found) if office else (),
        "recused": inspections.to_be_substituted(number, timezone.localdate()) if office else (),
        "reasons_without_visit": drawings.reasons_without_visit(),
    }  # fmt: skip


@needs("see_entities")
def draws(request: HttpRequest) -> HttpResponse:
    """The published draws."""
    context = {"trail": trail((_("监管"), ""), (_("双随机抽查"), "")), "draws": inspections.draws()}
    context |= {"plans": ceremonies.lines(timezone.now(), drafts=True), "may_plan": may(request.user, "plan_draws")}
    return render(request, "web/draws.html", context)


def _office(request: HttpRequest, number: str, status: int = 200, **more: object) -> HttpResponse:
    steps = trail((_("监管"), ""), (_("双随机抽查"), reverse("web:draws")), (number, ""))
    context = {
        "trail": steps,
        **_context(number, "web:entity", office=True, hidden=visits.hidden_from(request.user)),
        "may_enter": may(request.user, "plan_draws"),
        **more,
    }
    return render(request, "web/draw.html", context, status=status)


@needs("see_entities")
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """One draw for officers: objects lead to their files."""
    return _office(request, number)


@needs("plan_draws")
@require_POST
def draw_results(request: HttpRequest, number: str) -> HttpResponse:
    """Enter what the visits found, one line for each object and item."""
    sent = request.POST.get("results", "")[:LONGEST_RESULTS]
    lines = [[cell.strip() for cell in line.split(",")] for line in sent.splitlines() if line.strip()]
    found = [(line[0], line[1], line[2]) if len(line) == 3 else ("", "", "") for line in lines]
    try:
        inspections.enter_results(number=number, found=found, by=request.user, at=timezone.now())
    except Refused as refused:
        return _office(request, number, 422, refused=refused, sent=sent)
    return redirect("web:draw", number)


@needs("plan_draws")
@require_POST
def draw_without_visit(request: HttpRequest, number: str) -> HttpResponse:
    """Say what became of a drawn object that nobody visits."""
    said = {name: request.POST.get(name, "").strip()[:300] for name in ("object_id", "code", "note")}
    at = timezone.now()
    try:
        found = inspections.Found(found_on=timezone.localdate(at), **said)
        inspections.note_result(number=number, found=found, by=request.user, at=at)
    except Refused as refused:
        return _office(request, number, 422, refused=refused)
    return redirect("web:draw", number)


@needs("plan_draws")
@require_POST
def substitute(request: HttpRequest, number: str) -> HttpResponse:
    """Put the next officer in order in another's place."""
    said = {name: request.POST.get(name, "").strip()[:300] for name in ("object_id", "officer", "reason")}
    try:
        inspections.substitute_officer(number=number, by=request.user, at=timezone.now(), **said)
    except Refused as refused:
        return _office(request, number, 422, refused=refused)
    return redirect("web:draw", number)


@public
def public_draws(request: HttpRequest) -> HttpResponse:
    """The published draws, for everybody."""
    return render(
        request, "web/public/draws.html", {"draws": inspections.draws(), "plans": ceremonies.lines(timezone.now())}
    )


@public
def public_draw(request: HttpRequest, number: str) -> HttpResponse:
    """One draw for everybody; it verifies itself on load."""
    return render(request, "web/public/draw.html", _context(number, "web:public_entity", office=False))
