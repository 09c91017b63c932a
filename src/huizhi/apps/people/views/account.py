"""One's own account: certificates, leave, password."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from huizhi.apps.people import leave as leaves
from huizhi.apps.people.access import SIGNED_IN, needs
from huizhi.apps.people.forms import LeaveForm, PasswordForm
from huizhi.apps.people.passwords import change_password, policy_words
from huizhi.apps.people.permissions import ROLE_NAMES
from huizhi.apps.people.second_factor import enrolled
from huizhi.apps.people.sessions import typed_work
from huizhi.apps.people.views.lines import certificate_lines, leave_lines
from huizhi.ui.lines import in_words, trail
from huizhi.vocabulary.refused import Refused


@needs(SIGNED_IN)
@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """What the platform knows of the officer, and her leave."""
    return _account(request, leave_form(request))


@needs(SIGNED_IN)
@require_POST
def enter_leave(request: HttpRequest) -> HttpResponse:
    """Enter one's own leave."""
    form = leave_form(request, request.POST)
    if not form.is_valid():
        return _account(request, form, status=422)
    try:
        leaves.take_leave(username=request.user.username, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as refused:
        return _account(request, form, refused=refused, status=422)
    return redirect("people:account")


@needs(SIGNED_IN)
@require_POST
def end_leave(request: HttpRequest, leave: int) -> HttpResponse:
    """Back from leave; heads may say so for others."""
    try:
        leaves.end_leave(leave=leave, by=request.user, at=timezone.now())
    except Refused as refused:
        return _account(request, leave_form(request), refused=refused, status=422)
    return redirect("people:account")


@needs("see_team")
@require_safe
def team_leave(request: HttpRequest) -> HttpResponse:
    """Who of the units in reach is or will be away, and who stands in."""
    rows = leave_lines(request.user, timezone.localdate(), mine=False)
    steps = trail((_("管理"), ""), (_("休假与代班"), ""))
    return render(request, "people/team_leave.html", {"trail": steps, "rows": rows})


@sensitive_post_parameters("old", "new", "again")
@needs(SIGNED_IN, owing=True)
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password; a temporary one must be changed before anything else."""
    form = PasswordForm(request.POST if request.method == "POST" else None)
    refused = None
    if form.is_valid():
        given = form.cleaned_data
        try:
            change_password(request, old=given["old"], new=given["new"], at=timezone.now())
            return redirect("people:account")
        except Refused as said:
            refused = said
    status = 422 if refused or form.errors else 200
    steps = trail((_("我的账号"), ""), (_("修改密码"), ""))
    context = {"trail": steps, "form": form, "refused": refused, "policy": policy_words()}
    return render(request, "people/password.html", context, status=status)


def leave_form(request: HttpRequest, given: object = None) -> LeaveForm:
    """The form for a leave, with those who may stand in."""
    deputies = [(each.username, f"{each.name} {each.unit.zh}") for each in leaves.possible_stand_ins(request.user)]
    return LeaveForm(given, stand_ins=deputies, initial=typed_work(request))


def _account(request: HttpRequest, form: LeaveForm, refused: Refused | None = None, status: int = 200) -> HttpResponse:
    officer, today = request.user, timezone.localdate()
    context = {
        "trail": trail((_("我的账号"), "")), "form": form, "refused": refused,
        "roles": [in_words(*ROLE_NAMES[role]) for role in officer.roles], "unit": officer.unit,
        "factor": enrolled(officer),
        "certificates": certificate_lines(officer.username, today),
        "rows": leave_lines(officer, today, mine=True), "can_take_leave": bool(form.fields["stand_in"].choices),
    }  # fmt: skip
    return render(request, "people/account.html", context, status=status)
