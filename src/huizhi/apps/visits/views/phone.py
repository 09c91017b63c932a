"""The page a phone keeps, and the worker that opens it without signal. Neither holds anything personal."""

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from huizhi.apps.people.facade import needs, public
from huizhi.apps.visits.words import words
from huizhi.ui import built

KEPT = ("ui/ui.css", "ui/mark.svg", "built/visits.js")
WORKER = "visits-worker.js"


@needs("make_visits")
@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The page of tasks and visits: the same bytes for everybody, since the phone keeps it."""
    said = {"words": words(), "addresses": {"tasks": reverse("visits:tasks"), "out": reverse("people:sign_out")}}
    response = render(request, "visits/app.html", said)
    response["Permissions-Policy"] = "camera=(self), geolocation=(self), microphone=(self), payment=()"
    return response


@public
@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker with the list of what it keeps; another list or another script is another worker."""
    kept = [reverse("visits:app"), *(static(name) for name in KEPT)]
    script = built.text_of(WORKER)
    version = hashlib.sha256((script + "".join(kept) + built.text_of("visits.js")).encode()).hexdigest()[:16]
    text = f'self.KEPT={kept!r};self.VERSION="{version}";\n{script}'
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})
