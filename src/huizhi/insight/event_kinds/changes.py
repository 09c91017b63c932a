"""representative_changed, address_changed, capital_reduced, changes_frequent: what the registrar entered anew."""

from datetime import date

import ibis.expr.types as ir

from huizhi.insight.event_kinds.repetition import YEAR, repeated
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

DATED = ("representative_changed", "address_changed", "capital_reduced")
STATES = ("changes_frequent",)
"""Every kind this file makes, what happened and how things stand."""


def change_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Each change of who represents, of the address, and of the capital downwards, on the day it was entered."""
    facts = about_entities(lake, as_of, "register_changes")
    person, place = facts.filter(facts["item"] == "representative"), facts.filter(facts["item"] == "address")
    less = facts.filter(facts["item"] == "capital", facts.capital_after_fen < facts.capital_before_fen)
    gone = less.capital_before_fen - less.capital_after_fen
    return [
        event(person, "representative_changed", person.changed_on, detail=_named(person)),
        event(place, "address_changed", place.changed_on, detail=_named(place)),
        event(less, "capital_reduced", less.changed_on, amount_fen=gone, detail=_named(less)),
    ]


def frequent_changes(lake: Lake, as_of: date) -> list[ir.Table]:
    """The latest change of an entity with several within a year; severity counts them."""
    facts = about_entities(lake, as_of, "register_changes")
    found = repeated(facts, lake, "changed_on", ("entity_id",), as_of - YEAR, as_of)
    return [event(found, "changes_frequent", found.changed_on, severity=found.many, detail=_named(found))]


def _named(changes: ir.Table) -> ir.StringValue:
    """Number and item."""
    return joined(changes.change_no, changes["item"])
