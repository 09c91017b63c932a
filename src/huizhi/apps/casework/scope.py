"""Which matters somebody sees: decided here, for every read of the office."""

from datetime import date, datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from huizhi.apps.casework.models import CoHandler, HandOver, Matter, Supervision
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.standing import desks
from huizhi.apps.people.facade import UnitCard, may, unit_cards, units_in_scope


class Sight:
    """What one viewer sees on one day: units, desks and the condition, each read once.

    A request that reads more than one thing makes one and passes it down; it must not outlive the request.
    """

    def __init__(self, viewer, on: date) -> None:
        self.viewer, self.on = viewer, on
        self._rows: dict[str, Matter | None] = {}

    @cached_property
    def units(self) -> dict[str, UnitCard]:
        """Every unit by code."""
        return unit_cards()

    @cached_property
    def within(self) -> frozenset[str] | None:
        """The codes of the viewer's unit and those below it; None for all."""
        return units_in_scope(self.viewer, self.units)

    @cached_property
    def desks(self) -> frozenset[str]:
        """The accounts whose work is the viewer's."""
        return desks(self.viewer, self.on)

    @cached_property
    def hers(self) -> Q:
        """The matters on her desk, as assignee, stand-in or co-handler."""
        if not may(self.viewer, "work_matters"):
            return Q(pk__in=[])
        accounts = sorted(self.desks)
        return Q(assignee__in=accounts) | _named(CoHandler.objects.filter(officer__in=accounts))

    @cached_property
    def matters(self) -> QuerySet[Matter]:
        """The matters the viewer may read."""
        return _visible(self)

    @cached_property
    def matters_in_order(self) -> QuerySet[Matter]:
        """The same, for a list with an order and an end: no database collects all of many units to sort them.

        Few units among all are found sooner by the holder; many turn up soon in any order.
        """
        few = self.within is not None and len(self.within) * 10 < len(self.units)
        return self.matters if few or self.within is None else _visible(self, not_beyond=True)

    def matter(self, number: str) -> Matter | None:
        """One of them; None for one that is not there and one she may not see."""
        if number not in self._rows:
            self._rows[number] = self.matters.filter(number=number).first()
        return self._rows[number]


def sight_of(viewer, at: datetime) -> Sight:
    """What a viewer sees on the day of an instant."""
    return Sight(viewer, civil_day(at))


def visible_to(viewer, on: date) -> QuerySet[Matter]:
    """The matters a viewer may read on a day: her unit's and those below it, hers, those offered or supervised.

    Confidential ones only if she works them, assigns work in the very unit that holds (or is offered) them, or her unit
    supervises them. Nobody without the permission `see_matters` sees any.
    """
    return Sight(viewer, on).matters


def _visible(sight: Sight, not_beyond: bool = False) -> QuerySet[Matter]:
    """`not_beyond` says the units as those not outside, for which no database takes the holder's index."""
    viewer = sight.viewer
    if not may(viewer, "see_matters"):
        return Matter.objects.none()
    units, heads = sight.within, may(viewer, "assign_matters")
    closer = sight.hers | _named(Supervision.objects.filter(unit=viewer.unit_code))
    readable, waiting = Q(confidential=False) | closer, offered_to(viewer)
    if heads:
        readable |= Q(holder=viewer.unit_code) | waiting
    if units is None:
        return Matter.objects.filter(readable)
    inside = ~Q(holder__in=sorted(set(sight.units) - units)) if not_beyond else Q(holder__in=sorted(units))
    offered = waiting if heads else waiting & Q(confidential=False)
    beyond = list(Matter.objects.filter(closer | offered).exclude(inside).order_by().values_list("pk", flat=True))
    # Few or none lie beyond: named one by one, they leave the databases free to go by the holder.
    return Matter.objects.filter((inside & readable) | Q(pk__in=beyond) if beyond else inside & readable)


def counted_for(viewer) -> QuerySet[Matter]:
    """The matters that count in a viewer's figures: all her unit and those below hold, confidential ones too."""
    if not may(viewer, "see_matters"):
        return Matter.objects.none()
    units = units_in_scope(viewer)
    return Matter.objects.all() if units is None else Matter.objects.filter(holder__in=sorted(units))


def offered_to(viewer) -> Q:
    """The matters whose hand-over waits for the answer of the viewer's unit."""
    return _named(HandOver.objects.filter(receiver=viewer.unit_code, accepted=None))


def _named(rows: QuerySet) -> Q:
    """The matters that these rows are about, by their keys.

    Asked for first and then named: beside another condition, a database reads every matter for a subquery.
    """
    return Q(pk__in=list(rows.order_by().values_list("matter", flat=True)))
