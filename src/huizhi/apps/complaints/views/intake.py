"""Taking in a filing by telephone or at the counter: one screen, with what is known beside it."""

import secrets
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints.facade import Filing, file_intake, hints
from huizhi.apps.complaints.forms import IntakeForm
from huizhi.apps.complaints.panels import flag_lines, guesses_of, promise_words
from huizhi.apps.complaints.queries.filings import proposal_for
from huizhi.apps.people.facade import needs, typed_work, unit_cards
from huizhi.apps.registers.facade import search
from huizhi.ui.lines import in_words, trail
from huizhi.vocabulary.refused import Refused

SHOWN_ONCE = "complaints_filed"
"""Session key of a receipt just made: the code is shown on one page and then forgotten."""


@needs("file_matters")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def intake(request: HttpRequest) -> HttpResponse:
    """The form; a complete one is filed and leads to its receipt."""
    form = IntakeForm(
        request.POST or None, divisions=_divisions(), initial={"key": secrets.token_hex(16), **typed_work(request)}
    )
    refused = None
    if request.method == "POST" and form.is_valid():
        try:
            filed = file_intake(_filing(form.cleaned_data, request), by=request.user, at=timezone.now())
        except Refused as why:
            refused = why
        else:
            request.session[SHOWN_ONCE] = {"numbers": list(filed.numbers), "code": filed.tracking_code}
            return redirect("complaints:filed", filed.numbers[0])
    page = {"form": form, "refused": refused, "trail": trail((_("工作"), ""), (_("登记投诉举报"), ""))}
    status = 422 if request.method == "POST" else 200
    return render(request, "complaints/intake.html", page | _beside(request), status=status)


@needs("file_matters")
@require_POST
@sensitive_post_parameters()
def beside(request: HttpRequest) -> HttpResponse:
    """What is known about the business and the words typed so far."""
    return render(request, "complaints/_beside.html", _beside(request))


@needs("file_matters")
@require_safe
def filed(request: HttpRequest, number: str) -> HttpResponse:
    """The receipt of a filing just taken in; the tracking code is shown this once."""
    kept = request.session.get(SHOWN_ONCE) or {}
    mine = kept if number in kept.get("numbers", []) else {}
    if mine:
        del request.session[SHOWN_ONCE]
    page = {
        "number": number, "numbers": mine.get("numbers", [number]), "code": mine.get("code", ""),
        "trail": trail((_("工作"), ""), (_("登记投诉举报"), "")),
    }  # fmt: skip
    return render(request, "complaints/filed.html", page)


def _divisions() -> list[tuple[str, str]]:
    """The areas with an office of their own, by the name of the office."""
    cards = [card for card in unit_cards().values() if card.kind in ("county", "zone")]
    return [(f"{card.division}/{card.zone}", in_words(card.zh, card.en)) for card in cards]


def _filing(given: dict, request: HttpRequest) -> Filing:
    place = _place(given, request)
    money = given["amount"]
    return Filing(
        channel=given["channel"], key=given["key"], topic=given["topic"], goods=given["goods"], facts=given["facts"],
        claim=given["claim"], complaint="complaint" in given["kinds"], report="report" in given["kinds"],
        target=given["target"], respondent_name=place.pop("name", "") or given["respondent_name"],
        amount_fen=None if money is None else int(money * Decimal(100)), quantity=given["quantity"],
        bought_on=given["bought_on"], anonymous=given["anonymous"],
        person={name: given[name] for name in ("name", "phone", "address") if given[name]}, **place,
    )  # fmt: skip


def _place(given: dict, request: HttpRequest) -> dict[str, str]:
    """The business chosen from the register, or the area named by hand."""
    chosen = given.get("respondent_entity_id") or ""
    for line in search(given.get("respondent_name", ""), viewer=request.user).lines if chosen else ():
        if line.entity_id == chosen:
            return {
                "name": line.name, "respondent_entity_id": line.entity_id, "respondent_address": line.address or "",
                "division": line.division or "", "zone": line.zone or "", "station": line.station or "",
            }  # fmt: skip
    division, _slash, zone = (given.get("division") or "/").partition("/")
    return {"respondent_address": given.get("respondent_address", ""), "division": division, "zone": zone}


def _beside(request: HttpRequest) -> dict[str, object]:
    """Lines to choose the business from, hints, the suggestion and the unit proposed."""
    typed = {name: request.POST.get(name, "").strip() for name in ("respondent_name", "respondent_entity_id", "facts")}
    if not typed["respondent_name"] and not typed["facts"]:
        return {}
    lines = search(typed["respondent_name"], viewer=request.user, limit=6).lines if typed["respondent_name"] else ()
    place = _place({**typed, "division": request.POST.get("division", "")}, request)
    found = hints(
        respondent_name=place.get("name") or typed["respondent_name"], text=typed["facts"],
        respondent_entity_id=place.get("respondent_entity_id", ""), on=timezone.localdate(),
    )  # fmt: skip
    target = request.POST.get("target") or "operator"
    return {
        "lines": lines, "chosen": typed["respondent_entity_id"], "hints": found, "flags": flag_lines(found),
        "promise": promise_words(found), "guesses": guesses_of(typed["facts"]), "unit": _unit(place, target),
    }  # fmt: skip


def _unit(place: dict[str, str], target: str) -> dict[str, str]:
    """The unit proposed for a complaint, with its article; empty where the place is not known."""
    if not place.get("division"):
        return {}
    asked = Filing(
        channel="phone", key="-", topic="other", facts="", target=target, division=place["division"],
        zone=place.get("zone", ""), station=place.get("station", ""),
    )  # fmt: skip
    try:
        found = proposal_for(asked, "complaint", casework.civil_day(timezone.now()))
    except Refused:
        return {}
    card = unit_cards().get(found.unit)
    english = (get_language() or "").startswith("en")
    return {"name": in_words(card.zh, card.en), "why": found.place_en if english else found.place_zh,
            "basis": str(found.basis)} if card else {}  # fmt: skip
