"""What the router in use says of a text; nothing when none was taught yet."""

from huizhi.apps.complaints import routing
from huizhi.apps.complaints.models import TaughtRouter


def suggest(text: str) -> dict[str, routing.Guess]:
    """Head ("topic", "goods", "desk") -> suggestion, each with its probability and words; empty without a router."""
    newest = TaughtRouter.objects.values_list("artefact", flat=True).first()
    return routing.read(newest).guess(text) if newest and text.strip() else {}
