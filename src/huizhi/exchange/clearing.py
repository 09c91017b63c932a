"""What the office keeps no longer, removed each night: terms that are over, files nobody names, counts that lapsed."""

from datetime import datetime

from huizhi.apps.casework.facade import erase_due
from huizhi.apps.papers.facade import SWEEP_GRACE, sweep
from huizhi.apps.people.facade import forget_lapsed_tries
from huizhi.apps.visitors import facade as visitors
from huizhi.draw.instants import BEIJING


def clear(*, by: str, at: datetime) -> dict[str, int]:
    """Erase what is past its last day and sweep the files left behind, each with its acts; forget what has lapsed.

    Returns how many of each. Killed anywhere, the next run does the rest.
    """
    rows, files = 0, 0
    while (gone := erase_due(as_of=at.astimezone(BEIJING).date(), by=by, at=at)).rows:
        rows, files = rows + gone.rows, files + gone.files
    return {
        "erased_rows": rows,
        "erased_files": files,
        "swept_files": sweep(before=at - SWEEP_GRACE, by=by, at=at),
        "lapsed_counts": forget_lapsed_tries(at) + visitors.forget_lapsed(at),
        "lapsed_drafts": visitors.drop_lapsed(at),
    }
