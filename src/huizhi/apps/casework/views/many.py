"""The same for many matters: what is asked first, then done to each, and what could not be done with its reason."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.views.matters import back_to
from huizhi.apps.casework.views.reading import office_trail
from huizhi.apps.people.facade import needs, officers_of, typed_work
from huizhi.ui.lines import in_words
from huizhi.vocabulary.whole_numbers import whole_number

MOST_AT_ONCE = 200


@needs("see_matters")
@require_http_methods(["GET", "POST"])
def bulk(request: HttpRequest) -> HttpResponse:
    """Assign many or comment on many. Their numbers stand in the address, so the page can be come back to."""
    at, asked = timezone.now(), request.GET
    verb = "assign" if asked.get("verb") == "assign" else "comment"
    cards = casework.seen(asked.getlist("number")[:MOST_AT_ONCE], viewer=request.user, at=at)
    title = _("批量分派") if verb == "assign" else _("批量批注")
    context = {
        "title": title, "trail": office_trail((title, "")), "verb": verb, "cards": cards.values(),
        "workers": [(each.username, each.name) for each in officers_of([request.user.unit_code], "work_matters")],
        "back": back_to(request) or reverse("casework:inbox"),
    }  # fmt: skip
    if request.method != "POST":
        typed = typed_work(request)
        found = {name: typed[name] for name in ("to", "text") if name in typed}
        return render(request, "casework/bulk.html", {**context, **found})
    given, seen = _given(request.POST, verb), _versions(request.POST)
    if not all(given.values()):
        return render(request, "casework/bulk.html", {**context, **given, "lacking": True}, status=422)
    action = casework.assign if verb == "assign" else casework.comment
    results = casework.bulk(action, seen, by=request.user, at=at, **given)
    failed = [
        {"number": each.number, "why": in_words(each.refused.message_zh, each.refused.message_en)}
        for each in results
        if each.refused
    ]
    done = len(results) - len(failed)
    return render(request, "casework/bulk.html", {**context, "results": True, "done": done, "failed": failed})


def _given(post: QueryDict, verb: str) -> dict[str, str]:
    return {"to": post.get("to", "")} if verb == "assign" else {"text": post.get("text", "").strip()[:4000]}


def _versions(post: QueryDict) -> dict[str, int | None]:
    """The matters as they were when the page was shown: number and version."""
    return {each: whole_number(post.get(f"version-{each}", "")) for each in post.getlist("number")[:MOST_AT_ONCE]}
