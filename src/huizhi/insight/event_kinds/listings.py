"""listed_abnormal, listed_repeatedly, listed_serious, person_listed: lists of abnormal operation and of dishonesty.

Who is listed for a missing annual report alone is not counted again here as listed: the missing report is told itself.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.register import records
from huizhi.insight.event_kinds.repetition import THREE_YEARS, repeated
from huizhi.insight.event_kinds.rulings import standing
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

KINDS = ("listed_abnormal", "listed_repeatedly", "listed_serious", "person_listed")
"""Every kind this file makes."""


def listing_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Those on a list on the day since they were listed; those listed several times; those of a listed one's person."""
    facts = about_entities(lake, as_of, "listings")
    today = ibis.date(as_of.isoformat())
    on_it = facts.filter(facts.removed_on.isnull() | (facts.removed_on > today))
    serious = on_it.filter(on_it["list"] == "serious")
    abnormal = on_it.filter(on_it["list"] == "abnormal", on_it.ground.fill_null("") != "no_report")
    return [
        event(abnormal, "listed_abnormal", abnormal.listed_on, detail=_named(abnormal)),
        event(serious, "listed_serious", serious.listed_on, detail=_named(serious)),
        _repeatedly(facts.filter(facts["list"] == "abnormal"), lake, as_of),
        _of_their_person(standing(serious.union(abnormal), lake, as_of), lake, as_of),
    ]


def _repeatedly(listed: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """The latest listing of an entity put on the abnormal list several times in three years; severity counts them."""
    found = repeated(listed, lake, "listed_on", ("entity_id",), as_of - THREE_YEARS, as_of)
    return event(found, "listed_repeatedly", found.listed_on, severity=found.many, detail=_named(found))


def _of_their_person(listed: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """An active entity shares its legal representative and its address with another that is on a list."""
    facts = records(lake, as_of)
    placed = facts.filter(facts.legal_representative.notnull(), facts.address.notnull())
    who = placed.select(of="entity_id", person="legal_representative", place="address")
    active = placed.filter(placed.status == "active").select(
        related_to="entity_id", of_person="legal_representative", at="address"
    )
    owners = listed.inner_join(who, listed.entity_id == who.of)
    known = owners.select(*[listed[c] for c in listed.columns], who.person, who.place)
    pairs = known.inner_join(active, [known.person == active.of_person, known.place == active["at"]])
    others = pairs.filter(pairs.entity_id != pairs.related_to)
    related = others.select(*[c for c in listed.columns if c != "entity_id"], entity_id=others.related_to)
    return event(related, "person_listed", related.listed_on, detail=joined(related.name, related.decision_no))


def _named(listings: ir.Table) -> ir.StringValue:
    """Number of the decision and the ground."""
    return joined(listings.decision_no, listings.ground)
