"""The three kinds of matters this app adds to casework."""

from huizhi.apps.casework.facade import declare
from huizhi.apps.complaints.lifecycle import CLUE, COMPLAINT, REPORT


def declare_kinds() -> None:
    """Make complaint, report and clue known."""
    for lifecycle in (COMPLAINT, REPORT, CLUE):
        declare(lifecycle)
