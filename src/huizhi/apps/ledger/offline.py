"""The door for whoever has a receipt but no office: importable without Django."""

from huizhi.apps.ledger.receipts import FAILED, PROVED, Verdict, check_receipt, messages
from huizhi.apps.ledger.roots import DayRoot, read_roots

__all__ = ["FAILED", "PROVED", "DayRoot", "Verdict", "check_receipt", "messages", "read_roots"]
