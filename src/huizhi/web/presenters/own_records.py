"""A business's own published records, each with what its representative may ask about it."""

from collections.abc import Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from huizhi.apps.appeals import facade as appeals
from huizhi.apps.registers import facade as registers
from huizhi.apps.registers.facade import EventLine, PublicEntity
from huizhi.insight.remedies import acts_open
from huizhi.insight.scorecard import Scorecard
from huizhi.web import labels
from huizhi.web.presenters.paths import facts_from

Key = tuple[str, str, str, date]


def lines(found: PublicEntity, card: Scorecard) -> list[dict[str, object]]:
    """Every published record, newest first: the number of the appeal under way, or where to appeal."""
    under, shown = appeals.under_appeal(found.entity_id), registers.own_records(found.entity_id)
    ready = repairable(shown, found.release.as_of, card)
    return [
        {
            "on": line.occurred_on, "number": under.get(key_of(line), ""),
            "words": " ".join((labels.coded(line.kind, "event"), labels.detail(line.kind, line.detail))),
            "objection": asking(found.entity_id, "record_objection", key_of(line)),
            "repair": asking(found.entity_id, "credit_repair", key_of(line)) if key_of(line) in ready else "",
        }
        for line in shown if line.evidence.source
    ]  # fmt: skip


def repairable(records: Sequence[EventLine], as_of: date, card: Scorecard) -> set[Key]:
    """The records whose repair may take effect by the day after the release."""
    acts = acts_open(facts_from(records), as_of, card)
    ready = [act.fact for act in acts if act.remedy.repairs and (act.from_on - as_of).days <= 1]
    return {(fact.source, fact.source_id, fact.kind, fact.occurred_on) for fact in ready}


def key_of(line: EventLine) -> Key:
    """What tells a record from every other."""
    return line.evidence.source or "", line.evidence.source_id or "", line.kind, line.occurred_on


def asking(entity_id: str, kind: str, key: Key) -> str:
    """Where its representative appeals about a record."""
    source, record, event, on = key
    asked = {"kind": kind, "source": source, "record": record, "event": event, "on": on.isoformat()}
    return f"{reverse('web:appeal', args=[entity_id])}?{urlencode(asked)}"
