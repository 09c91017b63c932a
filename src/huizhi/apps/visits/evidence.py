"""Photos and recordings in pieces: sealed as they come, put together and hashed once all are there."""

import hashlib
import re
from datetime import datetime

from django.conf import settings
from django.db import transaction

from huizhi.apps.casework.facade import patiently
from huizhi.apps.keyring import facade as keyring
from huizhi.apps.ledger.facade import record
from huizhi.apps.papers import facade as papers
from huizhi.apps.people.facade import require
from huizhi.apps.visits.models import Chunk, Evidence
from huizhi.apps.visits.queries import made_by
from huizhi.apps.visits.refusals import no_such_visit, wrong_hash, wrong_piece

SHA256 = re.compile(r"[0-9a-f]{64}")
NAME = re.compile(r"[a-z0-9]{2,5}")
PIECE = 512 << 10
"""The most bytes of one piece."""


@patiently
def take_piece(
    *, visit: str, sha256: str, size: int, ending: str, offset: int, content: bytes, by, at: datetime
) -> dict[str, object]:
    """Take one piece of a file; the same piece again changes nothing. Says what is there: {"have": bytes, "whole": …}.

    Once all are there the file is put together, compared with the hash of capture, scanned, sealed and stored, with an
    act on the ledger. A file that differs is refused and begins anew.
    """
    require(by, "make_visits")
    most = settings.HUIZHI_FILE_MAX_MB << 20
    sound = SHA256.fullmatch(sha256) and NAME.fullmatch(ending) and 0 < size <= most and 0 < len(content) <= PIECE
    if not sound or offset < 0 or offset % PIECE or offset + len(content) > size:
        raise wrong_piece()
    if len(content) != min(PIECE, size - offset):
        raise wrong_piece()
    with transaction.atomic():
        row = made_by(by).filter(pk=visit).first()
        if row is None:
            raise no_such_visit(visit)
        begun = {"size": size, "name": ending, "officer": by.username, "begun_at": at}
        Evidence.objects.get_or_create(visit=row, sha256=sha256, defaults=begun)
        file = Evidence.objects.select_for_update().get(visit=row, sha256=sha256)
        if file.file:
            return {"have": file.size, "whole": True}
        if file.size != size:
            raise wrong_piece()
        sealed = keyring.seal("file", content, _context(file, offset))
        Chunk.objects.get_or_create(evidence=file, offset=offset, defaults={"size": len(content), "sealed": sealed})
        have = sum(file.chunks.values_list("size", flat=True))
    if have < size:
        return {"have": have, "whole": False}
    return _put_together(file.pk, by, at)


def _put_together(pk: int, by, at: datetime) -> dict[str, object]:
    file = Evidence.objects.get(pk=pk)
    pieces = [keyring.open("file", bytes(each.sealed), _context(file, each.offset)) for each in _in_order(file)]
    content = b"".join(pieces)
    if len(content) != file.size or hashlib.sha256(content).hexdigest() != file.sha256:
        file.chunks.all().delete()
        raise wrong_hash()
    taken = papers.take_in(content=content, name=f"evidence.{file.name}", by=by, at=at)
    with transaction.atomic():
        file = Evidence.objects.select_for_update().get(pk=pk)
        if not file.file:
            stored = papers.store(taken=taken, by=by, at=at)
            file.file, file.whole_at = stored.ref, at
            file.save(update_fields=["file", "whole_at"])
            file.chunks.all().delete()
            said = {"sha256": file.sha256, "size": file.size}
            record(
                verb="visit_evidence_taken", by=by, at=at, object_kind="visit", object_id=file.visit_id, payload=said
            )
    return {"have": file.size, "whole": True}


def _in_order(file: Evidence):
    return file.chunks.order_by("offset")


def _context(file: Evidence, offset: int) -> bytes:
    return f"visits\0{file.pk}\0{offset}".encode()
