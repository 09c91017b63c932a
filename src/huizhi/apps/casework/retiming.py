"""Open clocks reckoned again when a new holiday notice or new legal values are read."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from huizhi.apps.casework.acting import Acting, finish
from huizhi.apps.casework.clockwork import Clockwork, history_of
from huizhi.apps.casework.kinds import kind_of
from huizhi.apps.casework.models import OPEN_CLOCK, Clock, Matter
from huizhi.apps.casework.patience import patiently
from huizhi.apps.ledger.facade import Actor
from huizhi.law import retiming
from huizhi.law.parameters import Parameters
from huizhi.law.units import PERIODS
from huizhi.vocabulary.calendar import WorkCalendar


def retime(*, calendar: WorkCalendar, law: Parameters, by: Actor | str, at: datetime) -> list[str]:
    """Reckon every open clock again, one act per matter that moved or became firm; returns their numbers.

    Stopped half-way it is simply run again: what is right already makes no act.
    """
    waiting = Clock.objects.filter(state__in=OPEN_CLOCK).order_by("matter").values_list("matter", flat=True).distinct()
    return [number for pk in list(waiting) if (number := _retime_one(pk, calendar, law, by, at))]


@patiently
def _retime_one(pk: int, calendar: WorkCalendar, law: Parameters, by: Actor | str, at: datetime) -> str:
    with transaction.atomic():
        matter = Matter.objects.select_for_update().get(pk=pk)
        clocks = Clockwork.of(matter, calendar, law)
        if not clocks.retime():
            return ""
        lifecycle = kind_of(matter.kind, matter.lifecycle_version).lifecycle
        finish(Acting(matter, lifecycle, clocks, "retime", by, at, audience="parties"))
        return matter.number


def open_matters_for_law(law: Parameters) -> Iterator[retiming.Matter]:
    """Every open clock in days, as `law` rehearses a change with it: a snapshot, nothing is locked."""
    found = Clock.objects.filter(state__in=OPEN_CLOCK).select_related("matter").prefetch_related("events")
    for clock in found.iterator(chunk_size=2000):
        history = history_of(clock, list(clock.events.all()))
        for key in history.keys:
            value = law.find(key, history.started_on) if key in law else None
            if value and value.unit in PERIODS:
                yield retiming.Matter(
                    clock.matter.number, key, history.started_on, history.suspensions, history.extensions,
                    history.restarts,
                )  # fmt: skip
