"""Numbers with a check digit of GB/T 17710 (ISO 7064 MOD 11,10): food licences and the older registration numbers."""

import unicodedata
from dataclasses import dataclass

FOOD_KINDS = {"SC": ("食品生产许可", "food production licence"), "JY": ("食品经营许可", "food business licence")}
_DIGITS = frozenset("0123456789")


def check_digit(digits: str) -> str:
    """The ISO 7064 MOD 11,10 check digit for a string of digits; ValueError when it holds anything else."""
    if not digits or not set(digits) <= _DIGITS:
        raise ValueError(f"need digits only, got {digits!r}")
    carried = 10
    for digit in digits:
        carried = ((int(digit) + carried) % 10 or 10) * 2 % 11
    return str((11 - carried) % 10)


@dataclass(frozen=True)
class _Checked:
    """A number as received, full-width folded and spaces removed; a bad one is kept and says its `problems`."""

    text: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", "".join(unicodedata.normalize("NFKC", self.text).split()).upper())

    @property
    def ok(self) -> bool:
        """True when nothing is wrong with it."""
        return not self.problems

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it is not valid; each kind of number says which words it uses."""
        raise NotImplementedError


@dataclass(frozen=True)
class FoodLicenceNumber(_Checked):
    """SC or JY and 14 digits. SC: 3 food type, 6 place, 4 sequence, 1 check. JY: 1 business, 6 place, 6 sequence, 1."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Out of "prefix", "length", "digits", "check_digit"; the check is judged only when the form is right."""
        prefix, digits = self.text[:2], self.text[2:]
        found = [
            problem
            for problem, wrong in (
                ("prefix", prefix not in FOOD_KINDS),
                ("length", len(digits) != 14),
                ("digits", not set(digits) <= _DIGITS),
            )
            if wrong
        ]
        if not found and check_digit(digits[:13]) != digits[13]:
            found.append("check_digit")
        return tuple(found)

    @property
    def kind(self) -> str:
        """The prefix, "SC" or "JY"; "" when it is neither."""
        return self.text[:2] if self.text[:2] in FOOD_KINDS else ""

    @property
    def division(self) -> str:
        """The six-digit division code inside it; "" for a bad number."""
        start = 5 if self.kind == "SC" else 3
        return self.text[start : start + 6] if self.ok else ""

    @classmethod
    def make(cls, kind: str, first13: str) -> "FoodLicenceNumber":
        """A valid number from "SC" or "JY" and its first thirteen digits; ValueError when they cannot make one."""
        number = cls(kind + first13 + check_digit(first13))
        if not number.ok:
            raise ValueError(f"{kind!r} and {first13!r} make no licence number: {number.problems}")
        return number


@dataclass(frozen=True)
class RegistrationNumber(_Checked):
    """The 15-digit number a market entity carried before credit codes: 6 place, 8 sequence, 1 check."""

    @property
    def problems(self) -> tuple[str, ...]:
        """Out of "length", "digits", "check_digit"."""
        found = [
            p for p, wrong in (("length", len(self.text) != 15), ("digits", not set(self.text) <= _DIGITS)) if wrong
        ]
        if not found and check_digit(self.text[:14]) != self.text[14]:
            found.append("check_digit")
        return tuple(found)

    @classmethod
    def make(cls, first14: str) -> "RegistrationNumber":
        """A valid number from its first fourteen digits; ValueError when they cannot make one."""
        number = cls(first14 + check_digit(first14))
        if not number.ok:
            raise ValueError(f"{first14!r} makes no registration number: {number.problems}")
        return number
