"""platform_shop, platform_unverified, platform_licence_hidden: how the platforms' latest reports say shops stand.

States: a shop its platform's next report leaves out, or calls closed, is gone; what is put right by then is gone too.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

KINDS = ("platform_shop", "platform_unverified", "platform_licence_hidden")
"""Every kind this file makes."""


def platform_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Open shops since they opened, and what is wrong with them since the platform's latest report told so."""
    told = _latest(about_entities(lake, as_of, "platform_operators"), lake, as_of)
    open_ = told.filter(told.status == "open")
    unverified = open_.filter(~open_.verified.fill_null(True))
    hidden = open_.filter(~open_.licence_shown.fill_null(True))
    return [
        event(open_, "platform_shop", open_.registered_on, detail=_named(open_)),
        event(unverified, "platform_unverified", unverified.known_at.date(), detail=_named(unverified)),
        event(hidden, "platform_licence_hidden", hidden.known_at.date(), detail=_named(hidden)),
    ]


def _latest(shops: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """The rows of each platform's latest period; the platform's whole report decides which that is."""
    reports = lake.table("platform_operators", as_of)
    last = reports.group_by(of=reports.platform).aggregate(last=reports.period.max())
    both = shops.inner_join(last, [shops.platform == last.of, shops.period == last["last"]])
    return both.select(*[shops[c] for c in shops.columns])


def _named(shops: ir.Table) -> ir.StringValue:
    """Platform and shop."""
    return joined(shops.platform, ibis.coalesce(shops.shop_name, shops.shop_id))
