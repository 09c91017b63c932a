"""Complaints and reports. Matters withdrawn by whoever made them are not counted."""

from datetime import date, timedelta

import ibis
import ibis.expr.types as ir

from huizhi.insight import terms
from huizhi.insight.days import due_day
from huizhi.insight.formulas.shape import Ground, record
from huizhi.insight.linked import placed
from huizhi.lake.protocol import Lake

LONGEST = timedelta(days=200)
"""No term counted here, holidays and extension included, is longer."""


def closed_on_time(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Accepted complaints whose limit of mediation fell in the month: closed by it."""
    dated = mediation_limits(_matters(lake, as_of, "complaint"), ground)
    counted = dated.filter(ground.within(dated.limit_on))
    closed = counted.closed_on <= counted.limit_on
    return record(counted, counted.limit_on, weight=closed, label=counted.matter_no)


def mediation_limits(facts: ir.Table, ground: Ground) -> ir.Table:
    """Accepted complaints with `limit_on`, the last day of mediation: null while the clock stands still.

    The limit is so many calendar days, so days that stood still (testing) move it as if acceptance had come that much
    later; a test holds it to the law's own reckoning.
    """
    accepted = facts.filter(facts.accepted_on.notnull(), facts.outcome.fill_null("open") != "refused")
    stood = accepted.stopped_days.fill_null(0).as_interval("D")
    start = (accepted.accepted_on.cast("timestamp") + stood).date()
    due = _due(start, ground, terms.mediation_due(ground.calendar))
    runs = accepted.stopped_for.isnull() | accepted.closed_on.notnull()
    return accepted.mutate(limit_on=ibis.ifelse(runs, due, ibis.null("date")))


def verified_on_time(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Reports whose time to be verified ended in the month: decided by then.

    An end the source itself sets later counts as an approved extension, as far as the law lets it be extended.
    """
    facts = _matters(lake, as_of, "report")
    received = facts.received_at.date()
    dated = facts.mutate(
        plain_on=_due(received, ground, terms.decision_due(ground.calendar)),
        extended_on=_due(received, ground, terms.decision_due(ground.calendar, extended=True)),
    )
    granted = dated.due_on.between(dated.plain_on, dated.extended_on).fill_null(False)
    limited = dated.mutate(limit_on=ibis.ifelse(granted, dated.due_on, dated.plain_on))
    counted = limited.filter(ground.within(limited.limit_on))
    decided = counted.outcome.isin(("case_filed", "no_case")) & (counted.closed_on <= counted.limit_on)
    return record(counted, counted.limit_on, weight=decided, label=counted.matter_no)


def answered_in_time(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Complaints and reports received in the month whose hours to a first answer have run out: answered within them."""
    facts = _matters(lake, as_of)
    span = ibis.interval(hours=terms.answer_hours(ground.first))
    dated = facts.mutate(answer_by=facts.received_at + span, received_on=facts.received_at.date())
    over = dated.answer_by.date() <= ibis.date(as_of.isoformat())
    counted = dated.filter(ground.within(dated.received_on), over)
    answered = counted.first_response_at <= counted.answer_by
    return record(counted, counted.received_on, weight=answered, label=counted.matter_no)


def accepted_in_time(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Complaints whose time to be accepted or refused ended in the month: decided by then."""
    facts = _matters(lake, as_of, "complaint")
    due = _due(facts.received_at.date(), ground, terms.acceptance_due(ground.calendar))
    dated = facts.mutate(limit_on=due, decided_on=ibis.coalesce(facts.accepted_on, facts.closed_on))
    counted = dated.filter(ground.within(dated.limit_on))
    decided = counted.decided_on <= counted.limit_on
    return record(counted, counted.limit_on, weight=decided, label=counted.matter_no)


def mediated(lake: Lake, as_of: date, ground: Ground) -> ir.Table:
    """Complaints whose mediation ended in the month: settled."""
    facts = _matters(lake, as_of, "complaint")
    ended = facts.filter(facts.outcome.isin(("mediated", "not_mediated")), ground.within(facts.closed_on))
    return record(ended, ended.closed_on, weight=ended.outcome == "mediated", label=ended.matter_no)


def _matters(lake: Lake, as_of: date, kind: str = "") -> ir.Table:
    facts = placed(lake, as_of, "complaints")
    standing = facts.filter(facts.outcome.fill_null("open") != "withdrawn")
    return standing.filter(standing.kind == kind) if kind else standing


def _due(start: ir.DateValue, ground: Ground, due: terms.Due) -> ir.DateValue:
    """The end of a term for every start whose end can lie in the months counted."""
    return due_day(start, ground.first - LONGEST, ground.as_of, due)
