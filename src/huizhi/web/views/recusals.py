"""The register of recusals: declared by officers, ended by heads, kept to by draws and substitutions."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import may, needs, unit_cards
from huizhi.apps.registers.facade import names_of
from huizhi.ui.lines import in_words, trail
from huizhi.vocabulary.refused import Refused
from huizhi.web.forms.recusals import RecusalForm


@needs("see_recusals")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recusals(request: HttpRequest) -> HttpResponse:
    """The register as this officer may see it, and the form to declare one."""
    form = RecusalForm(request.POST or None, viewer=request.user, today=timezone.localdate())
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            inspections.declare_recusal(**form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("web:recusals")
        except Refused as why:
            refused = why
    return _shown(request, form, refused)


@needs("approve_recusals")
@require_POST
def end(request: HttpRequest, recusal: int) -> HttpResponse:
    """End one from a day on."""
    try:
        said = {
            "ends_on": date.fromisoformat(request.POST.get("ends_on", "")),
            "reason": request.POST.get("reason", ""),
        }
        inspections.end_recusal(recusal=recusal, by=request.user, at=timezone.now(), **said)
    except ValueError:
        return _shown(request, RecusalForm(viewer=request.user, today=timezone.localdate()), status=422)
    except Refused as why:
        return _shown(request, RecusalForm(viewer=request.user, today=timezone.localdate()), why)
    return redirect("web:recusals")


def _shown(request: HttpRequest, form: RecusalForm, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    today = timezone.localdate()
    lines = inspections.recusals_for(request.user, today)
    names, units = names_of([line.object_id for line in lines]), unit_cards()
    heads = may(request.user, "approve_recusals")
    rows = [
        {
            "line": line, "object": names.get(line.object_id, (line.object_id, None))[0],
            "unit": in_words(units[line.unit].zh, units[line.unit].en) if line.unit in units else line.unit,
            "relation": in_words(*inspections.RELATION_WORDS[line.relation]) if line.relation else "",
            "may_end": heads and line.ends_on is None and line.officer != request.user.username,
        }
        for line in lines
    ]  # fmt: skip
    context = {
        "rows": rows, "form": form, "refused": refused, "today": today,
        "may_declare": may(request.user, "declare_recusals"),
        "trail": trail((_("监管"), ""), (_("回避登记"), "")),
    }  # fmt: skip
    wrong = refused or (form.is_bound and not form.is_valid())
    return render(request, "web/recusals.html", context, status=422 if wrong else status)
