"""Special equipment in use: inspected when due, fit at first sight, and lifts insured."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import joined
from huizhi.insight.formulas.shape import Ground, record
from huizhi.insight.linked import placed
from huizhi.lake.protocol import Lake


def inspected_on_time(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Devices in use whose inspection fell due in the month: inspected by that day, since the day was set."""
    devices = placed(lake, as_of, "equipment")
    in_use = devices.filter(devices.status == "in_use")
    checks = lake.table("equipment_inspections", as_of)
    dues = _dues(in_use, checks, ground)
    met = _met(dues, checks)
    both = in_use.inner_join(dues, in_use.device_no == dues.due_device)
    due = both.select(*[in_use[c] for c in in_use.columns], dues.due_device, dues.due_on)
    judged = due.left_join(met, [due.due_device == met.met_device, due.due_on == met.met_on])
    counted = judged.select(*[due[c] for c in due.columns], met.met_on)
    told = joined(counted.device_no, counted.device_kind)
    return record(counted, counted.due_on, weight=counted.met_on.notnull(), label=told)


def _dues(devices: ir.Table, checks: ir.Table, ground: Ground) -> ir.Table:
    """(due_device, due_on, set_on): every day an inspection was due, by the inspection before or by the register."""
    by_check = checks.select(due_device="device_no", due_on="next_inspection_on", set_on="inspected_on")
    by_register = devices.select(due_device="device_no", due_on="next_inspection_on", set_on="registered_on")
    every = by_check.union(by_register)
    inside = every.filter(ground.within(every.due_on))
    return inside.group_by("due_device", "due_on").aggregate(set_on=inside.set_on.max())


def _met(dues: ir.Table, checks: ir.Table) -> ir.Table:
    """(met_device, met_on): days that saw an inspection by then, after the day was set or setting a later one."""
    seen = checks.select(check_device="device_no", inspected_on="inspected_on", next_on="next_inspection_on")
    both = dues.inner_join(seen, dues.due_device == seen.check_device)
    fresh = (both.inspected_on > both.set_on) | (both.next_on > both.due_on).fill_null(False)
    kept = both.filter(both.inspected_on <= both.due_on, fresh)
    return kept.select(met_device="due_device", met_on="due_on").distinct()


def passed_first_time(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Inspections done in the month: passed without a retest."""
    checks = placed(lake, as_of, "equipment_inspections")
    done = checks.filter(ground.within(checks.inspected_on))
    told = joined(done.report_no, done.device_no)
    return record(done, done.inspected_on, weight=done.conclusion == "pass", label=told)


def elevators_insured(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Lifts in use at the end of each month: under a liability policy on that day."""
    devices = placed(lake, as_of, "equipment")
    lifts = devices.filter(devices.device_kind == "elevator", devices.status == "in_use")
    ends = ibis.literal(ground.month_ends(), type="array<date>").unnest().name("end_on").as_table()
    each = lifts.cross_join(ends)
    standing = each.filter(each.registered_on <= each.end_on)
    policies = lake.table("elevator_insurance", as_of)
    covers = policies.select(policy_device="device_no", starts_on="starts_on", ends_on="ends_on").cross_join(ends)
    days = covers.filter(covers.end_on.between(covers.starts_on, covers.ends_on))
    covered = days.select(policy_device="policy_device", covered_on="end_on").distinct()
    both = standing.left_join(
        covered, [standing.device_no == covered.policy_device, standing.end_on == covered.covered_on]
    )
    counted = both.select(*[standing[c] for c in standing.columns], covered.covered_on)
    return record(counted, counted.end_on, weight=counted.covered_on.notnull(), label=counted.device_no)
