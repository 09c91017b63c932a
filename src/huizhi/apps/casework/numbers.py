"""Numbers: unique and without a gap for each office, kind and year."""

import re
from collections.abc import Iterable
from datetime import date

from huizhi.apps.casework.kinds import kind_of
from huizhi.apps.casework.models import NumberSeries
from huizhi.apps.casework.refusals import bad_unit_code
from huizhi.apps.ledger.facade import require_atomic

_SAFE = re.compile(r"[0-9A-Za-z_]{1,20}")


def next_number(*, office: str, kind: str, on: date) -> str:
    """The next number, such as 371002-TS-2026-000123, inside the caller's transaction.

    The series stays locked until the transaction ends; one that is rolled back gives its number back.
    """
    require_atomic()
    if not _SAFE.fullmatch(office):
        raise bad_unit_code(office)
    series = _locked(office, kind, on.year)
    series.last += 1
    series.save(update_fields=["last"])
    return f"{office}-{kind_of(kind).lifecycle.word}-{on.year}-{series.last:06d}"


def hold_series(*, office: str, kinds: Iterable[str], on: date) -> None:
    """Lock several series of an office in one order: for a filing that opens several matters, before the first."""
    require_atomic()
    for kind in sorted(kinds):
        _locked(office, kind, on.year)


def _locked(office: str, kind: str, year: int) -> NumberSeries:
    key = {"office_id": office, "kind": kind, "year": year}
    NumberSeries.objects.get_or_create(**key)
    return NumberSeries.objects.select_for_update().get(**key)
