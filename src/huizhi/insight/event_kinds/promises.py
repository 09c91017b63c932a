"""return_promised, promise_broken: no-reason returns a shop promised in public, and whether it kept its word."""

from datetime import date

import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import event
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake


def promise_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Promises that stand and were never broken; broken ones on the day we heard of it, severity counting how often."""
    facts = about_entities(lake, as_of, "return_promises")
    broken = facts.broken.fill_null(0)
    kept = facts.filter(facts.status == "promising", broken == 0, facts.promised_on.notnull())
    failed = facts.filter(broken > 0)
    return [
        event(kept, "return_promised", kept.promised_on, severity=0, detail=kept.source_id),
        event(failed, "promise_broken", failed.known_at.date(), severity=failed.broken.fill_null(0),
              detail=failed.source_id),
    ]  # fmt: skip
