"""What every request passes through, beyond Django's own: its number, its headers, its language, its privacy."""

import logging
import secrets

from django.conf import settings
from django.core.exceptions import BadRequest
from django.utils import translation
from django.utils.cache import patch_vary_headers

log = logging.getLogger("huizhi.requests")


class RequestNumber:
    """Gives each request a number that error pages show, so that a screenshot leads to the log line."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Number the request; the answer carries the same number."""
        request.number = secrets.token_hex(6)
        response = self.get_response(request)
        response["X-Request-Number"] = request.number
        if response.status_code >= 500:
            log.error(
                "request %s: %s %r answered %s", request.number, request.method, request.path, response.status_code
            )
        return response


class PlainAddresses:
    """An address with a NUL names nothing, and not every database takes one: refused before any query."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Answer 400 to a NUL in the path or the query."""
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("NUL in the address")
        return self.get_response(request)


class ContentSecurityPolicy:
    """Nothing from elsewhere, nothing inline, nobody frames us."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.header = "; ".join(f"{name} {value}" for name, value in settings.CONTENT_SECURITY_POLICY.items())

    def __call__(self, request):
        """Add the policy and switch off the device features no page asks for."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", self.header)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        return response


class ChosenLanguage:
    """Chinese, unless the visitor has switched by the cookie: a browser's own language decides nothing."""

    def __init__(self, get_response):
        self.get_response = get_response
        self.known = {code for code, _name in settings.LANGUAGES}

    def __call__(self, request):
        """Answer in the chosen language and say which it was."""
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        language = chosen if chosen in self.known else settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        patch_vary_headers(response, ("Cookie",))
        response.headers.setdefault("Content-Language", language)
        return response


class KeepPrivate:
    """What anybody saw who is signed in, or whose session knows something of her, stays in no cache."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        """Forbid storing answers that were made for one person."""
        response = self.get_response(request)
        if request.user.is_authenticated or not request.session.is_empty() or request.method == "POST":
            response.headers.setdefault("Cache-Control", "no-store, private")
        return response
