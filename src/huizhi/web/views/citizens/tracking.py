"""Following a matter by its number and code: the office's own timeline, the room, and what a party may do."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.facade import address_of
from huizhi.apps.visitors import facade as visitors
from huizhi.vocabulary.refused import Refused
from huizhi.web.forms.tracking import OpenForm
from huizhi.web.presenters import tracking as shown
from huizhi.web.presenters.acts import ACTS, carry_out
from huizhi.web.views.citizens.browser import citizens, held, hold, let_go, token_of
from huizhi.web.views.citizens.receipts import as_file

READ = ["GET", "HEAD", "POST"]


@citizens
@require_http_methods(READ)
def track(request: HttpRequest) -> HttpResponse:
    """Ask for number and code. A wrong number and a wrong code get the same answer, and count alike."""
    if request.method != "POST":
        return render(request, "web/citizens/track.html", {"form": OpenForm(), "open": held(request, "tracking")})
    form = OpenForm(request.POST)
    if not form.is_valid():
        return render(request, "web/citizens/track.html", {"form": form}, status=422)
    number, code = (form.cleaned_data[name].replace("\0", "") for name in ("number", "code"))
    door = {"address": address_of(request), "name": number.upper()}
    at = timezone.now()
    try:
        visitors.require_open("code", **door, at=at)
        access = complaints.opened_by(number, code)
    except Refused as refused:
        if refused.code != "too_often":
            visitors.count("code", **door, at=at)
        status = 429 if refused.code == "too_often" else 422
        return render(request, "web/citizens/track.html", {"form": form, "refused": refused}, status=status)
    visitors.forgive("code", **door)
    visitors.drop("tracking", token_of(request, "tracking"))
    content = {"number": access.number, "code": code}
    return hold(request, HttpResponseRedirect(reverse("web:tracked")), "tracking", content, at)


@citizens
@require_safe
def tracked(request: HttpRequest) -> HttpResponse:
    """The matter this browser has opened."""
    opened = held(request, "tracking")
    return _matter(request, opened) if opened else _to_the_door()


@citizens
@require_http_methods(READ)
def party_act(request: HttpRequest, act: str) -> HttpResponse:
    """One thing a party may do: its own page says what follows, then it is done."""
    if act not in ACTS:
        raise Http404(act)
    opened = held(request, "tracking")
    if not opened:
        return _to_the_door()
    at, wanted = timezone.now(), ACTS[act]
    found = _found(opened, at)
    if found is None:
        return let_go(request, _to_the_door(), "tracking")
    if not wanted.open_to(found):
        return _matter(request, opened, refused=shown.not_now(), status=422)
    form = wanted.form(request.POST) if request.method == "POST" else wanted.form(initial=wanted.initial(found))
    if request.method != "POST" or not form.is_valid():
        return _act_page(request, act, form, found, status=422 if form.errors else 200)
    try:
        carry_out(act, form.cleaned_data, at=at, **opened)
    except Refused as refused:
        return _act_page(request, act, form, found, refused=refused, status=422)
    return HttpResponseRedirect(f"{reverse('web:tracked')}{wanted.anchor}")


@citizens
@require_POST
def track_other(request: HttpRequest) -> HttpResponse:
    """The other half of the same filing, opened by the same code."""
    opened = held(request, "tracking")
    if not opened:
        return _to_the_door()
    found = _found(opened, timezone.now())
    if found and found.other_number:
        visitors.change("tracking", token_of(request, "tracking"), at=timezone.now(), number=found.other_number)
    return HttpResponseRedirect(reverse("web:tracked"))


@citizens
@require_safe
def tracked_receipt(request: HttpRequest) -> HttpResponse:
    """The receipt once more, tied to the newest root; for whoever filed."""
    opened = held(request, "tracking")
    if not opened:
        return _to_the_door()
    try:
        return as_file(**opened)
    except Refused as refused:
        return _matter(request, opened, refused=refused, status=422)


@citizens
@require_POST
def leave_track(request: HttpRequest) -> HttpResponse:
    """Close the matter in this browser."""
    return let_go(request, HttpResponseRedirect(reverse("web:track")), "tracking")


def _matter(request: HttpRequest, opened: dict, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    found = _found(opened, timezone.now())
    if found is None:
        return let_go(request, _to_the_door(), "tracking")
    return render(
        request,
        "web/citizens/matter.html",
        {**shown.page(found), "refused": refused, "received": complaints.received(**opened)},
        status=status,
    )


def _found(opened: dict, at: datetime) -> complaints.Tracked | None:
    """The matter; None when the business was given a new code since, or the filing is gone."""
    try:
        return complaints.track(**opened, at=at)
    except Refused:
        return None


def _act_page(request: HttpRequest, act: str, form, found, *, status: int, refused=None) -> HttpResponse:
    context = {
        "act": ACTS[act], "name": act, "form": form, "matter": found, "refused": refused,
        "back": reverse("web:tracked"), "heading": ACTS[act].heading,
    }  # fmt: skip
    return render(request, "web/citizens/act.html", context, status=status)


def _to_the_door() -> HttpResponse:
    return HttpResponseRedirect(reverse("web:track"))
