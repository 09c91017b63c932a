"""Carries the office's own matters and rulings to the lake: the office is one more source, delivered each night."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory

from huizhi.apps.appeals.facade import rulings
from huizhi.apps.complaints.facade import counted
from huizhi.feeds.contract import Contract, load_contracts
from huizhi.feeds.feed import land
from huizhi.vocabulary.civil import CIVIL

CONTRACTS = Path(__file__).with_name("contracts")
SOURCE, RULINGS = "office_matters", "office_rulings"
TOLD: dict[str, Callable[[datetime], Iterable[dict[str, str | None]]]] = {SOURCE: counted, RULINGS: rulings}
"""Source of the office itself -> its rows as they stood at an instant."""


def office_contracts() -> dict[str, Contract]:
    """The contracts of what the office itself delivers."""
    return load_contracts(CONTRACTS)


def deliver(home: Path, as_of: date, contracts: dict[str, Contract]) -> int:
    """Land what the office knew at the end of a day, one line per matter and ruling; returns the lines."""
    ends = datetime.combine(as_of, time(23, 59, 59), CIVIL)
    return sum(_deliver(home, as_of, contracts, source, told(ends)) for source, told in TOLD.items()
               if source in contracts)  # fmt: skip


def _deliver(
    home: Path, as_of: date, contracts: dict[str, Contract], source: str, rows: Iterable[dict[str, str | None]]
) -> int:
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    if lines:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"{source}_{as_of:%Y%m%d}.jsonl"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            land(home, path, as_of, contracts)
    return len(lines)
