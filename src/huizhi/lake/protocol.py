"""What an analytical table is given: a lake that answers with what was known at the end of a day."""

from __future__ import annotations

from datetime import date
from typing import Protocol

import ibis.expr.types as ir


class Lake(Protocol):
    """Anything that can answer "this table, as it was known at the end of that day"."""

    def table(self, name: str, as_of: date) -> ir.Table:
        """The rows of `name` known at the end of `as_of`; an unknown table raises KeyError."""
        ...
