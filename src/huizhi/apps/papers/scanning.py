"""The bureau's own virus scanner, as a command that reads the file on its standard input.

Exit codes are those of clamdscan: 0 clean, 1 infected, others no verdict. `HUIZHI_SCANNER="clamdscan --no-summary -"`.
"""

import shlex
import subprocess

from django.conf import settings

from huizhi.apps.papers import refusals

CLEAN, INFECTED = 0, 1


def scan(content: bytes) -> str:
    """`clean`, `infected`, or `not_scanned` where no scanner is named. Refused when a named one gives no verdict."""
    command = shlex.split(settings.HUIZHI_SCANNER)
    if not command:
        return "not_scanned"
    try:
        ended = subprocess.run(
            command,
            input=content,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=settings.HUIZHI_SCANNER_SECONDS,
            check=False,
        ).returncode
    except (OSError, subprocess.TimeoutExpired):
        raise refusals.scanner_failed() from None
    if ended not in (CLEAN, INFECTED):
        raise refusals.scanner_failed()
    return "clean" if ended == CLEAN else "infected"
