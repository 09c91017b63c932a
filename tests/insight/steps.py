"""The night's order of analytical tables, for tests."""

from huizhi.insight.entities import SCHEMA as ENTITIES
from huizhi.insight.entities import entities
from huizhi.insight.events import SCHEMA as EVENTS
from huizhi.insight.events import events
from huizhi.insight.grades import SCHEMA as GRADES
from huizhi.insight.grades import grades
from huizhi.insight.links import SCHEMA as LINKS
from huizhi.insight.links import links
from huizhi.insight.reasons import SCHEMA as REASONS
from huizhi.insight.reasons import reasons
from huizhi.insight.scorecard import Scorecard


def link(lake, as_of):
    """Entities and links; returns the links."""
    lake.kept.clear()
    lake.compute("entities", entities, as_of, ENTITIES)
    return lake.compute("links", links, as_of, LINKS)


def happen(lake, as_of):
    """Everything up to events; returns them oldest first."""
    link(lake, as_of)
    found = lake.compute("events", events, as_of, EVENTS)
    return sorted(found, key=lambda e: (e["entity_id"], e["occurred_on"], e["kind"]))


def grade(lake, as_of, card=None):
    """Everything up to grades; returns {entity_id: grade row} and {entity_id: [reasons in order]}."""
    card = card or Scorecard.in_force(as_of)
    happen(lake, as_of)
    return regrade(lake, as_of, card)


def regrade(lake, as_of, card):
    """Reasons and grades from the events already kept."""
    found = lake.compute("reasons", reasons, as_of, REASONS, scorecard=card)
    graded = {g["entity_id"]: g for g in lake.compute("grades", grades, as_of, GRADES, scorecard=card)}
    why = {entity: [] for entity in graded}
    for reason in sorted(found, key=lambda r: r["position"]):
        why[reason["entity_id"]].append(reason)
    return graded, why
