"""When refused sign-ins lock the door: the table of cases."""

from datetime import UTC, datetime, timedelta

import pytest

from huizhi.apps.people.lockout import RULES, Rule, Tally, after_failure, keys_of

START = datetime(2026, 10, 31, 8, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
RULE = Rule(failures=3, window=15 * MINUTE, lock=10 * MINUTE)


def tally_after(*minutes):
    """The tally after failures at these minutes."""
    tally = None
    for minute in minutes:
        tally = after_failure(tally, START + minute * MINUTE, RULE)
    return tally


@pytest.mark.parametrize(
    "minutes, asked_at, locked",
    [
        ((0,), 0, False),
        ((0, 1), 1, False),
        ((0, 1, 2), 2, True),
        ((0, 1, 2), 11.99, True),
        ((0, 1, 2), 12, False),  # the lock ends with its last minute
        ((0, 1, 14.99), 15, True),
        ((0, 1, 15), 15, False),  # the window has passed: counted from anew
        ((0, 1, 2, 12), 12, False),  # after the lock: counted from anew
        ((0, 1, 2, 12, 13, 14), 14, True),
        ((0, 1, 2, 5), 14.9, True),  # a failure during the lock (two at once) renews it
    ],
)
def test_the_door_locks_and_opens(minutes, asked_at, locked):
    assert tally_after(*minutes).is_locked(START + asked_at * MINUTE) is locked


def test_a_tally_without_a_lock_is_open():
    assert not Tally(1, START).is_locked(START)


def test_each_rule_counts_under_its_own_key_and_capitals_do_not_help():
    keys = keys_of("Wang", "10.0.0.1")
    assert set(keys) == set(RULES)
    assert len(set(keys.values())) == len(RULES)
    assert keys_of("WANG", "10.0.0.1") == keys
    assert keys_of("wang", "10.0.0.2")["account"] == keys["account"]


def test_the_account_alone_takes_more_failures_than_the_pair():
    """Otherwise anybody could lock a colleague out from another machine."""
    assert RULES["account"].failures >= 10 * RULES["account_at_address"].failures
