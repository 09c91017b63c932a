"""The shape every event has, and how a fact is brought into it."""

import ibis
import ibis.expr.types as ir

SCHEMA = ibis.schema(
    {
        "entity_id": "string",
        "kind": "string",
        "occurred_on": "date",
        "known_on": "date",
        "severity": "int64",
        "amount_fen": "int64",
        "detail": "string",
        "source": "string",
        "source_id": "string",
        "file_digest": "string",
        "row_number": "int64",
    }
)


def event(
    facts: ir.Table,
    kind: str | ir.StringValue,
    occurred_on: ir.DateValue,
    *,
    detail: ir.StringValue,
    severity: int | ir.IntegerValue = 1,
    amount_fen: ir.IntegerValue | None = None,
) -> ir.Table:
    """One event per fact (a fact has entity_id and the shared columns); the fact itself is the evidence.

    What follows from a record later on (a licence running out) is known the day it happens, not the day of the record.
    """
    return facts.select(
        entity_id=facts.entity_id,
        kind=ibis.literal(kind) if isinstance(kind, str) else kind,
        occurred_on=occurred_on,
        known_on=ibis.greatest(facts.known_at.date(), occurred_on),
        severity=ibis.literal(severity, type="int64") if isinstance(severity, int) else severity,
        amount_fen=ibis.null("int64") if amount_fen is None else amount_fen,
        detail=detail.fill_null(""),
        source=facts.source,
        source_id=facts.source_id,
        file_digest=facts.file_digest,
        row_number=facts.row_number,
    )


def joined(*parts: ir.StringValue) -> ir.StringValue:
    """Texts with " · " between them; what is missing leaves no trace. The first must be there."""
    first, *rest = parts
    text = first
    for part in rest:
        text = text + ibis.ifelse(part.fill_null("") == "", "", ibis.literal(" · ") + part.fill_null(""))
    return text
