"""inspection_clean, _finding, _serious, _inactive, obstruction, not_found, correction, correction_overdue.

Who inspected is not read here or anywhere downstream: an officer's severity must not become the business's risk.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.insight.terms import correction_days, correction_since
from huizhi.lake.protocol import Lake


def visit_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Each inspection by its result (severity = findings, or serious findings), and each finding put right."""
    facts = about_entities(lake, as_of, "inspections")
    serious = facts.serious_count.fill_null(0)
    found = facts.result.isin(("ordered_correction", "pending"))
    kind = ibis.cases(
        (facts.result == "obstruction", "obstruction"),
        (facts.result == "not_found", "not_found"),
        (facts.result.isin(("closed", "not_active")), "inspection_inactive"),
        (found & (serious > 0), "inspection_serious"),
        (found, "inspection_finding"),
        else_="inspection_clean",
    )
    severity = ibis.cases(
        (found & (serious > 0), serious),
        (found, ibis.greatest(facts.finding_count.fill_null(1), 1)),
        (facts.result.isin(("obstruction", "not_found")), ibis.literal(1, type="int64")),
        else_=ibis.literal(0, type="int64"),
    )
    detail = joined(facts.inspection_no, facts["item"])
    right = facts.filter(facts.result.isin(("ordered_correction", "pending")), facts.corrected_on.notnull())
    return [
        event(facts, kind, facts.inspected_on, severity=severity, detail=detail),
        *_overdue(facts.filter(found, facts.corrected_on.isnull()), as_of),
        event(right, "correction", right.corrected_on, severity=0, detail=joined(right.inspection_no, right["item"])),
    ]


def _overdue(ordered: ir.Table, as_of: date) -> list[ir.Table]:
    """Findings not put right within the term, from the day after it; none before there was such a term."""
    if as_of < correction_since():
        return []
    due = ordered.mutate(limit_on=add_days(ordered.inspected_on, correction_days(as_of)))
    late = due.filter(due.limit_on < ibis.date(as_of.isoformat()))
    return [
        event(late, "correction_overdue", add_days(late.limit_on, 1), detail=joined(late.inspection_no, late["item"]))
    ]
