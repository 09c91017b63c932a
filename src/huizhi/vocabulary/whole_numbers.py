"""Whole numbers as they come in addresses and files: plain digits that fit a database column, or nothing."""

import re

_FORM = re.compile(r"-?[0-9]{1,18}", re.ASCII)


def whole_number(text: str) -> int | None:
    """The integer that `text` writes in at most 18 ASCII digits, perhaps with a minus; None for anything else."""
    return int(text) if _FORM.fullmatch(text) else None
