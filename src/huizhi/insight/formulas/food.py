"""Food sampling. A batch is a sample, however many items it was tested for."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight import terms
from huizhi.insight.days import due_day
from huizhi.insight.event_kinds.samples import food_samples
from huizhi.insight.event_kinds.shape import joined
from huizhi.insight.formulas.population import residents
from huizhi.insight.formulas.shape import Ground, record
from huizhi.insight.linked import placed
from huizhi.lake.protocol import Lake

LONGEST = timedelta(days=150)


def batches_per_thousand(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Samples taken in the month (numerator) and the residents (denominator of each month, hence scale 12 × 1000)."""
    samples = _samples(lake, as_of)
    taken = samples.filter(ground.within(samples.sampled_on))
    batches = record(taken, taken.sampled_on, weight=1, base=0, label=_told(taken))
    return batches.union(residents(lake, as_of, ground))


def samples_passed(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Samples reported on in the month: passed."""
    samples = _samples(lake, as_of)
    reported = samples.filter(ground.within(samples.heard_on))
    return record(reported, reported.heard_on, weight=~reported.failed, label=_told(reported))


def failed_disposed(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Failed samples whose time to be disposed of ended in the month: finished by then."""
    samples = _samples(lake, as_of)
    failed = samples.filter(samples.failed)
    due = due_day(failed.heard_on, ground.first - LONGEST, as_of, terms.disposal_due(ground.calendar))
    dated = failed.mutate(limit_on=due)
    counted = dated.filter(ground.within(dated.limit_on))
    disposed = counted.disposed_on <= counted.limit_on
    return record(counted, counted.limit_on, weight=disposed, label=_told(counted))


def _samples(lake: Lake, as_of: date) -> ir.Table:
    """One row per sample plus heard_on, the day of its report (of the sampling where none is given)."""
    samples = food_samples(placed(lake, as_of, "food_sampling"))
    return samples.mutate(heard_on=ibis.coalesce(samples.reported_on, samples.sampled_on))


def _told(samples: ir.Table) -> ir.StringValue:
    return joined(samples.sample_no, samples["product"])
