"""One enterprise, one file; and the source's record behind any line of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from huizhi.apps.appeals import facade as appeals
from huizhi.apps.indicators import facade as indicators
from huizhi.apps.people import facade as people
from huizhi.apps.people.facade import needs
from huizhi.apps.registers import facade as registers
from huizhi.ui.lines import trail
from huizhi.web import labels
from huizhi.web.event_labels import EVENT_GROUPS
from huizhi.web.measured import measured
from huizhi.web.packs import pack
from huizhi.web.presenters import drilldown, entities, holding, origins, paths, trades
from huizhi.web.scorecards import Card

Facts = tuple[registers.EventLine, ...]


@needs("see_entities")
def entity(request: HttpRequest, entity_id: str) -> HttpResponse:
    """Everything published about one entity that this officer may see."""
    file = registers.entity_file(entity_id, viewer=request.user)
    if file is None or file.release is None:
        raise Http404(entity_id)
    group = request.GET.get("kind", "")
    events = _events(request, entity_id, group, file)
    if request.headers.get("HX-Target") == "timeline":
        response = render(request, "web/_entity_timeline.html", {"timeline": events})
        patch_vary_headers(response, ("HX-Request", "HX-Target"))
        return response
    as_of, head = file.release.as_of, file.head
    under = appeals.under_appeal(entity_id)
    facts = registers.facts_of(entity_id, viewer=request.user) if file.graded else ()
    return render(request, "web/entity.html", {
        "trail": trail((_("监管"), ""), (_("经营主体"), reverse("web:search")), (_("一企一档"), "")),
        "entity": head, "industry": labels.industry(head.industry_code), "as_of": as_of, "phone": head.phone,
        "flags": [*entities.flags(head), *entities.appealed(under)], "tabs": entities.tabs(file),
        "grade": entities.grade(file.graded, file.release.classes) if file.graded else None,
        "grade_hidden": "see_class" in file.hidden,
        "why": file.graded and entities.why(file.graded, entity_id, Card.read(file.release.scorecard), as_of),
        "way": file.graded and _way(file, facts), "spread": file.graded and _spread(file),
        "chance": file.graded and _chance(file, facts), "cards": _cards(file, facts) if file.graded else [],
        "origin": drilldown.evidence_href(head.evidence.source, head.evidence.source_id, entity=entity_id),
        "licences": [entities.permit(line, entity_id, as_of) for line in file.permits],
        "devices": [entities.device(line, entity_id, as_of) for line in file.devices],
        "matters": [entities.matter(line, entity_id, as_of) for line in file.matters],
        "matters_hidden": "see_matters" in file.hidden, "timeline": events,
    })  # fmt: skip


def _way(file: registers.EntityFile, facts: Facts) -> dict[str, object]:
    """What would change the class, by the rules the class was made by."""
    release, card = file.release, pack().scorecard(file.release.as_of)
    elsewhere = file.graded.scorecard != card.version
    return paths.changes(file.head, file.graded, facts, card, release.as_of, elsewhere=elsewhere)


def _chance(file: registers.EntityFile, facts: Facts) -> dict[str, object] | None:
    """The prediction beside the class, for a business in being, once one was measured."""
    found = measured()
    if found is None or file.head.status != "active":
        return None
    return holding.chance(found, file.head, facts, file.release.as_of)


def _cards(file: registers.EntityFile, facts: Facts) -> list[dict[str, object]]:
    """The cards of its trades; a city with a card of its own has said what it grades by."""
    return [] if pack().card is not None else trades.cards(file.head, facts, file.release.as_of)


def _spread(file: registers.EntityFile) -> list[dict[str, object]]:
    return paths.spread(file.graded.peers, file.graded.grade)


def _events(request: HttpRequest, entity_id: str, group: str, file: registers.EntityFile) -> dict[str, object]:
    """The timeline asked for: a group of kinds, a later page, or the first page of everything."""
    after = request.GET.get("after", "")
    kinds = EVENT_GROUPS[group][1] if group in EVENT_GROUPS else ()
    page = file.timeline
    if after or kinds:
        page = registers.timeline(entity_id, viewer=request.user, after=after, kinds=kinds)
    base = reverse("web:entity", args=[entity_id])
    return entities.timeline(page, entity_id, group if kinds else "", file.counts["events"], base=base)


@needs("see_entities")
def evidence(request: HttpRequest, source: str, source_id: str) -> HttpResponse:
    """The published fields of a source's record and where its row lies. The address says where the record was met."""
    viewer = request.user
    entity_id = request.GET.get("entity", "")
    found = registers.published_records(entity_id, source, source_id, viewer=viewer) if entity_id else ()
    counted = _counted(request, source, source_id)
    if not found and not counted:
        raise Http404(f"{source}/{source_id}")
    proof = found[0].evidence if found else counted[0]
    records = [origins.record(each) for each in found] + [origins.counted(each) for each in counted]
    landed = None
    if proof.file_digest and people.may(viewer, "see_feeds"):
        landed = indicators.feed_file(proof.file_digest, viewer=viewer)
    name = labels.coded(source, "source")
    return render(request, "web/evidence.html", {
        "trail": trail((_("监管"), ""), (_("经营主体"), reverse("web:search")), (_("证据"), "")), "heading": name,
        "source_id": source_id, "records": records,
        "origin": origins.origin(name, pack().contracts.get(source), landed, proof),
    })  # fmt: skip


def _counted(request: HttpRequest, source: str, source_id: str) -> list[indicators.RecordLine]:
    """The record as an indicator counts it, when the address names the indicator and the month."""
    code, month = request.GET.get("indicator", ""), request.GET.get("month", "")
    if not (code and month and people.may(request.user, "see_records")):
        return []
    return list(indicators.counted_record(code, month, source, source_id, viewer=request.user))
