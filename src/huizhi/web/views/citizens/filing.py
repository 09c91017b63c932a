"""Filing a complaint or a report: one thing per page, checked at the end, filed once however often it is sent."""

import uuid

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from huizhi.apps.casework.facade import Party, civil_day
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.facade import address_of
from huizhi.apps.registers import facade as registers
from huizhi.apps.visitors import facade as visitors
from huizhi.vocabulary.refused import Refused
from huizhi.web.forms.filing import KINDS
from huizhi.web.presenters import promises
from huizhi.web.presenters.filing import HEADINGS, Journey, address
from huizhi.web.views.citizens.browser import OPEN_FOR, citizens, held, hold, let_go, token_of

FOUND_AT_MOST = 8
READ = ["GET", "HEAD", "POST"]


@citizens
@require_http_methods(READ)
def filing(request: HttpRequest) -> HttpResponse:
    """The first page: a complaint, a report or both."""
    content = held(request, "filing")
    if content and "filed" in content:
        return HttpResponseRedirect(reverse("web:receipt_of_filing"))
    journey = _journey(content)
    if request.method == "POST":
        return _begin(request, content, journey)
    asked = request.GET.get("kind", "")
    initial = {"kind": asked if asked in dict(KINDS) else "", "e": request.GET.get("e", "")[:40]}
    form = journey.shown("kind", **initial)
    lost = content is None and bool(token_of(request, "filing"))
    return _page(
        request, journey, "kind", form, unfinished=bool(content), go_on=address(journey.first_open()), lost=lost
    )


def _begin(request: HttpRequest, content: dict | None, journey: Journey) -> HttpResponse:
    raw = _raw(request, journey, "kind")
    form = journey.form("kind", raw)
    if not form.is_valid():
        return _page(request, journey, "kind", form, status=422)
    at = timezone.now()
    if content is not None:
        visitors.change("filing", token_of(request, "filing"), at=at, answers={"kind": raw})
        return HttpResponseRedirect(address(_journey(held(request, "filing")).after("kind")))
    try:
        visitors.require_open("draft", address=address_of(request), at=at)
    except Refused as refused:
        return _page(request, journey, "kind", form, refused=refused, status=429)
    visitors.count("draft", address=address_of(request), at=at)
    fresh = {"key": f"web-{uuid.uuid4()}", "answers": {"kind": raw}, "q": _name_of(form.cleaned_data["e"])}
    return hold(request, HttpResponseRedirect(address("where")), "filing", fresh, at)


@citizens
@require_http_methods(READ)
def filing_step(request: HttpRequest, step: str) -> HttpResponse:
    """Any further page."""
    if step not in HEADINGS or step == "kind":
        raise Http404(step)
    content = held(request, "filing")
    if content and "filed" in content:
        return HttpResponseRedirect(reverse("web:receipt_of_filing"))
    journey = _journey(content)
    if content is None or not journey.may_show(step):
        return HttpResponseRedirect(address(journey.first_open() if content else "kind"))
    if request.method == "POST":
        return _submit(request, content, journey) if step == "check" else _answer(request, content, journey, step)
    guessed = _guessed(journey) if step == "topic" and step not in journey.answers else {}
    form = journey.shown(step, entity=_asked_entity(content), **guessed)
    return _page(request, journey, step, form, q=content.get("q", ""), guessed=bool(guessed))


@citizens
@require_POST
def clear_filing(request: HttpRequest) -> HttpResponse:
    """Forget everything typed, at once."""
    return let_go(request, HttpResponseRedirect(reverse("web:public_home")), "filing")


def _answer(request: HttpRequest, content: dict, journey: Journey, step: str) -> HttpResponse:
    token, at = token_of(request, "filing"), timezone.now()
    if step == "against" and "search" in request.POST:
        visitors.change("filing", token, at=at, q=request.POST.get("q", "").strip()[:100])
        return HttpResponseRedirect(address(step))
    raw = _raw(request, journey, step)
    form = journey.form(step, raw)
    if (
        step == "against"
        and form.is_valid()
        and form.cleaned_data["entity"]
        and not _known(form.cleaned_data["entity"])
    ):
        form = journey.form(step, {**raw, "entity": [""]})
    if not form.is_valid():
        return _page(request, journey, step, form, q=content.get("q", ""), status=422)
    try:
        visitors.change("filing", token, at=at, answers={step: raw})
    except Refused as refused:
        return _page(request, journey, step, form, refused=refused, q=content.get("q", ""), status=422)
    return HttpResponseRedirect(address(_journey(held(request, "filing")).after(step)))


def _submit(request: HttpRequest, content: dict, journey: Journey) -> HttpResponse:
    form, at, who = journey.form("check", _raw(request, journey, "check")), timezone.now(), address_of(request)
    if not form.is_valid():
        return _page(request, journey, "check", form, status=422)
    try:
        if form.cleaned_data["website"]:
            raise _trapped()
        visitors.require_open("filing", address=who, at=at)
        by = Party("complainant" if journey.complaint else "reporter")
        filed = complaints.file_intake(journey.filing(content["key"]), by=by, at=at)
    except Refused as refused:
        return _page(
            request, journey, "check", form, refused=refused, status=429 if refused.code == "too_often" else 422
        )
    if not filed.again:
        visitors.count("filing", address=who, at=at)
    kept = {"filed": {"numbers": filed.numbers, "code": filed.tracking_code}}
    visitors.replace("filing", token_of(request, "filing"), kept, lasting=OPEN_FOR, at=at)
    return HttpResponseRedirect(reverse("web:receipt_of_filing"))


def _page(request: HttpRequest, journey: Journey, step: str, form, *, status: int = 200, **more) -> HttpResponse:
    """A page of the filing; what is wrong stands on top and beside the field."""
    before = journey.before(step)
    context = {
        "form": form, "step": step, "heading": HEADINGS[step], "journey": journey,
        "place": journey.steps.index(step) + 1, "of": len(journey.steps),
        "back": address(before) if before else reverse("web:public_home"), **more,
    }  # fmt: skip
    if step == "against":
        context["found"] = registers.public_search(more["q"], limit=FOUND_AT_MOST).lines if more.get("q") else ()
        context["chosen"] = str(form["entity"].value() or "")
    if step == "check":
        on = civil_day(timezone.now())
        context |= {
            "rows": journey.rows(), "undo": promises.undo_words(on),
            "ahead": promises.ahead(journey.kind, not journey.anonymous(), on),
            "lacking": complaints.materials_missing(journey.filing("check")),
        }  # fmt: skip
    return render(request, f"web/citizens/{step if step in OWN else 'step'}.html", context, status=status)


OWN = {"kind", "against", "check"}
"""Pages with a template of their own."""


def _journey(content: dict | None) -> Journey:
    return Journey((content or {}).get("answers", {}), civil_day(timezone.now()))


def _raw(request: HttpRequest, journey: Journey, step: str) -> dict[str, list[str]]:
    """The fields of a page as they were typed, and nothing else that was sent."""
    fields = journey.form(step).fields
    return {name: [v.replace("\0", "") for v in request.POST.getlist(name)] for name in fields if name in request.POST}


def _asked_entity(content: dict) -> str:
    """The business whose page led here."""
    return "".join(content["answers"].get("kind", {}).get("e", [""])[:1])


def _guessed(journey: Journey) -> dict[str, str]:
    """What the router makes of the text, where it is sure enough: chosen beforehand, for the citizen to correct."""
    guesses = complaints.suggest(str(journey.cleaned("facts")["facts"]))
    return {name: guess.code for name, guess in guesses.items() if name in ("topic", "goods") and not guess.abstains}


def _known(entity: str) -> bool:
    return registers.public_entity(entity) is not None


def _name_of(entity: str) -> str:
    """What to search for when somebody came from a business's page."""
    found = registers.public_entity(entity) if entity else None
    return found.name if found else ""


def _trapped() -> Refused:
    return Refused(
        "looks_automatic", "提交没有成功：有一栏不该填写的内容被填写了",
        "not filed: a field that people do not see was filled in",
        "填写的内容还在。", "请重新打开此页再提交，或者拨打12315，人工帮您填。",
        what_is_safe_en="What you typed is kept.", what_to_do_en="Open this page again and submit, or call 12315.",
    )  # fmt: skip
