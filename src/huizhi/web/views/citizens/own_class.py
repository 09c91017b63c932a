"""A business asks why it is in its class. Nobody else's page, and only where the office tells."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from huizhi.apps.people import facade as people
from huizhi.apps.registers import facade as registers
from huizhi.law.risk import is_class_told
from huizhi.web.packs import pack
from huizhi.web.presenters import own_class as presenter
from huizhi.web.views.citizens.browser import citizens


@citizens
@require_safe
def own_class(request: HttpRequest, entity_id: str) -> HttpResponse:
    """The class with its reasons, what would change it, and where to object, for the business's representative."""
    account = people.public_account(request)
    if account is None:
        return HttpResponseRedirect(reverse("people:public_sign_in"))
    if account.entity_id != entity_id or not is_class_told(timezone.localdate()):
        raise Http404(entity_id)
    found = registers.own_class(entity_id)
    if found is None:
        raise Http404(entity_id)
    shown = presenter.page(found, pack().scorecard(found.release.as_of))
    return render(request, "web/citizens/own_class.html", shown)
