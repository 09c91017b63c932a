"""What the night teaches the office: the shops that promise returns, and the router; each only when it changed."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from huizhi.apps.complaints import facade as complaints
from huizhi.exchange import routing
from huizhi.lake.store import LakeStore

LEAST_ROWS = 500
"""With fewer labelled filings a router would mostly abstain."""


def list_promises(store: LakeStore, as_of: date, *, by: str, at: datetime) -> int:
    """Give the office the shops that promise returns, as they were known on a day; returns how many."""
    table = store.table("return_promises", as_of)
    known = table.select("credit_code", "name", "term_days", "promised_on", "status", "known_at")
    rows = [
        (
            row["credit_code"], row["name"], row["term_days"], row["promised_on"],
            row["known_at"].date() if row["status"] == "left" else None,
        )
        for row in known.to_pyarrow().to_pylist()
    ]  # fmt: skip
    return complaints.list_promises(rows=rows, by=by, at=at)


def teach_when_changed(home: Path, as_of: date, *, by: str, at: datetime) -> dict[str, object] | None:
    """Teach the router again when its filings are others than last time; None when nothing was done."""
    rows = routing.taught_from(home, as_of)
    if len(rows) < LEAST_ROWS or routing.digest_of(rows) == complaints.router_data():
        return None
    return routing.teach_from(rows, by=by, at=at)
