"""sample_pass, sample_fail (the sampled business), product_fail (the producer, when it is another). One per sample.

A failed sample of the state or the province is also a sample_fail_superior, one not disposed of a sample_undisposed,
one with what must not be in it at all a sample_hazard; the latest of several failed ones is a sample_repeated.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days, due_day, exact
from huizhi.insight.event_kinds.repetition import TWO_YEARS, repeated
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import linked
from huizhi.insight.terms import disposal_due, disposal_since
from huizhi.lake.protocol import Lake
from huizhi.vocabulary.calendar import WorkCalendar

SUPERIOR = ("national", "province")
LONGEST = timedelta(days=3 * 365)
"""How far back an undisposed sample is looked for."""
FORBIDDEN = "不得"
"""How a limit begins that allows nothing at all: "不得使用", "不得检出"."""


def sample_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Each sample on the day it was taken; severity counts the failed items; the evidence is the first failed item."""
    samples = food_samples(linked(lake, as_of, "food_sampling"))
    sampled = samples.filter(samples.entity_id.notnull())
    kind = ibis.ifelse(sampled.failed, "sample_fail", "sample_pass")
    failed = samples.filter(samples.failed)
    known = lake.table("entities", as_of).select(producer="entity_id")
    made = failed.inner_join(known, failed.producer_code == known.producer)
    others = made.select(*[failed[c] for c in failed.columns if c != "entity_id"], sampled_at=failed.entity_id,
                         entity_id=known.producer)  # fmt: skip
    produced = others.filter(others.sampled_at.isnull() | (others.sampled_at != others.entity_id))
    superior = sampled.filter(sampled.failed, sampled.task_level.isin(SUPERIOR))
    told = _told(superior)
    hazard = sampled.filter(sampled.failed, sampled.limit_text.contains(FORBIDDEN))
    return [
        event(superior, "sample_fail_superior", superior.sampled_on, severity=superior.failed_items, detail=told),
        *_undisposed(sampled, as_of),
        event(hazard, "sample_hazard", hazard.sampled_on, severity=hazard.failed_items, detail=_told(hazard)),
        _again(sampled, lake, as_of),
        event(sampled, kind, sampled.sampled_on, severity=sampled.failed_items, detail=_told(sampled)),
        event(produced, "product_fail", produced.sampled_on, severity=produced.failed_items, detail=_told(produced)),
    ]


def _again(sampled: ir.Table, lake: Lake, as_of: date) -> ir.Table:
    """The latest of several failed samples of two years; severity counts them."""
    found = repeated(sampled.filter(sampled.failed), lake, "sampled_on", ("entity_id",), as_of - TWO_YEARS, as_of)
    return event(found, "sample_repeated", found.sampled_on, severity=found.many, detail=_told(found))


def _undisposed(sampled: ir.Table, as_of: date) -> list[ir.Table]:
    """Failed samples whose legal time to be disposed of ran out unheard of; none before there was such a time."""
    first = max(as_of - LONGEST, disposal_since())
    if first > as_of:
        return []
    failed = sampled.filter(sampled.failed, sampled.disposed_on.isnull())
    heard = failed.mutate(heard_on=ibis.coalesce(failed.reported_on, failed.sampled_on))
    timed = heard.filter(heard.heard_on >= ibis.date(first.isoformat()))
    dated = timed.mutate(limit_on=due_day(timed.heard_on, first, as_of, disposal_due(WorkCalendar.load())))
    left = dated.filter(dated.limit_on < ibis.date(as_of.isoformat()))
    return [event(left, "sample_undisposed", add_days(left.limit_on, 1), detail=_told(left))]


def food_samples(facts: ir.Table) -> ir.Table:
    """One row per sample: the fact of its first failed item (else first item), plus failed, failed_items, known_at."""
    bad = (facts.item_verdict == "fail").cast("int64")
    marked = facts.mutate(
        bad=bad, verdict_bad=(facts.sample_verdict == "fail").cast("int64"),
        place=facts.item_no.fill_null(0) - bad * 1_000_000,
    )  # fmt: skip
    same = [marked.source, marked.sample_no]
    order = [marked.place, marked.source_id, marked.row_number]
    counted = marked.mutate(
        turn=ibis.row_number().over(ibis.window(group_by=same, order_by=order)),
        bad_items=marked.bad.max().over(ibis.window(group_by=same)),
        sample_bad=marked.verdict_bad.max().over(ibis.window(group_by=same)),
        items_failed=marked.bad.sum().over(ibis.window(group_by=same)),
        heard_at=marked.known_at.max().over(ibis.window(group_by=same)),
    )
    first = counted.filter(counted.turn == 0)
    failed = first.sample_bad == 1
    items = ibis.ifelse(failed, ibis.greatest(exact(first.items_failed), 1), 0)
    kept = [c for c in facts.columns if c != "known_at"]
    return first.select(*kept, known_at=first.heard_at, failed=failed, failed_items=items.cast("int64"))


def _told(samples: ir.Table) -> ir.StringValue:
    """Sample number, product and, when it failed, the item it failed on."""
    item = ibis.ifelse(samples.failed, samples.test_item, "")
    return joined(samples.sample_no, samples["product"], item)
