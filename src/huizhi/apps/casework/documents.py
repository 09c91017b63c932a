"""Papers of a matter: files that came with it, and documents that are due, issued and served."""

import json
from collections.abc import Mapping
from datetime import date, datetime

from huizhi.apps.casework.acting import Acting, act
from huizhi.apps.casework.kinds import kind_of
from huizhi.apps.casework.lifecycle import HEAD, INTAKE, PARTIES, PARTY, STAFF, SYSTEM, WORKER
from huizhi.apps.casework.models import DRAFT, ISSUED, SERVED, Attachment, Document, Matter
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.refusals import nothing_pending, number_taken, words_missing
from huizhi.apps.casework.titles import METHODS
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.papers.facade import check_count, render, store, store_made_here, take_in


def owe(matter: Matter, templates: tuple[str, ...]) -> None:
    """Note the documents a move makes due; part of the act of the move."""
    for template in templates:
        Document.objects.get_or_create(matter=matter, template=template, state=DRAFT)


def attach(
    *, number: str, content, name: str, by: Actor | str, at: datetime, version: int | None = None,
    audience: str = STAFF, about: str = "",
) -> Matter:  # fmt: skip
    """Add a file: checked, scanned and sealed before anything is locked; the ledger gets its digest, not its name.

    `about` is what the sealed name is kept with, where it is not what the kind says: the filing.
    """
    taken = take_in(content=content, name=name, by=by, at=at)

    def change(acting: Acting) -> dict:
        check_count(Attachment.objects.filter(matter=acting.matter).count() + 1)
        card = store(taken=taken, by=by, at=at)
        called = identities.seal_text(text=name[:200], about=about or kept_with(acting.matter), at=at)
        Attachment.objects.create(
            matter=acting.matter, paper=card.ref, name_ref=called, sha256=card.sha256, size_bytes=card.size,
            media_type=card.media_type, attached_at=at, attached_by=getattr(by, "username", by), audience=audience,
        )  # fmt: skip
        return {"sha256": card.sha256, "size": card.size}

    who = (WORKER, HEAD, INTAKE, PARTY, SYSTEM)
    return act("attach", who, change, number=number, by=by, at=at, version=version, audience=audience, closed_too=True)


def issue_document(
    *, number: str, template: str, paper: str, fields: Mapping[str, object], by: Actor, at: datetime,
    document_number: str = "", version: int | None = None, about: str = "", qr: str = "",
) -> Matter:  # fmt: skip
    """Render a document that is due (or one more) from the paper "app:template" and issue it under its number.

    Without a number of its own it is the next paper of the matter. What it says is sealed beside the file.
    """
    named = document_number.strip()[:80] or _next_of(number)
    fields = {**fields, "number": named}
    content = render(paper, fields, at, qr=qr)

    def change(acting: Acting) -> dict:
        if Document.objects.filter(matter=acting.matter, number=named).exists():
            raise number_taken(named)
        file = store_made_here(content=content, by=by, at=at)
        row = Document.objects.filter(matter=acting.matter, template=template, state=DRAFT).first()
        row = row or Document(matter=acting.matter, template=template)
        row.number, row.paper, row.sha256 = named, file.ref, file.sha256
        said = json.dumps({"paper": paper, "fields": fields, "qr": qr}, ensure_ascii=False)
        row.source_ref = identities.seal_text(text=said, about=about or kept_with(acting.matter), at=at)
        row.state, row.issued_on = ISSUED, civil_day(at)
        row.save()
        return {"template": template, "document": row.number, "sha256": file.sha256}

    return act(
        "issue_document", (WORKER, HEAD), change, number=number, by=by, at=at, version=version, audience=PARTIES,
        closed_too=True,
    )  # fmt: skip


def kept_with(matter: Matter) -> str:
    """What is sealed of a matter is kept as long as this: its filing, where the kind knows one, else the matter."""
    about = kind_of(matter.kind, matter.lifecycle_version).about
    return (about and about(matter.number)) or matter.number


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


def _next_of(number: str) -> str:
    """371002-TS-2026-000123-W2 for the second paper of a matter."""
    return f"{number}-W{Document.objects.filter(matter__number=number).exclude(number='').count() + 1}"
