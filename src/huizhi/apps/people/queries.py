"""Reads about officers: what they may do and which part of the city they see."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from huizhi.apps.people.directory import UnitCard, below, unit_cards
from huizhi.apps.people.models import Unit, UnitKind
from huizhi.apps.people.permissions import permissions_of, roles_with


@dataclass(frozen=True)
class Scope:
    """The part of the city an officer sees: everything, or divisions, or zones, or single stations' areas.

    `stations` are (division, zone, station) triples; a zone of "" there means the station is of the division itself.
    An empty scope that is not `everything` sees nothing.
    """

    everything: bool = False
    divisions: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    stations: tuple[tuple[str, str, str], ...] = ()

    def condition(self, prefix: str = "") -> Q:
        """The filter for rows with the columns division, zone and station, reached through `prefix` ("entity__")."""
        if self.everything:
            return Q()
        seen = Q(pk__in=[])
        if self.divisions:
            seen |= Q(**{f"{prefix}division__in": self.divisions})
        if self.zones:
            seen |= Q(**{f"{prefix}zone__in": self.zones})
        for division, zone, station in self.stations:
            there = {f"{prefix}division": division, f"{prefix}station": station}
            seen |= Q(**there, **({f"{prefix}zone": zone} if zone else {}))
        return seen

    def sees(self, *, division: str | None, zone: str | None, station: str | None) -> bool:
        """Whether one row with these columns lies in the scope: `condition` for a single row."""
        return (
            self.everything
            or division in self.divisions
            or (bool(zone) and zone in self.zones)
            or any((division, station) == (d, s) and z in ("", zone) for d, z, s in self.stations)
        )


NOTHING = Scope()


def scope_of_unit(unit: Unit) -> Scope:
    """The city sees the city, a county its division, a branch its zone, a station its own area, a grid nothing."""
    if unit.kind == UnitKind.CITY:
        return Scope(everything=True)
    if unit.kind == UnitKind.COUNTY:
        return Scope(divisions=(unit.division,))
    if unit.kind == UnitKind.ZONE:
        return Scope(zones=(unit.zone,))
    if unit.kind == UnitKind.GRID:
        return NOTHING  # a grid worker opens no files: only the matters that the grid holds
    return Scope(stations=((unit.division, unit.zone, unit.station),))


def scope_of(officer) -> Scope:
    """What an officer sees; nothing for a visitor who has not signed in or an account that is switched off."""
    if not (officer.is_authenticated and officer.is_active):
        return NOTHING
    return scope_of_unit(officer.unit)


def may(officer, permission: str) -> bool:
    """Whether an officer holds a role with this permission. KeyError for an undeclared permission."""
    roles = roles_with(permission)
    return bool(officer.is_authenticated and officer.is_active and roles & set(officer.roles))


def permissions_held(officer) -> frozenset[str]:
    """Every permission of an officer; none for a visitor."""
    return permissions_of(officer.roles) if officer.is_authenticated and officer.is_active else frozenset()


def units_in_scope(officer, units: Mapping[str, UnitCard] | None = None) -> frozenset[str] | None:
    """Codes of the units whose acts an officer may look into; None means all. `units` where they are read already."""
    if not (officer.is_authenticated and officer.is_active):
        return frozenset()
    if officer.unit.kind == UnitKind.CITY:
        return None
    return below(officer.unit_code, unit_cards() if units is None else units)
