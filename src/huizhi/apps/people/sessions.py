"""How long a session lasts, and what happens to a form that comes too late."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from huizhi.apps.people import typed_work as kept

BEGUN, SEEN, PUBLIC = "people.begun", "people.seen", "people.public"
GRAIN = 60  # seconds between two notes that somebody is there


class SessionLimits:
    """Ends a session eight hours after signing in, and after a while without any request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """End what has lasted too long before anything looks at it."""
        now, session = int(timezone.now().timestamp()), request.session
        if request.user.is_authenticated or PUBLIC in session:
            begun, seen = session.setdefault(BEGUN, now), session.setdefault(SEEN, now)
            idle = timedelta(minutes=settings.IDLE_MINUTES).total_seconds()
            if now - begun >= settings.SESSION_COOKIE_AGE or now - seen >= idle:
                logout(request)
            elif now - seen >= GRAIN:
                session[SEEN] = now
        return self.get_response(request)


def typed_work(request: HttpRequest) -> dict[str, object]:
    """What this officer had typed on this page before it was refused: `initial` for a form; empty otherwise.

    Lists stay lists; a single value stands alone. Says so in a message, because nothing has been sent yet.
    """
    token = request.COOKIES.get(kept.COOKIE, "")
    if request.method not in ("GET", "HEAD") or not token or not request.user.is_authenticated:
        return {}
    mine = kept.Stamp(request.user.username, request.get_full_path())
    typed = kept.give_back(token, stamped=mine, at=timezone.now())
    if typed:
        messages.info(request, _("登录已过期，您填写的内容已找回，尚未提交。附件需要重新选择。"))
    return {name: values[0] if len(values) == 1 else values for name, values in typed.items()}


def too_late(request: HttpRequest, sign_in: Callable[[str], HttpResponse]) -> HttpResponse | None:
    """The answer to a stamped form that came too late; None for a form without a stamp.

    The fields are kept, and the officer is sent to sign in (`sign_in` takes the page to come back to), or straight back
    to the page where she is still signed in. Somebody else is told whose form it is not.
    """
    stamped = kept.stamp_in(request.POST) if request.method == "POST" else None
    if stamped is None:
        return None
    token = kept.keep(request.POST, stamped=stamped, at=timezone.now())
    if not request.user.is_authenticated:
        response = sign_in(stamped.page)
    elif request.user.username == stamped.account:
        response = redirect(stamped.page)
    else:
        response = render(request, "people/another_account.html", {"kept": bool(token)}, status=409)
    if token:
        response.set_cookie(
            kept.COOKIE, token, max_age=int(kept.KEPT_FOR.total_seconds()), httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def is_anothers_form(request: HttpRequest) -> bool:
    """Whether a form comes in under another account than the one it was made for."""
    if request.method != "POST" or kept.FIELD not in request.POST:
        return False
    stamped = kept.stamp_in(request.POST)
    return stamped is not None and stamped.account != request.user.username
