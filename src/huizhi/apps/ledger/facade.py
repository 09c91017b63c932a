"""What other rooms may ask of the ledger."""

from huizhi.apps.ledger.actions import Actor, Sealed, record, require_atomic, seal
from huizhi.apps.ledger.append_only import AppendOnly, protect, unprotect
from huizhi.apps.ledger.audit import Audit, Fault
from huizhi.apps.ledger.chain import ChainCheck, canonical
from huizhi.apps.ledger.evidence import complete, consistency, covering, inclusion, receipt, root_of
from huizhi.apps.ledger.outbox import Batch, acts_of, claim, settle
from huizhi.apps.ledger.paper import on_paper
from huizhi.apps.ledger.proofs import verify_consistency, verify_inclusion
from huizhi.apps.ledger.queries import (
    ActLine,
    ActPage,
    LedgerHead,
    act,
    acts,
    check_acts,
    head,
    roots,
    tree_head,
    verbs,
    verify_chain,
    verify_ledger,
)
from huizhi.apps.ledger.receipts import (
    Verdict,
    check_receipt,
    content_digest,
    held_in,
    new_salt,
    offline_page,
    receipt_bytes,
)
from huizhi.apps.ledger.roots import DayRoot, forks, read_roots

__all__ = [
    "ActLine",
    "ActPage",
    "Actor",
    "AppendOnly",
    "Audit",
    "Batch",
    "ChainCheck",
    "DayRoot",
    "Fault",
    "LedgerHead",
    "Sealed",
    "Verdict",
    "act",
    "acts",
    "acts_of",
    "canonical",
    "check_acts",
    "check_receipt",
    "claim",
    "complete",
    "consistency",
    "content_digest",
    "covering",
    "forks",
    "head",
    "held_in",
    "inclusion",
    "new_salt",
    "offline_page",
    "on_paper",
    "protect",
    "read_roots",
    "receipt",
    "receipt_bytes",
    "record",
    "require_atomic",
    "root_of",
    "roots",
    "seal",
    "settle",
    "tree_head",
    "unprotect",
    "verbs",
    "verify_chain",
    "verify_consistency",
    "verify_inclusion",
    "verify_ledger",
]
