"""Published draws: the list, one draw, and its verification in the visitor's own browser."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import may, needs, public
from huizhi.apps.registers import facade as registers
from huizhi.ui.lines import trail
from huizhi.web.presenters import ceremonies, drawings


def _context(number: str, entity_page: str) -> dict[str, object]:
    """What both draw pages show; 404 for an unknown number."""
    page = inspections.draw(number)
    if page is None:
        raise Http404(number)
    names = registers.names_of([entry["object_id"] for entry in page.record["selected"]])
    return {
        "draw": page.line, "title": drawings.title(page.record),
        "plan": drawings.plan(page.record), "steps": drawings.steps(page),
        "selected": drawings.selected(page, names, entity_page), "files": drawings.files(page),
        "parties": drawings.parties(page.record), "pack": reverse("inspections:download", args=[number, "pack.zip"]),
    }  # fmt: skip


@needs("see_entities")
def draws(request: HttpRequest) -> HttpResponse:
    """The published draws."""
    context = {"trail": trail((_("监管"), ""), (_("双随机抽查"), "")), "draws": inspections.draws()}
    context |= {"plans": ceremonies.lines(timezone.now(), drafts=True), "may_plan": may(request.user, "plan_draws")}
    return render(request, "web/draws.html", context)


@needs("see_entities")
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """One draw for officers: objects lead to their files."""
    steps = trail((_("监管"), ""), (_("双随机抽查"), reverse("web:draws")), (number, ""))
    return render(request, "web/draw.html", {"trail": steps, **_context(number, "web:entity")})


@public
def public_draws(request: HttpRequest) -> HttpResponse:
    """The published draws, for everybody."""
    return render(
        request, "web/public/draws.html", {"draws": inspections.draws(), "plans": ceremonies.lines(timezone.now())}
    )


@public
def public_draw(request: HttpRequest, number: str) -> HttpResponse:
    """One draw for everybody; it verifies itself on load."""
    return render(request, "web/public/draw.html", _context(number, "web:public_entity"))
