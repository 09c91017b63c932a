"""What other rooms may ask about people without an account."""

from huizhi.apps.visitors.drafts import begin, change, drop, read, replace
from huizhi.apps.visitors.tallies import count, forgive, require_open

__all__ = ["begin", "change", "count", "drop", "forgive", "read", "replace", "require_open"]
