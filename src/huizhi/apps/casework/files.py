"""Who may open which file of a matter: its papers and what was sent in."""

import json
from dataclasses import dataclass
from datetime import datetime

from huizhi.apps.casework.cards import AttachmentCard, DocumentCard
from huizhi.apps.casework.kinds import Paper, kind_of
from huizhi.apps.casework.lifecycle import HEAD, PARTIES, PUBLIC, WORKER
from huizhi.apps.casework.models import DRAFT, Attachment, Document, Matter
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.refusals import no_such_matter
from huizhi.apps.casework.scope import visible_to
from huizhi.apps.casework.standing import standing, works
from huizhi.apps.casework.titles import METHODS
from huizhi.apps.identities import facade as identities
from huizhi.apps.papers import facade as papers


@dataclass(frozen=True)
class PaperCard:
    """A document with its words; `open` says whether the reader may open its file."""

    document: DocumentCard
    zh: str
    en: str
    open: bool
    service: Paper


def attachments_of(number: str, *, audience: str = "staff", viewer=None, at: datetime | None = None):
    """The files of a matter already seen, as far as they are for an audience, named only to whom they open."""
    readers = {PUBLIC: [PUBLIC], PARTIES: [PARTIES, PUBLIC]}.get(audience)
    rows = Attachment.objects.filter(matter__number=number).select_related("matter")
    rows = list(rows.filter(audience__in=readers) if readers else rows)
    closed = {row.pk for row in rows if viewer is not None and not _opens(row, viewer, at)}
    names = identities.open_texts(row.name_ref for row in rows if row.pk not in closed)
    plain = AttachmentCard.__dataclass_fields__.keys() - {"paper", "name"}
    return tuple(
        AttachmentCard(
            paper="" if row.pk in closed else row.paper, name=names.get(row.name_ref) or "",
            **{name: getattr(row, name) for name in plain},
        )
        for row in rows
    )  # fmt: skip


def attachments_for(number: str, role: str) -> tuple[AttachmentCard, ...]:
    """What the office shares with the parties and what this one sent itself; never what another party sent."""
    shared = attachments_of(number, audience=PARTIES)
    return tuple(
        each for each in shared if not each.attached_by.startswith("party:") or each.attached_by == f"party:{role}"
    )


def papers_of(number: str, *, viewer, at: datetime) -> tuple[PaperCard, ...]:
    """The documents of a matter already seen, due ones too."""
    rows = Document.objects.filter(matter__number=number).select_related("matter")
    return tuple(_paper_card(row, bool(row.paper) and _reads(row, viewer, at)) for row in rows)


def papers_for(number: str, role: str) -> tuple[PaperCard, ...]:
    """The issued documents that are for a party, for the owning app, which has checked its code."""
    rows = Document.objects.filter(matter__number=number).exclude(state=DRAFT).select_related("matter")
    return tuple(_paper_card(row, True) for row in rows if role in _kind_paper(row).to)


def file_of(number: str, ref: str, *, viewer, at: datetime) -> str:
    """The name under which a viewer may take a file of a matter; empty where there is none for her."""
    matter = visible_to(viewer, civil_day(at)).filter(number=number).first()
    if matter is None:
        return ""
    sent = Attachment.objects.filter(matter=matter, paper=ref).first()
    if sent is not None:
        return _name_of(sent) if _opens(sent, viewer, at) else ""
    made = Document.objects.filter(matter=matter, paper=ref).exclude(paper="").first()
    return made.number if made is not None and _reads(made, viewer, at) else ""


def file_for(number: str, ref: str, role: str) -> str:
    """The same for a party, whose code the owning app has checked."""
    for sent in attachments_for(number, role):
        if sent.paper == ref:
            return sent.name or sent.sha256[:12]
    return next((each.document.number for each in papers_for(number, role) if each.document.paper == ref), "")


def pictures_of(ref: str) -> list[bytes]:
    """The pages of an issued document as PNG, drawn anew from what it says; none once that is erased."""
    row = Document.objects.filter(paper=ref).exclude(source_ref="").first()
    text = identities.open_texts([row.source_ref]).get(row.source_ref) if row else None
    if not text:
        return []
    said = json.loads(text)
    return papers.pages(said["paper"], said["fields"], qr=said["qr"])


def papers_declared(number: str, *, viewer, at: datetime) -> dict[str, Paper]:
    """The papers the kind of a matter issues, by template; Refused where the viewer may not read the matter."""
    return dict(_kind(_seen(number, viewer, at)).papers)


def draft_of(number: str, name: str, *, viewer, at: datetime) -> list[bytes]:
    """A paper as it would be issued now, page by page, people by their masks; Refused while it lacks something."""
    kind = _kind(_seen(number, viewer, at))
    return kind.draft(number, name, viewer=viewer, at=at) if kind.draft is not None else []


def _seen(number: str, viewer, at: datetime) -> Matter:
    matter = visible_to(viewer, civil_day(at)).filter(number=number).first()
    if matter is None:
        raise no_such_matter(number)
    return matter


def _name_of(row: Attachment) -> str:
    return identities.open_texts([row.name_ref]).get(row.name_ref) or row.sha256[:12]


def _opens(row: Attachment, viewer, at: datetime) -> bool:
    """A file and its name may tell who somebody is: they open to who works the matter, and to the head who assigns it
    unless a party of a confidential one sent them."""
    guarded = row.matter.confidential and row.attached_by.startswith("party:")
    held = standing(viewer, row.matter, civil_day(at))
    return WORKER in held or (HEAD in held and not guarded)


def _reads(row: Document, viewer, at: datetime) -> bool:
    return not _kind_paper(row).names_person or works(viewer, row.matter, civil_day(at))


def _kind_paper(row: Document) -> Paper:
    kind = _kind(row.matter)
    return kind.papers.get(row.template) or Paper(row.template, row.template)


def _kind(matter: Matter):
    return kind_of(matter.kind, matter.lifecycle_version)


def _paper_card(row: Document, opens: bool) -> PaperCard:
    words = _kind_paper(row)
    card = DocumentCard(**{name: getattr(row, name) for name in DocumentCard.__dataclass_fields__})
    return PaperCard(card, words.zh, words.en, opens, Paper(*METHODS.get(row.service_method, ("", ""))))
