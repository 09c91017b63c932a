"""What other rooms may ask about people without an account."""

from huizhi.apps.visitors.drafts import begin, change, drop, drop_lapsed, read, replace
from huizhi.apps.visitors.tallies import count, forget_lapsed, forgive, require_open

__all__ = [
    "begin", "change", "count", "drop", "drop_lapsed", "forget_lapsed", "forgive", "read", "replace", "require_open",
]  # fmt: skip
