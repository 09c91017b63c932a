"""A year's plan of draws: written and filed at the desk, published for everybody, printed, changed by versions."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import may, needs, permissions_held, public
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused
from huizhi.web.forms.year_plans import YearPlanForm, row_forms, rows_of
from huizhi.web.presenters import year_plans as words


def _found(number: str, viewer: Any = None) -> inspections.YearPlanPage:
    page = inspections.year_plan_for(viewer, number) if viewer else inspections.year_plan(number)
    if page is None:
        raise Http404(number)
    return page


@needs("see_entities")
@require_safe
def year_plans(request: HttpRequest) -> HttpResponse:
    """Every year's plan; drafts for who prepares or approves them."""
    context = {
        "plans": [(page, words.STATES[page.state]) for page in inspections.year_plans_for(request.user)],
        "may_plan": may(request.user, "plan_draws"),
        "trail": trail((_("监管"), ""), (_("双随机抽查"), reverse("web:draws")), (_("年度计划"), "")),
    }  # fmt: skip
    return render(request, "web/year_plans.html", context)


@needs("see_entities")
@require_safe
def year_plan(request: HttpRequest, number: str) -> HttpResponse:
    """One plan with how far its rows are, and what this officer may do."""
    return _shown(request, number)


@needs("approve_draws")
@require_POST
def file(request: HttpRequest, number: str) -> HttpResponse:
    """A leader files the draft with the authority above."""
    said = {name: request.POST.get(name, "").strip() for name in ("filed_with", "filed_number")}
    try:
        on, revision = date.fromisoformat(request.POST.get("filed_on", "")), int(request.POST.get("revision", ""))
        known = {"filed_on": on, "revision": revision, "by": request.user, "at": timezone.now()}
        inspections.file_year_plan(number=number, **said, **known)
    except ValueError:
        return _shown(request, number, status=422)
    except Refused as why:
        return _shown(request, number, refused=why, status=422)
    return redirect("web:year_plan", number)


@needs("plan_draws")
@require_POST
def publish(request: HttpRequest, number: str) -> HttpResponse:
    """Publish what was filed."""
    try:
        inspections.publish_year_plan(number=number, by=request.user, at=timezone.now())
    except Refused as why:
        return _shown(request, number, refused=why, status=422)
    return redirect("web:year_plan", number)


@needs("plan_draws")
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Draft a year's plan."""
    return _written(request, None)


@needs("plan_draws")
@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, number: str) -> HttpResponse:
    """Write it anew; what is published stays until the next version is."""
    return _written(request, _found(number, request.user))


def _written(request: HttpRequest, plan: inspections.YearPlanPage | None) -> HttpResponse:
    data = request.POST or None
    form, rows = YearPlanForm(data, plan=plan, today=timezone.localdate()), row_forms(plan, data)
    refused = None
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        try:
            _write(form.cleaned_data, rows_of(rows, plan), plan, request)
            return redirect("web:year_plan", form.cleaned_data["number"])
        except Refused as problem:
            refused = problem
    heading = _("修改年度计划") if plan else _("起草年度计划")
    context = {
        "form": form, "rows": rows, "heading": heading, "refused": refused, "plan": plan,
        "trail": trail((_("监管"), ""), (_("年度计划"), reverse("web:year_plans")), (heading, "")),
    }  # fmt: skip
    return render(request, "web/year_plan_form.html", context, status=422 if request.method == "POST" else 200)


def _write(found: dict[str, Any], rows: Any, plan: inspections.YearPlanPage | None, request: HttpRequest) -> None:
    known = {"by": request.user, "at": timezone.now(), "rows": rows}
    said = {name: found[name] for name in ("number", "title", "most_per_year")}
    if plan is None:
        inspections.draft_year_plan(**said, year=found["year"], **known)
    else:
        said_revision = request.POST.get("revision", "")
        revision = int(said_revision) if said_revision.isascii() and said_revision.isdigit() else 0
        inspections.revise_year_plan(**said, revision=revision, reason=found.get("reason", ""), **known)


def _shown(request: HttpRequest, number: str, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    plan, today = _found(number, request.user), timezone.localdate()
    context = {
        "plan": plan, "state": words.STATES[plan.state], "today": today, "refused": refused,
        "rows": words.rows(number, plan.rows, today, office=True),
        "burden": words.burden(plan.year, plan.most_per_year),
        "late": plan.filed_on is None and not plan.versions and today > plan.due_on, "may_open": bool(plan.versions),
        "offered": words.offered(plan, permissions_held(request.user), request.user.username),
        "trail": trail((_("监管"), ""), (_("年度计划"), reverse("web:year_plans")), (number, "")),
    }  # fmt: skip
    return render(request, "web/year_plan.html", context, status=status)


@public
@require_safe
def public_year_plans(request: HttpRequest) -> HttpResponse:
    """The published plans, for everybody."""
    return render(request, "web/public/year_plans.html", {"plans": inspections.year_plans()})


@public
@require_safe
def public_year_plan(request: HttpRequest, number: str) -> HttpResponse:
    """One plan as published, or an earlier version of it, with how far its rows are."""
    plan = _found(number)
    asked = request.GET.get("version", "")
    chosen = [each for each in plan.versions if asked in ("", f"{each.version}")]
    if not chosen:
        raise Http404(number)
    version, today = chosen[0], timezone.localdate()
    context = {
        "plan": plan, "version": version, "burden": words.burden(plan.year, version.most_per_year),
        "rows": words.rows(number, version.rows, today, office=False), "latest": version == plan.versions[0],
    }  # fmt: skip
    return render(request, "web/public/year_plan.html", context)
