"""What other rooms may ask of the ledger."""

from huizhi.apps.ledger.actions import Actor, record
from huizhi.apps.ledger.chain import ChainCheck
from huizhi.apps.ledger.queries import ActLine, ActPage, LedgerHead, act, acts, head, verbs, verify_chain

__all__ = [
    "ActLine",
    "ActPage",
    "Actor",
    "ChainCheck",
    "LedgerHead",
    "act",
    "acts",
    "head",
    "record",
    "verbs",
    "verify_chain",
]
