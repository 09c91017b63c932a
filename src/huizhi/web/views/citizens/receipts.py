"""The receipt of a filing: numbers, code, what follows; taken back within minutes; as a file that proves it offline."""

import io

import segno
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_POST, require_safe

from huizhi.apps.complaints import facade as complaints
from huizhi.apps.ledger.facade import receipt_bytes
from huizhi.apps.visitors import facade as visitors
from huizhi.vocabulary.refused import Refused
from huizhi.web.presenters import promises
from huizhi.web.views.citizens.browser import OPEN_FOR, citizens, held, let_go, token_of


@citizens
@require_safe
def receipt_of_filing(request: HttpRequest) -> HttpResponse:
    """Numbers and code, once for this browser: the same however often the page is loaded, until it is put away."""
    content = held(request, "filing") or {}
    if undone := content.get("undone"):
        return render(request, "web/citizens/undone.html", {"numbers": undone})
    if "filed" not in content:
        return HttpResponseRedirect(reverse("web:filing"))
    return _receipt(request, content["filed"])


@citizens
@require_safe
def receipt_file(request: HttpRequest) -> HttpResponse:
    """The receipt as a file, for whoever just filed."""
    filed = (held(request, "filing") or {}).get("filed")
    if not filed:
        return HttpResponseRedirect(reverse("web:filing"))
    return as_file(filed["numbers"][0], filed["code"])


@citizens
@require_POST
def undo_filing(request: HttpRequest) -> HttpResponse:
    """Take the whole filing back, within the minutes of the rule."""
    filed = (held(request, "filing") or {}).get("filed")
    if not filed:
        return HttpResponseRedirect(reverse("web:filing"))
    at = timezone.now()
    try:
        numbers = complaints.withdraw_filing(number=filed["numbers"][0], code=filed["code"], at=at)
    except Refused as refused:
        return _receipt(request, filed, refused=refused, status=422)
    visitors.replace("filing", token_of(request, "filing"), {"undone": numbers}, lasting=OPEN_FOR, at=at)
    return HttpResponseRedirect(reverse("web:receipt_of_filing"))


@citizens
@require_POST
def put_away(request: HttpRequest) -> HttpResponse:
    """The code is written down: forget it here."""
    return let_go(request, HttpResponseRedirect(reverse("web:public_home")), "filing")


def as_file(number: str, code: str) -> HttpResponse:
    """The receipt as a file that anybody can check without us."""
    found = complaints.receipt_for(number=number, code=code)
    response = HttpResponse(receipt_bytes(found), content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="receipt-{number}.json"'
    return response


def qr(address: str) -> SafeString:
    """A code to photograph: the page to follow the matter on, with its number, without the code."""
    drawn = io.BytesIO()
    segno.make(address, error="m").save(
        drawn, kind="svg", xmldecl=False, svgns=False, omitsize=True, border=2, svgclass="qr", lineclass=None
    )
    return mark_safe(drawn.getvalue().decode())


def _receipt(request: HttpRequest, filed: dict, *, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    at, code = timezone.now(), filed["code"]
    matters = [complaints.track(number=number, code=code, at=at) for number in filed["numbers"]]
    follow = request.build_absolute_uri(reverse("web:track"))
    return render(request, "web/citizens/receipt.html", {
        "matters": [(matter, promises.standing(matter)) for matter in matters], "code": code, "refused": refused,
        "undo_until": matters[0].undo_until, "qr": qr(f"{follow}#{filed['numbers'][0]}"), "now": at,
    }, status=status)  # fmt: skip
