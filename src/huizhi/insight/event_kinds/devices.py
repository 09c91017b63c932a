"""equipment_pass, equipment_fail, equipment_overdue, elevator_insured."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.lake.protocol import Lake


def device_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Inspections by their conclusion, devices in use past their inspection day, and insurance begun."""
    checks = about_entities(lake, as_of, "equipment_inspections")
    kind = ibis.ifelse(checks.conclusion == "fail", "equipment_fail", "equipment_pass")
    policies = about_entities(lake, as_of, "elevator_insurance")
    devices = with_due_day(about_entities(lake, as_of, "equipment"), lake, as_of)
    overdue = devices.filter(devices.status == "in_use", devices.due_on < ibis.date(as_of.isoformat()))
    told = joined(overdue.device_no, overdue.device_kind)
    return [
        event(checks, kind, checks.inspected_on, detail=joined(checks.report_no, checks.device_no)),
        event(overdue, "equipment_overdue", add_days(overdue.due_on, 1), detail=told),
        event(policies, "elevator_insured", policies.starts_on, severity=0,
              detail=joined(policies.policy_no, policies.device_no)),
    ]  # fmt: skip


def with_due_day(devices: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """Devices plus due_on: the later of the register's next inspection day and the one its last inspections set."""
    checks = lake.table("equipment_inspections", as_of)
    after = checks.group_by(checked=checks.device_no).aggregate(set_on=checks.next_inspection_on.max())
    both = devices.left_join(after, devices.device_no == after.checked)
    found = both.select(*[devices[c] for c in devices.columns], after.set_on)
    own = found.next_inspection_on
    later = ibis.ifelse(found.set_on.notnull() & (own.isnull() | (found.set_on > own)), found.set_on, own)
    return found.mutate(due_on=later).drop("set_on")
