"""Papers of a matter: files that came with it, and documents that are due, issued and served."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import PurePath

from huizhi.apps.casework.acting import Acting, act
from huizhi.apps.casework.lifecycle import HEAD, INTAKE, PARTIES, PARTY, STAFF, SYSTEM, WORKER
from huizhi.apps.casework.models import DRAFT, ISSUED, SERVED, Attachment, Document, Matter
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.refusals import nothing_pending, words_missing
from huizhi.apps.casework.scope import visible_to
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.papers.facade import render, store, store_made_here, take_in

METHODS = {
    "direct": ("直接送达", "in person"),
    "left": ("留置送达", "left behind"),
    "electronic": ("电子送达", "electronically"),
    "post": ("邮寄送达", "by post"),
    "entrusted": ("委托送达", "by another office"),
    "notice": ("公告送达", "by public notice"),
}
"""How a document is served."""
_ENDING = re.compile(r"\.[a-z0-9]{1,5}")


def owe(matter: Matter, templates: tuple[str, ...]) -> None:
    """Note the documents a move makes due; part of the act of the move."""
    for template in templates:
        Document.objects.get_or_create(matter=matter, template=template, state=DRAFT)


def attach(
    *, number: str, content, name: str, by: Actor | str, at: datetime, version: int | None = None, audience: str = STAFF
) -> Matter:
    """Add a file: checked, scanned and sealed before anything is locked; the ledger gets its digest.

    Its own name is not kept: people call their files by who they are.
    """
    taken = take_in(content=content, name=name, by=by, at=at)

    def change(acting: Acting) -> dict:
        card = store(taken=taken, by=by, at=at)
        Attachment.objects.create(
            matter=acting.matter, paper=card.ref, name=_plain_name(acting.matter, name), sha256=card.sha256,
            size_bytes=card.size, media_type=card.media_type, attached_at=at,
            attached_by=getattr(by, "username", by), audience=audience,
        )  # fmt: skip
        return {"sha256": card.sha256, "size": card.size}

    who = (WORKER, HEAD, INTAKE, PARTY, SYSTEM)
    return act("attach", who, change, number=number, by=by, at=at, version=version, audience=audience, closed_too=True)


def _plain_name(matter: Matter, name: str) -> str:
    """The file's place among those of the matter, and its kind."""
    ending = PurePath(name).suffix.lower()
    place = Attachment.objects.filter(matter=matter).count() + 1
    return f"附件{place}{ending if _ENDING.fullmatch(ending) else ''}"


def issue_document(
    *, number: str, template: str, paper: str, fields: Mapping[str, object], document_number: str, by: Actor,
    at: datetime, version: int | None = None, qr: str = "",
) -> Matter:  # fmt: skip
    """Render a document that is due (or one more) from the paper "app:template" and issue it under its number."""
    if not document_number.strip():
        raise words_missing("文号", "the document's number")
    content = render(paper, fields, at, qr=qr)

    def change(acting: Acting) -> dict:
        file = store_made_here(content=content, by=by, at=at)
        row = Document.objects.filter(matter=acting.matter, template=template, state=DRAFT).first()
        row = row or Document(matter=acting.matter, template=template)
        row.number, row.paper, row.sha256 = document_number.strip(), file.ref, file.sha256
        row.state, row.issued_on = ISSUED, civil_day(at)
        row.save()
        return {"template": template, "document": row.number, "sha256": file.sha256}

    return act(
        "issue_document", (WORKER, HEAD), change, number=number, by=by, at=at, version=version, audience=PARTIES,
        closed_too=True,
    )  # fmt: skip


def serve_document(
    *, number: str, document_number: str, method: str, by: Actor, at: datetime, on: date | None = None,
    version: int | None = None,
) -> Matter:  # fmt: skip
    """Enter how and when an issued document reached its recipient."""
    if method not in METHODS:
        raise words_missing("送达方式", "how it was served")

    def change(acting: Acting) -> dict:
        row = Document.objects.filter(matter=acting.matter, number=document_number, state=ISSUED).first()
        if row is None:
            raise nothing_pending("待送达文书", "document to serve")
        row.state, row.service_method = SERVED, method
        row.served_on = max(row.issued_on, min(on or civil_day(at), civil_day(at)))
        row.save()
        return {"document": document_number, "method": method, "served_on": row.served_on.isoformat()}

    return act(
        "serve_document", (WORKER, HEAD), change, number=number, by=by, at=at, version=version, audience=PARTIES,
        closed_too=True,
    )  # fmt: skip


def file_of(number: str, ref: str, *, viewer, at: datetime) -> str:
    """The name under which a viewer may take a file of a matter; empty where there is none for her."""
    rows = visible_to(viewer, civil_day(at)).filter(number=number)
    found = Attachment.objects.filter(matter__in=rows, paper=ref).values_list("name", flat=True).first()
    return found or Document.objects.filter(matter__in=rows, paper=ref).values_list("number", flat=True).first() or ""
