"""penalty: severity 1 warning or criticism, 2 money, 3 suspension of business, 4 revocation of a licence."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake


def penalty_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Each decision on the day it was made; amount is fine plus confiscation."""
    facts = about_entities(lake, as_of, "penalties")
    kinds = facts.penalty_kinds.fill_null("")
    amount = facts.fine_fen.fill_null(0) + facts.confiscated_fen.fill_null(0)
    severity = ibis.cases(
        (kinds.contains("revocation"), 4),
        (kinds.contains("suspension"), 3),
        (kinds.contains("fine") | kinds.contains("confiscate") | (amount > 0), 2),
        else_=1,
    ).cast("int64")
    detail = joined(facts.document_no, facts.violation_text)
    return [event(facts, "penalty", facts.decided_on, severity=severity, amount_fen=amount, detail=detail)]
