"""Carries the office's own complaints and reports to the lake: the office is one more source, delivered each night."""

from __future__ import annotations

import json
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from huizhi.apps.complaints.facade import counted
from huizhi.feeds.contract import Contract, load_contracts
from huizhi.feeds.feed import land

CONTRACTS = Path(__file__).with_name("contracts")
SOURCE = "office_matters"


def office_contracts() -> dict[str, Contract]:
    """The contracts of what the office itself delivers."""
    return load_contracts(CONTRACTS)


def deliver(home: Path, as_of: date, contracts: dict[str, Contract]) -> int:
    """Land what the office knew at the end of a day, one line per matter; returns the lines."""
    if SOURCE not in contracts:
        return 0
    ends = datetime.combine(as_of, time(23, 59, 59), ZoneInfo("Asia/Shanghai"))
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in counted(ends)]
    if lines:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"office_matters_{as_of:%Y%m%d}.jsonl"
            path.write_text("\n".join(lines) + "\n", encoding="utf-8")
            land(home, path, as_of, contracts)
    return len(lines)
