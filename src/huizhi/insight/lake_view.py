"""What analysis asks of a lake."""

from datetime import date
from typing import Protocol

import ibis.expr.types as ir


class Lake(Protocol):
    """Facts and kept results, as they were known at the end of a day."""

    def table(self, name: str, as_of: date) -> ir.Table:
        """The fact table, or the analytical table kept earlier in the same run."""
