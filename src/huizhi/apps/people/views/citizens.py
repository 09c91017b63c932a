"""Accounts of the public: open one, sign in, sign out; and an officer's list of businesses to confirm."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huizhi.apps.people import public_accounts as accounts
from huizhi.apps.people.access import needs, public
from huizhi.apps.people.forms import OpenForm, PublicSignInForm
from huizhi.apps.people.views.signing import address_of, safe_next
from huizhi.ui.lines import trail
from huizhi.vocabulary.refused import Refused


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign a citizen or business user in."""
    form, refused = PublicSignInForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            accounts.public_sign_in(request, **form.cleaned_data, address=address_of(request), at=timezone.now())
            return HttpResponseRedirect(_wanted(request))
        except Refused as said:
            refused = said
    return _page(request, form, refused, _("市民和企业登录"), _("登录"))


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account of the public."""
    form, refused = OpenForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        try:
            accounts.open_public_account(**form.cleaned_data, address=address_of(request), at=timezone.now())
            return redirect("people:public_sign_in")
        except Refused as said:
            refused = said
    return _page(request, form, refused, _("开通账号"), _("开通"))


@public
@never_cache
def own_account(request: HttpRequest) -> HttpResponse:
    """Who has signed in; a visitor goes to the sign-in page."""
    card = accounts.public_account(request)
    if card is None:
        return redirect("people:public_sign_in")
    return render(request, "people/public_account.html", {"card": card})


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out of the public pages."""
    accounts.public_sign_out(request)
    return redirect("/public")


@needs("confirm_businesses")
@require_http_methods(["GET", "HEAD", "POST"])
def businesses(request: HttpRequest) -> HttpResponse:
    """Business accounts that wait for somebody to check whose they are."""
    refused = None
    if request.method == "POST":
        number = request.POST.get("account", "")
        try:
            accounts.confirm_business(
                account=int(number) if number.isdecimal() and len(number) < 15 else 0,
                right=request.POST.get("right") == "1", by=request.user, at=timezone.now(),
            )  # fmt: skip
            return redirect("people:businesses")
        except Refused as said:
            refused = said
    steps = trail((_("管理"), ""), (_("企业账号确认"), ""))
    rows = accounts.unconfirmed(viewer=request.user)
    context = {"trail": steps, "rows": rows, "refused": refused}
    return render(request, "people/businesses.html", context, status=422 if refused else 200)


def _wanted(request: HttpRequest) -> str:
    asked = safe_next(request)
    return asked if asked != "/" else "/public/account"


def _page(request: HttpRequest, form, refused: Refused | None, heading: str, button: str) -> HttpResponse:
    context = {"form": form, "refused": refused, "heading": heading, "button": button, "next": safe_next(request)}
    return render(request, "people/public_form.html", context, status=422 if refused or form.errors else 200)
