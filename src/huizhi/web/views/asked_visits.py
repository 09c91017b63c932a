"""Directed visits: asked for from a matter, or planned in a campaign with a list."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import needs
from huizhi.apps.visits import facade as visits
from huizhi.exchange.asked_visits import ask_visit, open_campaign
from huizhi.law.checklists import results
from huizhi.ui.lines import in_words, trail
from huizhi.vocabulary.refused import Refused
from huizhi.web.forms.campaigns import CampaignForm


@needs("ask_visits")
@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a visit from a matter; what went wrong is said on the matter's page."""
    said = {name: request.POST.get(name, "").strip()[:300] for name in ("checklist", "reason")}
    try:
        wanted_on = date.fromisoformat(request.POST.get("wanted_on", ""))
        card = ask_visit(number, wanted_on=wanted_on, by=request.user, at=timezone.now(), **said)
        messages.success(request, _("已申请现场检查，编号%(number)s。") % {"number": card.number})
    except ValueError:
        messages.error(request, _("日期有误。"))
    except Refused as why:
        messages.error(request, in_words(why.message_zh, why.message_en))
        if why.code == "visit_no_source":
            return redirect("casework:inbox")
    return redirect("casework:matter", number)


@needs("plan_visits")
@require_http_methods(["GET", "HEAD", "POST"])
def campaigns(request: HttpRequest) -> HttpResponse:
    """The campaigns of this desk, and the form for a new one."""
    form = CampaignForm(request.POST or None, today=timezone.localdate())
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            open_campaign(form.asked(), by=request.user, at=timezone.now())
            return redirect("web:campaigns")
        except Refused as why:
            refused = why
    context = {
        "rows": [_row(asked, request.user) for asked, _unit, _at in inspections.campaigns_for(request.user)],
        "form": form, "refused": refused, "trail": trail((_("监管"), ""), (_("专项检查"), "")),
    }  # fmt: skip
    return render(request, "web/campaigns.html", context, status=422 if request.method == "POST" else 200)


def _row(asked: inspections.CampaignAsked, viewer) -> dict[str, Any]:
    cards = visits.visits_from(visits.CAMPAIGN, asked.number, viewer=viewer)
    done = [card for card in cards if card.result]
    return {
        "asked": asked, "waiting": sum(card.state == "planned" and not card.officers for card in cards),
        "done": len(done), "found": sum(results()[card.result].needs_finding for card in done),
    }  # fmt: skip
