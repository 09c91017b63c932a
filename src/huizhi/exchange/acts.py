"""Carries the acts of the ledger to the lake, once each: what was done, to what, when, and the digest; no payload.

typed/acts/<first>-<last>-<digest>.parquet  the acts of one batch: written whole, then settled, then committed
"""

from __future__ import annotations

from hashlib import sha256
from itertools import islice
from pathlib import Path
from typing import Any

import ibis
import pyarrow as pa
import pyarrow.parquet as pq

from huizhi.apps.ledger import facade as ledger
from huizhi.draw.instants import BEIJING
from huizhi.lake.durable import sync
from huizhi.lake.schemas import OFFICE_TABLES, columns_of
from huizhi.lake.store import LakeStore

CONSUMER = TABLE = "acts"
SOURCE = "ledger"
ROWS_AT_ONCE = 20_000


def carry(store: LakeStore, home: Path) -> int:
    """Bring every act that is not in the lake yet there; how many were new. Killed anywhere, it is run again."""
    folder = home / "typed" / TABLE
    folder.mkdir(parents=True, exist_ok=True)
    with store.exclusive():
        batch = ledger.claim(CONSUMER)
        if batch:
            _write(folder, batch)
            ledger.settle(CONSUMER, batch)
        known = store.refresh()
        written = [(path, path.stem.rsplit("-", 1)[1]) for path in sorted(folder.glob("[0-9]*.parquet"))]
        store.commit({TABLE: [each for each in written if not known.holds(TABLE, each[1], SOURCE)]})
    return batch.last - batch.first + 1 if batch else 0


def _write(folder: Path, batch: ledger.Batch) -> None:
    """One typed file, in place at once and forced to the disk; the chain makes the last digest speak for all."""
    end = ledger.act(batch.last, units=None)
    digest = sha256(f"{batch.first} {batch.last} {end.digest if end else ''}".encode()).hexdigest()
    schema = ibis.schema(columns_of(TABLE)).to_pyarrow()
    draft = folder / ".writing"
    rows = (_row(act, digest) for act in ledger.acts_of(batch))
    with pq.ParquetWriter(draft, schema) as writer:
        while some := list(islice(rows, ROWS_AT_ONCE)):
            writer.write_table(pa.Table.from_pylist(some, schema=schema))
    sync(draft)
    draft.replace(folder / f"{batch.first:012d}-{batch.last:012d}-{digest}.parquet")
    sync(folder)


def _row(act: ledger.ActLine, digest: str) -> dict[str, Any]:
    at = act.at.astimezone(BEIJING).replace(tzinfo=None)
    facts = {
        "subject": f"{act.object_kind}:{act.object_id}", "occurred_at": at, "known_at": at, "source": SOURCE,
        "source_id": str(act.seq), "file_digest": digest, "row_number": act.seq, "row_digest": act.digest,
    }  # fmt: skip
    return {**facts, "flags": None, **{name: getattr(act, name) for name in OFFICE_TABLES[TABLE]}}
