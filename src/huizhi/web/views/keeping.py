"""Personal data under watch: who looked at whom and why, and what has been kept long enough."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from huizhi.apps.casework import facade as casework
from huizhi.apps.identities import facade as identities
from huizhi.apps.people.facade import needs, officer_cards, unit_cards
from huizhi.law.parameters import in_force
from huizhi.ui.lines import in_words, trail

PAGE = 50


@needs("see_ledger")
@never_cache
@require_safe
def looks(request: HttpRequest) -> HttpResponse:
    """Every opening of an identity in the auditor's units, newest first, with its reason."""
    before = request.GET.get("before", "")
    officer = request.GET.get("officer", "").strip()[:150]
    last = int(before) if before.isascii() and before.isdigit() and len(before) < 16 else None
    lines = identities.looks(viewer=request.user, officer=officer, before=last, limit=PAGE)
    names, units = officer_cards({each.officer for each in lines}), unit_cards()
    rows = [
        {
            "line": each, "unit": units.get(each.unit),
            "name": names[each.officer].name if each.officer in names else each.officer,
        }
        for each in lines
    ]  # fmt: skip
    context = {
        "rows": rows, "officer": officer, "more": lines[-1].act_seq if len(lines) == PAGE else None,
        "trail": trail((_("管理"), ""), (_("查看身份的记录"), "")),
    }  # fmt: skip
    return render(request, "web/looks.html", context)


@needs("manage_retention")
@require_safe
def retention(request: HttpRequest) -> HttpResponse:
    """What is past its last day of keeping, what a hold keeps, how much is kept and erased."""
    today, kept = timezone.localdate(), identities.kept()
    kinds = {"person": _("身份"), "text": _("文字")}
    context = {
        "due": [
            {"line": each, "key": rule.key, "title": in_words(rule.title_zh, rule.title_en)}
            for each in identities.due(today)
            if (rule := in_force(f"retention.{each.rule}", today))
        ],
        "kept": [(words, kept[f"{kind}.kept"], kept[f"{kind}.erased"]) for kind, words in kinds.items()],
        "today": today,
        "trail": trail((_("管理"), ""), (_("保存期限"), "")),
    }  # fmt: skip
    return render(request, "web/retention.html", context)


@needs("manage_retention")
@require_POST
def erase_due(request: HttpRequest) -> HttpResponse:
    """Erase one batch of what is due; a person decides, and the act says who."""
    if request.POST.get("sure") != "on":
        messages.error(request, _("请先勾选确认。没有删除任何内容。"))
        return redirect("web:retention")
    at = timezone.now()
    gone = casework.erase_due(as_of=timezone.localdate(at), by=request.user, at=at)
    said = _("已删除%(count)s条到期内容和%(files)s个文件，并记入台账。")
    messages.success(request, said % {"count": gone.rows, "files": gone.files})
    return redirect("web:retention")
