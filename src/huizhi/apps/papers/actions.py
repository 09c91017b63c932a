"""What is done with files: take in, store, erase, sweep."""

import hashlib
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.ledger.facade import Actor, record, require_atomic
from huizhi.apps.papers import blobs, refusals
from huizhi.apps.papers.cards import FileCard, card, context
from huizhi.apps.papers.kinds import kind_of
from huizhi.apps.papers.models import StoredFile
from huizhi.apps.papers.scanning import scan
from huizhi.apps.people.facade import require

ERASURES = ("due", "request", "consent_withdrawn", "purpose_fulfilled", "unlawful")
SWEEP_GRACE = timedelta(hours=24)
"""An upload in the midst of its transaction is younger than this."""


@dataclass(frozen=True)
class TakenIn:
    """A file that was checked, scanned and written sealed, waiting for its row."""

    ref: str
    place: str
    sha256: str
    size: int
    media_type: str
    scan: str
    wrapped: bytes = field(repr=False)


def take_in(*, content, name: str, by: Actor | str, at: datetime) -> TakenIn:
    """Check, scan and seal a file, bytes or a stream, and write it durably. Call it before the transaction opens.

    Refused for what may not be stored; an infected file is refused with an act on the ledger.
    """
    plain = _whole(content)
    kind = kind_of(plain, name)
    verdict = scan(plain)
    digest = hashlib.sha256(plain).hexdigest()
    if verdict == "infected":
        with transaction.atomic():
            said = {"size": len(plain), "media_type": kind.media_type}
            record(verb="file_refused", by=by, at=at, object_kind="file", object_id=digest, payload=said)
        raise refusals.infected()
    return _sealed(plain, digest, kind.media_type, verdict)


def store(*, by: Actor | str, at: datetime, taken: TakenIn | None = None, content=None, name: str = "") -> FileCard:
    """Give a file that was taken in its row, inside the caller's transaction; or take `content` in and store it.

    The caller's own act names the file by `sha256`.
    """
    require_atomic()
    file = taken or take_in(content=content, name=name, by=by, at=at)
    return _enter(file, by, at)


def store_made_here(*, content: bytes, by: Actor | str, at: datetime) -> FileCard:
    """Store a document that this office rendered: a PDF that needs no scan."""
    require_atomic()
    return _enter(_sealed(content, hashlib.sha256(content).hexdigest(), "application/pdf", "made_here"), by, at)


def check_count(count: int) -> None:
    """Refused when one matter would have more files than the settings allow."""
    if count > settings.HUIZHI_FILES_MAX:
        raise refusals.too_many(settings.HUIZHI_FILES_MAX)


def erase(*, ref: str, reason: str, by: Actor | str, at: datetime, document: str = "") -> None:
    """Erase a file: its key goes with the commit, its sealed bytes after it; the tombstone says when and why."""
    require(by, "manage_retention")
    if reason not in ERASURES:
        raise KeyError(reason)
    with transaction.atomic():
        row = StoredFile.objects.select_for_update().filter(ref=ref).first()
        if row is None:
            raise refusals.unknown(ref)
        if row.erased_at is not None:
            return
        row.wrapped, row.key_id, row.erased_at, row.erased_because = None, "", at, reason
        row.save()
        said = {"sha256": row.sha256, "why": reason}
        record(verb="file_erased", by=by, at=at, object_kind="file", object_id=ref, payload=said, basis=document)
        transaction.on_commit(lambda: blobs.remove(row.place))


def sweep(*, before: datetime, by: Actor | str, at: datetime) -> int:
    """Remove sealed files older than `before` that no row names: what a killed process or a rollback left behind.

    How many went is one act; a sweep that finds nothing is none.
    """
    require(by, "manage_retention")
    named = set(StoredFile.objects.filter(erased_at=None).values_list("place", flat=True))
    left = [path for path, written in blobs.places() if path.name not in named and written < before.timestamp()]
    for path in left:
        path.unlink(missing_ok=True)
    if left:
        with transaction.atomic():
            said = {"removed": len(left)}
            record(verb="files_swept", by=by, at=at, object_kind="retention", object_id="files", payload=said)
    return len(left)


def wrap_again(limit: int) -> int:
    """Wrap files' keys again after a rotation; the sealed bytes stay as they are. Returns how many."""
    with transaction.atomic():
        rows = StoredFile.objects.select_for_update().filter(erased_at=None)
        found = list(rows.exclude(key_id=keyring.current_id("file"))[:limit])
        for row in found:
            row.wrapped = keyring.reseal("file", row.wrapped, context(row.ref))
            row.key_id = keyring.key_id(row.wrapped)
            row.save(update_fields=["wrapped", "key_id"])
    return len(found)


def _whole(content) -> bytes:
    most = settings.HUIZHI_FILE_MAX_MB << 20
    plain = bytes(content) if isinstance(content, bytes | bytearray | memoryview) else content.read(most + 1)
    if not plain:
        raise refusals.empty()
    if len(plain) > most:
        raise refusals.too_large(settings.HUIZHI_FILE_MAX_MB)
    return plain


def _sealed(plain: bytes, digest: str, media_type: str, verdict: str) -> TakenIn:
    ref = secrets.token_hex(16)
    own = keyring.own_key("file", context(ref))
    place = blobs.put(own.seal_stream([plain], context(ref)))
    return TakenIn(ref, place, digest, len(plain), media_type, verdict, own.wrapped)


def _enter(file: TakenIn, by: Actor | str, at: datetime) -> FileCard:
    row = StoredFile(
        ref=file.ref,
        place=file.place,
        sha256=file.sha256,
        size=file.size,
        media_type=file.media_type,
        scan=file.scan,
        wrapped=file.wrapped,
        key_id=keyring.key_id(file.wrapped),
        stored_at=at,
        stored_by=by if isinstance(by, str) else by.username,
    )
    row.save(force_insert=True)
    return card(row)
