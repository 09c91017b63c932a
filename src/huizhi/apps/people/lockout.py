"""When refused sign-ins lock the door, and for how long. Pure: time is an argument."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Rule:
    """`failures` within `window` lock a key for `lock`."""

    failures: int
    window: timedelta
    lock: timedelta


RULES: dict[str, Rule] = {
    "account_at_address": Rule(5, 15 * MINUTE, 15 * MINUTE),
    "address": Rule(30, 15 * MINUTE, 15 * MINUTE),
    "account": Rule(50, 60 * MINUTE, 15 * MINUTE),
}
"""Who is counted -> rule. The pair stops guessing, the address stops trying many accounts, and the account, with a
limit too high for a mistyping colleague to lock somebody out, stops guessing from many addresses."""


@dataclass(frozen=True)
class Tally:
    """How often a key failed since `first_at`, and until when it is locked: at that instant it is open again."""

    failures: int
    first_at: datetime
    locked_until: datetime | None = None


def after_failure(tally: Tally | None, at: datetime, rule: Rule) -> Tally:
    """The tally after one more failure: counted from anew when the window or the lock has passed."""
    lapsed = tally is None or at >= tally.first_at + rule.window
    lapsed = lapsed or (tally.locked_until is not None and at >= tally.locked_until)
    counted = Tally(1, at) if lapsed else replace(tally, failures=tally.failures + 1)
    return replace(counted, locked_until=at + rule.lock) if counted.failures >= rule.failures else counted


def keys_of(account: str, address: str) -> dict[str, str]:
    """The key that each rule counts under, for one attempt."""
    account = account.casefold()[:100]
    return {
        "account_at_address": f"account_at_address:{account}@{address}",
        "address": f"address:{address}",
        "account": f"account:{account}",
    }
