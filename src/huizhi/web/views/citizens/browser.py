"""What a browser holds of its filing or its open matter: a token no script can read; the rest stays here."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters

from huizhi.apps.people.facade import public
from huizhi.apps.visitors import facade as visitors

COOKIES = {"filing": "huizhi_filing", "tracking": "huizhi_track"}
PATH = "/public"
OPEN_FOR = timedelta(hours=1)
"""How long a receipt, or a matter opened by its code, stays open in a browser."""
View = Callable[..., HttpResponse]


def citizens(view: View) -> View:
    """A page for everybody whose answers are kept in no cache and whose fields stand in no error report."""
    kept_out = never_cache(sensitive_post_parameters()(view))

    @wraps(view)
    def shown(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = kept_out(request, *args, **kwargs)
        response.headers["Cache-Control"] = "no-store, private"
        return response

    return public(shown)


def held(request: HttpRequest, kind: str) -> dict | None:
    """What this browser has under way."""
    token = request.COOKIES.get(COOKIES[kind], "")
    return visitors.read(kind, token, at=timezone.now()) if token else None


def token_of(request: HttpRequest, kind: str) -> str:
    """The token this browser shows."""
    return request.COOKIES.get(COOKIES[kind], "")


def lasting(kind: str) -> timedelta:
    """How long something is kept."""
    return timedelta(hours=settings.DRAFT_HOURS) if kind == "filing" else OPEN_FOR


def hold(request: HttpRequest, response: HttpResponse, kind: str, content: dict, at: datetime) -> HttpResponse:
    """Keep something new for this browser."""
    token = visitors.begin(kind, content, lasting=lasting(kind), at=at)
    response.set_cookie(
        COOKIES[kind], token, max_age=lasting(kind), path=PATH, httponly=True, samesite="Lax",
        secure=request.is_secure(),
    )  # fmt: skip
    return response


def let_go(request: HttpRequest, response: HttpResponse, kind: str) -> HttpResponse:
    """Forget it, here and in the browser."""
    visitors.drop(kind, token_of(request, kind))
    response.delete_cookie(COOKIES[kind], path=PATH, samesite="Lax")
    return response
