"""The two kinds of matters this app adds to casework."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huizhi.apps.appeals import facade as appeals
from huizhi.apps.appeals.forms import ReasonsForm, UpholdForm
from huizhi.apps.appeals.lifecycle import OBJECTION, REPAIR
from huizhi.apps.casework import facade as casework

TEMPLATE = "appeals/_matter.html"


def panels(number: str, viewer, at: datetime) -> Mapping[str, object]:
    """The record and, for who works or assigns the matter, what the business wrote."""
    found = appeals.appeal_of(number)
    if found is None:
        return {}
    reads = bool({casework.WORKER, casework.HEAD} & casework.standing_of(number, viewer=viewer, at=at))
    return {"appeal": found[0], "facts": found[1] if reads else "", "kept_back": not reads}


def _closes(verb: str) -> Callable:
    return lambda number, *, note, fields, **who: appeals.close(number=number, verb=verb, note=note, **who)


def declare_kinds() -> None:
    """Make objections and applications for repair known."""
    uphold = lambda number, *, note, fields, **who: appeals.uphold(number=number, note=note, **fields, **who)  # noqa: E731
    grant = lambda number, *, note, fields, **who: appeals.grant(number=number, note=note, **who)  # noqa: E731
    casework.declare(
        OBJECTION, template=TEMPLATE, panels=panels, verbs={"uphold": uphold, "reject": _closes("reject")},
        forms={"uphold": UpholdForm, "reject": ReasonsForm, "ask_others": ReasonsForm},
    )  # fmt: skip
    casework.declare(
        REPAIR, template=TEMPLATE, panels=panels, verbs={"grant": grant, "refuse": _closes("refuse")},
        forms={"grant": ReasonsForm, "refuse": ReasonsForm},
    )  # fmt: skip
