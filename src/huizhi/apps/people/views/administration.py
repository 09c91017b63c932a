"""Pages of the administrator: officers and units of her reach."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huizhi.apps.people import actions
from huizhi.apps.people.access import needs
from huizhi.apps.people.certificates import certify, withdraw_certificate
from huizhi.apps.people.directory import UnitCard, unit_by_code
from huizhi.apps.people.forms import UNIT_KINDS, AppointForm, CertificateForm, RolesForm, SubjectForm, UnitForm
from huizhi.apps.people.models import Officer
from huizhi.apps.people.passwords import temporary_password
from huizhi.apps.people.permissions import ROLE_NAMES
from huizhi.apps.people.reach import in_reach
from huizhi.apps.people.roster import PAGE, officers_found, units_in_reach
from huizhi.apps.people.second_factor import enrolled, reset_second_factor
from huizhi.apps.people.sessions import typed_work
from huizhi.apps.people.sso import link_sso, linked, offered
from huizhi.apps.people.views.lines import certificate_lines
from huizhi.ui.lines import in_words, trail
from huizhi.vocabulary.refused import Refused


@needs("appoint_officers")
@require_safe
def officers(request: HttpRequest) -> HttpResponse:
    """Accounts of the reach, by account, narrowed by words and unit."""
    asked = {name: request.GET.get(name, "").strip()[:150] for name in ("q", "unit", "after")}
    found = officers_found(viewer=request.user, text=asked["q"], unit=asked["unit"], after=asked["after"])
    rows = [{"officer": each, "roles": [in_words(*ROLE_NAMES[r]) for r in each.roles]} for each in found[:PAGE]]
    context = {
        "trail": trail((_("管理"), ""), (_("人员"), "")), "rows": rows, "asked": asked, "units": _units(request),
        "more": found[PAGE - 1].username if len(found) > PAGE else "",
    }  # fmt: skip
    return render(request, "people/officers.html", context)


@needs("appoint_officers")
@require_http_methods(["GET", "HEAD", "POST"])
def new_officer(request: HttpRequest) -> HttpResponse:
    """Open an account; its temporary password is shown once."""
    form = AppointForm(
        request.POST if request.method == "POST" else None, units=_units(request), initial=typed_work(request)
    )
    refused = None
    if form.is_valid():
        password = temporary_password()
        try:
            officer = actions.appoint_officer(
                **form.cleaned_data, password=password, temporary=True, by=request.user, at=timezone.now()
            )
            return _officer(request, officer, password=password)
        except Refused as said:
            refused = said
    steps = trail((_("管理"), ""), (_("人员"), reverse("people:officers")), (_("开通账号"), ""))
    context = {"trail": steps, "form": form, "refused": refused, "heading": _("开通账号")}
    return render(request, "people/form.html", context, status=422 if refused or form.errors else 200)


@needs("appoint_officers")
@require_safe
def officer(request: HttpRequest, username: str) -> HttpResponse:
    """One account."""
    return _officer(request, _found(request, username))


@needs("appoint_officers")
@require_POST
def change_officer(request: HttpRequest, username: str, act: str) -> HttpResponse:
    """One act on an account: assign, password, off, on, certify, withdraw, factor, sso."""
    found, who = _found(request, username), {"username": username, "by": request.user, "at": timezone.now()}
    forms = {"assign": RolesForm(request.POST, units=_units(request)), "certify": CertificateForm(request.POST)}
    form, password = forms.get(act), ""
    if form is not None and not form.is_valid():
        return _officer(request, found, **{act: form}, status=422)
    try:
        if act == "assign":
            actions.assign_officer(**form.cleaned_data, **who)
        elif act == "certify":
            certify(**form.cleaned_data, **who)
        elif act == "withdraw":
            withdraw_certificate(number=request.POST.get("number", "")[:40], on=timezone.localdate(), **who)
        elif act == "sso":
            link_sso(subject=request.POST.get("subject", "").strip()[:255], **who)
        elif act == "password":
            password = temporary_password()
            actions.set_password(password=password, temporary=True, **who)
        else:
            {"off": actions.switch_off, "on": actions.switch_on, "factor": reset_second_factor}[act](**who)
    except Refused as said:
        return _officer(request, found, **({act: form} if form else {}), refused=said, status=422)
    if password:
        return _officer(request, _found(request, username), password=password)
    return redirect("people:officer", username=username)


@needs("appoint_officers")
@require_safe
def units(request: HttpRequest) -> HttpResponse:
    """The units of the reach, each under the one it belongs to."""
    rows = [
        {"unit": card, "depth": depth, "kind": UNIT_KINDS[card.kind]}
        for card, depth in units_in_reach(viewer=request.user)
    ]
    return render(request, "people/units.html", {"trail": trail((_("管理"), ""), (_("单位"), "")), "rows": rows})


@needs("appoint_officers")
@require_http_methods(["GET", "HEAD", "POST"])
def unit(request: HttpRequest, code: str = "") -> HttpResponse:
    """Found a unit, or change the one of this code."""
    card = unit_by_code(code) if code else None
    if code and card is None:
        raise Http404(code)
    if card:
        in_reach(card.code, request.user)
    form, refused = _unit_form(request, card), None
    if form.is_valid():
        try:
            actions.found_unit(**form.cleaned_data, by=request.user, at=timezone.now())
            return redirect("people:units")
        except Refused as said:
            refused = said
    heading = in_words(card.zh, card.en) if card else _("设立单位")
    steps = trail((_("管理"), ""), (_("单位"), reverse("people:units")), (heading, ""))
    context = {"trail": steps, "form": form, "refused": refused, "heading": heading}
    return render(request, "people/form.html", context, status=422 if refused or form.errors else 200)


def _unit_form(request: HttpRequest, card: UnitCard | None) -> UnitForm:
    """The form; of a unit that stands, the code stays as it is."""
    given = request.POST.copy() if request.method == "POST" else None
    if given is not None and card:
        given["code"] = card.code
    others = [(code, name) for code, name in _units(request) if not card or code != card.code]
    if card and card.parent and card.parent not in dict(others):
        others.append((card.parent, card.parent))
    form = UnitForm(given, units=others, initial={**(vars(card) if card else {}), **typed_work(request)})
    if card:
        form.fields["code"].disabled = True
    return form


def _units(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (card.code, "　" * depth + in_words(card.zh, card.en)) for card, depth in units_in_reach(viewer=request.user)
    ]


def _found(request: HttpRequest, username: str) -> Officer:
    found = Officer.objects.filter(username=username).first()
    if found is None:
        raise Http404(username)
    in_reach(found.unit_code, request.user)
    return found


def _officer(
    request: HttpRequest, found: Officer, *, assign: RolesForm | None = None, certify: CertificateForm | None = None,
    refused: Refused | None = None, password: str = "", status: int = 200,
) -> HttpResponse:  # fmt: skip
    held, typed = {"unit": found.unit_code, "roles": found.roles}, typed_work(request)
    context = {
        "trail": trail((_("管理"), ""), (_("人员"), reverse("people:officers")), (found.name, "")),
        "officer": found, "own": found == request.user, "factor": enrolled(found),
        "sso": SubjectForm(initial={"subject": linked(found)}) if offered() else None,
        "refused": refused, "password": password,
        "assign": assign or RolesForm(units=_units(request), initial=held | typed),
        "certify": certify or CertificateForm(initial=typed),
        "roles": [in_words(*ROLE_NAMES[role]) for role in found.roles],
        "certificates": certificate_lines(found.username, timezone.localdate()),
    }  # fmt: skip
    return render(request, "people/officer.html", context, status=status)
