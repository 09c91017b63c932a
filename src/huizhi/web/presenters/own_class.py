"""A business's class told to the business itself: every point, what changes it, and where it may disagree.

Complaints and reports are one line with their sum, or the points would not add up to the score; how many there were,
when, what about, and whether one was a report at all stay untold.
"""

from django.utils.translation import gettext as _

from huizhi.apps.appeals import facade as appeals
from huizhi.apps.registers import facade as registers
from huizhi.apps.registers.facade import MATTER_EVENTS, OwnClass, ReasonLine
from huizhi.insight.scorecard import Scorecard
from huizhi.web.presenters import entities, own_records, paths
from huizhi.web.scorecards import Card


def page(own: OwnClass, card: Scorecard) -> dict[str, object]:
    """Reasons with their sum, the way to a better class, and its place among its trade."""
    release, head, graded = own.release, own.head, own.graded
    told = entities.why(graded, "", Card.read(release.scorecard), release.as_of)
    under = appeals.under_appeal(head.entity_id)
    askable = {own_records.key_of(line) for line in registers.own_records(head.entity_id) if line.evidence.source}
    both = list(zip(told["rows"], graded.reasons, strict=True))
    rows = [
        {**row, **_disagreeing(head.entity_id, reason, under, askable)}
        for row, reason in both if reason.kind not in MATTER_EVENTS
    ]  # fmt: skip
    untold = [reason.points for _row, reason in both if reason.kind in MATTER_EVENTS]
    if untold:
        rows.append({
            "points": sum(untold), "cause": _("投诉举报情况"), "evidence": _("合计；依法不说明来源和时间"),
            "occurred_on": None, "lapses_on": None,
        })  # fmt: skip
    elsewhere = graded.scorecard != card.version
    return {
        "entity": head, "why": {**told, "rows": rows}, "as_of": release.as_of,
        "spread": paths.spread(graded.peers, graded.grade),
        "way": paths.changes(head, graded, own.facts, card, release.as_of, elsewhere=elsewhere, own=True),
    }  # fmt: skip


def _disagreeing(
    entity_id: str, reason: ReasonLine, under: dict[own_records.Key, str], askable: set[own_records.Key]
) -> dict[str, object]:  # fmt: skip
    """The number of the appeal under way, or where to appeal."""
    key = (reason.evidence.source or "", reason.evidence.source_id or "", reason.kind or "", reason.occurred_on)
    objection = own_records.asking(entity_id, "record_objection", key) if key in askable else ""
    return {"number": under.get(key, ""), "objection": objection}
