"""The inbox, the late list, the supervision list, the team's page."""

from datetime import datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.forms import SaveFilterForm
from huizhi.apps.casework.presenting import Said, chosen, lifecycle_of, rows_of
from huizhi.apps.casework.reckoning import CIVIL
from huizhi.apps.casework.titles import CHANNELS, show_words
from huizhi.apps.casework.views.reading import office_trail, reading
from huizhi.apps.papers.facade import PURPOSES, export_csv
from huizhi.apps.people.facade import leaves, may, needs, officers_of, unit_cards

MOST_EXPORTED = 5000


@needs("see_matters")
def inbox(request: HttpRequest) -> HttpResponse:
    """The list and a reader beside it; the list alone when only that is asked for."""
    at, asked = timezone.now(), casework.Asked.of(request.GET.dict())
    sight = casework.sight_of(request.user, at)
    page = casework.inbox(asked, viewer=request.user, at=at, after=request.GET.get("after", "")[:80], sight=sight)
    context = {
        "asked": asked,
        "rows": rows_of(page.lines, at, sight.units),
        "next_page": f"?{urlencode({**asked.kept(), 'after': page.next_after})}" if page.next_after else "",
        "first_page": f"?{urlencode(asked.kept())}" if request.GET.get("after") else "",
        "back": request.get_full_path(),
        "own_unit": request.user.unit_code,
        "purposes": _purposes() if may(request.user, "export_matters") else [],
        "bulk": may(request.user, "assign_matters") or may(request.user, "work_matters"),
    }
    part = request.headers.get("HX-Target") == "rows"
    if not part:
        context |= _around(request, asked, at, sight) | _opened(request, context["rows"], at, sight)
    response = render(request, "casework/_rows.html" if part else "casework/inbox.html", context)
    patch_vary_headers(response, ("HX-Request", "HX-Target"))
    return response


def _around(request: HttpRequest, asked: casework.Asked, at: datetime, sight: casework.Sight) -> dict[str, object]:
    """The strip, the filters and the officer's saved selections."""
    found = casework.counts(asked, viewer=request.user, at=at, sight=sight)
    kept = {name: value for name, value in asked.kept().items() if name not in ("show", "text")}
    return {
        "strip": [
            {
                "name": name,
                "count": f"{casework.CAP}+" if found[name] > casework.CAP else str(found[name]),
                "words": show_words()[name],
                "href": f"?{urlencode({**kept, 'show': name})}",
                "current": asked.show == name and not asked.text,
                "bad": name in ("overdue", "today") and found[name] > 0,
            }
            for name in found
        ],
        "more_shows": [(name, show_words()[name]) for name in ("mine", "closed")],
        "boxes": _boxes(asked, sight),
        "saved": [{"name": name, "href": f"?{query}"} for name, query in casework.saved_filters(request.user)],
        "query": urlencode(asked.kept()),
    }


def _purposes() -> list[tuple[str, str]]:
    return [(code, chosen(words)) for code, words in PURPOSES.items()]


def _boxes(asked: casework.Asked, sight: casework.Sight) -> list[dict[str, object]]:
    """The drop-down filters with their choices."""
    kinds = {name: kind.lifecycle for name, kind in casework.kinds().items()}
    states = {
        code: (state.zh, state.en)
        for name, lifecycle in kinds.items() if asked.kind in ("", name)
        for code, state in lifecycle.states.items()
    }  # fmt: skip
    channels = {code: words for each in kinds.values() for code, words in (each.channels or CHANNELS).items()}
    within = [unit for unit in sight.units.values() if sight.within is None or unit.code in sight.within]
    officers = officers_of([asked.unit or sight.viewer.unit_code], "work_matters")
    offered = {
        "kind": (_("类别"), [(name, chosen((each.zh, each.en))) for name, each in kinds.items()]),
        "state": (_("环节"), [(code, chosen(words)) for code, words in states.items()]),
        "unit": (_("承办单位"), [(unit.code, chosen((unit.zh, unit.en))) for unit in within]),
        "assignee": (_("承办人"), [(each.username, each.name) for each in officers]),
        "channel": (_("来源"), [(code, chosen(words)) for code, words in channels.items()]),
    }
    return [
        {"name": name, "title": title, "choices": choices, "value": getattr(asked, name)}
        for name, (title, choices) in offered.items()
        if len(choices) > 1 or getattr(asked, name)
    ]


def _opened(request: HttpRequest, rows: list, at: datetime, sight: casework.Sight) -> dict[str, object]:
    """The first matter of the list in the reader."""
    if not rows:
        return {}
    return {"selected": rows[0].card.number, **reading(rows[0].card.number, sight, at, request.get_full_path())}


@needs("see_matters")
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keep the selection on show under a name, or forget one."""
    asked = casework.Asked.of({key: request.POST.get(key, "") for key in casework.Asked.__dataclass_fields__})
    if dropped := request.POST.get("drop", ""):
        casework.drop_filter(name=dropped[:40], by=request.user)
    elif (form := SaveFilterForm(request.POST)).is_valid():
        casework.save_filter(name=form.cleaned_data["name"], asked=asked, by=request.user)
    return redirect(f"{reverse('casework:inbox')}?{urlencode(asked.kept())}")


@needs("export_matters")
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """The selection on show as a marked CSV: numbers, states and days, nobody's name."""
    at = timezone.now()
    asked = casework.Asked.of({key: request.POST.get(key, "") for key in casework.Asked.__dataclass_fields__})
    if request.POST.get("purpose") not in PURPOSES:
        messages.error(request, _("没有导出：请先选择用途。"))
        return redirect(f"{reverse('casework:inbox')}?{urlencode(asked.kept())}")
    rows, after, sight = [], "", casework.sight_of(request.user, at)
    while len(rows) < MOST_EXPORTED:
        page = casework.inbox(asked, viewer=request.user, at=at, after=after, sight=sight)
        rows += [_cells(row) for row in rows_of(page.lines, at, sight.units)]
        after = page.next_after
        if not after:
            break
    columns = ["编号", "类别", "环节", "承办单位", "承办人", "来源", "收到", "办结", "类目", "被投诉举报人"]
    made = export_csv(rows[:MOST_EXPORTED], columns, by=request.user, at=at, purpose=request.POST.get("purpose", ""))
    headers = {"Content-Disposition": f'attachment; filename="{made.name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(made.content, content_type=made.media_type, headers=headers)


def _cells(row) -> list[str]:
    card = row.card
    times = (card.received_at, card.closed_at)
    days = [each.astimezone(CIVIL).strftime("%Y-%m-%d %H:%M") if each else "" for each in times]
    return [
        card.number, row.kind.zh, row.state.zh, row.holder.zh, row.assignee, row.channel, *days, card.topic,
        card.respondent_name,
    ]  # fmt: skip


@needs("see_matters")
def late(request: HttpRequest) -> HttpResponse:
    """Every matter with a clock that is over, the longest late first."""
    at, asked = timezone.now(), casework.Asked(show="overdue", unit=request.GET.get("unit", "")[:40])
    sight = casework.sight_of(request.user, at)
    page = casework.inbox(asked, viewer=request.user, at=at, after=request.GET.get("after", "")[:80], sight=sight)
    named = rows_of(page.lines, at, sight.units)
    rows = [(row, line.clocks) for row, line in zip(named, page.lines, strict=True)]
    next_page = urlencode({**({"unit": asked.unit} if asked.unit else {}), "after": page.next_after})
    context = {
        "rows": [{"row": row, "over": _over(row, clocks, at)} for row, clocks in rows],
        "next_page": f"?{next_page}" if page.next_after else "",
        "trail": office_trail((_("超期清单"), "")),
    }
    return render(request, "casework/late.html", context)


def _over(row, clocks, at: datetime) -> list[dict[str, object]]:
    """The clocks of a matter that are over, with what the law says follows."""
    rules = lifecycle_of(row.card).clocks
    found = [each for each in clocks if each.late(at)]
    return [
        {
            "name": Said(rules[each.name].zh, rules[each.name].en),
            "until": casework.until(each.due_at),
            "follows": _follows(each),
        }
        for each in found
    ]


def _follows(clock) -> Said:
    terms = casework.terms_of(clock)
    return Said(terms.consequence_zh, terms.consequence_en) if terms else Said("", "")


@needs("see_matters")
def supervision(request: HttpRequest) -> HttpResponse:
    """The orders of units above: which wait for an answer, and which waited too long."""
    at = timezone.now()
    units, today = unit_cards(), casework.civil_day(at)
    found = casework.supervisions(viewer=request.user, at=at, open_only=request.GET.get("all") != "1")
    rows = [
        {
            "order": each, "unit": Said(units[each.unit].zh, units[each.unit].en),
            "late": each.answered_at is None and each.answer_by < today,
        }
        for each in found
    ]  # fmt: skip
    context = {"rows": rows, "all": request.GET.get("all") == "1", "trail": office_trail((_("督办"), ""))}
    return render(request, "casework/supervision.html", context)


@needs("see_team")
def team(request: HttpRequest) -> HttpResponse:
    """Who holds how much, what is late, what is due this week, what nobody has yet."""
    at = timezone.now()
    found, today = casework.team(viewer=request.user, at=at), casework.civil_day(at)
    away = {each.officer: each for each in leaves(viewer=request.user, since=today) if each.covers(today)}
    totals = {name: sum(getattr(each.load, name) for each in found) for name in ("open", "late", "this_week")}
    totals["unassigned"] = sum(each.load.unassigned for each in found)
    totals["closed_last_week"] = sum(each.load.closed_last_week for each in found)
    units = [{"unit": Said(each.unit.zh, each.unit.en), "code": each.unit.code, "of": each} for each in found]
    context = {"units": units, "totals": totals, "away": away, "trail": office_trail((_("本单位办理情况"), ""))}
    return render(request, "casework/team.html", context)
