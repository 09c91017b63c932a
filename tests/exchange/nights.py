"""A tiny city, and nights run as the command runs them: a process of their own with a home of its own."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
UNTIL = "2026-10-31"


def environment(home: Path) -> dict[str, str]:
    """What the command sees: its own home, few buckets, this source tree."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("HUIZHI_", "DATABASE_URL", "DJANGO_"))}
    return {**kept, "HUIZHI_HOME": str(home), "HUIZHI_BUCKETS": "2", "PYTHONPATH": str(ROOT / "src")}


def start(home: Path, delivered: Path | None, *more: str, as_of: str = UNTIL) -> subprocess.Popen:
    """A night under way."""
    source = ["--from", str(delivered)] if delivered else []
    command = [sys.executable, "-m", "huizhi.cli", "night", "--as-of", as_of, *source, "--json", *more]
    return subprocess.Popen(
        command, env=environment(home), stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def night(home: Path, delivered: Path | None, *more: str, as_of: str = UNTIL) -> dict:
    """A whole night's report."""
    under_way = start(home, delivered, *more, as_of=as_of)
    out, error = under_way.communicate(timeout=240)
    assert under_way.returncode == 0, error.decode()
    return json.loads(out)


def killed(home: Path, delivered: Path, after: float) -> bool:
    """Start a night and kill it with SIGKILL after so many seconds; False when it had already ended."""
    under_way = start(home, delivered)
    try:
        under_way.communicate(timeout=after)
        return False
    except subprocess.TimeoutExpired:
        os.killpg(under_way.pid, signal.SIGKILL)
        under_way.communicate()
        return True
