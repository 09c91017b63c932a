"""Supervision sampling of industrial products."""

from datetime import date

import ibis
import ibis.expr.types as ir

from huizhi.insight.event_kinds.shape import joined
from huizhi.insight.formulas.shape import Ground, record
from huizhi.insight.linked import placed
from huizhi.lake.protocol import Lake


def key_products_passed(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Samples of key industrial products reported on in the month (taken, where no report is dated): passed."""
    samples = placed(lake, as_of, "product_sampling")
    key = samples.filter(samples.key_product.fill_null(False))
    heard = key.mutate(heard_on=ibis.coalesce(key.reported_on, key.sampled_on))
    counted = heard.filter(ground.within(heard.heard_on))
    return record(
        counted, counted.heard_on, weight=counted.verdict == "pass",
        label=joined(counted.sample_no, counted["product"]),
    )  # fmt: skip
