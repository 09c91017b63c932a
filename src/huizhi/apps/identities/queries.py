"""Reads that open no person: masks, blind comparisons, the log of looks; and the texts a caller may show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from huizhi.apps.identities import fingerprints, refusals
from huizhi.apps.identities.models import Look, Person, Text
from huizhi.apps.identities.sealing import content
from huizhi.apps.people.facade import require, units_in_scope


@dataclass(frozen=True)
class LookLine:
    """One look, as an auditor reads it."""

    act_seq: int
    at: datetime
    officer: str
    unit: str
    ref: str
    about: str
    fields: tuple[str, ...]
    reason: str


def masks(refs: Iterable[str]) -> dict[str, dict[str, str]]:
    """Reference -> field -> mask; nothing for confidential or erased persons."""
    return dict(Person.objects.filter(ref__in=list(refs)).values_list("ref", "masks"))


def is_erased(ref: str) -> bool:
    """Whether a person or text is a tombstone. Refused for an unknown reference."""
    for kind in (Person, Text):
        found = kind.objects.filter(ref=ref).values_list("erased_at", flat=True)
        if found:
            return found[0] is not None
    raise refusals.unknown(ref)


def same_person(ref_a: str, ref_b: str) -> bool | None:
    """Whether two sealed persons gave the same id number or telephone; None when there is nothing to compare."""
    rows = Person.objects.filter(ref__in=[ref_a, ref_b]).values("ref", "phone_print", "id_print")
    prints = {row["ref"]: row for row in rows}
    if prints.keys() != {ref_a, ref_b}:
        raise refusals.unknown(ref_a if ref_a not in prints else ref_b)
    pairs = [(prints[ref_a][column], prints[ref_b][column]) for column in ("id_print", "phone_print")]
    compared = [one == other for one, other in pairs if one and other]
    return any(compared) if compared else None


def others_with_same_phone(ref: str) -> int:
    """How many other filings gave the same telephone number."""
    return _others(ref, "phone_print")


def others_with_same_id(ref: str) -> int:
    """How many other filings gave the same id number."""
    return _others(ref, "id_print")


def _others(ref: str, column: str) -> int:
    found = Person.objects.filter(ref=ref).values("about", column).first()
    if found is None:
        raise refusals.unknown(ref)
    same = Person.objects.filter(**{column: found[column]}).exclude(about=found["about"])
    return same.values("about").distinct().count() if found[column] else 0


def abouts_with_phone(phone: str, limit: int = 50) -> tuple[str, ...]:
    """The filings that gave this number, newest first: for a caller at the counter or on the line."""
    print_ = fingerprints.of("phone", phone)
    rows = Person.objects.filter(phone_print=print_).order_by("-sealed_at").values_list("about", flat=True)
    return tuple(dict.fromkeys(rows[:limit])) if print_ else ()


def filings_like(ref: str, limit: int = 200) -> dict[str, str]:
    """Other filings that gave the same id number or telephone, newest first: "person", or "contact" when ids differ."""
    mine = Person.objects.filter(ref=ref).values("about", "phone_print", "id_print").first()
    if mine is None:
        raise refusals.unknown(ref)
    phone, number = mine["phone_print"], mine["id_print"]
    same = (Q(phone_print=phone) if phone else Q(pk=None)) | (Q(id_print=number) if number else Q(pk=None))
    rows = Person.objects.filter(same).exclude(about=mine["about"]).order_by("-sealed_at")
    found: dict[str, str] = {}
    for about, other in rows.values_list("about", "id_print")[:limit]:
        found.setdefault(about, "contact" if number and other and number != other else "person")
    return found


def gave(ref: str, field: str, value: str) -> bool:
    """Whether a person gave this phone or id_number: for tracking by number and telephone, without opening anything."""
    column = fingerprints.PRINTS[field]
    print_ = fingerprints.of(field, value)
    return bool(print_) and Person.objects.filter(ref=ref, **{column: print_}).exists()


def open_text(ref: str) -> str:
    """A sealed text. Who may see it is the caller's question. Refused when unknown or erased."""
    row = Text.objects.filter(ref=ref).first()
    if row is None:
        raise refusals.unknown(ref)
    return content(row, "text")


def open_texts(refs: Iterable[str]) -> dict[str, str | None]:
    """Many texts at once, by reference; None for those that were erased, nothing for the unknown."""
    rows = Text.objects.filter(ref__in=list(refs))
    return {row.ref: None if row.is_erased else content(row, "text") for row in rows}


def looks(
    *, viewer, ref: str = "", about: str = "", officer: str = "", before: int | None = None, limit: int = 50
) -> tuple[LookLine, ...]:
    """Looks of the units an auditor may look into, newest first; `before` is the act_seq of the last line shown."""
    require(viewer, "see_ledger")
    asked = {"person_id": ref, "about": about, "officer": officer}
    found = Look.objects.filter(**{name: value for name, value in asked.items() if value})
    units = units_in_scope(viewer)
    if units is not None:
        found = found.filter(unit__in=sorted(units))
    if before is not None:
        found = found.filter(act_seq__lt=before)
    rows = list(found[:limit])
    reasons = open_texts(row.reason_ref for row in rows)
    return tuple(
        LookLine(
            row.act_seq, row.at, row.officer, row.unit, row.person_id, row.about, tuple(row.fields),
            reasons.get(row.reason_ref) or "",
        )
        for row in rows
    )  # fmt: skip


def looks_at(ref: str) -> int:
    """How often a person was opened."""
    return Look.objects.filter(person_id=ref).count()
