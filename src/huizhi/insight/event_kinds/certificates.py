"""system_certified, certificate_lapsed: whether a food producer's management system is certified (HACCP, ISO 22000).

States: a certificate that is renewed, or another that is valid, takes the lapsed one away.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

KINDS = ("system_certified", "certificate_lapsed")
"""Every kind this file makes."""
STANDING = ("valid", "expired")
"""Statuses that leave a certificate what its dates say; one suspended or withdrawn is neither valid nor run out."""


def certificate_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """The certificate that ends last of each active entity: valid since it was issued, or lapsed since it ended."""
    facts = about_entities(lake, as_of, "certificates")
    known = lake.table("entities", as_of)
    held = facts.semi_join(known.filter(known.status == "active").select("entity_id"), "entity_id")
    standing = held.filter(held.status.fill_null("valid").isin(STANDING), held.valid_until.notnull())
    order = [ibis.desc(standing.valid_until), standing.source, standing.source_id, standing.row_number]
    own = ibis.window(group_by=standing.entity_id, order_by=order)
    ranked = standing.mutate(place=ibis.row_number().over(own))
    last = ranked.filter(ranked.place == 0)
    runs = last.valid_until >= ibis.date(as_of.isoformat())
    valid, lapsed = last.filter(runs), last.filter(~runs)
    return [
        event(valid, "system_certified", valid.issued_on, severity=0, detail=_named(valid)),
        event(lapsed, "certificate_lapsed", add_days(lapsed.valid_until, 1), detail=_named(lapsed)),
    ]


def _named(certificates: ir.Table) -> ir.StringValue:
    """Number and scheme."""
    return joined(certificates.certificate_no, certificates.scheme)
