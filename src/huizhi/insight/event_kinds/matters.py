"""Complaints and reports by what became of them.

The detail is the matter's number only: what people write in a complaint may tell who they are.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import event
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

KINDS = ("complaint", "complaint_unsettled", "complaint_dropped", "report_made", "report_filed")
"""Every kind this file makes; who may not see complaints and reports sees none of them."""


def matter_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Each complaint and report on the day it came in, by what became of it."""
    facts = about_entities(lake, as_of, "complaints")
    outcome = facts.outcome.fill_null("open")
    report = facts.kind == "report"
    kind = ibis.cases(
        (report & (outcome == "case_filed"), "report_filed"),
        (report, "report_made"),
        (outcome.isin(("refused", "withdrawn")), "complaint_dropped"),
        (outcome == "not_mediated", "complaint_unsettled"),
        else_="complaint",
    )
    day = facts.received_at.date()
    return [event(facts, kind, day, amount_fen=facts.amount_fen, detail=facts.matter_no)]
