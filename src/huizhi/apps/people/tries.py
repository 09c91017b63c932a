"""How often a door was tried in vain, per account and address: counted under keyed digests, forgotten when it lapsed.

What was typed as an account may be a telephone number or a mistyped password, so it is kept nowhere in clear.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.crypto import salted_hmac

from huizhi.apps.people.lockout import Rule, Tally, after_failure
from huizhi.apps.people.models import RefusedSignIns

LONGEST = timedelta(hours=2)
"""Longer than any window of a rule: what began before counts under none."""


def digest_of(key: str) -> str:
    """What a key is kept under; without this office's secret nobody can try names out against it."""
    return salted_hmac("people.tries", key, algorithm="sha256").hexdigest()


def shut_until(keys: Collection[str], at: datetime) -> datetime | None:
    """The end of the longest lock that holds for any of the keys; None when none does."""
    rows = RefusedSignIns.objects.filter(key__in=[digest_of(key) for key in keys], locked_until__gt=at)
    return max((row.locked_until for row in rows), default=None)


def count(keys: Mapping[str, str], rules: Mapping[str, Rule], at: datetime) -> None:
    """Count one try under the key of each rule, inside the caller's transaction."""
    for name, key in keys.items():
        kept = digest_of(key)
        row = RefusedSignIns.objects.select_for_update().filter(key=kept).first()
        tally = after_failure(row and Tally(row.failures, row.first_at, row.locked_until), at, rules[name])
        RefusedSignIns.objects.update_or_create(
            key=kept,
            defaults={"failures": tally.failures, "first_at": tally.first_at, "locked_until": tally.locked_until},
        )


def forget(keys: Collection[str]) -> None:
    """A success clears what was counted under these keys."""
    RefusedSignIns.objects.filter(key__in=[digest_of(key) for key in keys]).delete()


def forget_lapsed(at: datetime) -> int:
    """Remove what counts under no rule any more: past its window, and not locked. Returns how many."""
    over = Q(first_at__lt=at - LONGEST) & (Q(locked_until=None) | Q(locked_until__lte=at))
    return RefusedSignIns.objects.filter(over).delete()[0]
