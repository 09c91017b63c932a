"""Pages for requests that cannot be served. Each says what happened, what is safe, what to do, and its number."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from huizhi.apps.people.facade import NotPermitted, OutsideScope, refused_token
from huizhi.web.labels import english


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """403: names the permission and the roles that have it, or says that the object lies elsewhere."""
    context: dict[str, object] = {"heading": _("没有权限"), "what": "", "roles": ()}
    if isinstance(exception, NotPermitted):
        context["what"] = exception.permission_en if english() else exception.permission_zh
        context["roles"] = exception.roles_en if english() else exception.roles_zh
    elif isinstance(exception, OutsideScope):
        context["heading"] = _("不在您的辖区")
    return render(request, "web/no_permission.html", context, status=403)


def bad_token(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form whose token does not match: usually a page left open too long."""
    if kept := refused_token(request):
        return kept
    context = {"heading": _("页面已过期"), "expired": True}
    return render(request, "web/no_permission.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """404."""
    base = "ui/base.html" if request.user.is_authenticated else "ui/public_base.html"
    return render(request, "web/not_found.html", {"base": base}, status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """500: stands alone, because whatever broke may be what the other pages need."""
    text = render_to_string("web/broken.html", {"number": getattr(request, "number", ""), "english": english()})
    return HttpResponse(text, status=500)
