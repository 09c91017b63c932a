"""Reads straight from the records: figures of the functional zones (they have no values of their own), one record."""

from django.db.models import Sum

from huizhi.apps.indicators.cards import Figure, RecordLine
from huizhi.apps.indicators.models import FeedFile, IndicatorRecord, PlanIndicator
from huizhi.apps.indicators.queries import _card, _figure, _in_scope
from huizhi.apps.people.facade import require, scope_of


def zone_figures(code: str, *, viewer, months: tuple[str, ...]) -> dict[str, Figure]:
    """Zone code -> figure over these months. A zone's records are counted in its county-level division too."""
    require(viewer, "see_scoreboard")
    head = PlanIndicator.objects.filter(code=code).first()
    if head is None:
        return {}
    rows = IndicatorRecord.objects.filter(indicator=code, month__in=months).exclude(zone=None).exclude(zone="")
    sums = rows.order_by().values_list("zone").annotate(Sum("weight"), Sum("base"))
    return {zone: _figure(head, (weight, base)) for zone, weight, base in sums}


def counted_record(code: str, month: str, source: str, source_id: str, *, viewer) -> tuple[RecordLine, ...]:
    """One source record as an indicator counted it in a month, if it lies in the viewer's area."""
    require(viewer, "see_records")
    rows = IndicatorRecord.objects.filter(_in_scope(scope_of(viewer)), indicator=code, month=month)
    found = rows.filter(source=source, source_id=source_id)[:20]
    digests = {r.file_digest for r in found if r.file_digest}
    names = dict(FeedFile.objects.filter(digest__in=digests).values_list("digest", "name"))
    return tuple(_card(RecordLine, r, file_name=names.get(r.file_digest, "")) for r in found)
