"""What other rooms may ask of the ledger."""

from huizhi.apps.ledger.actions import Actor, record, require_atomic
from huizhi.apps.ledger.append_only import protect, unprotect
from huizhi.apps.ledger.chain import ChainCheck, canonical
from huizhi.apps.ledger.queries import ActLine, ActPage, LedgerHead, act, acts, head, verbs, verify_chain

__all__ = [
    "ActLine",
    "ActPage",
    "Actor",
    "ChainCheck",
    "LedgerHead",
    "act",
    "acts",
    "canonical",
    "head",
    "protect",
    "record",
    "require_atomic",
    "unprotect",
    "verbs",
    "verify_chain",
]
