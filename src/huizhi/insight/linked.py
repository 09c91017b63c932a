"""Facts with the entity they are about: every analytical table enters the facts through here."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.lake.protocol import Lake


def subject_of(entity_id: ir.StringValue) -> ir.StringValue:
    """The subject under which a source that knows the code names the entity."""
    return ibis.literal("code:") + entity_id


def linked(lake: Lake, as_of: date, name: str) -> ir.Table:
    """The facts of table `name` plus entity_id, null where no entity is known."""
    known = lake.table("entities", as_of)
    by_code = known.select(who=subject_of(known.entity_id), entity_id=known.entity_id)
    links = lake.table("links", as_of)
    who = by_code.union(links.select(who=links.subject, entity_id=links.entity_id))
    facts = lake.table(name, as_of)
    named = facts.left_join(who, facts.subject == who.who)
    return named.select(*[facts[c] for c in facts.columns], entity_id=who.entity_id)


def about_entities(lake: Lake, as_of: date, name: str) -> ir.Table:
    """The facts of table `name` that are about a known entity."""
    facts = linked(lake, as_of, name)
    return facts.filter(facts.entity_id.notnull())


def placed(lake: Lake, as_of: date, name: str) -> ir.Table:
    """The facts of table `name` plus entity_id and its own_division, own_zone, own_status; null where unknown."""
    facts = linked(lake, as_of, name)
    known = lake.table("entities", as_of)
    places = known.select(at=known.entity_id, own_division=known.division, own_zone=known.zone, own_status=known.status)
    joined = facts.left_join(places, facts.entity_id == places["at"])
    columns = [facts[c] for c in facts.columns]
    return joined.select(*columns, places.own_division, places.own_zone, places.own_status)
