"""Who complained or reported: opened for who works the matter, with a reason, shown on one answer that nobody keeps."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.forms import LookForm
from huizhi.apps.people.facade import needs, typed_work
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused


@needs("see_matters")
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
@sensitive_variables("shown")
@never_cache
def identity(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the reason, then show the person once; everybody else learns who may."""
    at = timezone.now()
    if not casework.sees(number, viewer=request.user, at=at):
        raise Http404(number)
    known = complaints.identity_of(number, viewer=request.user, at=at)
    form = LookForm(request.POST if request.method == "POST" else None, initial=typed_work(request))
    shown, refused, status = (), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                shown = complaints.look_at_person(number, reason=form.cleaned_data["reason"], by=request.user, at=at)
                status = 200
            except Refused as why:
                refused, status = why, 403 if why.code == "not_the_worker" else 422
    steps = (_("办件"), reverse("casework:inbox")), (number, reverse("casework:matter", args=[number]))
    context = {
        "number": number, "known": known, "form": form, "shown": shown, "refused": refused,
        "trail": trail(*steps, (_("查看身份"), "")),
    }  # fmt: skip
    return render(request, "complaints/identity.html", context, status=status)
