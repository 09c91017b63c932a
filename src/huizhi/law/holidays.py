"""Which days of a break are statutory holidays themselves, for the narrowest reading of 法定节假日."""

import csv
from datetime import date, timedelta
from functools import cache
from pathlib import Path

TABLE = Path(__file__).with_name("holidays.csv")


@cache
def statutory_days() -> frozenset[date]:
    """Every statutory holiday in the table; 13 a year from 2025."""
    found = set()
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(line for line in file if not line.startswith("#")):
            on, last_on = date.fromisoformat(row["first_on"]), date.fromisoformat(row["last_on"])
            while on <= last_on:
                found.add(on)
                on += timedelta(days=1)
    return frozenset(found)
