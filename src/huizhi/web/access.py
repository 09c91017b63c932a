"""Who may open which page. Every view says so with one decorator; a view that says nothing is refused."""

from collections.abc import Callable
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url

from huizhi.apps.people import facade as people

View = Callable[..., HttpResponse]
EVERYBODY = "everybody"
SIGNED_IN = "signed in"
DECLARED_ELSEWHERE = {"set_language", "people:sign_in", "people:sign_out", "inspections:download"}
"""Addresses of other rooms that anybody may open: each guards itself."""


def public(view: View) -> View:
    """Anybody may open this page."""
    view.access = EVERYBODY
    return view


def needs(permission: str) -> Callable[[View], View]:
    """Only officers holding `permission` (or SIGNED_IN: every officer) may open this page."""
    if permission != SIGNED_IN:
        people.roles_with(permission)  # KeyError here and now for a permission that does not exist

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if permission != SIGNED_IN:
                people.require(request.user, permission)
            return view(request, *args, **kwargs)

        guarded.access = permission
        return guarded

    return guard


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """The sign-in page; a fragment request makes the whole page go there, not a table cell."""
    address = f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': request.get_full_path()})}"
    if request.headers.get("HX-Request"):
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    return redirect(address)


class DenyUndeclared:
    """Refuses any view that declares no access: forgetting the decorator fails closed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the check happens once the view is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: View, _args: object, _kwargs: object) -> None:
        """Raise ImproperlyConfigured for a view nobody declared."""
        name = request.resolver_match.view_name if request.resolver_match else ""
        if getattr(view, "access", None) is None and name not in DECLARED_ELSEWHERE and not _is_file_server(view):
            raise ImproperlyConfigured(f"{name or view} declares no access")


def _is_file_server(view: View) -> bool:
    """Whether this is Django's own server of static files, as tests and development use it."""
    return getattr(view, "__module__", "") in {"django.views.static", "django.contrib.staticfiles.views"}
