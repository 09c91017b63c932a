"""The names and bands of a release's scorecard, read from the JSON that was published with it.

{"version": "...", "bands": [["A", 0], ["B", 20], ...],
 "indicators": {code: {"zh", "en"}}, "dimensions": {code: {"zh", "en"}}}
Bands rise with the risk; each names its lowest score. What the JSON does not name is shown by its code.
"""

from dataclasses import dataclass

from huizhi.web.labels import english

USUAL_BANDS = (("A", 0), ("B", 20), ("C", 40), ("D", 70))


@dataclass(frozen=True)
class Card:
    """Names and bands of one scorecard."""

    bands: tuple[tuple[str, int], ...]
    indicators: dict[str, dict[str, str]]
    dimensions: dict[str, dict[str, str]]

    @classmethod
    def read(cls, published: dict) -> "Card":
        """From the release's JSON; bands and names may be lists of objects or pairs."""
        bands = tuple(_band(band) for band in published.get("bands", ())) or USUAL_BANDS
        return cls(bands, _named(published.get("indicators", {})), _named(published.get("dimensions", {})))

    @property
    def top(self) -> int:
        """Where the scale ends: as far above the last band as that band lies above the one before."""
        lows = [low for _grade, low in self.bands]
        return lows[-1] + max(10, lows[-1] - lows[-2] if len(lows) > 1 else 10)

    def floor(self, grade: str) -> int | None:
        """The lowest score of a class."""
        return dict(self.bands).get(grade)

    def neighbours(self, grade: str) -> tuple[str, str]:
        """The class with less and the class with more risk, "" at the ends."""
        order = [name for name, _low in self.bands]
        place = order.index(grade) if grade in order else 0
        return (order[place - 1] if place else ""), (order[place + 1] if place + 1 < len(order) else "")

    def indicator(self, code: str) -> str:
        """The name of an indicator of the card."""
        return _words(self.indicators, code)

    def dimension(self, code: str) -> str:
        """The name of a dimension of the card."""
        return _words(self.dimensions, code)


def _band(band: object) -> tuple[str, int]:
    """("A", 0) from a pair or from {"grade", "from_score"}."""
    if isinstance(band, dict):
        return band["grade"], int(band.get("from_score", band.get("low", 0)))
    return band[0], int(band[1])


def _named(names: object) -> dict[str, dict[str, str]]:
    """{code: {"zh", "en"}} from a dictionary or a list of {"code", "zh", "en"}."""
    return {item["code"]: item for item in names} if isinstance(names, list) else dict(names)


def _words(names: dict[str, dict[str, str]], code: str) -> str:
    """The name in the language of the page, Chinese where English is missing, the code where both are."""
    named = names.get(code) or {}
    return (named.get("en") if english() else None) or named.get("zh") or code
