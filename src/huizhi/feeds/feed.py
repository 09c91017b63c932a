"""The room's door: contracts, landing, validation, quarantine."""

from huizhi.feeds.contract import Contract, load_contracts
from huizhi.feeds.landing import Receipt, delivered_on, land, readable, receipts, recognise
from huizhi.feeds.outputs import quarantine_path, typed_path
from huizhi.feeds.validation import Counts, validate

__all__ = [
    "Contract",
    "Counts",
    "Receipt",
    "delivered_on",
    "land",
    "load_contracts",
    "quarantine_path",
    "readable",
    "receipts",
    "recognise",
    "typed_path",
    "validate",
]
