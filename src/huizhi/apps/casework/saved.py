"""Saved filters: an officer's own names for selections of the inbox. A convenience of one desk: no act, no ledger."""

from django.db import transaction
from django.utils.http import urlencode

from huizhi.apps.casework.inbox import Asked
from huizhi.apps.casework.models import SavedFilter
from huizhi.apps.casework.refusals import words_missing

MOST = 20


def saved_filters(viewer) -> tuple[tuple[str, str], ...]:
    """(name, query string) of each, by name."""
    return tuple(SavedFilter.objects.filter(officer=viewer.username).values_list("name", "query"))


def save_filter(*, name: str, asked: Asked, by) -> None:
    """Keep a selection under a name; the same name again replaces it, and the oldest beyond MOST goes."""
    name = name.strip()[:40]
    if not name:
        raise words_missing("筛选名称", "a name for the selection")
    with transaction.atomic():
        SavedFilter.objects.update_or_create(
            officer_id=by.username, name=name, defaults={"query": urlencode(asked.kept())[:500]}
        )
        surplus = SavedFilter.objects.filter(officer=by.username).order_by("-pk").values_list("pk", flat=True)[MOST:]
        SavedFilter.objects.filter(pk__in=list(surplus)).delete()


def drop_filter(*, name: str, by) -> None:
    """Forget a selection."""
    SavedFilter.objects.filter(officer=by.username, name=name).delete()
