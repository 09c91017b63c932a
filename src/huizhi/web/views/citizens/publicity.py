"""Published complaints: how many, about what, about whom, and how they ended. No person stands in them."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from huizhi.apps.casework.facade import civil_day
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.facade import public
from huizhi.apps.registers import facade as registers
from huizhi.vocabulary.whole_numbers import whole_number
from huizhi.web.presenters import publicity


@public
@require_safe
def published_complaints(request: HttpRequest) -> HttpResponse:
    """Counts first, then the complaints themselves; by business, topic and period."""
    asked = {name: request.GET.get(name, "").replace("\0", "").strip()[:100] for name in ("q", "e", "topic", "period")}
    since = publicity.since(asked["period"], civil_day(timezone.now()))
    wanted = complaints.Wanted(
        entity=asked["e"],
        name=asked["q"],
        topic=asked["topic"] if asked["topic"] in complaints.TOPICS else "",
        since=since,
    )
    before = whole_number(request.GET.get("before", ""))
    rows = complaints.published(wanted, before=before, limit=publicity.PAGE + 1)
    counts = complaints.published_tally(wanted)
    shown = rows[: publicity.PAGE]
    more = (
        urlencode({**{k: v for k, v in asked.items() if v}, "before": shown[-1][0]}) if len(rows) > len(shown) else ""
    )
    entity = registers.public_entity(asked["e"]) if asked["e"] else None
    return render(request, "web/citizens/published.html", {
        "asked": asked, "rows": publicity.lines(shown), "more": more, "counts": counts, "entity": entity,
        "tables": publicity.tables(counts), "topics": publicity.topics(), "periods": publicity.periods(),
        "first": before is None,
    })  # fmt: skip
