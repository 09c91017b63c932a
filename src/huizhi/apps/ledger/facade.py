"""What other rooms may ask of the ledger."""

from huizhi.apps.ledger.actions import Actor, Sealed, record, require_atomic, seal
from huizhi.apps.ledger.append_only import protect, unprotect
from huizhi.apps.ledger.chain import ChainCheck, canonical
from huizhi.apps.ledger.evidence import complete, consistency, inclusion, receipt, root_of
from huizhi.apps.ledger.proofs import verify_consistency, verify_inclusion
from huizhi.apps.ledger.queries import (
    ActLine,
    ActPage,
    LedgerHead,
    act,
    acts,
    head,
    roots,
    tree_head,
    verbs,
    verify_chain,
)
from huizhi.apps.ledger.receipts import Verdict, check_receipt, content_digest, new_salt, receipt_bytes
from huizhi.apps.ledger.roots import DayRoot, forks, read_roots

__all__ = [
    "ActLine",
    "ActPage",
    "Actor",
    "ChainCheck",
    "DayRoot",
    "LedgerHead",
    "Sealed",
    "Verdict",
    "act",
    "acts",
    "canonical",
    "check_receipt",
    "complete",
    "consistency",
    "content_digest",
    "forks",
    "head",
    "inclusion",
    "new_salt",
    "protect",
    "read_roots",
    "receipt",
    "receipt_bytes",
    "record",
    "require_atomic",
    "root_of",
    "roots",
    "seal",
    "tree_head",
    "unprotect",
    "verbs",
    "verify_chain",
    "verify_consistency",
    "verify_inclusion",
]
