"""The unified social credit code (GB 32100-2015) and the organisation code inside it (GB 11714)."""

import unicodedata
from dataclasses import dataclass

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
LENGTH = 18


@dataclass(frozen=True, order=True)
class CreditCode:
    """A code as received (full-width folded, spaces removed, upper case); a bad one is kept and says its `problems`."""

    text: str

    def __post_init__(self) -> None:
        folded = self.text
        for _ in range(3):  # a space taken away may leave a mark that then joins the letter before it
            folded = "".join(unicodedata.normalize("NFKC", folded).split()).upper()
        object.__setattr__(self, "text", folded)

    def __str__(self) -> str:
        return self.text

    @property
    def problems(self) -> tuple[str, ...]:
        """Why it is not a valid code: "length", "alphabet", "division_digits", "check_character", "organisation_check".

        A wrong length or a foreign character stops the list: the checks behind them would mean nothing.
        """
        found = []
        if len(self.text) != LENGTH:
            found.append("length")
        if not set(self.text) <= set(ALPHABET):
            found.append("alphabet")
        if found:
            return tuple(found)
        if not all("0" <= c <= "9" for c in self.text[2:8]):
            found.append("division_digits")
        if self.check_character(self.text[:17]) != self.text[17]:
            found.append("check_character")
        if self.organisation_check(self.text[8:16]) != self.text[16]:
            found.append("organisation_check")
        return tuple(found)

    @property
    def ok(self) -> bool:
        """True when nothing is wrong with it."""
        return not self.problems

    @property
    def department(self) -> str:
        """The registering department, character 1 ("9" is market supervision); "" when the text is too short."""
        return self.text[0:1]

    @property
    def category(self) -> str:
        """The category within the department, character 2 (under 9: 1 company, 2 individual, 3 cooperative)."""
        return self.text[1:2]

    @property
    def division(self) -> str:
        """The registrar's six-digit division code, characters 3-8; it may be a retired one."""
        return self.text[2:8]

    @property
    def organisation_code(self) -> str:
        """The nine-character organisation code, characters 9-17."""
        return self.text[8:17]

    @staticmethod
    def check_character(first17: str) -> str:
        """Character 18 for the first seventeen; ValueError when they are not seventeen characters of the alphabet."""
        if len(first17) != LENGTH - 1 or not set(first17) <= set(ALPHABET):
            raise ValueError(f"need 17 characters of {ALPHABET}, got {first17!r}")
        total = sum(ALPHABET.index(c) * weight for c, weight in zip(first17, WEIGHTS, strict=True))
        return ALPHABET[-total % 31]

    @staticmethod
    def organisation_check(first8: str) -> str:
        """The organisation code's own check character for its first eight; ValueError when they cannot be eight."""
        if len(first8) != 8 or not set(first8) <= set(ORGANISATION_ALPHABET):
            raise ValueError(f"need 8 digits or capital letters, got {first8!r}")
        total = sum(
            ORGANISATION_ALPHABET.index(c) * weight for c, weight in zip(first8, ORGANISATION_WEIGHTS, strict=True)
        )
        return "0123456789X"[-total % 11]

    @classmethod
    def make(cls, department: str, category: str, division: str, body8: str) -> "CreditCode":
        """A valid code from its parts (1 + 1 + 6 digits + 8); ValueError when the parts cannot make one."""
        first16 = department + category + division + body8
        if (len(department), len(category), len(division), len(body8)) != (1, 1, 6, 8):
            raise ValueError(f"parts must be 1, 1, 6 and 8 characters long: {first16!r}")
        first17 = first16 + cls.organisation_check(body8)
        code = cls(first17 + cls.check_character(first17))
        if not code.ok:
            raise ValueError(f"these parts make no valid code: {code.text} {code.problems}")
        return code
