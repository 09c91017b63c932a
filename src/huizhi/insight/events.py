"""One row per dated fact about an entity, with the row of the delivered file that says so."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.annual_reports import annual_report_events
from huizhi.insight.event_kinds.changes import DATED as CHANGES
from huizhi.insight.event_kinds.changes import change_events
from huizhi.insight.event_kinds.devices import device_events
from huizhi.insight.event_kinds.listings import KINDS as LISTINGS
from huizhi.insight.event_kinds.listings import listing_events
from huizhi.insight.event_kinds.matters import matter_events
from huizhi.insight.event_kinds.penalties import penalty_events
from huizhi.insight.event_kinds.permits import permit_events
from huizhi.insight.event_kinds.products import KINDS as PRODUCTS
from huizhi.insight.event_kinds.products import product_events
from huizhi.insight.event_kinds.promises import promise_events
from huizhi.insight.event_kinds.register import register_events, related_events
from huizhi.insight.event_kinds.rulings import REPAIRABLE, deed_of, deeds, honoured, repaired
from huizhi.insight.event_kinds.samples import sample_events
from huizhi.insight.event_kinds.shape import SCHEMA as SCHEMA
from huizhi.insight.event_kinds.states import KINDS as STATES
from huizhi.insight.event_kinds.states import state_events
from huizhi.insight.event_kinds.visits import visit_events
from huizhi.lake.protocol import Lake

SOURCES = (
    register_events,
    related_events,
    change_events,
    listing_events,
    annual_report_events,
    permit_events,
    penalty_events,
    visit_events,
    matter_events,
    sample_events,
    device_events,
    promise_events,
    product_events,
    state_events,
)
"""Each returns event tables from one source; a new source is one more line here."""

DELIVERED = (
    "registered", "status_change", "related_revoked", "annual_report", "annual_report_late", "annual_report_missing",
    "licence_issued", "licence_revoked", "licence_expired", "penalty", "inspection_clean", "inspection_finding",
    "inspection_serious", "obstruction", "not_found", "inspection_inactive", "correction", "complaint",
    "complaint_unsettled", "complaint_dropped", "report_made", "report_filed", "sample_pass", "sample_fail",
    "product_fail", "equipment_pass", "equipment_fail", "equipment_overdue", "elevator_insured",
    "elevator_uninsured", "sample_fail_superior", "sample_undisposed", "correction_overdue", "return_promised",
    "promise_broken", *PRODUCTS, *CHANGES, *LISTINGS, *STATES,
)  # fmt: skip
"""Every kind the sources' records make."""
KINDS = (*DELIVERED, *map(repaired, REPAIRABLE), *map(deed_of, REPAIRABLE))
"""Every kind there is, rulings included; a scorecard that names another is refused."""


def events(lake: Lake, as_of: date) -> ir.Table:
    """All events on or before as_of, from `entities`, `links` and facts, as the rulings known by then leave them."""
    parts = [part for source in SOURCES for part in source(lake, as_of)]
    every = ibis.union(honoured(ibis.union(*parts), lake, as_of), deeds(lake, as_of))
    return every.filter(every.occurred_on <= ibis.date(as_of.isoformat()))
