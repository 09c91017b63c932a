"""The scoreboard, one indicator, and the records behind it."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from huizhi.apps.indicators import facade as indicators
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.apps.people.facade import needs
from huizhi.apps.registers import facade as registers
from huizhi.ui.lines import trail
from huizhi.vocabulary.whole_numbers import whole_number
from huizhi.web import charts, labels
from huizhi.web.downloads import spreadsheet
from huizhi.web.presenters import drilldown, figures, places

CITY = indicators.CITY
PLACES_IN_ROW = 6
"""More places than this are chosen from a list."""


def place_asked(request: HttpRequest) -> str:
    """The division asked for, else the viewer's own where it is a single one, else the city."""
    asked = request.GET.get("place", "")
    if any(asked == code for code, _place in labels.board_places()):
        return asked
    scope = people.scope_of(request.user)
    return scope.divisions[0] if len(scope.divisions) == 1 and not scope.everything else CITY


def place_choices(place: str) -> list[dict[str, object]]:
    """The city and its county-level divisions as choices."""
    return [
        {"title": labels.division_words(division), "code": code, "current": code == place}
        for code, division in labels.board_places()
    ]


@needs("see_scoreboard")
def scoreboard(request: HttpRequest) -> HttpResponse:
    """All indicators of the plan in one look; the map shows one of them by place."""
    release, place = registers.current_release(), place_asked(request)
    choices = place_choices(place)
    board = indicators.board(viewer=request.user, division=place)
    chapters = figures.chapters(board, place) if release else []
    rows = [row for chapter in chapters for row in chapter.rows]
    return render(request, "web/scoreboard.html", {
        "trail": trail((_("研判"), ""), (_("计划指标"), "")),
        "as_of": release and release.as_of,
        "board": {
            "month": board.month if release else "", "place": labels.place(place), "place_code": place,
            "places": choices, "places_in_row": len(choices) <= PLACES_IN_ROW, "chapters": chapters,
            "totals": figures.totals(board),
            "version": board.lines[0].head.version if board.lines else "",
            "behind": [row for row in rows if row.state == "bad"], "map": _map(request, board) if release else None,
        },
    })  # fmt: skip


def _map(request: HttpRequest, board: indicators.Board) -> dict[str, object] | None:
    """The map of the indicator asked for, else of the first one behind, else of the first with values by place."""
    drawn = [line for line in board.lines if any(p.figure.value is not None for p in line.places)]
    if not drawn:
        return None
    asked = request.GET.get("shown", "")
    line = next((each for each in drawn if each.head.code == asked), None)
    line = line or next((each for each in drawn if each.figure.state == "behind"), drawn[0])
    code, viewer = line.head.code, request.user
    counties = [place.division for place in line.places]
    by_county = indicators.board_lines(code, viewer=viewer, divisions=counties, month=board.month)
    zones = indicators.zone_figures(code, viewer=viewer, months=board.months)
    sheet = places.sheet(line, by_county, zones)
    sheet["choices"] = [
        {
            "code": each.head.code,
            "title": f"{each.head.number} {figures.name_words(each.head)}",
            "current": each is line,
        }
        for each in drawn
    ]
    return sheet


def _line_or_404(request: HttpRequest, code: str, place: str) -> indicators.BoardLine:
    """The indicator for a place, or 404."""
    line = indicators.board_line(code, viewer=request.user, division=place)
    if line is None:
        raise Http404(code)
    return line


def _months_asked(request: HttpRequest, line: indicators.BoardLine) -> tuple[str, tuple[str, ...]]:
    """The single month asked for ("" for the year so far) and the months that are added up."""
    known = [point.month for point in line.trend]
    month = request.GET.get("month", "")
    if month in known:
        return month, (month,)
    return "", indicators.year_so_far(known[-1])


@needs("see_scoreboard")
def indicator(request: HttpRequest, code: str) -> HttpResponse:
    """One indicator: how it is counted, its months by place, and the records it counts."""
    place = place_asked(request)
    line = _line_or_404(request, code, place)
    month, months = _months_asked(request, line)
    release = registers.current_release()
    row = figures.row(line, place)
    lines = indicators.board_lines(code, viewer=request.user, divisions=[each for each, _d in labels.board_places()])
    values = [None if p.figure.value is None else float(p.figure.value) for p in line.trend]
    head = line.head
    return render(request, "web/indicator.html", {
        "trail": trail((_("研判"), ""), (_("计划指标"), reverse("web:scoreboard") + f"?place={place}"), (row.name, "")),
        "as_of": release and release.as_of, "indicator": head, "row": row, "place_name": labels.place(place),
        "chapter": head.chapter_en if labels.english() else head.chapter_zh,
        "formula": (head.formula_en if labels.english() else head.formula_zh) or _("算法待数据接入后确定。"),
        "awaits": head.awaits, "sum_words": drilldown.sum_words(line),
        "chart": charts.trend(
            [p.month for p in line.trend], values, None if head.target is None else float(head.target),
            _("%(name)s近12个月走势") % {"name": row.name}, row.value_words if month else drilldown.last_words(line),
            _("目标%(target)s") % {"target": row.target_words},
        ),
        "months": [point.month for point in line.trend] if any(v is not None for v in values) else [],
        "grid": drilldown.grid(lines, place, month), "records": _records(request, line, place, month, months),
    })  # fmt: skip


def _records(
    request: HttpRequest, line: indicators.BoardLine, place: str, month: str, months: tuple[str, ...]
) -> dict[str, object]:
    """One page of records with the sums over all of them."""
    if not people.may(request.user, "see_records"):
        return {"hidden": _("明细记录需要“查看指标明细记录”权限。")}
    after = request.GET.get("after", "")
    page = indicators.records(
        line.head.code,
        viewer=request.user,
        months=months,
        division=place,
        after=whole_number(after),
    )
    asked = {key: value for key, value in (("place", place), ("month", month)) if value}
    figure = next((p.figure for p in line.trend if p.month == month), line.figure)
    complete = people.scope_of(request.user).everything or place in people.scope_of(request.user).divisions
    return {
        "title": f"{labels.place(place)}　{month or f'{months[0]}—{months[-1]}'}",
        "rows": [drilldown.record_row(record) for record in page.lines],
        "numerator": page.numerator, "denominator": page.denominator,
        "sum_words": drilldown.check_words(line, figure, page, complete),
        "count_words": ngettext("共%(n)s条", "共%(n)s条", page.total) % {"n": f"{page.total:,}"},
        "csv": f"{reverse('web:records_csv', args=[line.head.code])}?{urlencode(asked)}" if page.total else "",
        "first_page": f"?{urlencode(asked)}" if after else "",
        "next_page": f"?{urlencode({**asked, 'after': page.next_after})}" if page.next_after else "",
    }  # fmt: skip


@needs("see_records")
@require_safe
def records_csv(request: HttpRequest, code: str) -> StreamingHttpResponse:
    """Every record behind a figure, as a file a spreadsheet opens; that it left is an act."""
    place = place_asked(request)
    line = _line_or_404(request, code, place)
    _month, months = _months_asked(request, line)
    with transaction.atomic():
        ledger.record(
            verb="records_exported", by=request.user, at=timezone.now(), object_kind="indicator", object_id=code,
            payload={"place": place, "from": months[0], "to": months[-1]},
        )  # fmt: skip
    return spreadsheet(_csv(request, code, place, months), f"{code}-{place}-{months[0]}-{months[-1]}.csv")


def _csv(request: HttpRequest, code: str, place: str, months: tuple[str, ...]) -> Iterator[list[object]]:
    """Rows of the file, read page by page."""
    yield drilldown.csv_head()
    after = None
    while True:
        page = indicators.records(code, viewer=request.user, months=months, division=place, after=after, limit=1000)
        yield from map(drilldown.csv_row, page.lines)
        if page.next_after is None:
            return
        after = page.next_after
