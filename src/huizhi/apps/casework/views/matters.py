"""One matter: its reader, its page and its verbs."""

from base64 import b64encode
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.deeds import Deed, Offer, deeds_for
from huizhi.apps.casework.refusals import upload_too_large
from huizhi.apps.casework.views.reading import office_trail, reading, whole
from huizhi.apps.papers.facade import file_card, preview, response_for
from huizhi.apps.people.facade import needs, typed_work
from huizhi.ui.lines import in_words
from huizhi.vocabulary.refused import Refused
from huizhi.vocabulary.whole_numbers import whole_number


@needs("see_matters")
def reader(request: HttpRequest, number: str) -> HttpResponse:
    """The pane beside a list."""
    _sees(request, number)
    at = timezone.now()
    context = reading(number, casework.sight_of(request.user, at), at, request.GET.get("back", "")[:500])
    response = render(request, "casework/_reader.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@needs("see_matters")
def matter(request: HttpRequest, number: str) -> HttpResponse:
    """A matter's own page."""
    _sees(request, number)
    context = {**whole(number, request.user, timezone.now()), "trail": office_trail((number, ""))}
    return render(request, "casework/matter.html", context)


@needs("see_matters")
def download(request: HttpRequest, number: str, ref: str) -> HttpResponse:
    """A file of a matter, as an attachment."""
    name = casework.file_of(number, ref, viewer=request.user, at=timezone.now())
    if not name:
        raise Http404(ref)
    return response_for(ref, name)


@needs("see_matters")
def file_page(request: HttpRequest, number: str, ref: str) -> HttpResponse:
    """A file of a matter to look at: a paper page by page, a picture drawn anew."""
    name = casework.file_of(number, ref, viewer=request.user, at=timezone.now())
    if not name:
        raise Http404(ref)
    known = file_card(ref)
    pictures = casework.pictures_of(ref) if known.scan == "made_here" else _preview(ref)
    context = {
        "number": number, "ref": ref, "name": name, "file": known,
        "pictures": [b64encode(each).decode() for each in pictures],
        "trail": office_trail((number, reverse("casework:matter", args=[number])), (name, "")),
    }  # fmt: skip
    response = render(request, "casework/file.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


@needs("see_matters")
def draft(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """A paper before it is issued, as it would be now."""
    _sees(request, number)
    at, pictures, refused = timezone.now(), [], None
    words = casework.papers_declared(number, viewer=request.user, at=at).get(name)
    if words is None:
        raise Http404(name)
    try:
        pictures = casework.draft_of(number, name, viewer=request.user, at=at)
    except Refused as why:
        refused = why
    title = in_words(words.zh, words.en)
    context = {
        "number": number, "name": title, "template": name, "refused": refused,
        "pictures": [b64encode(each).decode() for each in pictures],
        "trail": office_trail((number, reverse("casework:matter", args=[number])), (title, "")),
    }  # fmt: skip
    response = render(request, "casework/file.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _preview(ref: str) -> list[bytes]:
    try:
        return [preview(ref)]
    except Refused:
        return []


@needs("see_matters")
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    """The form of a verb; what the act brings about is said before it is done."""
    _sees(request, number)
    at = timezone.now()
    card, deed = _deed(request, number, verb, at)
    steps = (number, reverse("casework:matter", args=[number])), (deed.title, "")
    context = {"card": card, "deed": deed, "back": back_to(request), "trail": office_trail(*steps)}
    if request.method != "POST":
        form = deed.form(None, None, {**request.GET.dict(), **typed_work(request)})
        return render(request, "casework/act.html", {**context, "form": form, "version": card.version})
    form = deed.form(request.POST, request.FILES)
    if getattr(request, "upload_too_large", False):
        more = {"form": deed.form(None, None), "refused": upload_too_large(), "version": card.version}
        return render(request, "casework/act.html", {**context, **more}, status=422)
    if not form.is_valid():
        return render(request, "casework/act.html", {**context, "form": form, "version": _seen(request)}, status=422)
    try:
        done = deed.run(form.cleaned_data.copy(), by=request.user, at=at, version=_seen(request))
    except Refused as why:
        changed = why.code == "matter_changed"
        more = {"form": form, "refused": why, "changed": changed}
        more["version"] = card.version if changed else _seen(request)
        return render(request, "casework/act.html", {**context, **more}, status=409 if changed else 422)
    onward = back_to(request) or card_address(number, request, at)
    if isinstance(done, casework.ToldOnce):
        return _told_once(request, {**context, "done": done, "onward": onward})
    messages.success(request, _("已办理：%(number)s %(title)s") % {"number": number, "title": deed.title})
    return redirect(onward)


def _told_once(request: HttpRequest, context: dict[str, object]) -> HttpResponse:
    response = render(request, "casework/told_once.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def card_address(number: str, request: HttpRequest, at: datetime) -> str:
    """The matter's page, or the inbox once the matter is no longer the viewer's to see."""
    if casework.sees(number, viewer=request.user, at=at):
        return reverse("casework:matter", args=[number])
    return reverse("casework:inbox")


def _deed(request: HttpRequest, number: str, verb: str, at: datetime) -> tuple[casework.MatterCard, Deed]:
    card = casework.matter(number, viewer=request.user, at=at)
    kind = casework.kind_of(card.kind, card.lifecycle_version)
    clocks = casework.clocks_of([number]).get(number, ())
    for deed in deeds_for(Offer(card, kind, clocks, request.user, at)):
        if deed.verb == verb:
            return card, deed
    raise PermissionDenied(verb)


def _sees(request: HttpRequest, number: str) -> None:
    """404 for a matter that is not there or not the viewer's: both look the same."""
    if not casework.sees(number, viewer=request.user, at=timezone.now()):
        raise Http404(number)


def _seen(request: HttpRequest) -> int | None:
    return whole_number(request.POST.get("version", ""))


def back_to(request: HttpRequest) -> str:
    """The page of the office to go back to, as the request says; nothing for any other address."""
    back = (request.POST.get("back") or request.GET.get("back") or "")[:500]
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/work/") else ""
