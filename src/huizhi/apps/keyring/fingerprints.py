"""Blind fingerprints: whether two texts are the same, asked without opening either."""

import hashlib
import hmac
import re
import unicodedata

from huizhi.apps.keyring import keys

IGNORED = re.compile(r"[\s\-‐-―()（）.·]+")


def normal(text: str) -> str:
    """Full width to half width, letters to upper case, without spaces, hyphens, brackets and dots."""
    return IGNORED.sub("", unicodedata.normalize("NFKC", text)).upper()


def fingerprint(purpose: str, text: str) -> str:
    """64 hex digits of a keyed digest over the normalised text; `purpose` keeps phones and id numbers apart."""
    said = purpose.encode() + b"\0" + normal(text).encode()
    return hmac.new(keys.current("fingerprint").material, said, hashlib.sha256).hexdigest()


def fingerprint_key() -> str:
    """The id of the key fingerprints are now made with: rows keep it, so that a rotation can be followed."""
    return keys.current("fingerprint").id
