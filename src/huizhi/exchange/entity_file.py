"""What the entity file shows beside the class: permits, equipment and complaints, each with its entity."""

from __future__ import annotations

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.apps.registers.facade import COLUMNS
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake


def licences(lake: Lake, as_of: date) -> ir.Table:
    """One row per licence held by a known entity."""
    return about_entities(lake, as_of, "licences").select(*COLUMNS["licences"])


def matters(lake: Lake, as_of: date) -> ir.Table:
    """One row per complaint or report about a known entity; who made it is not in the lake."""
    return about_entities(lake, as_of, "complaints").select(*COLUMNS["matters"])


def devices(lake: Lake, as_of: date) -> ir.Table:
    """One row per device of a known entity, with its latest inspection and the end of its latest insurance."""
    registered = about_entities(lake, as_of, "equipment")
    seen = _latest_inspection(lake.table("equipment_inspections", as_of))
    insured = lake.table("elevator_insurance", as_of)
    until = insured.group_by(policy_device=insured.device_no).aggregate(insured_until=insured.ends_on.max())
    joined = registered.left_join(seen, registered.device_no == seen.seen_device)
    named = joined.select(
        *registered.columns, "last_inspected_on", "last_conclusion", reported_next=seen.next_inspection_on
    )
    both = named.left_join(until, named.device_no == until.policy_device)
    whole = both.select(*named.columns, until.insured_until)
    due = whole.mutate(next_inspection_on=ibis.coalesce(whole.reported_next, whole.next_inspection_on))
    return due.select(*COLUMNS["devices"])


def _latest_inspection(reports: ir.Table) -> ir.Table:
    """(seen_device, last_inspected_on, last_conclusion, next_inspection_on), one row per device."""
    newest = ibis.row_number().over(
        group_by=reports.device_no, order_by=[reports.inspected_on.desc(), reports.report_no.desc()]
    )
    ranked = reports.mutate(place=newest)
    return ranked.filter(ranked.place == 0).select(
        seen_device="device_no",
        last_inspected_on="inspected_on",
        last_conclusion="conclusion",
        next_inspection_on="next_inspection_on",
    )
