"""Taking up a second factor, and new recovery codes."""

import base64

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huizhi.apps.people import second_factor as factors
from huizhi.apps.people.access import SIGNED_IN, needs
from huizhi.apps.people.forms import CodeForm
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused

BEGUN = "people.factor_begun"


@sensitive_post_parameters("code")
@needs(SIGNED_IN, owing=True)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """Show the QR code and take the first code from the phone; afterwards, how it stands."""
    officer, refused = request.user, None
    if request.user.temporary_password:
        return redirect("people:password")
    if factors.enrolled(officer):
        return _shown(request, {"left": factors.codes_left(officer)})
    secret, sealed = _begun(request)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            codes = factors.enrol(sealed=sealed, code=form.cleaned_data["code"], by=officer, at=timezone.now())
            del request.session[BEGUN]
            return _shown(request, {"codes": codes, "left": len(codes)})
        except Refused as said:
            refused = said
    qr = segno.make(factors.address_for_phone(officer, secret), error="m", micro=False)
    drawn = qr.svg_inline(scale=5, border=4, title=_("二维码"), light="#fff")
    grouped = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    context = {"form": form, "refused": refused, "qr": mark_safe(drawn), "secret": grouped}
    return _shown(request, context, 422 if refused or form.errors else 200)


@needs(SIGNED_IN)
@never_cache
@require_POST
def recovery(request: HttpRequest) -> HttpResponse:
    """New recovery codes, shown once."""
    try:
        codes = factors.renew_codes(by=request.user, at=timezone.now())
    except Refused as refused:
        return _shown(request, {"refused": refused, "left": 0}, 422)
    return _shown(request, {"codes": codes, "left": len(codes)})


def _begun(request: HttpRequest) -> tuple[str, bytes]:
    """The secret of this enrolment: kept sealed in the session until the first code comes."""
    if kept := request.session.get(BEGUN):
        try:
            sealed = base64.b64decode(kept)
            return factors.shown_secret(request.user, sealed), sealed
        except Refused:
            pass  # begun by another account of this browser, or under a lost key: begin anew
    secret, sealed = factors.new_secret(request.user)
    request.session[BEGUN] = base64.b64encode(sealed).decode("ascii")
    return secret, sealed


def _shown(request: HttpRequest, context: dict[str, object], status: int = 200) -> HttpResponse:
    steps = trail((_("我的账号"), ""), (_("两步验证"), ""))
    must = factors.required(request.user)
    return render(request, "people/second_factor.html", {"trail": steps, "must": must, **context}, status=status)
