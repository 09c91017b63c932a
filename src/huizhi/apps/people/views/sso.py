"""To the provider and back."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from huizhi.apps.people import sso
from huizhi.apps.people.access import public
from huizhi.apps.people.views.signing import address_of, after_password, safe_next, sign_in_refused
from huizhi.vocabulary.refused import Refused

WANTED = "people.sso_next"


@public
@never_cache
@require_safe
def begin(request: HttpRequest) -> HttpResponse:
    """Send the visitor to the provider."""
    if not sso.offered():
        raise Http404("no provider")
    request.session[WANTED] = safe_next(request)
    try:
        return sso.begin(request, back=request.build_absolute_uri(reverse("people:sso_back")))
    except Refused as refused:
        return sign_in_refused(request, refused)


@public
@never_cache
@require_safe
def come_back(request: HttpRequest) -> HttpResponse:
    """Take the provider's answer."""
    if not sso.offered():
        raise Http404("no provider")
    wanted = request.session.pop(WANTED, "/")
    try:
        sso.come_back(request, address=address_of(request), at=timezone.now())
    except Refused as refused:
        return sign_in_refused(request, refused)
    return HttpResponseRedirect(after_password(request, wanted))
