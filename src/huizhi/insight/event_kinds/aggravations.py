"""What makes a record graver than others of its kind: the domain of a penalty, its repetition, failing again.

Each stands beside the record it is about, with the same evidence, and goes with it when a ruling takes the record away;
a repair of the record leaves it. Timelines leave it out: the record is told there itself.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.repetition import THREE_YEARS, YEAR, repeated
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

DOMAINS = {
    "penalty_safety": ("food_safety", "drug_device", "equipment"),
    "penalty_unlicensed": ("unlicensed",),
    "penalty_deception": ("advertising", "unfair_competition"),
    "penalty_infringement": ("trademark",),
}
"""Kind -> the violations of the penalty table it is about."""
KINDS = (*DOMAINS, "penalty_repeated", "recheck_failed", "sample_hazard", "sample_repeated", "complaints_grave")
"""Every kind of aggravation; those of samples are made with the samples."""

GRAVE = ("food", "drug", "quality")
"""Categories of complaints about what may harm."""


def aggravation_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Penalties by domain and repetition, second inspections that found again, complaints about what may harm."""
    penalties = about_entities(lake, as_of, "penalties")
    named = {violation: kind for kind, violations in DOMAINS.items() for violation in violations}
    domain = penalties.violation.cases(*named.items(), else_=ibis.null("string"))
    marked = penalties.mutate(domain=domain)
    in_domain = marked.filter(marked.domain.notnull())
    visits = about_entities(lake, as_of, "inspections")
    again = visits.filter(visits.kind == "recheck", visits.result.isin(("ordered_correction", "pending")))
    return [
        event(in_domain, in_domain.domain, in_domain.decided_on, detail=_decision(in_domain)),
        _repeated_penalties(penalties, lake, as_of),
        event(again, "recheck_failed", again.inspected_on, detail=joined(again.inspection_no, again["item"])),
        _grave_complaints(lake, as_of),
    ]


def _repeated_penalties(penalties: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """The latest of several penalties for the same kind of violation in three years; severity counts them."""
    told = penalties.filter(penalties.violation.notnull())
    found = repeated(told, lake, "decided_on", ("entity_id", "violation"), as_of - THREE_YEARS, as_of)
    return event(found, "penalty_repeated", found.decided_on, severity=found.many, detail=_decision(found))


def _grave_complaints(lake: Lake, as_of: date) -> ir.Table:
    """The latest of several complaints of a year about food, drugs or quality; severity counts them."""
    facts = about_entities(lake, as_of, "complaints")
    stood = ~facts.outcome.fill_null("open").isin(("refused", "withdrawn"))
    grave = facts.filter(facts.kind == "complaint", facts.category.isin(GRAVE), stood)
    dated = grave.mutate(came_on=grave.received_at.date())
    found = repeated(dated, lake, "came_on", ("entity_id",), as_of - YEAR, as_of)
    return event(found, "complaints_grave", found.came_on, severity=found.many, detail=found.matter_no)


def _decision(penalties: ir.Table) -> ir.StringValue:
    """Number of the decision and what was done."""
    return joined(penalties.document_no, penalties.violation_text)
