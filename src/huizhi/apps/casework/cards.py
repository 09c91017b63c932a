"""Matters as other rooms and pages see them: frozen, nothing to save."""

from dataclasses import dataclass
from datetime import date, datetime

from huizhi.apps.casework.models import MET, MET_LATE, PAUSED, RELEASED, Clock, Entry, HandOver, Matter, Supervision
from huizhi.apps.casework.reckoning import NEVER


@dataclass(frozen=True)
class ClockCard:
    """One clock. `due_at` is the first instant at which the period is over; the three days are three readings."""

    name: str
    keys: tuple[str, ...]
    started_at: datetime
    due_on: date
    alarm_on: date
    rights_on: date
    due_at: datetime
    alarm_at: datetime
    provisional: bool
    awaits_notice: bool
    state: str
    ended_at: datetime | None
    ended_seq: int | None
    paused_for: str = ""

    @property
    def open(self) -> bool:
        """Whether it runs or stands still."""
        return self.state not in (MET, MET_LATE, RELEASED)

    def late(self, at: datetime) -> bool:
        """Whether its period is over at an instant and nothing was done."""
        return self.open and self.state != PAUSED and self.due_at <= at


@dataclass(frozen=True)
class StopCard:
    """Days a clock stood still, the first and the last included; `to_on` None while it lasts."""

    clock: str
    started_at: datetime
    from_on: date
    to_on: date | None
    reason: str


@dataclass(frozen=True)
class EntryCard:
    """One line of the timeline, with the names of that day. `sealed` is the reference of text kept by `identities`."""

    seq: int
    version: int
    at: datetime
    verb: str
    officer: str
    officer_name: str
    unit_zh: str
    unit_en: str
    text: str
    sealed: str
    told: dict
    audience: str


@dataclass(frozen=True)
class HandOverCard:
    """A hand-over, open while `accepted` is None."""

    direction: str
    for_competence: bool
    giver: str
    receiver: str
    reason: str
    offered_at: datetime
    offered_by: str
    answered_at: datetime | None
    accepted: bool | None
    answer: str


@dataclass(frozen=True)
class SupervisionCard:
    """An order of a unit above, open while `answered_at` is None."""

    number: str
    unit: str
    ordered_by: str
    ordered_at: datetime
    order: str
    answer_by: date
    answered_at: datetime | None
    answer: str


@dataclass(frozen=True)
class MatterCard:
    """One matter as a whole row: units and officers by code and account."""

    number: str
    kind: str
    lifecycle_version: str
    state: str
    confidential: bool
    office: str
    holder: str
    assignee: str
    title: str
    topic: str
    respondent_name: str
    respondent_entity_id: str
    division: str
    zone: str
    station: str
    channel: str
    received_at: datetime
    closed_at: datetime | None
    outcome: str
    priority: int
    next_due_at: datetime | None
    late_at: datetime | None
    returned: bool
    supervised: bool
    version: int

    def late(self, at: datetime) -> bool:
        """Whether one of its clocks is over at an instant."""
        return self.late_at is not None and self.late_at <= at


@dataclass(frozen=True)
class DocumentCard:
    """A document of a matter: due while it is a draft, then issued, then served. `paper` is its key in `papers`."""

    template: str
    number: str
    paper: str
    state: str
    issued_on: date | None
    service_method: str
    served_on: date | None


@dataclass(frozen=True)
class AttachmentCard:
    """A file that came with a matter. `paper` is its key in `papers`; both empty where the reader may not open it."""

    paper: str
    name: str
    sha256: str
    size_bytes: int
    media_type: str
    attached_at: datetime
    attached_by: str
    audience: str


def card_of(row: Matter) -> MatterCard:
    """A row as a card."""
    renamed = {"office": row.office_id, "holder": row.holder_id, "assignee": row.assignee_id or ""}
    rings = {name: None if getattr(row, name) == NEVER else getattr(row, name) for name in ("next_due_at", "late_at")}
    names = MatterCard.__dataclass_fields__.keys() - renamed.keys() - rings.keys()
    return MatterCard(**renamed, **rings, **{name: getattr(row, name) for name in names})


def clock_of(row: Clock, paused_for: str = "") -> ClockCard:
    """A row as a card."""
    names = ClockCard.__dataclass_fields__.keys() - {"keys", "paused_for"}
    return ClockCard(
        keys=tuple(row.keys.split()), paused_for=paused_for, **{name: getattr(row, name) for name in names}
    )


def entry_of(row: Entry) -> EntryCard:
    """A row as a card."""
    return EntryCard(**{name: getattr(row, name) for name in EntryCard.__dataclass_fields__})


def hand_over_of(row: HandOver) -> HandOverCard:
    """A row as a card."""
    renamed = {"giver": row.giver_id, "receiver": row.receiver_id}
    return HandOverCard(
        **renamed, **{name: getattr(row, name) for name in HandOverCard.__dataclass_fields__ if name not in renamed}
    )


def supervision_of(row: Supervision) -> SupervisionCard:
    """A row as a card."""
    renamed = {"number": row.matter.number, "unit": row.unit_id}
    return SupervisionCard(
        **renamed, **{name: getattr(row, name) for name in SupervisionCard.__dataclass_fields__ if name not in renamed}
    )
