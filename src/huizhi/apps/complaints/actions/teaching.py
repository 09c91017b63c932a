"""Taking a taught router into use, and the list of shops' promises and first stops."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from huizhi.apps.complaints import routing
from huizhi.apps.complaints.models import ShopPromise, TaughtRouter
from huizhi.apps.ledger.facade import Actor, record


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


def list_promises(*, rows: Iterable[tuple[str, str, int, date, date | None]], by: Actor | str, at: datetime) -> int:
    """Replace the list of shops that promised to take goods back: entity, name, days, from, to. Returns how many."""
    made = [
        ShopPromise(entity_id=entity, name=name, term=term, from_on=first, to_on=last)
        for entity, name, term, first, last in rows
    ]
    with transaction.atomic():
        ShopPromise.objects.all().delete()
        ShopPromise.objects.bulk_create(made, batch_size=1000)
        record(
            verb="promises.listed", by=by, at=at, object_kind="list", object_id="promises",
            payload={"rows": len(made)},
        )  # fmt: skip
    return len(made)
