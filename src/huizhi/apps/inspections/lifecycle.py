"""The course of a draw's ceremony: its states, the steps that everybody sees, and how it can end without a draw."""

from datetime import datetime

DRAFT, APPROVED = "draft", "approved"
COMMITTING, SEALED, REVEALING, DRAWN, VOID = "committing", "sealed", "revealing", "drawn", "void"
STATES = (DRAFT, APPROVED, COMMITTING, SEALED, REVEALING, DRAWN, VOID)
LIVE = (COMMITTING, SEALED, REVEALING)
"""Published and not yet at an end."""
PUBLIC = (*LIVE, DRAWN, VOID)

OPENED, COMMITTED, CLOSED, BEACON, REVEALED, DREW, ENDED, TURNED_AWAY = (
    "opened", "committed", "sealed", "beacon", "revealed", "drawn", "void", "refused",
)  # fmt: skip
STEPS = (OPENED, COMMITTED, CLOSED, BEACON, REVEALED, DREW, ENDED, TURNED_AWAY)
ONCE = tuple(step for step in STEPS if step != TURNED_AWAY)
"""Steps that happen once; those of a party once for each party."""

NO_COMMITMENT, NO_BEACON, NO_REVEAL = "no_commitment", "no_beacon", "no_reveal"
WRONG_REVEAL, WRONG_BEACON, CHANGED_POOL, ABANDONED = "wrong_reveal", "wrong_beacon", "changed_pool", "abandoned"
REASONS = (NO_COMMITMENT, NO_BEACON, NO_REVEAL, WRONG_REVEAL, WRONG_BEACON, CHANGED_POOL, ABANDONED)
"""Why a ceremony can end without a draw."""


FILED, PUBLISHED = "filed", "published"
YEAR_STATES = (DRAFT, FILED, PUBLISHED)
"""A year's plan is filed with the authority above before it is published; a change makes it a draft again."""
RELATIONS = ("kin", "interest", "former", "other")
"""How an officer can be bound to a business: kin, money or work in it, a former post there, anything else."""


def lapsed(state: str, due_at: datetime, reveal_by: datetime, whole: bool, at: datetime) -> str:
    """The reason for which a deadline has ended the ceremony by `at`; empty when none has.

    `whole`: every party has revealed. Commitments are taken before the beacon is due, reveals until `reveal_by`.
    """
    if state == COMMITTING and at >= due_at:
        return NO_COMMITMENT
    if state == SEALED and at >= reveal_by:
        return NO_BEACON
    if state == REVEALING and at >= reveal_by and not whole:
        return NO_REVEAL
    return ""
