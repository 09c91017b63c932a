"""What was decided about a business and is public for its term: penalties."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huizhi.apps.cases import facade as cases
from huizhi.apps.people.facade import public


@public
@require_safe
def penalty(request: HttpRequest, number: str) -> HttpResponse:
    """One published penalty, for as long as it is public."""
    found = cases.published_penalty(number, timezone.localdate())
    if found is None:
        raise Http404(number)
    return render(request, "web/public/penalty.html", {"penalty": found})
