"""Taking in what phones send: each edit once, whatever was sent twice, and one act on the ledger per batch."""

import hashlib
import json
import secrets
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from huizhi.apps.casework.facade import patiently
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people.facade import require
from huizhi.apps.visits.merge import ID, Edit, read_edit
from huizhi.apps.visits.models import Batch, EditText, Quarantined, TakenEdit, Visit, VisitOfficer
from huizhi.apps.visits.queries import made_by
from huizhi.apps.visits.refusals import EDIT_REASONS
from huizhi.apps.visits.sealing import seal
from huizhi.draw.canonical import NotCanonical, canonical
from huizhi.law.checklists import OTHERWISE
from huizhi.vocabulary.refused import Refused

MOST_EDITS = 500


@dataclass(frozen=True)
class Answer:
    """What became of one edit, in the order sent: "taken", "had" or "refused" (with the code why)."""

    digest: str
    answer: str
    batch: str = ""
    code: str = ""


@dataclass(frozen=True)
class Taken:
    """The answers to one request, and the receipts that prove them."""

    answers: tuple[Answer, ...]
    receipts: dict[str, dict]


@patiently
def take_edits(bodies: list, *, device: str, by, at: datetime) -> Taken:
    """Take in a batch: what is new is stored with one act on the ledger, all in one transaction.

    An edit that came before is answered with the batch it came in; one that may not be taken is kept sealed in
    quarantine with the reason and holds nothing else up. Refused as a whole ("batch_unreadable") only when it is none.
    """
    require(by, "make_visits")
    if not isinstance(bodies, list) or len(bodies) > MOST_EDITS or not ID.fullmatch(device or ""):
        raise _unreadable_batch()
    with transaction.atomic():
        read = [_read(body, by) for body in bodies]
        edits = {each.digest: each for each, _why, _text in read if each is not None}
        open_to = _visits(edits.values(), by, at)
        had = dict(TakenEdit.objects.filter(pk__in=edits).values_list("pk", "batch_id"))
        ids = {each.id for each in edits.values()}
        taken_ids = dict(TakenEdit.objects.filter(id__in=ids).values_list("id", "pk"))
        batch, fresh, answers = secrets.token_hex(16), {}, []
        for edit, why, text in read:
            if edit is not None and edit.digest in had:
                answers.append(Answer(edit.digest, "had", had[edit.digest]))
                continue
            code = why or _barred(edit, open_to, {**taken_ids, **{each.id: each.digest for each in fresh.values()}})
            if code:
                answers.append(_quarantine(text, edit, code, by, at))
            elif edit.digest in fresh:
                answers.append(Answer(edit.digest, "had", batch))
            else:
                fresh[edit.digest] = edit
                answers.append(Answer(edit.digest, "taken", batch))
        if fresh:
            _store(batch, device, fresh, by, at)
        named = {each.batch for each in answers if each.batch}
        receipts = {row.id: receipt_of(row) for row in Batch.objects.filter(pk__in=named, officer=by.username)}
    return Taken(tuple(answers), receipts)


def receipt_of(batch: Batch) -> dict:
    """The ledger's receipt for a batch: it opens the list of digests that were taken."""
    return ledger.receipt(batch.seq, _said(batch.device, batch.digests), bytes(batch.salt))


def _said(device: str, digests: list[str]) -> dict:
    return {"device": device, "edits": digests}


def _read(body, by) -> tuple[Edit | None, str, bytes]:
    """The edit, or why it is none for this account, and its text."""
    try:
        text = canonical(body)
    except (NotCanonical, TypeError, ValueError):
        text = json.dumps(body, sort_keys=True, default=str).encode()
    try:
        edit = read_edit(body)
    except Refused:
        return None, "edit_unreadable", text
    return edit, "" if edit.account == by.username else "another_account", text


def _visits(edits, by, at: datetime) -> dict[str, Visit]:
    """The visits these edits are about, as far as they are this officer's; those her phone began are made here."""
    wanted = {each.visit for each in edits if each.account == by.username}
    known = {row.pk: row for row in Visit.objects.select_for_update().filter(pk__in=wanted).order_by("pk")}
    hers = set(made_by(by).filter(pk__in=wanted).values_list("pk", flat=True))
    for each in sorted(wanted - known.keys()):
        known[each] = Visit.objects.create(
            id=each, origin="own", checklist=OTHERWISE, unit_id=by.unit_code, planned_on=timezone.localdate(at),
            begun_by=by.username, begun_at=at,
        )  # fmt: skip
        VisitOfficer.objects.create(visit=known[each], officer=by)
        hers.add(each)
    return {each: row for each, row in known.items() if each in hers}


def _barred(edit: Edit, open_to: dict[str, Visit], ids: dict[str, str]) -> str:
    if edit.visit not in open_to:
        return "no_such_visit"
    if open_to[edit.visit].state == "cancelled":
        return "visit_cancelled"
    return "edit_id_taken" if ids.get(edit.id, edit.digest) != edit.digest else ""


def _quarantine(text: bytes, edit: Edit | None, code: str, by, at: datetime) -> Answer:
    assert code in EDIT_REASONS
    digest = edit.digest if edit else hashlib.sha256(text).hexdigest()
    sealed, key = seal(text, digest)
    said = {"officer": by.username, "code": code, "sealed": sealed, "key_id": key, "first_at": at}
    Quarantined.objects.get_or_create(digest=digest, defaults=said)
    return Answer(digest, "refused", code=code)


def _store(batch: str, device: str, fresh: dict[str, Edit], by, at: datetime) -> None:
    digests, salt = sorted(fresh), ledger.new_salt()
    visits = sorted({each.visit for each in fresh.values()})
    act = ledger.record(
        verb="visit_edits_taken", by=by, at=at, object_kind="visit_batch", object_id=batch,
        payload={
            "content_sha256": ledger.content_digest(_said(device, digests), salt), "edits": len(digests),
            "visits": visits,
        },
    )  # fmt: skip
    row = Batch.objects.create(
        id=batch, device=device, officer=by.username, digests=digests, salt=salt, seq=act.seq, taken_at=at
    )
    TakenEdit.objects.bulk_create(
        TakenEdit(
            digest=each.digest, id=each.id, visit_id=each.visit, device=each.device, count=each.count,
            officer=each.account, batch=row, taken_at=at,
        )
        for each in fresh.values()
    )  # fmt: skip
    EditText.objects.bulk_create(_text_of(each) for each in fresh.values())


def _text_of(edit: Edit) -> EditText:
    body = {name: getattr(edit, name) for name in edit.__dataclass_fields__ if name != "digest"}
    text = canonical({**body, "over": sorted(edit.over), "format": "huizhi-edit-v1"})
    sealed, key = seal(text, edit.digest)
    return EditText(edit_id=edit.digest, sealed=sealed, key_id=key)


def _unreadable_batch() -> Refused:
    return Refused(
        "batch_unreadable", f"上传内容无法读取，或一次超过{MOST_EDITS}条", "the batch cannot be read or is too long",
        "手机上的内容不变。", "请更新手机上的页面后重新上传。",
        what_is_safe_en="What is on the phone is unchanged.",
        what_to_do_en="Update the page on the phone and send again.",
    )  # fmt: skip
