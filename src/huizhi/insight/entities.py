"""One row per entity: the register's latest word on it, as known on the day."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.lake.protocol import Lake

SCHEMA = ibis.schema(
    {
        "entity_id": "string",
        "credit_code": "string",
        "credit_code_ok": "boolean",
        "registration_no": "string",
        "name": "string",
        "former_name": "string",
        "entity_kind": "string",
        "industry_code": "string",
        "division": "string",
        "zone": "string",
        "station": "string",
        "address": "string",
        "legal_representative": "string",
        "capital_fen": "int64",
        "established_on": "date",
        "status": "string",
        "status_on": "date",
        "scope": "string",
        "phone": "string",
        "source": "string",
        "source_id": "string",
        "file_digest": "string",
        "row_number": "int64",
    }
)


def entities(lake: Lake, as_of: date) -> ir.Table:
    """The register by entity_id (credit code, else registration number); of two records, the one learned last."""
    registry = lake.table("registry", as_of)
    named = registry.mutate(
        entity_id=ibis.coalesce(registry.credit_code, registry.registration_no),
        credit_code_ok=registry.credit_code.notnull() & ~registry.flags.fill_null("").contains("credit_code:"),
    )
    known = named.filter(named.entity_id.notnull())
    order = [ibis.desc(known.known_at), known.source, known.source_id, known.row_number]
    ranked = known.mutate(age=ibis.row_number().over(ibis.window(group_by=known.entity_id, order_by=order)))
    return ranked.filter(ranked.age == 0).select(*SCHEMA.names)
