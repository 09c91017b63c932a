"""What the office has ruled about records: not this business's, annulled, repaired, or an earlier ruling taken back.

A ruling counts from the day it is known; the latest decided about a record binds. One without an event kind is about
the whole record. What a repair is worth is for the card to say: the record stays as `…_repaired`, dated as before, and
the repair itself is a `…_repair` of the day it was decided.
"""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import event, joined
from huizhi.lake.protocol import Lake

NOT_THEIRS, ANNULLED, REPAIRED, RESTORED = "not_theirs", "annulled", "repaired", "restored"
RULINGS = (NOT_THEIRS, ANNULLED, REPAIRED, RESTORED)
"""Every ruling: the first two take the record away, `restored` takes the ruling before it back."""
REPAIRABLE = (
    "penalty", "not_found", "obstruction", "annual_report_missing", "annual_report_late", "licence_expired",
    "licence_revoked", "inspection_finding", "inspection_serious", "correction_overdue", "sample_fail", "product_fail",
    "sample_undisposed", "equipment_fail", "equipment_overdue", "elevator_uninsured", "promise_broken",
    "product_sample_fail", "product_unhandled", "platform_unverified", "platform_licence_hidden",
    "certificate_lapsed", "listed_abnormal", "listed_serious",
)  # fmt: skip
"""Kinds of records a ruling may call repaired: what somebody did or left undone, and can put right."""
BY_DAY = ("annual_report_missing",)
"""Kinds of which one record, the register's own, bears several: their day tells them apart."""
_ANY_DAY = ibis.date("1970-01-01")


def repaired(kind: str) -> str:
    """The kind of a record of this kind once repaired."""
    return f"{kind}_repaired"


def deed_of(kind: str) -> str:
    """The kind of the repair of a record of this kind."""
    return f"{kind}_repair"


def honoured(events: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """The events without those ruled away, and the repaired ones under the name of repaired ones."""
    ruled = _binding(lake, as_of)
    about_one = ruled.filter(ruled.event_kind.notnull(), ruled.ruling != RESTORED)
    single = about_one.filter((about_one.ruling != REPAIRED) | about_one.event_kind.isin(REPAIRABLE))
    kept = standing(events, lake, as_of)
    one = single.select(
        of=single.entity_id, by=single.record_source, no=single.record_id, what=single.event_kind,
        day=_day(single.event_kind, single.event_on), ruling=single.ruling, ruled_on=single.known_at.date(),
    )  # fmt: skip
    dated = kept.mutate(ruling_day=_day(kept.kind, kept.occurred_on))
    both = dated.left_join(one, [
        dated.entity_id == one.of, dated.source == one.by, dated.source_id == one.no, dated.kind == one.what,
        dated.ruling_day == one.day,
    ])  # fmt: skip
    left = both.filter(both.ruling.isnull() | (both.ruling == REPAIRED))
    is_repaired = left.ruling.notnull()
    marked = left.mutate(
        kind=ibis.ifelse(is_repaired, left.kind + ibis.literal(repaired("")), left.kind),
        known_on=ibis.ifelse(is_repaired, ibis.greatest(left.known_on, left.ruled_on), left.known_on),
    )
    return marked.select(*events.columns)


def standing(rows: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """Rows about entities (entity_id, source, source_id) without those whose whole record is ruled away."""
    ruled = _binding(lake, as_of)
    whole = ruled.filter(ruled.event_kind.isnull(), ruled.ruling.isin((NOT_THEIRS, ANNULLED)))
    gone = whole.select(of=whole.entity_id, by=whole.record_source, no=whole.record_id)
    return rows.anti_join(gone, [rows.entity_id == gone.of, rows.source == gone.by, rows.source_id == gone.no])


def deeds(lake: Lake, as_of: date) -> ir.Table:
    """Each repair that stands, on the day it was decided; the ruling is its evidence."""
    ruled = _binding(lake, as_of)
    done = ruled.filter(ruled.event_kind.isin(REPAIRABLE), ruled.ruling == REPAIRED)
    told = joined(done.ruling_no, done.basis)
    return event(done, done.event_kind + ibis.literal(deed_of("")), done.decided_on, detail=told)


def _binding(lake: Lake, as_of: date) -> ir.Table:
    """The latest ruling about each record, or each kind and day of it."""
    facts, known = lake.table("rulings", as_of), lake.table("entities", as_of)
    ours = facts.semi_join(known, facts.entity_id == known.entity_id)
    about = [ours.entity_id, ours.record_source, ours.record_id, ours.event_kind, _day(ours.event_kind, ours.event_on)]
    order = [ibis.desc(ours.decided_on), ibis.desc(ours.known_at), ibis.desc(ours.ruling_no)]
    ranked = ours.mutate(turn=ibis.row_number().over(ibis.window(group_by=about, order_by=order)))
    return ranked.filter(ranked.turn == 0)


def _day(kind: ir.StringValue, day: ir.DateValue) -> ir.DateValue:
    return ibis.ifelse(kind.isin(BY_DAY), ibis.coalesce(day, _ANY_DAY), _ANY_DAY)
