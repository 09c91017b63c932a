"""How often a door may be tried, per address and per number: a count with a clear end instead of a puzzle to solve."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac

from huizhi.apps.people.facade import Rule, Tallied, after_failure
from huizhi.apps.visitors.models import Tally
from huizhi.apps.visitors.refusals import too_often

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
DRAFTS_PER_FILING = 5
"""How many beginnings one address may make for each filing it may make."""


def rules(door: str) -> dict[str, Rule]:
    """Who is counted at a door -> rule. Addresses are shared by many telephones, so their limits are wide."""
    filings, tries = settings.FILINGS_PER_HOUR, settings.CODE_TRIES
    return {
        "filing": {"address": Rule(filings, HOUR, HOUR)},
        "draft": {"address": Rule(filings * DRAFTS_PER_FILING, HOUR, HOUR)},
        "code": {
            "pair": Rule(tries, QUARTER, QUARTER),
            "address": Rule(tries * 10, QUARTER, QUARTER),
            "name": Rule(tries * 20, HOUR, QUARTER),
        },
    }[door]


def require_open(door: str, *, address: str, name: str = "", at: datetime) -> None:
    """Refused ("too_often") while a door is shut for this visitor, whether or not there is such a number."""
    rows = Tally.objects.filter(key__in=_keys(door, address, name).values(), locked_until__gt=at)
    until = max((row.locked_until for row in rows), default=None)
    if until:
        raise too_often(until)


def count(door: str, *, address: str, name: str = "", at: datetime) -> None:
    """Count one try under every rule of the door."""
    forget_lapsed(at)
    with transaction.atomic():
        for rule_name, key in sorted(_keys(door, address, name).items()):
            rule = rules(door)[rule_name]
            row = Tally.objects.select_for_update().filter(key=key).first()
            tally = after_failure(row and Tallied(row.failures, row.first_at, row.locked_until), at, rule)
            kept = {**asdict(tally), "until": at + rule.window + rule.lock}
            Tally.objects.update_or_create(key=key, defaults=kept)


def forget_lapsed(at: datetime) -> int:
    """Remove every count that has lapsed; how many."""
    return Tally.objects.filter(until__lte=at).delete()[0]


def forgive(door: str, *, address: str, name: str = "") -> None:
    """A success clears what was counted for this number; the address keeps its count."""
    keys = _keys(door, address, name)
    Tally.objects.filter(key__in=[key for rule, key in keys.items() if rule != "address"]).delete()


def _keys(door: str, address: str, name: str) -> Mapping[str, str]:
    who = {"address": address, "name": name, "pair": f"{name}@{address}"}
    return {
        rule: salted_hmac(f"huizhi.visitors.{door}.{rule}", who[rule], algorithm="sha256").hexdigest()
        for rule in rules(door)
    }
