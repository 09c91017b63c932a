"""What is done with identities: seal, look, erase."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction

from huizhi.apps.identities import fingerprints, refusals
from huizhi.apps.identities.masks import mask
from huizhi.apps.identities.models import Look, Person, Sealed, Text
from huizhi.apps.identities.opened import Opened
from huizhi.apps.identities.sealing import close, content, new_ref
from huizhi.apps.ledger.facade import Actor, record, require_atomic
from huizhi.apps.people.facade import require

SHORTEST_REASON = 4
STRUCK_OUT = "〔略〕"
"""What stands in a reason for a name or number that must not be kept there."""


def seal_person(
    *, fields: Mapping[str, str], about: str, by: Actor | str, at: datetime, confidential: bool = False
) -> str:
    """Seal a person inside the caller's transaction and return the opaque reference other tables keep.

    Fields: name, phone, id_number, address, email, or any other named text. `about` is the caller's own name for the
    filing. Of a `confidential` person (a reporter) no masks are kept.
    """
    require_atomic()
    given = {str(field): value.strip() for field, value in fields.items() if isinstance(value, str) and value.strip()}
    if not given or any(not isinstance(value, str | None) for value in fields.values()):
        raise refusals.not_sealable()
    person = Person(ref=new_ref(), about=about, sealed_at=at, sealed_by=by if isinstance(by, str) else by.username)
    close(person, "identity", given)
    fingerprints.press(person, given)
    person.masks = {} if confidential else {field: mask(field, value) for field, value in given.items()}
    _kept_like_the_rest(person)
    person.save(force_insert=True)
    _note("identity_sealed", person, {"fields": sorted(given)}, by, at)
    return person.ref


def seal_text(*, text: str, about: str, at: datetime) -> str:
    """Seal what a citizen wrote, inside the caller's transaction; the caller's own act says that it was said.

    What is sealed about a filing whose term runs, or which is held, is kept as long as the rest of it.
    """
    require_atomic()
    if not isinstance(text, str):
        raise refusals.not_sealable()
    row = Text(ref=new_ref(), about=about, sealed_at=at)
    close(row, "text", text)
    _kept_like_the_rest(row)
    row.save(force_insert=True)
    return row.ref


def look(*, ref: str, reason: str, by: Actor | str, at: datetime, fields: tuple[str, ...] = ()) -> Opened:
    """Open a person, or only these fields of it; the look and its act are written in the same transaction.

    The caller has asked whether `by` works this matter; this asks for the permission and for a reason. Auditors read
    the reason, so what it repeats of the person is struck out before it is kept.
    """
    require(by, "look_at_identity")
    if len(reason.strip()) < SHORTEST_REASON:
        raise refusals.no_reason()
    with transaction.atomic():
        person = _locked(Person, ref)
        found = content(person, "identity")
        shown = {field: value for field, value in found.items() if not fields or field in fields}
        act = _note("identity_looked_at", person, {"fields": sorted(shown)}, by, at)
        Look.objects.create(
            person=person,
            about=person.about,
            at=at,
            officer=act.officer,
            unit=act.unit,
            fields=sorted(shown),
            reason_ref=seal_text(text=_without(found.values(), reason.strip()), about=person.about, at=at),
            act_seq=act.seq,
        )
    return Opened(ref, shown)


def _without(values: Iterable[str], reason: str) -> str:
    """A reason without what was sealed of the person it opens, the longest first."""
    for value in sorted((each for each in values if len(each) > 1), key=len, reverse=True):
        reason = reason.replace(value, STRUCK_OUT)
    return reason


def erase(*, ref: str, reason: str, by: Actor | str, at: datetime, document: str = "") -> None:
    """Erase a person or a text for good: its key is forgotten, the tombstone says when and why (a word of ERASURES)."""
    require(by, "manage_retention")
    if reason not in refusals.ERASURES:
        raise refusals.wrong_erasure(reason)
    with transaction.atomic():
        kind = Person if Person.objects.filter(ref=ref).exists() else Text
        row = _locked(kind, ref)
        if row.is_erased:
            return
        if row.held_for:
            raise refusals.held(ref)
        bury(row, reason, at)
        _note("identity_erased" if kind is Person else "text_erased", row, {"why": reason}, by, at, document)


def bury(row: Sealed, reason: str, at: datetime) -> None:
    """Leave the tombstone: no content, no key, no mask, no fingerprint."""
    row.sealed = row.wrapped = None
    row.key_id, row.erased_at, row.erased_because = "", at, reason
    if isinstance(row, Person):
        row.masks, row.phone_print, row.id_print, row.print_key = {}, "", "", ""
    row.save()


def _kept_like_the_rest(row: Sealed) -> None:
    """Take over the term and the hold of what is sealed about the same filing already."""
    if not row.about:
        return
    for kind in (Text, Person):
        same = kind.objects.filter(about=row.about)
        last = same.exclude(erase_after=None).order_by("-erase_after").first()
        if last and (row.erase_after is None or last.erase_after > row.erase_after):
            row.erase_after, row.retention_rule = last.erase_after, last.retention_rule
        row.held_for = row.held_for or same.values_list("held_for", flat=True).exclude(held_for="").first() or ""


def _locked(kind: type[Sealed], ref: str) -> Sealed:
    row = kind.objects.select_for_update().filter(ref=ref).first()
    if row is None:
        raise refusals.unknown(ref)
    return row


def _note(verb: str, row: Sealed, payload: dict, by: Actor | str, at: datetime, basis: str = ""):
    said = {"about": row.about, **payload}
    return record(verb=verb, by=by, at=at, object_kind="identity", object_id=row.ref, payload=said, basis=basis)
