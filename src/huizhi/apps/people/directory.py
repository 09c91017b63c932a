"""Units and officers as other rooms show and choose them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from huizhi.apps.people.models import Officer, Unit, UnitKind
from huizhi.apps.people.permissions import roles_with


@dataclass(frozen=True)
class UnitCard:
    """One unit. `parent` is the code of the unit above, empty for the city."""

    code: str
    zh: str
    en: str
    kind: str
    parent: str
    division: str
    zone: str
    station: str


@dataclass(frozen=True)
class OfficerCard:
    """One officer as a colleague sees her."""

    username: str
    name: str
    unit: str
    active: bool
    roles: tuple[str, ...] = ()


def unit_cards() -> dict[str, UnitCard]:
    """Every unit by code, in one query."""
    rows = Unit.objects.values_list("code", "zh", "en", "kind", "parent__code", "division", "zone", "station")
    return {row[0]: UnitCard(*row[:4], row[4] or "", *row[5:]) for row in rows}


def unit_by_code(code: str) -> UnitCard | None:
    """One unit; None for a code that no unit has."""
    row = Unit.objects.select_related("parent").filter(code=code).first()
    return _unit_card(row) if row else None


def above(code: str, units: Mapping[str, UnitCard]) -> Iterator[str]:
    """The codes of the units above one, the nearest first."""
    at = units[code].parent
    while at:
        yield at
        at = units[at].parent


def below(code: str, units: Mapping[str, UnitCard]) -> frozenset[str]:
    """The codes of a unit and of everything under it."""
    return frozenset(each for each in units if each == code or code in above(each, units))


def units_above(code: str) -> tuple[UnitCard, ...]:
    """The units above one, the nearest first."""
    units = unit_cards()
    return tuple(units[each] for each in above(code, units))


def units_below(code: str) -> frozenset[str]:
    """The codes of a unit and of everything under it."""
    return below(code, unit_cards())


def bureau_of(code: str, units: Mapping[str, UnitCard]) -> str:
    """The bureau in whose name a unit acts: itself, or for a station or grid the nearest unit above that is neither."""
    at = code
    while units[at].kind in (UnitKind.STATION, UnitKind.GRID) and units[at].parent:
        at = units[at].parent
    return at


def unit_for(*, division: str, zone: str = "", station: str = "") -> UnitCard | None:
    """The most specific unit competent for a place: its station, else its zone's branch, its county, the city."""
    wanted = Q(kind=UnitKind.CITY) | Q(kind=UnitKind.COUNTY, division=division)
    if zone:
        wanted |= Q(kind=UnitKind.ZONE, zone=zone)
    if station:
        wanted |= Q(kind=UnitKind.STATION, division=division, zone=zone, station=station)
    rank = [UnitKind.STATION, UnitKind.ZONE, UnitKind.COUNTY, UnitKind.CITY]
    found = sorted(
        Unit.objects.select_related("parent").filter(wanted), key=lambda row: (rank.index(row.kind), row.code)
    )
    return _unit_card(found[0]) if found else None


def officer_cards(usernames: Collection[str]) -> dict[str, OfficerCard]:
    """Officers by account, those that exist."""
    rows = Officer.objects.filter(username__in=list(usernames)) if usernames else Officer.objects.none()
    return {card.username: card for card in _cards(rows)}


def officers_of(units: Collection[str], permission: str) -> tuple[OfficerCard, ...]:
    """The active officers of these units who hold a permission, by unit and name."""
    allowed = roles_with(permission)
    rows = Officer.objects.filter(unit__code__in=list(units), is_active=True).order_by("unit__code", "name", "username")
    return tuple(card for card in _cards(rows) if allowed & set(card.roles))


def _cards(rows: QuerySet[Officer]) -> Iterator[OfficerCard]:
    """Officers in one query, the unit's code with them."""
    for username, name, unit, active, roles in rows.values_list("username", "name", "unit__code", "is_active", "roles"):
        yield OfficerCard(username, name, unit, active, tuple(roles))


def _unit_card(row: Unit) -> UnitCard:
    parent = row.parent.code if row.parent else ""
    return UnitCard(row.code, row.zh, row.en, row.kind, parent, row.division, row.zone, row.station)
