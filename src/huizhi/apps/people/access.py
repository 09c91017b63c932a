"""Who may open which page. Every view of every room says so with one decorator; one that says nothing is refused."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from huizhi.apps.people.gate import require
from huizhi.apps.people.permissions import roles_with
from huizhi.apps.people.second_factor import owed
from huizhi.apps.people.sessions import is_anothers_form, too_late

View = Callable[..., HttpResponse]
EVERYBODY = "everybody"
SIGNED_IN = "signed in"


def public(view: View) -> View:
    """Anybody may open this page. The declaration stands on a wrapper: another room's own function stays untouched."""

    @wraps(view)
    def open_to_all(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        return view(request, *args, **kwargs)

    open_to_all.access = EVERYBODY
    return open_to_all


def needs(permission: str, *, owing: bool = False) -> Callable[[View], View]:
    """Only officers holding `permission` (or SIGNED_IN: every officer) may open this page.

    Whoever still has a temporary password, or has to take up a second factor, is led there first, unless the page is
    open to those `owing` it. A form made for another account is refused.
    """
    if permission != SIGNED_IN:
        roles_with(permission)  # KeyError here and now for a permission that does not exist

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return too_late(request, lambda page: to_sign_in(request, page)) or to_sign_in(request)
            if is_anothers_form(request):
                return too_late(request, lambda page: to_sign_in(request, page))
            if not owing and (duty := duty_of(request)):
                return _led(request, duty)
            if permission != SIGNED_IN:
                require(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.access = permission
        return guarded

    return guard


def to_sign_in(request: HttpRequest, page: str = "") -> HttpResponse:
    """The sign-in page, and from there `page`; a fragment request makes the whole page go there, not a table cell."""
    back = urlencode({"next": page or request.get_full_path()})
    return _led(request, f"{resolve_url(settings.LOGIN_URL)}?{back}")


def refused_token(request: HttpRequest) -> HttpResponse | None:
    """The answer to an officer's form with a stale token: kept and led back. None for any other form."""
    return too_late(request, lambda page: to_sign_in(request, page))


def duty_of(request: HttpRequest) -> str:
    """Where an officer must go before anything else; empty when nowhere."""
    if request.user.temporary_password:
        return resolve_url("people:password")
    return resolve_url("people:second_factor") if owed(request.user) else ""


def _led(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


def address_of(request: HttpRequest) -> str:
    """The visitor's address: the one our outermost trusted proxy saw, or the connection's own."""
    passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXIES
    return passed[-proxies][:60] if 0 < proxies <= len(passed) else request.META.get("REMOTE_ADDR", "")[:60]
