"""What is shown beside a filing: duplicates, many at once, factors, promises, first stops."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import factors, likeness, promises
from huizhi.apps.complaints.models import FirstStop, Intake, ShopPromise
from huizhi.apps.complaints.queries.filings import numbers_of
from huizhi.apps.identities import facade as identities

MOST_COMPARED = 200
"""How many earlier filings about one business are compared by their words."""


@dataclass(frozen=True)
class PromiseHint:
    """A shop's promise and, where the days are known, whether it was kept (a code of promises.ANSWERS)."""

    name: str
    term: int
    answer: str

    @property
    def words(self) -> tuple[str, str]:
        """The answer in Chinese and English."""
        return promises.ANSWERS[self.answer]


@dataclass(frozen=True)
class Hints:
    """Everything worth knowing beside a filing. Nothing here decides anything."""

    alike: tuple[likeness.Like, ...]
    mass: int
    flags: tuple[factors.Flag, ...]
    promise: PromiseHint | None
    stops: tuple[FirstStop, ...]
    before: int


def hints(
    *, respondent_name: str, respondent_entity_id: str, text: str, on: date, ref: str = "", about: str = "",
    quantity: int = 0, topic: str = "", bought_on: date | None = None, asked_on: date | None = None,
    taken_back: bool = False, report: bool = False,
) -> Hints:  # fmt: skip
    """The hints for a filing about a business. `ref`: the person's reference, once sealed; `about`: the filing itself.

    Filings that hold a report are never compared by their words: only who works a report reads it.
    """
    calendar = casework.office_calendar()
    same = Q(respondent_entity_id=respondent_entity_id) if respondent_entity_id else Q(respondent_name=respondent_name)
    rows = list(
        Intake.objects.filter(same, withdrawn_at=None).exclude(about=about)
        .select_related("complaint", "report").order_by("-received_at")[:MOST_COMPARED]
    )  # fmt: skip
    like_me = identities.filings_like(ref) if ref else {}
    earlier = _earlier(rows, like_me, report)
    alike = likeness.alike(text, "me" if ref else "", on, earlier, calendar)
    mass = likeness.mass(on, [casework.civil_day(row.received_at) for row in rows] + [on], calendar)
    flags = () if report else _flags(like_me, respondent_name, topic, quantity, on, text)
    return Hints(
        tuple(alike[:5]), mass, flags, _promise(respondent_entity_id, respondent_name, bought_on, asked_on, taken_back),
        tuple(FirstStop.objects.filter(entity_id=respondent_entity_id)) if respondent_entity_id else (), len(rows),
    )  # fmt: skip


def hints_for(number: str, at: datetime) -> Hints | None:
    """The hints beside a complaint or report that is filed; None for a clue."""
    row = (
        Intake.objects.filter(Q(complaint__number=number) | Q(report__number=number))
        .select_related("complaint", "report").first()
    )  # fmt: skip
    if row is None:
        return None
    complaint = getattr(row, "complaint", None)
    mine = complaint is not None and complaint.number == number
    texts = identities.open_texts([row.facts_ref])
    return hints(
        respondent_name=row.respondent_name, respondent_entity_id=row.respondent_entity_id,
        text=texts.get(row.facts_ref) or "", on=casework.civil_day(row.received_at),
        ref=row.person_ref if mine else "", about=row.about, quantity=row.quantity or 0, topic=row.topic,
        bought_on=row.bought_on, asked_on=row.asked_return_on,
        taken_back=bool(complaint and complaint.taken_back), report=not mine,
    )  # fmt: skip


def _earlier(rows: Iterable[Intake], like_me: dict[str, str], report: bool) -> list[likeness.Earlier]:
    kept = [row for row in rows if getattr(row, "report", None) is None] if not report else []
    texts = identities.open_texts(row.facts_ref for row in kept)
    return [
        likeness.Earlier(
            next(iter(numbers_of(row).values()), ""), casework.civil_day(row.received_at),
            "me" if like_me.get(row.about) == "person" else "", texts.get(row.facts_ref) or "",
        )
        for row in kept
    ]  # fmt: skip


def _flags(
    like_me: dict[str, str], respondent: str, topic: str, quantity: int, on: date, text: str
) -> tuple[factors.Flag, ...]:
    """The factors of art. 17, counted over the filings of whoever filed."""
    rows = Intake.objects.filter(about__in=list(like_me), complaint__isnull=False).select_related("complaint")
    others = [
        factors.Filing(
            row.complaint.number, casework.civil_day(row.received_at),
            "me" if like_me[row.about] == "person" else row.about, ("shared",), row.respondent_name, row.topic,
        )
        for row in rows
    ]  # fmt: skip
    mine = factors.Filing("", on, "me", ("shared",) if like_me else (), respondent, topic, quantity)
    return factors.flags(mine, others, casework.office_calendar())


def _promise(entity: str, name: str, bought_on, asked_on, taken_back: bool) -> PromiseHint | None:
    same = Q(entity_id=entity) if entity else Q(name=name)
    row = ShopPromise.objects.filter(same).order_by("-from_on").first()
    if row is None:
        return None
    made = promises.Promise(row.term, row.from_on, row.to_on)
    return PromiseHint(row.name, row.term, promises.judged(made, bought_on, asked_on, taken_back))
