"""How things stand on the day: permits held, the tier of a food business, devices in use, addresses and phones shared.

A state is known as long as it lasts and is gone the day it ends; timelines leave it out. Its record is its evidence.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import exact
from huizhi.insight.event_kinds.accounts import KINDS as ACCOUNTS
from huizhi.insight.event_kinds.accounts import account_events
from huizhi.insight.event_kinds.aggravations import KINDS as AGGRAVATIONS
from huizhi.insight.event_kinds.aggravations import aggravation_events
from huizhi.insight.event_kinds.certificates import KINDS as CERTIFICATES
from huizhi.insight.event_kinds.certificates import certificate_events
from huizhi.insight.event_kinds.changes import STATES as CHANGES
from huizhi.insight.event_kinds.changes import frequent_changes
from huizhi.insight.event_kinds.permits import lapsed_licences
from huizhi.insight.event_kinds.platforms import KINDS as SHOPS
from huizhi.insight.event_kinds.platforms import platform_events
from huizhi.insight.event_kinds.register import PHONE, records
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake

LICENCES = ("food_business", "food_production", "small_workshop", "drug_retail", "device_business",
            "equipment_production", "industrial_product")  # fmt: skip
FOOD_LICENCES = ("food_business", "food_production", "small_workshop")
KINDS = (
    *(f"holds_{kind}" for kind in LICENCES), "food_tier", "food_staff", "device_in_use", "public_device",
    "crowded_address", "crowded_phone", "complaint_surge", *SHOPS, *CERTIFICATES,
    *CHANGES, *ACCOUNTS, *AGGRAVATIONS,
)  # fmt: skip
"""Every kind this file makes or takes up."""

FOOD_TIERS = (
    (4, ("特殊食品", "保健食品", "婴幼儿", "中央厨房", "集体用餐", "食堂", "乳制品", "肉制品")),
    (3, ("冷食", "生食", "裱花", "冷藏冷冻", "糕点", "豆制品")),
    (2, ("散装", "热食", "酱卤", "食用农产品")),
)
"""Words of a permit's scope that put a business into a static tier (食药监食监一〔2016〕115号); else tier 1."""
TIER_FOUR_TRADES = ("C144", "C135")
"""Dairy and meat making."""
DEVICE_RISK = {"boiler": 3, "pressure_vessel": 3, "amusement": 4, "ropeway": 4, "crane": 3, "elevator": 2}
"""How grave an accident of a kind of device can be, 1 to 4: local; kinds not named are 1."""

MANY = 2
"""From how many on sharing is told at all; from how many it counts for a class is the card's to say (severity_from)."""
SURGE_DAYS = 90
"""Days back in which complaints are counted together."""


def state_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """One event per state, dated from its beginning."""
    held = _held(lake, as_of)
    known = held.filter(held.licence_kind.isin(LICENCES))
    return [
        event(known, ibis.literal("holds_") + known.licence_kind, known.issued_on, severity=0,
              detail=joined(known.licence_no, known.licence_kind)),
        _food_tier(held, lake, as_of),
        _food_staff(held, lake, as_of),
        *_devices(lake, as_of),
        _crowded(lake, as_of, "address", "crowded_address"),
        _crowded(lake, as_of, "phone", "crowded_phone"),
        _surge(lake, as_of),
        *platform_events(lake, as_of),
        *certificate_events(lake, as_of),
        *frequent_changes(lake, as_of),
        *account_events(lake, as_of),
        *aggravation_events(lake, as_of),
    ]  # fmt: skip


def _held(lake: Lake, as_of: date) -> ir.Table:
    """Licences in force on the day: one per entity and kind, the one issued last."""
    facts = about_entities(lake, as_of, "licences")
    standing = facts.filter(facts.status.fill_null("valid") == "valid", facts.issued_on.notnull())
    lapsed = lapsed_licences(lake, as_of).select("entity_id", "licence_kind").distinct()
    valid = standing.anti_join(lapsed, ["entity_id", "licence_kind"])
    order = [ibis.desc(valid.issued_on), valid.source, valid.source_id, valid.row_number]
    own = ibis.window(group_by=[valid.entity_id, valid.licence_kind], order_by=order)
    ranked = valid.mutate(place=ibis.row_number().over(own))
    return ranked.filter(ranked.place == 0)


def _food_tier(held: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """The highest tier of a food business's permits, once (the category that scores highest counts)."""
    known = lake.table("entities", as_of).select(of="entity_id", trade="industry_code")
    food = held.filter(held.licence_kind.isin(FOOD_LICENCES))
    both = food.inner_join(known, food.entity_id == known.of).select(*[food[c] for c in food.columns], known.trade)
    scope, trade = both.scope.fill_null(""), both.trade.fill_null("")
    makes = both.licence_kind == "food_production"
    cases = [(_any([scope.contains(word) for word in words]), tier) for tier, words in FOOD_TIERS]
    grave = makes & _any([trade.startswith(code) for code in TIER_FOUR_TRADES])
    tiered = both.mutate(tier=ibis.cases((grave, 4), *cases, else_=1).cast("int64"))
    order = [ibis.desc(tiered.tier), tiered.issued_on, tiered.source, tiered.source_id, tiered.row_number]
    ranked = tiered.mutate(rank=ibis.row_number().over(ibis.window(group_by=tiered.entity_id, order_by=order)))
    first = ranked.filter(ranked["rank"] == 0)
    told = joined(first.licence_no, first.licence_kind)
    return event(first, "food_tier", first.issued_on, severity=first.tier, detail=told)


def _food_staff(held: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """How many people a food business's latest annual report says work there; severity is their number."""
    facts = about_entities(lake, as_of, "annual_reports")
    told = facts.filter(facts.employees.notnull(), facts.reported_on.notnull())
    food = told.semi_join(held.filter(held.licence_kind.isin(FOOD_LICENCES)).select("entity_id"), "entity_id")
    order = [ibis.desc(food.report_year), ibis.desc(food.reported_on), food.source, food.source_id, food.row_number]
    ranked = food.mutate(place=ibis.row_number().over(ibis.window(group_by=food.entity_id, order_by=order)))
    last = ranked.filter(ranked.place == 0)
    return event(last, "food_staff", last.reported_on, severity=last.employees, detail=last.report_year.cast("string"))


def _devices(lake: Lake, as_of: date) -> list[ir.Table]:
    """Every device in use by how grave its accidents can be, and those in public places apart."""
    facts = about_entities(lake, as_of, "equipment")
    used = facts.filter(facts.status == "in_use", facts.registered_on.notnull())
    grave = used.device_kind.cases(*DEVICE_RISK.items(), else_=1).cast("int64")
    public = used.filter(used.in_public_place)
    return [
        event(used, "device_in_use", used.registered_on, severity=grave,
              detail=joined(used.device_no, used.device_kind)),
        event(public, "public_device", public.registered_on, detail=joined(public.device_no, public.device_kind)),
    ]  # fmt: skip


def _crowded(lake: Lake, as_of: date, column: str, kind: str) -> ir.Table:
    """Active entities that share an address or a telephone with so many others; severity counts them all."""
    facts = records(lake, as_of)
    active = facts.filter(facts.status == "active", facts[column].notnull(), facts.established_on.notnull())
    if column == "phone":
        active = active.filter(active.phone.re_search(PHONE))
    counted = active.mutate(sharing=active.count().over(ibis.window(group_by=active[column])))
    many = counted.filter(counted.sharing >= MANY)
    told = many.address if column == "address" else ibis.literal("")  # a telephone is not everybody's to see
    return event(many, kind, many.established_on, severity=exact(many.sharing), detail=told)


def _surge(lake: Lake, as_of: date) -> ir.Table:
    """The latest complaint of an entity with many in the last days; severity counts them."""
    facts = about_entities(lake, as_of, "complaints")
    dated = facts.mutate(came_on=facts.received_at.date())  # before the ranking: Sail misjudges a filter on it after
    since = ibis.date((as_of - timedelta(days=SURGE_DAYS - 1)).isoformat())
    late = dated.filter(dated.kind == "complaint", dated.came_on.between(since, ibis.date(as_of.isoformat())))
    order = [ibis.desc(late.received_at), late.source, late.source_id, late.row_number]
    ranked = late.mutate(
        turn=ibis.row_number().over(ibis.window(group_by=late.entity_id, order_by=order)),
        many=late.count().over(ibis.window(group_by=late.entity_id)),
    )
    found = ranked.filter(ranked.turn == 0, ranked.many >= MANY)
    return event(found, "complaint_surge", found.came_on, severity=exact(found.many), detail=found.matter_no)


def _any(conditions: list[ir.BooleanValue]) -> ir.BooleanValue:
    whole = conditions[0]
    for condition in conditions[1:]:
        whole = whole | condition
    return whole
