"""Certificates: who may inspect and enforce on a day. A lapsed one stays and is named when somebody is refused."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.models import Certificate, CertificateKind, Officer
from huizhi.apps.people.reach import officer_for_change
from huizhi.apps.people.refusals import refused

ENFORCEMENT = CertificateKind.ENFORCEMENT


@dataclass(frozen=True)
class CertificateCard:
    """One certificate; `valid_to` is its last day, the day of withdrawal where it was withdrawn."""

    number: str
    kind: str
    zh: str
    valid_from: date
    valid_to: date

    def covers(self, on: date) -> bool:
        """Whether it is valid on a day: from its first day to its last."""
        return self.valid_from <= on <= self.valid_to


def certify(
    *, username: str, number: str, kind: str, valid_from: date, valid_to: date, by: Actor | str, at: datetime
) -> None:
    """Enter a certificate. Refused for a number of this kind that stands already, or days in the wrong order."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        if kind not in CertificateKind.values or not number.strip() or valid_from > valid_to:
            raise refused("certificate_wrong", "证件的号码、类别或有效期有误", "the number, kind or days are not right")
        if Certificate.objects.filter(kind=kind, number=number).exists():
            raise _taken(number)
        try:
            with transaction.atomic():
                Certificate.objects.create(
                    officer=officer, number=number, kind=kind, valid_from=valid_from, valid_to=valid_to
                )
        except IntegrityError:
            raise _taken(number) from None
        said = {"number": number, "kind": kind, "valid_from": valid_from.isoformat(), "valid_to": valid_to.isoformat()}
        record(verb="certificate_entered", by=by, at=at, object_kind="officer", object_id=username, payload=said)


def withdraw_certificate(*, username: str, number: str, on: date, by: Actor | str, at: datetime) -> None:
    """Let a certificate end with the day `on`, which lies within its days. What was done under it stays valid."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        held = Certificate.objects.select_for_update().filter(officer=officer, number=number).first()
        if held is None or not held.valid_from <= on <= held.valid_to:
            raise refused("certificate_wrong", "没有这个有效的证件", "there is no such certificate in force")
        held.valid_to = on
        held.save(update_fields=["valid_to"])
        payload = {"number": number, "valid_to": on.isoformat()}
        record(verb="certificate_withdrawn", by=by, at=at, object_kind="officer", object_id=username, payload=payload)


def certificates_of(username: str) -> tuple[CertificateCard, ...]:
    """An officer's certificates, the one that lasts longest first; lapsed ones too."""
    rows = Certificate.objects.filter(officer__username=username).order_by("-valid_to", "kind", "number")
    return tuple(CertificateCard(r.number, r.kind, r.get_kind_display(), r.valid_from, r.valid_to) for r in rows)


@dataclass(frozen=True)
class PublicOfficer:
    """An officer as everybody reads of her: name and the number of the enforcement certificate, "" without one."""

    name: str
    certificate: str


def named_publicly(usernames: Collection[str], on: date) -> dict[str, PublicOfficer]:
    """Account -> how the officer is named on public pages, by the certificate in force on a day; who has no account is
    left out."""
    names = dict(Officer.objects.filter(username__in=list(usernames)).values_list("username", "name"))
    rows = Certificate.objects.filter(
        officer__username__in=list(names), kind=ENFORCEMENT, valid_from__lte=on, valid_to__gte=on
    )
    held = dict(rows.order_by("valid_to").values_list("officer__username", "number"))
    return {account: PublicOfficer(name, held.get(account, "")) for account, name in names.items()}


def certified(username: str, on: date, kind: str = ENFORCEMENT) -> bool:
    """Whether an active officer holds a valid certificate of a kind on a day."""
    covering = {"valid_from__lte": on, "valid_to__gte": on}
    return Certificate.objects.filter(
        officer__username=username, officer__is_active=True, kind=kind, **covering
    ).exists()


def require_certificate(username: str, on: date, kind: str = ENFORCEMENT) -> None:
    """Raise Refused, naming the certificate that has lapsed, unless the officer is certified on that day."""
    if certified(username, on, kind):
        return
    zh, en = f"{username} 没有有效的执法证件", f"{username} holds no valid certificate"
    lapsed = next((card for card in certificates_of(username) if card.kind == kind and card.valid_to < on), None)
    if lapsed:
        zh += f"：{lapsed.number} 已于 {lapsed.valid_to} 到期"
        en += f": {lapsed.number} lapsed on {lapsed.valid_to}"
    raise refused(
        "not_certified", zh, en, do="改派持有效证件的人员，或先登记换发的证件",
        do_en="send an officer with a valid certificate, or enter the renewed one first", username=username,
    )  # fmt: skip


def _taken(number: str) -> Exception:
    return refused("certificate_taken", f"证号 {number} 已登记", f"certificate {number} has been entered already")
