"""What pages receive about market entities: frozen, free of the database."""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True)
class Evidence:
    """The source's record behind a line: landed file by digest, row as a spreadsheet counts."""

    source: str | None
    source_id: str | None
    file_digest: str | None
    row_number: int | None


@dataclass(frozen=True)
class ReleaseCard:
    """The published night: figures are as of the end of `as_of`. `scorecard` names indicators and bands."""

    as_of: date
    digest: str
    code_digest: str
    scorecard: dict
    published_at: datetime

    @property
    def classes(self) -> tuple[str, ...]:
        """The classes of its scorecard, from the least risk to the most."""
        return tuple(grade for grade, _low in self.scorecard.get("bands", ()))


@dataclass(frozen=True)
class EntityLine:
    """One entity in a list. Class and score are None where the viewer may not see them."""

    entity_id: str
    credit_code: str | None
    registration_no: str | None
    name: str
    former_name: str | None
    entity_kind: str | None
    division: str | None
    zone: str | None
    station: str | None
    address: str | None
    status: str | None
    grade: str | None
    score: int | None
    matched: str
    """Why it was found: name, former_name, credit_code, registration_no, licence_no or device_no; else empty."""


@dataclass(frozen=True)
class LinePage:
    """Entities of a list; `next_after` goes into the next call, "" at the end."""

    lines: tuple[EntityLine, ...]
    next_after: str


@dataclass(frozen=True)
class SearchPage:
    """Entities found; `total` counts up to the cap, beyond which `total_is_capped`."""

    lines: tuple[EntityLine, ...]
    next_after: str
    total: int
    total_is_capped: bool


@dataclass(frozen=True)
class EntityHead:
    """The head band of an entity's file; `phone` is None without `see_contacts`."""

    entity_id: str
    credit_code: str | None
    credit_code_ok: bool | None
    registration_no: str | None
    name: str
    former_name: str | None
    entity_kind: str | None
    industry_code: str | None
    division: str | None
    zone: str | None
    station: str | None
    address: str | None
    legal_representative: str | None
    capital_fen: int | None
    established_on: date | None
    status: str | None
    status_on: date | None
    scope: str | None
    phone: str | None
    evidence: Evidence


@dataclass(frozen=True)
class ReasonLine:
    """One reason for the class: its points, cause, evidence, and when it lapses. Points add up to the score."""

    position: int
    indicator: str
    dimension: str
    points: int
    kind: str | None
    detail: str | None
    occurred_on: date | None
    lapses_on: date | None
    evidence: Evidence


@dataclass(frozen=True)
class Peers:
    """Standing in the trade (section letter and division of GB/T 4754): rank 1 has the most points, the most risk."""

    industry: str
    total: int
    rank: int
    by_grade: dict[str, int]


@dataclass(frozen=True)
class ClassCard:
    """The class, explained; the previous release's beside it (None: there was none)."""

    grade: str
    score: int
    forced_by: str | None
    scorecard: str
    reason_count: int
    previous_grade: str | None
    previous_score: int | None
    previous_as_of: date | None
    reasons: tuple[ReasonLine, ...]
    peers: Peers | None


@dataclass(frozen=True)
class EventLine:
    """One dated fact."""

    kind: str
    occurred_on: date | None
    known_on: date | None
    severity: int | None
    amount_fen: int | None
    detail: str | None
    evidence: Evidence


@dataclass(frozen=True)
class EventPage:
    """Events newest first; `next_after` goes into the next call, "" at the end."""

    events: tuple[EventLine, ...]
    next_after: str


@dataclass(frozen=True)
class PermitLine:
    """One permit."""

    licence_no: str
    licence_kind: str | None
    premises: str | None
    scope: str | None
    issued_on: date | None
    valid_until: date | None
    status: str | None
    authority: str | None
    evidence: Evidence

    def state(self, as_of: date) -> str:
        """ "valid", "expiring" (within 30 days), "expired" or "void", at the end of a day."""
        if self.status in ("cancelled", "revoked"):
            return "void"
        if self.status == "expired":
            return "expired"
        if self.valid_until is None or (self.valid_until - as_of).days > 30:
            return "valid"
        return "expired" if self.valid_until < as_of else "expiring"


@dataclass(frozen=True)
class DeviceLine:
    """One piece of special equipment."""

    device_no: str
    device_kind: str | None
    location: str | None
    in_public_place: bool | None
    registered_on: date | None
    status: str | None
    maintainer: str | None
    last_inspected_on: date | None
    last_conclusion: str | None
    next_inspection_on: date | None
    insured_until: date | None
    evidence: Evidence

    def state(self, as_of: date) -> str:
        """ "idle" (out of use), "unknown", "overdue", "due" (within 30 days) or "in_time", at the end of a day."""
        if self.status not in (None, "", "in_use"):
            return "idle"
        if self.next_inspection_on is None:
            return "unknown"
        days = (self.next_inspection_on - as_of).days
        return "overdue" if days < 0 else "due" if days <= 30 else "in_time"


@dataclass(frozen=True)
class MatterLine:
    """One complaint or report, without the person who made it."""

    matter_no: str
    kind: str
    channel: str | None
    received_at: datetime
    category: str | None
    content: str | None
    amount_fen: int | None
    first_response_at: datetime | None
    accepted_on: date | None
    due_on: date | None
    closed_on: date | None
    outcome: str | None
    unit: str | None
    evidence: Evidence

    def state(self, as_of: date) -> str:
        """ "closed", "closed_late", "overdue" or "open", at the end of a day."""
        if self.closed_on is not None and self.closed_on <= as_of:
            return "closed_late" if self.due_on and self.closed_on > self.due_on else "closed"
        return "overdue" if self.due_on and self.due_on < as_of else "open"


@dataclass(frozen=True)
class EntityFile:
    """One entity, one file. `counts` are the numbers on the tabs; `hidden` names permissions the viewer lacks."""

    release: ReleaseCard | None
    head: EntityHead
    graded: ClassCard | None
    permits: tuple[PermitLine, ...]
    devices: tuple[DeviceLine, ...]
    matters: tuple[MatterLine, ...]
    timeline: EventPage
    counts: dict[str, int]
    hidden: tuple[str, ...]


@dataclass(frozen=True)
class PublicEntity:
    """What anybody may see of an entity."""

    release: ReleaseCard | None
    entity_id: str
    credit_code: str | None
    registration_no: str | None
    name: str
    former_name: str | None
    entity_kind: str | None
    industry_code: str | None
    division: str | None
    zone: str | None
    station: str | None
    address: str | None
    legal_representative: str | None
    established_on: date | None
    status: str | None
    status_on: date | None
    scope: str | None
    permits: tuple[PermitLine, ...]
    timeline: EventPage


@dataclass(frozen=True)
class OwnClass:
    """A business's class for its own representative, with the facts it can be judged again from, oldest first.

    Of complaints and reports only kind and points are told: they may tell who made them, and when.
    """

    release: ReleaseCard
    head: EntityHead
    graded: ClassCard
    facts: tuple[EventLine, ...]


@dataclass(frozen=True)
class ReleaseInfo:
    """What is published: the day, the release's digest, the code's digest, the scorecard's names, all table digests."""

    as_of: date
    digest: str
    code_digest: str = ""
    scorecard: dict = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Published:
    """What a publication did: rows per table; `changed` is False when the release was already the one shown."""

    changed: bool
    rows: dict[str, int]
