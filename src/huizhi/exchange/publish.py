"""Carries a sealed release to the office: registers, scoreboard, feeds and the ledger, in one transaction."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from huizhi.apps.indicators import facade as scoreboard
from huizhi.apps.registers import facade as registers
from huizhi.exchange.arrivals import Arrivals
from huizhi.exchange.pack import Pack
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.release import Release

TABLE_OF = {
    "entities": "entities",
    "grades": "grades",
    "reasons": "reasons",
    "events": "events",
    "licences": "licences_held",
    "devices": "devices_in_use",
    "matters": "matters",
}
"""The office's table -> the release's."""


def publish(release: Release, arrivals: Arrivals, pack: Pack, *, by: str, at: datetime) -> bool:
    """Show a release; False when it is shown already. Readers see the one before until everything is in."""
    rows: dict[str, Iterable[tuple[Any, ...]]] = {
        table: release.rows(made, registers.COLUMNS[table]) for table, made in TABLE_OF.items()
    }
    info = registers.ReleaseInfo(
        as_of=release.as_of,
        digest=sha256(f"{release.digest} {arrivals.digest()}".encode()).hexdigest(),
        code_digest=release.facts["code_digest"],
        digests=release.digests,
        scorecard=describe_card(pack.scorecard(release.as_of)),
    )
    with transaction.atomic():
        published = registers.publish(info, rows, by=by, at=at)
        if published.changed:
            scoreboard.publish(_scoreboard_rows(release, arrivals, pack), by=by, at=at)
    return published.changed


def describe_card(card: Scorecard) -> dict[str, Any]:
    """What a page must know of a card: names of its lines and dimensions, and where the classes begin."""
    return {
        "version": card.version,
        "title": {"zh": card.zh, "en": card.en},
        "basis": card.basis,
        "bands": [list(band) for band in card.bands],
        "dimensions": card.dimensions,
        "indicators": {
            line.code: {
                "zh": line.zh, "en": line.en, "dimension": line.dimension, "cap": line.cap,
                "one_vote": line.one_vote, "until_fixed": line.until_fixed, "support": line.support,
            }
            for line in card.indicators
        },
    }  # fmt: skip


def _scoreboard_rows(release: Release, arrivals: Arrivals, pack: Pack) -> dict[str, Iterable[tuple[Any, ...]]]:
    columns = scoreboard.COLUMNS
    return {
        "indicators": [tuple(row[name] for name in columns["indicators"]) for row in pack.plan.rows()],
        "values": release.rows("indicator_values", columns["values"]),
        "records": release.rows("indicator_records", columns["records"]),
        "feeds": arrivals.feed_rows(),
        "files": arrivals.file_rows(),
        "quarantine": arrivals.quarantine_rows(),
    }
