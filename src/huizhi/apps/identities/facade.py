"""What other rooms may ask about sealed persons and texts."""

from huizhi.apps.identities.actions import erase, look, seal_person, seal_text
from huizhi.apps.identities.masks import mask
from huizhi.apps.identities.opened import Opened
from huizhi.apps.identities.queries import (
    LookLine,
    abouts_with_phone,
    filings_like,
    gave,
    is_erased,
    looks,
    looks_at,
    masks,
    open_text,
    open_texts,
    others_with_same_id,
    others_with_same_phone,
    same_person,
)
from huizhi.apps.identities.refusals import ERASURES
from huizhi.apps.identities.retention import Due, due, erase_due, hold, keep_on, keep_until, kept, lift_hold

__all__ = [
    "ERASURES",
    "Due",
    "LookLine",
    "Opened",
    "abouts_with_phone",
    "due",
    "erase",
    "erase_due",
    "filings_like",
    "gave",
    "hold",
    "is_erased",
    "keep_on",
    "keep_until",
    "kept",
    "lift_hold",
    "look",
    "looks",
    "looks_at",
    "mask",
    "masks",
    "open_text",
    "open_texts",
    "others_with_same_id",
    "others_with_same_phone",
    "same_person",
    "seal_person",
    "seal_text",
]
