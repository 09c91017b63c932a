"""Who may open which page. Every view of every room says so with one decorator; one that says nothing is refused."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from huizhi.apps.people.gate import require
from huizhi.apps.people.permissions import roles_with

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

    Whoever still has a temporary password is led to change it first, unless the page is open to those `owing` it.
    """
    if permission != SIGNED_IN:
        roles_with(permission)  # KeyError here and now for a permission that does not exist

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if request.user.temporary_password and not owing:
                return _led(request, resolve_url("people:password"))
            if permission != SIGNED_IN:
                require(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.access = permission
        return guarded

    return guard


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; a fragment request makes the whole page go there, not a table cell."""
    return _led(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}")


def _led(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)
