"""Pages for those who look after the platform: feeds with their quarantine, and the ledger."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from huizhi.apps.indicators import facade as indicators
from huizhi.apps.ledger import facade as ledger_book
from huizhi.apps.people import facade as people
from huizhi.apps.people.facade import needs
from huizhi.apps.registers import facade as registers
from huizhi.ui.lines import trail
from huizhi.vocabulary.whole_numbers import whole_number
from huizhi.web import labels
from huizhi.web.packs import pack
from huizhi.web.presenters import sources


def _feeds(request: HttpRequest) -> list[indicators.FeedLine]:
    """All sources as of the release, or as of today before the first."""
    release = registers.current_release()
    as_of = release.as_of if release else timezone.localdate()
    return list(indicators.feeds(viewer=request.user, as_of=as_of))


@needs("see_feeds")
def feeds(request: HttpRequest) -> HttpResponse:
    """Every source and how it stands."""
    found = _feeds(request)
    context = {"rows": [sources.row(feed) for feed in found], "summary": sources.summary(found) if found else ""}
    return render(request, "web/feeds.html", {"trail": trail((_("管理"), ""), (_("数据来源"), "")), **context})


@needs("see_feeds")
def feed(request: HttpRequest, source: str) -> HttpResponse:
    """One source: its files, and the rows kept out of them."""
    found = next((each for each in _feeds(request) if each.source == source), None)
    if found is None:
        raise Http404(source)
    row, contract = sources.row(found), pack().contracts.get(source)
    quarantine = [sources.quarantined(line) for line in indicators.quarantine(source, viewer=request.user)]
    total = sum(line["rows"] for line in quarantine)
    return render(request, "web/feed.html", {
        "trail": trail((_("管理"), ""), (_("数据来源"), reverse("web:feeds")), (row["name"], "")), "row": row,
        "legal_basis": contract.legal_basis if contract else "", "quarantine": quarantine,
        "quarantine_words": _("共%(n)s行") % {"n": f"{total:,}"} if total else "",
        "files": indicators.feed_files(source, viewer=request.user),
    })  # fmt: skip


@needs("see_ledger")
def ledger(request: HttpRequest) -> HttpResponse:
    """The acts, newest first: those shown are recomputed, and the whole chain where that is asked for."""
    before, whole = request.GET.get("before", ""), request.GET.get("check") == "all"
    units = people.units_in_scope(request.user)
    page = ledger_book.acts(units=units, before=whole_number(before))
    shown = [act.seq for act in page.acts]
    check = ledger_book.verify_chain() if whole else ledger_book.check_acts(shown)
    roots = ledger_book.covering(shown)
    return render(request, "web/ledger.html", {
        "trail": trail((_("管理"), ""), (_("操作台账"), "")), "chain": _chain(check, whole),
        "check_all": "" if whole else f"{reverse('web:ledger')}?check=all",
        "rows": [
            {**vars(act), "words": labels.coded(act.verb, "verb"), **_sealed(act.seq, roots.get(act.seq))}
            for act in page.acts
        ],
        "first_page": reverse("web:ledger") if before else "",
        "next_page": f"?before={page.next_before}" if page.next_before else "",
    })  # fmt: skip


def _sealed(seq: int, root: ledger_book.DayRoot | None) -> dict[str, object]:
    """The published root that covers an act, and where its proof is; nothing before there is one."""
    if root is None:
        return {"root": None}
    proof = f"{reverse('web:ledger_proof', args=['inclusion'])}?seq={seq}&size={root.size}"
    return {"root": root, "root_page": f"{reverse('web:public_ledger')}#d{root.day}", "proof": proof}


def _chain(check: ledger_book.ChainCheck, whole: bool) -> dict[str, str]:
    """What recomputing the whole chain, or the acts shown, found."""
    if check.ok and whole:
        found = {"n": f"{check.acts:,}", "digest": check.head_digest[:16]}
        words = _("%(n)s条记录逐条相符，链尾摘要%(digest)s。") % found
        return {"state": "ok", "title": _("台账完整"), "words": words}
    if check.ok:
        words = _("%(n)s条记录的内容与摘要相符，并与各自的前一条衔接。") % {"n": f"{check.acts:,}"}
        return {"state": "ok", "title": _("本页已核对"), "words": words}
    why = check.why_en if labels.english() else check.why_zh
    words = _("第%(seq)s条起不符：%(why)s。请保留现场并通知审计人员。") % {"seq": check.broken_seq, "why": why}
    return {"state": "bad", "title": _("台账已被改动"), "words": words}
