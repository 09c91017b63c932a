"""`huizhi manage` and `huizhi serve`, as processes of their own."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HUIZHI = [sys.executable, "-c", "from huizhi.cli import main; main()"]


def surroundings(home):
    """A clean environment with a home of its own."""
    clean = {
        name: value for name, value in os.environ.items() if not name.startswith(("HUIZHI_", "DATABASE_", "DJANGO_"))
    }
    return {**clean, "PYTHONPATH": str(ROOT / "src"), "HUIZHI_HOME": str(home)}


def test_manage_passes_everything_to_django(tmp_path):
    around = {"env": surroundings(tmp_path), "capture_output": True, "text": True, "timeout": 120}
    done = subprocess.run([*HUIZHI, "manage", "showmigrations", "--plan"], **around)
    assert done.returncode == 0, done.stderr
    assert "ledger.0002_append_only" in done.stdout
    asked = subprocess.run([*HUIZHI, "manage", "--help"], **around)
    assert "appoint" in asked.stdout and "found_unit" in asked.stdout


@pytest.fixture
def site(tmp_path):
    """A site served from an empty home: its address. It is stopped as Ctrl-C in a terminal does it, and obeys."""
    with socket.socket() as waiting:
        waiting.bind(("127.0.0.1", 0))
        port = waiting.getsockname()[1]
    server = subprocess.Popen(
        [*HUIZHI, "serve", "--port", str(port)], env=surroundings(tmp_path), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}"
    try:
        assert _opens(server, port), server.stdout.read()
        yield address
    finally:
        os.killpg(server.pid, signal.SIGINT)
        assert address in server.communicate(timeout=20)[0]
        assert server.returncode == 0


def _opens(server, port, seconds=60):
    """Wait until the port answers; False when the server ends first."""
    for _ in range(seconds * 5):
        with socket.socket() as knocking:
            if knocking.connect_ex(("127.0.0.1", port)) == 0:
                return True
        if server.poll() is not None:
            return False
        time.sleep(0.2)
    return False


def get(address):
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:
            return answer.status, answer.headers, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.headers, error.read()


def test_a_fresh_home_is_served_with_static_files_that_may_be_kept_for_ever(site):
    status, headers, page = get(f"{site}/sign-in")
    assert status == 200
    assert "default-src 'self'" in headers["Content-Security-Policy"]
    sheet = page.decode().split('rel="stylesheet" href="', 1)[1].split('"', 1)[0]
    status, headers, _content = get(site + sheet)
    assert status == 200
    assert "immutable" in headers["Cache-Control"]
    assert get(f"{site}/nothing-here")[0] == 404
