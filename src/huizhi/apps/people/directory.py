"""Units and officers as other rooms show and choose them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

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


def unit_cards() -> dict[str, UnitCard]:
    """Every unit by code, in one query."""
    rows = Unit.objects.select_related("parent")
    return {
        row.code: UnitCard(
            row.code, row.zh, row.en, row.kind, row.parent.code if row.parent else "", row.division, row.zone,
            row.station,
        )
        for row in rows
    }  # fmt: skip


def above(code: str, units: Mapping[str, UnitCard]) -> Iterator[str]:
    """The codes of the units above one, the nearest first."""
    at = units[code].parent
    while at:
        yield at
        at = units[at].parent


def below(code: str, units: Mapping[str, UnitCard]) -> frozenset[str]:
    """The codes of a unit and of everything under it."""
    return frozenset(each for each in units if each == code or code in above(each, units))


def bureau_of(code: str, units: Mapping[str, UnitCard]) -> str:
    """The bureau in whose name a unit acts: itself, or for a station the nearest unit above that is none."""
    at = code
    while units[at].kind == UnitKind.STATION and units[at].parent:
        at = units[at].parent
    return at


def officer_cards(usernames: Collection[str]) -> dict[str, OfficerCard]:
    """Officers by account, those that exist."""
    return {row.username: _card(row) for row in Officer.objects.filter(username__in=list(usernames))}


def officers_of(units: Collection[str], permission: str) -> tuple[OfficerCard, ...]:
    """The active officers of these units who hold a permission, by unit and name."""
    allowed = roles_with(permission)
    rows = Officer.objects.filter(unit__code__in=list(units), is_active=True).order_by("unit__code", "name", "username")
    return tuple(_card(row) for row in rows if allowed & set(row.roles))


def _card(row: Officer) -> OfficerCard:
    return OfficerCard(row.username, row.name, row.unit_code, row.is_active)
