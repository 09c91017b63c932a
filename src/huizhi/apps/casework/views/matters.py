"""One matter: its reader, its page, its verbs, and the same verb for many."""

from base64 import b64encode
from datetime import datetime

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.deeds import Deed, Offer, deeds_for
from huizhi.apps.casework.refusals import upload_too_large
from huizhi.apps.casework.views.reading import office_trail, reading, whole
from huizhi.apps.papers.facade import file_card, preview, response_for
from huizhi.apps.people.facade import needs, officers_of, typed_work
from huizhi.ui.lines import in_words
from huizhi.vocabulary.refused import Refused

MOST_AT_ONCE = 200


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
    context = {"card": card, "deed": deed, "back": _back(request), "trail": office_trail(*steps)}
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
    onward = _back(request) or card_address(number, request, at)
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


@needs("see_matters")
@require_POST
def bulk(request: HttpRequest) -> HttpResponse:
    """The same for many: assign or comment; what could not be done is listed with its reason."""
    at, verb = timezone.now(), request.POST.get("verb", "")
    numbers = request.POST.getlist("number")[:MOST_AT_ONCE]
    chosen = {number: _whole_number(request.POST.get(f"version-{number}")) for number in numbers}
    workers = [(each.username, each.name) for each in officers_of([request.user.unit_code], "work_matters")]
    context = {"numbers": chosen, "workers": workers, "verb": verb}
    context["back"] = _back(request) or reverse("casework:inbox")
    title = _("批量分派") if verb == "assign" else _("批量批注")
    context |= {"title": title, "trail": office_trail((title, ""))}
    if request.POST.get("sure") != "1" or verb not in ("assign", "comment") or not chosen:
        return render(request, "casework/bulk.html", context)
    given = _bulk_given(request.POST, verb)
    if not all(given.values()):
        return render(request, "casework/bulk.html", {**context, **given, "lacking": True}, status=422)
    action = casework.assign if verb == "assign" else casework.comment
    results = casework.bulk(action, chosen, by=request.user, at=at, **given)
    failed = [
        {"number": each.number, "why": in_words(each.refused.message_zh, each.refused.message_en)}
        for each in results
        if each.refused
    ]
    done = len(results) - len(failed)
    return render(request, "casework/bulk.html", {**context, "results": True, "done": done, "failed": failed})


def _bulk_given(post: QueryDict, verb: str) -> dict[str, str]:
    return {"to": post.get("to", "")} if verb == "assign" else {"text": post.get("text", "").strip()[:4000]}


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
    return _whole_number(request.POST.get("version"))


def _whole_number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None


def _back(request: HttpRequest) -> str:
    back = (request.POST.get("back") or request.GET.get("back") or "")[:500]
    return back if url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith("/work/") else ""
