"""What a finding is handed over to: noted on the visit inside the caller's transaction, each once."""

from datetime import datetime

from huizhi.apps.ledger.facade import record
from huizhi.apps.people.facade import require
from huizhi.apps.visits.closing import _seen
from huizhi.apps.visits.refusals import not_now
from huizhi.law.checklists import results


def note_listing(visit: str, listing: str, *, by, at: datetime) -> None:
    """Note the entry in the list of abnormal operations a visit led to. Refused a second time or without a ground."""
    require(by, "propose_listings")
    row = _seen(visit, by)
    if row.state not in ("finished", "published") or row.listing or not results()[row.result].ground:
        raise not_now(row.state)
    row.listing = listing
    row.save(update_fields=["listing"])
    record(
        verb="visit_proposed_for_list", by=by, at=at, object_kind="visit", object_id=visit, payload={"listing": listing}
    )
