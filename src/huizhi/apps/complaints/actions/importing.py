"""Taking in another platform's export: each row once by its own number; a bad row kept with its reason."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Count, Max

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.filing import file_intake
from huizhi.apps.complaints.codes import key_digest
from huizhi.apps.complaints.exported import AGAIN, SOURCES, columns_of, filing_of, is_closed, rows_of
from huizhi.apps.complaints.filing import check
from huizhi.apps.complaints.models import ImportRow, Intake
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require
from huizhi.vocabulary.refused import Refused


@dataclass(frozen=True)
class Imported:
    """What became of a file: rows filed now, filed before, closed on the platform; row number -> why it was refused."""

    filed: int
    again: int
    refused: dict[int, Refused]
    closed: int = 0
    digest: str = ""
    cells: dict[int, dict[str, str]] = field(default_factory=dict, repr=False)

    @property
    def rows(self) -> int:
        """How many rows the file has."""
        return self.filed + self.again + self.closed + len(self.refused)


@dataclass(frozen=True)
class RefusedRow:
    """A row that waits for its correction."""

    id: int
    row: int
    reason_zh: str
    reason_en: str
    cells: dict[str, str]


@dataclass(frozen=True)
class RefusedFile:
    """A file of which rows wait for their correction."""

    source: str
    digest: str
    rows: int
    at: datetime


def try_export(*, content: bytes, name: str, source: str, by: Actor) -> Imported:
    """What importing a file would do; nothing is written."""
    digest = _allowed(content, source, by)
    filed, again, closed, bad, kept = 0, 0, 0, {}, {}
    for number, cells in rows_of(content, name):
        if is_closed(cells):
            closed += 1
            continue
        try:
            asked = filing_of(cells, source)
            check(asked)
        except Refused as why:
            bad[number], kept[number] = why, cells
            continue
        known = Intake.objects.filter(key=key_digest(asked.key)).exists()
        filed, again = filed + (not known), again + known
    return Imported(filed, again, bad, closed, digest, kept)


def import_export(*, content: bytes, name: str, source: str, by: Actor, at: datetime) -> Imported:
    """File every open row of an export. Running it twice files nothing twice; a bad row costs only itself.

    A file of refused rows, corrected, is told by its column AGAIN: its rows are tried again and marked as taken.
    """
    digest = _allowed(content, source, by)
    filed, again, closed, bad = 0, 0, 0, {}
    for number, cells in rows_of(content, name):
        if is_closed(cells):
            closed += 1
            continue
        waiting = _waiting(cells.get(AGAIN, ""), source, by)
        try:
            found = file_intake(filing_of(cells, source), by=by, at=at)
        except Refused as why:
            bad[number] = why
            if waiting is None:
                _keep(source, digest, number, cells, why, by, at)
            continue
        filed, again = filed + (not found.again), again + found.again
        if waiting is not None:
            _take(waiting, at)
    with transaction.atomic():
        record(
            verb="export.imported", by=by, at=at, object_kind="file", object_id=digest[:16],
            payload={
                "source": source, "sha256": digest, "filed": filed, "again": again, "closed": closed,
                "refused": len(bad),
            },
        )  # fmt: skip
    return Imported(filed, again, bad, closed, digest)


def replay(*, corrections: Mapping[int, Mapping[str, str]], by: Actor, at: datetime) -> Imported:
    """Try refused rows again: ImportRow id -> cells to replace. Those that go through are marked as taken."""
    require(by, "file_matters")
    filed, again, bad = 0, 0, {}
    for row in _of(by).filter(pk__in=list(corrections), taken_at=None):
        cells = {**json.loads(identities.open_text(row.cells_ref)), **corrections[row.pk]}
        try:
            found = file_intake(filing_of(cells, row.source), by=by, at=at)
        except Refused as why:
            bad[row.pk] = why
            continue
        filed, again = filed + (not found.again), again + found.again
        _take(row, at)
    return Imported(filed, again, bad)


def refused_files(*, viewer) -> list[RefusedFile]:
    """The files with rows that wait, of the viewer's unit, the newest first."""
    rows = _of(viewer).filter(taken_at=None).order_by()
    found = rows.values("source", "file_sha256").annotate(rows=Count("pk"), at=Max("at")).order_by("-at")
    return [RefusedFile(each["source"], each["file_sha256"], each["rows"], each["at"]) for each in found]


def refused_rows(*, source: str, digest: str, by: Actor, at: datetime) -> Iterator[RefusedRow]:
    """The rows of a file that wait, opened to be corrected; reading them is an act."""
    require(by, "file_matters")
    rows = list(_of(by).filter(source=source, file_sha256=digest, taken_at=None).order_by("row"))
    texts = identities.open_texts(row.cells_ref for row in rows)
    with transaction.atomic():
        record(
            verb="export.refused_rows_read", by=by, at=at, object_kind="file", object_id=digest[:16],
            payload={"source": source, "sha256": digest, "rows": len(rows)},
        )  # fmt: skip
    for row in rows:
        if text := texts.get(row.cells_ref):
            yield RefusedRow(row.pk, row.row, row.reason_zh, row.reason_en, json.loads(text))


def _allowed(content: bytes, source: str, by: Actor) -> str:
    require(by, "file_matters")
    if source not in SOURCES:
        raise refusals.unknown_choice("来源", list(SOURCES))
    return sha256(content).hexdigest()


def _of(officer):
    """The refused rows an officer may correct: those her unit imported."""
    return ImportRow.objects.filter(unit=officer.unit_code)


def _waiting(text: str, source: str, by: Actor) -> ImportRow | None:
    return _of(by).filter(pk=int(text), source=source, taken_at=None).first() if text.isdecimal() else None


def _take(row: ImportRow, at: datetime) -> None:
    """The row is filed: what was kept of it has done its service and is erased."""
    with transaction.atomic():
        row.taken_at = at
        row.save(update_fields=["taken_at"])
        identities.erase(ref=row.cells_ref, reason="purpose_fulfilled", by="system:import", at=at)


def _keep(source: str, digest: str, number: int, cells: dict[str, str], why: Refused, by: Actor, at: datetime) -> None:
    """A refused row, sealed, with its reason; the same row of the same file once."""
    if ImportRow.objects.filter(source=source, file_sha256=digest, row=number).exists():
        return
    columns = "、".join(columns_of(why))
    lead = f"{columns}：" if columns else ""
    with transaction.atomic():
        about = f"import-{digest[:16]}"
        ref = identities.seal_text(text=json.dumps(cells, ensure_ascii=False), about=about, at=at)
        identities.keep_until(about=about, rule="complaint", closed_on=casework.civil_day(at))
        ImportRow.objects.create(
            source=source, file_sha256=digest, row=number, reason_code=why.code,
            reason_zh=f"{lead}{why.message_zh}"[:300], reason_en=f"{lead}{why.message_en}"[:300], cells_ref=ref, at=at,
            unit=by.unit_code,
        )  # fmt: skip
