"""What the public pages show of an entity: masked, and without anything that is internal."""

from huizhi.apps.complaints.facade import OUTCOMES
from huizhi.apps.registers.facade import PublicEntity
from huizhi.ui.lines import in_words
from huizhi.web import labels
from huizhi.web.presenters.entities import permit


def masked(name: str | None) -> str:
    """A person's name with everything after the first character hidden."""
    return f"{name[:1]}{'*' * max(1, len(name) - 1)}" if name else "—"


def permits(found: PublicEntity) -> list[dict[str, object]]:
    """Permits with their state, without links to records."""
    return [permit(line, found.entity_id, found.release.as_of) for line in found.permits]


def penalties(found: PublicEntity) -> list[object]:
    """Published penalties, newest first."""
    return [event for event in found.timeline.events if event.kind == "penalty"]


def events(found: PublicEntity) -> list[dict[str, object]]:
    """Inspections, samples, annual reports and registrations as lines."""
    return [
        {
            "occurred_on": event.occurred_on,
            "kind": event.kind,
            "words": labels.detail(event.kind, event.detail) or labels.coded(event.kind, "event"),
        }
        for event in found.timeline.events
        if event.kind != "penalty"
    ]


def complaints(counts: dict[str, int]) -> list[tuple[str, int]]:
    """How published complaints about it ended, the most first."""
    ended = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(in_words(*OUTCOMES.get(code, (code, ""))), count) for code, count in ended]
