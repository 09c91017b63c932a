"""Where a rule comes from and how sure we are of it."""

from dataclasses import dataclass
from datetime import date

SUPPORTS = {
    "text": ("已核对原文", "read in the instrument itself"),
    "text-page": ("据转载页面", "read only as an excerpt on another page"),
    "known": ("据通行理解", "general knowledge; the article still needs a look"),
    "unsure": ("待确认", "to be confirmed by the legal office"),
    "local": ("本地规定", "a local service standard, not a statute"),
}


@dataclass(frozen=True)
class Citation:
    """One instrument and article, in force from a day through a day (None = until further notice), with its support.

    `support` is a key of SUPPORTS. `quote` is the text relied on, or empty. ValueError when a part cannot be right.
    """

    instrument: str
    article: str
    in_force_from: date
    in_force_to: date | None
    support: str
    quote: str = ""

    def __post_init__(self) -> None:
        if not self.instrument.strip():
            raise ValueError("a citation names its instrument")
        if self.support not in SUPPORTS:
            raise ValueError(f"support must be one of {sorted(SUPPORTS)}, got {self.support!r}")
        if self.in_force_to is not None and self.in_force_to < self.in_force_from:
            raise ValueError(f"{self.instrument}: in force to {self.in_force_to} before from {self.in_force_from}")

    def in_force(self, on: date) -> bool:
        """True on every day from commencement through the last day, both included."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    @property
    def to_be_confirmed(self) -> bool:
        """True when the legal office has yet to confirm it."""
        return self.support == "unsure"

    def __str__(self) -> str:
        return f"{self.instrument} {self.article}".strip()
