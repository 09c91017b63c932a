"""The sign-in page and the sign-out button."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpResponseRedirect
from django.shortcuts import redirect, render, resolve_url
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from huizhi.apps.people import sso
from huizhi.apps.people.access import address_of, public
from huizhi.apps.people.forms import CodeForm, SignInForm
from huizhi.apps.people.sign_in import give_code, is_half_in, sign_in, sign_out
from huizhi.vocabulary.refused import Refused


@public
@sensitive_post_parameters("password")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_page(request):
    """Ask for account and password; on success go where the officer wanted to go."""
    wanted = safe_next(request)
    if request.method != "POST":
        return HttpResponseRedirect(wanted) if request.user.is_authenticated else _page(request, wanted)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _page(request, wanted, missing=sorted(form.errors), status=422)
    given = form.cleaned_data
    try:
        sign_in(request, **given, address=address_of(request), at=timezone.now())
    except Refused as refused:
        return _page(request, wanted, refused=refused, account=given["account"], status=422)
    return HttpResponseRedirect(after_password(request, wanted))


@public
@sensitive_post_parameters("code")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def code_page(request):
    """Ask for the code of the phone, or a recovery code; without a password given first, back to the start."""
    wanted, refused = safe_next(request), None
    if request.user.is_authenticated:
        return HttpResponseRedirect(wanted)
    if not is_half_in(request):
        return HttpResponseRedirect(f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': wanted})}")
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            give_code(request, code=form.cleaned_data["code"], address=address_of(request), at=timezone.now())
            return HttpResponseRedirect(wanted)
        except Refused as said:
            refused = said
    context = {"form": form, "refused": refused, "next": wanted, "over": not is_half_in(request)}
    return render(request, "people/code.html", context, status=422 if refused or form.errors else 200)


def after_password(request, wanted: str) -> str:
    """Where to go once the first step is done: on, or to the second step."""
    if not is_half_in(request):
        return wanted
    return f"{resolve_url('people:code')}?{urlencode({'next': wanted})}"


@public
@require_POST
def sign_out_page(request):
    """End the session and go to the public home page, by way of the provider where it opened the session."""
    farewell = sso.farewell(request, back=request.build_absolute_uri(settings.LOGIN_REDIRECT_URL))
    sign_out(request, at=timezone.now())
    if farewell:
        return render(request, "people/signed_out.html", {"farewell": farewell})
    return redirect(settings.LOGIN_REDIRECT_URL)


def sign_in_refused(request, refused: Refused):
    """The sign-in page, saying why a provider's word was not enough."""
    return _page(request, settings.LOGIN_REDIRECT_URL, refused=refused, status=422)


def _page(request, wanted: str, *, refused=None, missing=(), account: str = "", status: int = 200):
    english = (get_language() or "").startswith("en")
    said = None
    if refused:
        said = {
            "what": refused.message_en if english else refused.message_zh,
            "do": refused.what_to_do_en if english else refused.what_to_do,
            "until": refused.context.get("until"),
        }
    context = {"next": wanted, "said": said, "missing": missing, "account": account, "sso": sso.offered()}
    return render(request, "people/sign_in.html", context, status=status)


def safe_next(request) -> str:
    """Where to go after signing in: an address of this site, or the home page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    own = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if own else settings.LOGIN_REDIRECT_URL
