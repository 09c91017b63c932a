"""equipment_pass, equipment_fail, equipment_overdue, elevator_insured, elevator_uninsured."""

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
    bare = _uninsured(devices, lake, as_of)
    return [
        event(checks, kind, checks.inspected_on, detail=joined(checks.report_no, checks.device_no)),
        event(overdue, "equipment_overdue", add_days(overdue.due_on, 1), detail=told),
        event(policies, "elevator_insured", policies.starts_on, severity=0,
              detail=joined(policies.policy_no, policies.device_no)),
        event(bare, "elevator_uninsured", bare.since, detail=joined(bare.device_no, bare.device_kind)),
    ]  # fmt: skip


def _uninsured(devices: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """Elevators in use that no policy covers on the day, since the day after the last one ended (or registration).

    Silence of the source is not a gap: without a single policy known, nobody is called uninsured.
    """
    policies = lake.table("elevator_insurance", as_of)
    ends = policies.group_by(covered=policies.device_no).aggregate(last_end_on=policies.ends_on.max())
    heard = policies.aggregate(policies_known=policies.count())
    used = devices.filter(devices.device_kind == "elevator", devices.status == "in_use")
    both = used.left_join(ends, used.device_no == ends.covered)
    whole = both.select(*[used[c] for c in used.columns], ends.last_end_on).cross_join(heard)
    since = ibis.coalesce(add_days(whole.last_end_on, 1), whole.registered_on)
    dated = whole.mutate(since=since)
    bare = dated.filter(dated.policies_known > 0, dated.since.notnull(), dated.since <= ibis.date(as_of.isoformat()))
    return bare.select(*used.columns, "since")


def with_due_day(devices: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """Devices plus due_on: the later of the register's next inspection day and the one its last inspections set."""
    checks = lake.table("equipment_inspections", as_of)
    after = checks.group_by(checked=checks.device_no).aggregate(set_on=checks.next_inspection_on.max())
    both = devices.left_join(after, devices.device_no == after.checked)
    found = both.select(*[devices[c] for c in devices.columns], after.set_on)
    own = found.next_inspection_on
    later = ibis.ifelse(found.set_on.notnull() & (own.isnull() | (found.set_on > own)), found.set_on, own)
    return found.mutate(due_on=later).drop("set_on")
