"""What was decided about a business and is public: penalties for their term, entries in the list until removed."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from huizhi.apps.cases import facade as cases
from huizhi.apps.people.facade import public, public_account
from huizhi.apps.standing import facade as standing
from huizhi.vocabulary.refused import Refused

LONGEST = 4000


@public
@require_safe
def penalty(request: HttpRequest, number: str) -> HttpResponse:
    """One published penalty, for as long as it is public."""
    found = cases.published_penalty(number, timezone.localdate())
    if found is None:
        raise Http404(number)
    return render(request, "web/public/penalty.html", {"penalty": found})


@public
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def listing(request: HttpRequest, number: str) -> HttpResponse:
    """One entry of the list; the business itself objects or applies for removal here."""
    found = standing.published_listing(number)
    if found is None:
        raise Http404(number)
    account = public_account(request)
    own = account is not None and account.entity_id == found.entity_code
    said = {"listing": found, "own": own, "today": timezone.localdate(), "refused": None}
    if request.method == "POST":
        verb = "object" if request.POST.get("verb") == "object" else "apply"
        try:
            standing.ask(
                number=number,
                verb=verb,
                text=request.POST.get("text", "")[:LONGEST],
                account=account,
                at=timezone.now(),
            )
        except Refused as why:
            return render(request, "web/public/listing.html", {**said, "refused": why}, status=422)
        said |= {"listing": standing.published_listing(number), "sent": True}
    return render(request, "web/public/listing.html", said)
