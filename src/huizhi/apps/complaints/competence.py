"""Which unit handles a filing: the places the matrix names, matched to the city's units, for a person to confirm."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from huizhi.law.jurisdiction import PLACES, basis, competent
from huizhi.vocabulary.citation import Citation


@dataclass(frozen=True)
class Place:
    """Where something lies: a county-level division, and a functional zone and a station where known."""

    division: str
    zone: str = ""
    station: str = ""


@dataclass(frozen=True)
class UnitArea:
    """A unit and the area it looks after; `kind` is city, county, zone or station."""

    code: str
    kind: str
    place: Place


@dataclass(frozen=True)
class Proposal:
    """The unit proposed, the place that makes it competent and the article; `others` are as competent.

    `unit` is "" when no place the matrix names is known, or it lies outside the city: then a person decides.
    """

    unit: str
    place: str
    basis: Citation
    others: tuple[tuple[str, str], ...] = ()

    @property
    def place_zh(self) -> str:
        """The place in Chinese."""
        return PLACES[self.place][0] if self.place else ""

    @property
    def place_en(self) -> str:
        """The place in English."""
        return PLACES[self.place][1] if self.place else ""


def unit_for(place: Place, units: Iterable[UnitArea]) -> str:
    """The nearest unit of a place: its station, else its zone's branch, else its county's bureau; "" outside the city.

    A station handles in the name of the county-level office (Order 121 art. 30).
    """
    best, code = 0, ""
    for unit in units:
        area = unit.place
        rank = {"county": 1, "zone": 2, "station": 3}.get(unit.kind, 0)
        fits = {
            1: area.division == place.division,
            2: bool(area.zone) and area.zone == place.zone,
            3: bool(area.station)
            and (area.division, area.station) == (place.division, place.station)
            and area.zone in ("", place.zone),
        }.get(rank, False)
        if fits and rank > best:
            best, code = rank, unit.code
    return code


def propose(
    kind: str, target: str, places: Mapping[str, Place], units: Iterable[UnitArea], on: date, reachable: bool = True
) -> Proposal:
    """The unit for a "complaint" or "report" about a target, received on a day; `places` by code of law's PLACES.

    Where several places are competent the first the article names is proposed and the others listed.
    """
    known, areas = competent(kind, target, on, reachable), tuple(units)
    found = [(unit, code) for code in known if code in places and (unit := unit_for(places[code], areas))]
    rest = tuple(dict.fromkeys((unit, code) for unit, code in found[1:] if unit != found[0][0]))
    unit, code = found[0] if found else ("", "")
    return Proposal(unit, code, basis(kind, target, on), rest)
