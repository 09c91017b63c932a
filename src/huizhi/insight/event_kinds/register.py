"""registered, status_change, related_revoked: what the register itself says."""

from datetime import date

import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import event, joined
from huizhi.lake.protocol import Lake

PHONE = r"^[0-9]{7,}$"
"""A phone that identifies: masked or shortened numbers do not."""


def register_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """The entity's beginning, and the day its status last changed."""
    facts = records(lake, as_of)
    changed = facts.filter(facts.status != "active", facts.status_on.notnull())
    return [
        event(facts, "registered", facts.established_on, severity=0, detail=facts.entity_kind),
        event(changed, "status_change", changed.status_on, severity=0, detail=changed.status),
    ]


def related_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """An active entity shares its legal representative and telephone with one whose licence was revoked."""
    facts = records(lake, as_of)
    reachable = facts.filter(
        facts.legal_representative.notnull(), facts.phone.re_search(PHONE), facts.division.notnull()
    )
    revoked = reachable.filter(reachable.status == "revoked")
    active = reachable.filter(reachable.status == "active").select(
        related_to="entity_id", person="legal_representative", number="phone"
    )
    pairs = revoked.inner_join(
        active, [revoked.legal_representative == active.person, revoked.phone == active.number]
    ).select(*[revoked[c] for c in revoked.columns if c != "entity_id"], entity_id=active.related_to)
    happened = pairs.status_on.fill_null(pairs.known_at.date())
    return [event(pairs, "related_revoked", happened, detail=joined(pairs.name, pairs.credit_code))]


def records(lake: Lake, as_of: date) -> ir.Table:
    """The register's own facts, those the entities were made from: one per entity."""
    registry, known = lake.table("registry", as_of), lake.table("entities", as_of)
    chosen = known.select("entity_id", from_source="source", from_id="source_id")
    return registry.inner_join(
        chosen, [registry.source == chosen.from_source, registry.source_id == chosen.from_id]
    ).select(*[registry[c] for c in registry.columns], entity_id=chosen.entity_id)
