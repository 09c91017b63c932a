"""The work home: what is on the desk today and what last night changed, every line leading to its records."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from huizhi.apps.indicators import facade as indicators
from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people import facade as people
from huizhi.apps.people.facade import SIGNED_IN, needs, public
from huizhi.apps.registers import facade as registers
from huizhi.ui.marks import grade_words
from huizhi.web import labels
from huizhi.web.presenters import desk, figures, sources
from huizhi.web.presenters.entities import entity_href
from huizhi.web.views.scoreboard import place_asked

ON_DESK = {"see_matters", "make_visits", "plan_visits"}
"""Who has something on a desk."""


@public
def front_door(request: HttpRequest) -> HttpResponse:
    """The site's address: officers go to their work, everybody else to the public pages."""
    return redirect("web:work_home" if request.user.is_authenticated else "web:public_home")


def scope_words(request: HttpRequest) -> str:
    """The part of the city this officer sees, in words."""
    scope = people.scope_of(request.user)
    if scope.everything:
        return _("范围：全市")
    places = [labels.place(code) for code in (*scope.divisions, *scope.zones)]
    places += [station for _division, _zone, station in scope.stations]
    return _("范围：%(places)s") % {"places": "、".join(places) or "—"}


@needs(SIGNED_IN)
def work_home(request: HttpRequest) -> HttpResponse:
    """What waits today, and what changed last night in this officer's area."""
    release, held = registers.current_release(), people.permissions_held(request.user)
    context = {
        "greeting": _("%(name)s，您好") % {"name": request.user.name}, "scope_words": scope_words(request),
        "as_of": release and release.as_of, "published_at": release and release.published_at,
        "tiles": [], "moves": None, "behind": None, "feeds": None, "draws": None,
        "desk": desk.of(request.user, timezone.now()) if ON_DESK & held else None,
    }  # fmt: skip
    if release:
        if "see_class" in held:
            context |= {"tiles": _tiles(request), "moves": _moves(request)}
        if "see_scoreboard" in held:
            context["behind"] = _behind(request)
        if "see_feeds" in held:
            context["feeds"] = sources.wanting(indicators.feeds(viewer=request.user, as_of=release.as_of))
    if "see_entities" in held:
        context["draws"] = [_draw(draw) for draw in inspections.draws(limit=4)]
    return render(request, "web/home.html", context)


def _tiles(request: HttpRequest) -> list[dict[str, object]]:
    """Active entities by class, against the release before."""
    tiles = []
    counts = registers.class_counts(viewer=request.user)
    risks = grade_words(tuple(counts))
    had_before = any(count["previously"] for count in counts.values())
    for grade, count in sorted(counts.items(), reverse=True):
        change = count["entities"] - count["previously"]
        words = (
            _("较上期%(n)s") % {"n": f"{change:+,}".replace("-", "−") if change else "±0"}
            if had_before
            else _("首次发布")
        )
        tiles.append({
            "grade": grade, "words": risks[grade], "count": count["entities"], "change": words,
            "href": f"{reverse('web:search')}?grade={grade}",
        })  # fmt: skip
    return tiles


def _moves(request: HttpRequest) -> dict[str, object]:
    """Entities whose class changed, worst first."""
    lines, risen, fallen = registers.moves(viewer=request.user)
    rows = [{**vars(line), "worse": line.worse, "href": entity_href(line.entity_id)} for line in lines]
    words = _("风险上升%(up)s家，下降%(down)s家") % {"up": f"{risen:,}", "down": f"{fallen:,}"} if lines else ""
    return {"rows": rows, "words": words, "empty": _("本期没有类别变化。首次发布或数据未变时也是如此。")}


def _behind(request: HttpRequest) -> list[figures.Row]:
    """Indicators behind or close to their target, the former first."""
    place = place_asked(request)
    rows = [figures.row(line, place) for line in indicators.board(viewer=request.user, division=place).lines]
    return sorted((row for row in rows if row.state in ("bad", "near")), key=lambda row: (row.state, row.number))[:8]


def _draw(draw: inspections.DrawLine) -> dict[str, object]:
    """One published draw as a line."""
    told = {"rows": f"{draw.frame_rows:,}", "n": f"{draw.selected_count:,}"}
    words = ngettext("%(rows)s家中抽中%(n)s家", "%(rows)s家中抽中%(n)s家", draw.selected_count) % told
    return {"number": draw.number, "title": draw.title, "words": words, "published_at": draw.published_at}
