"""licence_issued, licence_expired, licence_revoked."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

ENDLESS = ibis.date("9999-12-31")


def permit_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Licences by the day of issue, of revocation (the day we learned it: the source gives none) and of lapse."""
    facts = about_entities(lake, as_of, "licences")
    revoked = facts.filter(facts.status == "revoked")
    lapsed = lapsed_licences(lake, as_of)
    return [
        event(facts, "licence_issued", facts.issued_on, severity=0, detail=_named(facts)),
        event(revoked, "licence_revoked", revoked.known_at.date(), detail=_named(revoked)),
        event(lapsed, "licence_expired", add_days(lapsed.valid_until, 1), detail=_named(lapsed)),
    ]


def lapsed_licences(lake: Lake, as_of: date) -> ir.Table:
    """Licences of active entities that ran out by as_of with no other of their kind in force after them."""
    facts = about_entities(lake, as_of, "licences")
    known = lake.table("entities", as_of)
    trading = known.filter(known.status == "active").select("entity_id")
    held = facts.semi_join(trading, "entity_id")
    standing = held.filter(held.status.fill_null("valid").isin(("valid", "expired")))
    ends = standing.mutate(ends_on=standing.valid_until.fill_null(ENDLESS))
    same_kind = ibis.window(group_by=[ends.entity_id, ends.licence_kind])
    last = ends.mutate(last_end_on=ends.ends_on.max().over(same_kind))
    return last.filter(last.ends_on == last.last_end_on, last.ends_on < ibis.date(as_of.isoformat()))


def _named(facts: ir.Table) -> ir.StringValue:
    """Kind and number."""
    return joined(facts.licence_no, facts.licence_kind)
