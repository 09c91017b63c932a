"""Taking a taught router into use, and the list of shops' promises and first stops."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from huizhi.apps.complaints import refusals, routing
from huizhi.apps.complaints.models import FirstStop, ShopPromise, TaughtRouter
from huizhi.apps.ledger.facade import Actor, record

STOPS = ("odr", "station")
"""A business that settles online itself (ODR企业), a consumer station (消费维权服务站)."""


def adopt_router(*, artefact: str, figures: Mapping[str, object], by: Actor | str, at: datetime) -> bool:
    """Use a router from now on; False when it is in use already. Refused when it cannot be read."""
    routing.read(artefact)
    digest = sha256(artefact.encode()).hexdigest()
    newest = TaughtRouter.objects.values_list("digest", flat=True).first()
    if newest == digest:
        return False
    with transaction.atomic():
        TaughtRouter.objects.update_or_create(
            digest=digest, defaults={"artefact": artefact, "figures": dict(figures), "adopted_at": at}
        )
        record(
            verb="router.adopted", by=by, at=at, object_kind="router", object_id=digest[:16],
            payload={"sha256": digest, "rows": figures.get("rows", 0)},
        )  # fmt: skip
    return True


def router_data() -> str:
    """The digest of the filings the router in use was taught from; "" without one."""
    newest = TaughtRouter.objects.only("figures").first()
    return str(newest.figures.get("data", "")) if newest else ""


def list_promises(*, rows: Iterable[tuple[str, str, int, date, date | None]], by: Actor | str, at: datetime) -> int:
    """Replace the list of shops that promised to take goods back: entity, name, days, from, to. Returns how many.

    The same list again changes nothing and is no act.
    """
    asked = sorted(set(rows), key=str)
    if asked == sorted(ShopPromise.objects.values_list("entity_id", "name", "term", "from_on", "to_on"), key=str):
        return len(asked)
    made = [
        ShopPromise(entity_id=entity, name=name, term=term, from_on=first, to_on=last)
        for entity, name, term, first, last in asked
    ]
    with transaction.atomic():
        ShopPromise.objects.all().delete()
        ShopPromise.objects.bulk_create(made, batch_size=1000)
        record(
            verb="promises.listed", by=by, at=at, object_kind="list", object_id="promises",
            payload={"rows": len(made)},
        )  # fmt: skip
    return len(made)


def list_first_stops(*, rows: Iterable[tuple[str, str, str, str]], by: Actor | str, at: datetime) -> int:
    """Replace the list of first stops: kind ("odr" or "station"), entity, name, contact. Returns how many.

    Refused for a row without a name or of a kind nobody knows; nothing is changed then.
    """
    asked = list(rows)
    for kind, _entity, name, _contact in asked:
        if kind not in STOPS:
            raise refusals.unknown_choice("类别", list(STOPS))
        if not name:
            raise refusals.incomplete(["name"], ["名称"])
    with transaction.atomic():
        FirstStop.objects.all().delete()
        FirstStop.objects.bulk_create(
            [
                FirstStop(kind=kind, entity_id=entity, name=name, contact=contact)
                for kind, entity, name, contact in asked
            ],
            batch_size=1000,
        )
        record(
            verb="first_stops.listed", by=by, at=at, object_kind="list", object_id="first_stops",
            payload={"rows": len(asked)},
        )  # fmt: skip
    return len(asked)
