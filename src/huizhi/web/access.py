"""A view of any room that declares no access is refused: forgetting the decorator fails closed."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse


class DenyUndeclared:
    """Refuses any view without `people.facade.needs` or `public`, whichever app it belongs to."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on; the check happens once the view is known."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], _args: object, _kwargs: object
    ) -> None:
        """Raise ImproperlyConfigured for a view nobody declared."""
        if getattr(view, "access", None) is None and not _is_file_server(view):
            name = request.resolver_match.view_name if request.resolver_match else ""
            raise ImproperlyConfigured(f"{name or view} declares no access")


def _is_file_server(view: Callable[..., HttpResponse]) -> bool:
    """Whether this is Django's own server of static files, as tests and development use it."""
    return getattr(view, "__module__", "") in {"django.views.static", "django.contrib.staticfiles.views"}
