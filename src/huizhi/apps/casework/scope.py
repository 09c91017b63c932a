"""Which matters somebody sees: decided here, for every read of the office."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from functools import cached_property

from django.db.models import Q, QuerySet

from huizhi.apps.casework.models import CoHandler, HandOver, Matter, Supervision
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.standing import desks
from huizhi.apps.people.facade import UnitCard, may, unit_cards, units_in_scope

KeptBack = Callable[..., Collection[str]]
_KEPT_BACK: dict[str, KeptBack] = {}


def keep_back(name: str, asked: KeptBack) -> None:
    """Let a room above keep the matters of `asked(viewer)` out of the viewer's sight. Under a name once only."""
    _KEPT_BACK[name] = asked


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
    def offered(self) -> Q:
        """The matters whose hand-over waits for the answer of the viewer's unit."""
        return _named(HandOver.objects.filter(receiver=self.viewer.unit_code, accepted=None))

    @cached_property
    def matters(self) -> QuerySet[Matter]:
        """The matters the viewer may read: her unit's and those below it, hers, those offered or supervised.

        Confidential ones only if she works them, assigns work in the very unit that holds (or is offered) them, or her
        unit supervises them. Nobody without the permission `see_matters` sees any.
        """
        return self._seen(None if self.within is None else Q(holder__in=sorted(self.within)))

    @cached_property
    def matters_in_order(self) -> QuerySet[Matter]:
        """The same, for a list with an order and an end: no database collects all of many units to sort them.

        Few units among all are found sooner by the holder; many turn up soon in any order, and are said as those not
        outside, for which no database takes the holder's index.
        """
        if self.within is None or len(self.within) * 10 < len(self.units):
            return self.matters
        return self._seen(~Q(holder__in=sorted(set(self.units) - self.within)))

    def _seen(self, inside: Q | None) -> QuerySet[Matter]:
        """The readable matters, where `inside` are those her unit and the ones below hold; None where that is all."""
        if not may(self.viewer, "see_matters"):
            return Matter.objects.none()
        if inside is None:
            return self._without_kept_back(Matter.objects.filter(self._readable))
        seen = inside & self._readable
        # Few or none lie beyond: named one by one, they leave the databases free to go by the holder.
        return self._without_kept_back(Matter.objects.filter(seen | Q(pk__in=self._beyond) if self._beyond else seen))

    def _without_kept_back(self, rows: QuerySet[Matter]) -> QuerySet[Matter]:
        """Without what a room above keeps back from her, unless it is on her own desk."""
        kept = [number for asked in _KEPT_BACK.values() for number in asked(self.viewer)]
        return rows.filter(~Q(number__in=kept) | self.hers) if kept else rows

    @cached_property
    def _closer(self) -> Q:
        """Hers, and what her unit supervises: confidential or not."""
        return self.hers | _named(Supervision.objects.filter(unit=self.viewer.unit_code))

    @cached_property
    def _readable(self) -> Q:
        """What may be read of the matters within."""
        readable = Q(confidential=False) | self._closer
        if may(self.viewer, "assign_matters"):
            readable |= Q(holder=self.viewer.unit_code) | self.offered
        return readable

    @cached_property
    def _beyond(self) -> list[int]:
        """The keys of the matters she may read though neither her unit nor one below holds them."""
        offered = self.offered if may(self.viewer, "assign_matters") else self.offered & Q(confidential=False)
        beyond = Matter.objects.filter(self._closer | offered).exclude(holder__in=sorted(self.within or ()))
        return list(beyond.order_by().values_list("pk", flat=True))

    def matter(self, number: str) -> Matter | None:
        """One of them; None for one that is not there and one she may not see."""
        if number not in self._rows:
            self._rows[number] = self.matters.filter(number=number).first()
        return self._rows[number]


def sight_of(viewer, at: datetime) -> Sight:
    """What a viewer sees on the day of an instant."""
    return Sight(viewer, civil_day(at))


def visible_to(viewer, on: date) -> QuerySet[Matter]:
    """The matters a viewer may read on a day, as `Sight.matters` says."""
    return Sight(viewer, on).matters


def counted_for(viewer) -> QuerySet[Matter]:
    """The matters that count in a viewer's figures: all her unit and those below hold, confidential ones too."""
    if not may(viewer, "see_matters"):
        return Matter.objects.none()
    units = units_in_scope(viewer)
    return Matter.objects.all() if units is None else Matter.objects.filter(holder__in=sorted(units))


def _named(rows: QuerySet) -> Q:
    """The matters that these rows are about, by their keys.

    Asked for first and then named: beside another condition, a database reads every matter for a subquery.
    """
    return Q(pk__in=list(rows.order_by().values_list("matter", flat=True)))
