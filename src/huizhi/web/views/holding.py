"""Does a class hold? What the year after found, by class; the prediction beside it, its card, and the rows counted."""

from dataclasses import dataclass

import polars as pl
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import needs
from huizhi.apps.registers import facade as registers
from huizhi.ui.lines import trail
from huizhi.vocabulary.whole_numbers import whole_number
from huizhi.web.downloads import spreadsheet
from huizhi.web.measured import counted_rows, measured
from huizhi.web.presenters import holding as told
from huizhi.web.presenters import holding_rows

A_PAGE = 50


@require_safe
@needs("see_class")
def holding(request: HttpRequest) -> HttpResponse:
    """The last result as numbers with intervals; no class of any one business and no officer is in it."""
    found = measured()
    return render(request, "web/holding.html", {
        "trail": trail((_("研判"), ""), (_("这个等级准不准"), "")), "told": told.page(found) if found else None,
    })  # fmt: skip


@dataclass(frozen=True)
class _Asked:
    """A count of the page: which visits, what is counted, of which class ("" for all); and the rows it counts."""

    part: str
    count: str
    grade: str
    rows: pl.DataFrame | None
    seen: pl.DataFrame | None


def _asked(request: HttpRequest) -> _Asked:
    """What is asked for, and of its rows those in the viewer's area. 404 for a count the page has not."""
    part, count, grade = (request.GET.get(name, "") for name in ("part", "count", "grade"))
    found = measured()
    grades = [row["grade"] for row in found["classes"]["all"]["rows"]] if found else []
    if not grades or not holding_rows.known(part, count, grade, grades):
        raise Http404(count)
    rows, area = counted_rows(part, count, grade), registers.seen_ids(viewer=request.user)
    seen = rows if rows is None or area is None else rows.filter(pl.col("entity_id").is_in(list(area)))
    return _Asked(part, count, grade, rows, seen)


@require_safe
@needs("see_class")
def rows(request: HttpRequest) -> HttpResponse:
    """The businesses or visits that one number of the classes' table counts, a page at a time."""
    asked, found = _asked(request), measured()
    after = whole_number(request.GET.get("after", "")) or 0
    title = holding_rows.title(asked.part, asked.count, asked.grade)
    page = None if asked.seen is None else asked.seen.slice(after, A_PAGE)
    total = 0 if asked.seen is None else len(asked.seen)
    here = holding_rows.address(asked.part, asked.count, asked.grade)
    return render(request, "web/holding_rows.html", {
        "trail": trail((_("研判"), ""), (_("这个等级准不准"), reverse("web:holding")), (_("明细记录"), "")),
        "title": title, "on": found["on"], "until": found["until"], "lost": page is None,
        "rows": [] if page is None else holding_rows.rows(page.to_dicts()),
        "count_words": holding_rows.count_words(asked.count, total),
        "whole": None if asked.rows is None or len(asked.rows) == total else len(asked.rows),
        "csv": holding_rows.address(asked.part, asked.count, asked.grade, "web:holding_rows_csv") if total else "",
        "first_page": here if after else "", "next_page": f"{here}&after={after + A_PAGE}"
        if after + A_PAGE < total else "",
    })  # fmt: skip


@require_safe
@needs("see_class")
def rows_csv(request: HttpRequest) -> StreamingHttpResponse:
    """All of them as a file a spreadsheet opens; that it left is an act."""
    asked, found = _asked(request), measured()
    if asked.seen is None:
        raise Http404(asked.count)
    with transaction.atomic():
        ledger.record(
            verb="class_rows_exported", by=request.user, at=timezone.now(), object_kind="measurement",
            object_id=found["counted"][:16],
            payload={"part": asked.part, "count": asked.count, "grade": asked.grade, "rows": len(asked.seen)},
        )  # fmt: skip
    name = "-".join(each for each in ("classes", found["on"], asked.grade, asked.part, asked.count) if each)
    return spreadsheet(holding_rows.csv_rows(asked.seen.to_dicts()), f"{name}.csv")
