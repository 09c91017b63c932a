"""product_sample_pass, product_sample_fail, product_sample_fail_superior, product_unhandled: product quality sampling.

Severity is 2 for a product on the list of key industrial products, else 1.
"""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight.days import add_days, due_day
from huizhi.insight.event_kinds.samples import SUPERIOR
from huizhi.insight.event_kinds.shape import event, joined
from huizhi.insight.linked import about_entities
from huizhi.insight.terms import rectify_due, rectify_since
from huizhi.lake.protocol import Lake
from huizhi.vocabulary.calendar import WorkCalendar

KINDS = ("product_sample_pass", "product_sample_fail", "product_sample_fail_superior", "product_unhandled")
"""Every kind this file makes."""
LONGEST = timedelta(days=3 * 365)
"""How far back an unhandled sample is looked for."""


def product_events(lake: Lake, as_of: date) -> list[ir.Table]:
    """Each sample on the day it was taken; failures of state or province once more, and those left unhandled."""
    facts = about_entities(lake, as_of, "product_sampling")
    grave = ibis.ifelse(facts.key_product.fill_null(False), 2, 1).cast("int64")
    samples = facts.mutate(grave=grave)
    failed = samples.filter(samples.verdict == "fail")
    superior = failed.filter(failed.task_level.isin(SUPERIOR))
    kind = ibis.ifelse(samples.verdict == "fail", "product_sample_fail", "product_sample_pass")
    return [
        event(samples, kind, samples.sampled_on, severity=samples.grave, detail=_told(samples)),
        event(superior, "product_sample_fail_superior", superior.sampled_on, severity=superior.grave,
              detail=_told(superior)),
        *_unhandled(failed, as_of),
    ]  # fmt: skip


def _unhandled(failed: ir.Table, as_of: date) -> list[ir.Table]:
    """Failures whose time to be rectified ran out unheard of; the order counts as made on the day of the report."""
    first = max(as_of - LONGEST, rectify_since())
    if first > as_of:
        return []
    heard = failed.mutate(heard_on=ibis.coalesce(failed.reported_on, failed.sampled_on))
    timed = heard.filter(heard.handled_on.isnull(), heard.heard_on >= ibis.date(first.isoformat()))
    dated = timed.mutate(limit_on=due_day(timed.heard_on, first, as_of, rectify_due(WorkCalendar.load())))
    left = dated.filter(dated.limit_on < ibis.date(as_of.isoformat()))
    return [event(left, "product_unhandled", add_days(left.limit_on, 1), severity=left.grave, detail=_told(left))]


def _told(samples: ir.Table) -> ir.StringValue:
    """Sample number, product and the item it failed on."""
    return joined(samples.sample_no, samples["product"], samples.failed_item)
