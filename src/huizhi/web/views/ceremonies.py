"""A draw as a ceremony: the desk's draft, each step for whoever may do it, and the page on which everybody follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import needs, public
from huizhi.exchange.drand import check_value
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused
from huizhi.web.forms.plans import PlanForm
from huizhi.web.presenters import ceremonies as words

MOST_VALUES = 4


def _sent(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").strip()[:600]


def _revision(request: HttpRequest) -> int:
    said = _sent(request, "revision")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0


Act = Callable[[HttpRequest, dict[str, Any]], object]
ACTS: dict[str, Act] = {
    "try": lambda _request, known: inspections.try_plan(**known),
    "approve": lambda request, known: inspections.approve_plan(revision=_revision(request), **known),
    "return": lambda request, known: inspections.return_plan(note=_sent(request, "note"), **known),
    "publish": lambda _request, known: inspections.publish_plan(**known),
    "commit": lambda request, known: inspections.commit_to_draw(commitment=_sent(request, "commitment"), **known),
    "beacon": lambda request, known: inspections.enter_beacon(
        values=[value.strip() for value in request.POST.getlist("value")[:MOST_VALUES]], signed=check_value, **known
    ),
    "reveal": lambda request, known: inspections.reveal_secret(secret=_sent(request, "secret"), **known),
    "dispute": lambda request, known: inspections.dispute_beacon(note=_sent(request, "note"), **known),
    "abandon": lambda request, known: inspections.abandon_draw(
        reason="changed_pool" if _sent(request, "reason") == "changed_pool" else "abandoned",
        note=_sent(request, "note"), **known,
    ),
}  # fmt: skip


def _found(number: str, at: datetime, *, drafts: bool) -> inspections.CeremonyPage:
    page = inspections.ceremony(number, at, drafts=drafts)
    if page is None:
        raise Http404(number)
    return page


def _shown(request: HttpRequest, number: str, at: datetime, status: int = 200, **more: object) -> HttpResponse:
    """The office's page of one plan."""
    plan = _found(number, at, drafts=True)
    context = {
        **words.shown(plan, at), "offered": words.offered(plan, request.user), "reasons": words.reasons(),
        "trail": trail((_("监管"), ""), (_("双随机抽查"), reverse("web:draws")), (number, "")), **more,
    }  # fmt: skip
    return render(request, "web/ceremony.html", context, status=status)


@needs("see_entities")
@never_cache
@require_safe
def ceremony(request: HttpRequest, number: str) -> HttpResponse:
    """One plan from its first draft on, with what this officer may do now."""
    return _shown(request, number, timezone.now())


@needs("see_entities")
@require_POST
def ceremony_act(request: HttpRequest, number: str, act: str) -> HttpResponse:
    """Do one step; the verb decides whether this officer may."""
    at = timezone.now()
    if act not in ACTS:
        raise Http404(act)
    _found(number, at, drafts=True)
    try:
        done = ACTS[act](request, {"number": number, "by": request.user, "at": at})
    except Refused as refused:
        return _shown(request, number, at, 422, refused=refused)
    return _shown(request, number, at, tried=done) if act == "try" else redirect("web:ceremony", number)


@needs("plan_draws")
def new_plan(request: HttpRequest) -> HttpResponse:
    """Write a new draft, of its own or from a row of a published year's plan."""
    said = request.POST if request.method == "POST" else request.GET
    row = inspections.open_row(said.get("from", ""), said.get("row", "")) if said.get("from") else None
    return _written(request, PlanForm(request.POST or None, request.FILES or None, from_year=row), None)


@needs("plan_draws")
def revise_plan(request: HttpRequest, number: str) -> HttpResponse:
    """Write a draft anew."""
    plan = _found(number, timezone.now(), drafts=True)
    return _written(request, PlanForm(request.POST or None, request.FILES or None, plan=plan), plan)


def _written(request: HttpRequest, form: PlanForm, plan: inspections.CeremonyPage | None) -> HttpResponse:
    """Keep what the form says, or show it again with what is wrong."""
    refused = None
    if request.method == "POST" and form.is_valid():
        known = {"by": request.user, "at": timezone.now()}
        try:
            draft = form.draft(settings.HUIZHI_HOME)
            if plan:
                inspections.revise_plan(draft, revision=plan.revision, **known)
            else:
                inspections.draft_plan(draft, **known)
            return redirect("web:ceremony", draft.number)
        except Refused as problem:
            refused = problem
    heading = _("修改方案") if plan else _("起草抽查方案")
    context = {
        "form": form, "heading": heading, "refused": refused,
        "trail": trail((_("监管"), ""), (_("双随机抽查"), reverse("web:draws")), (heading, "")),
    }  # fmt: skip
    return render(request, "web/plan_form.html", context, status=422 if request.method == "POST" else 200)


@needs("see_entities")
@require_safe
def draft_list(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """One list of a plan that is not published yet."""
    content = inspections.draft_files(number).get(name)
    if content is None:
        raise Http404(f"{number}/{name}")
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)


@public
@never_cache
@require_safe
def public_ceremony(request: HttpRequest, number: str) -> HttpResponse:
    """One published plan for everybody, live: the page asks for its middle again every ten seconds."""
    at = timezone.now()
    part = request.headers.get("HX-Target") == "ceremony"
    context = words.shown(_found(number, at, drafts=False), at)
    return render(request, "web/_ceremony.html" if part else "web/public/ceremony.html", context)
