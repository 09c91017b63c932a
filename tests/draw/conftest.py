"""What the draw's tests share: Node for the JavaScript twin, and one sound draw."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from huizhi.draw import record_bytes
from tests.draw.draws import Case, sound_case

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


@pytest.fixture(scope="session")
def node() -> str:
    """Path of a Node executable; its absence is a failure, because the twin must be tested."""
    beside = Path(sys.executable).parent / "node"
    found = shutil.which("node") or (str(beside) if beside.exists() else None)
    if not found:
        pytest.fail("Node is needed to test the JavaScript verifier: run `make setup`, or install Node.js 20.")
    return found


@pytest.fixture(scope="session")
def twin(node):
    """Runs cases through the JavaScript verifier in one process: list of JSON lines in, list of JSON lines out."""

    def run(lines: list[str]) -> list[str]:
        script = FRONTEND / "src" / "draw" / "run_batch.mjs"
        done = subprocess.run([node, str(script)], input="\n".join(lines), capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip("\n").split("\n")

    return run


@pytest.fixture
def case() -> Case:
    return sound_case()


@pytest.fixture(scope="session")
def published() -> tuple[bytes, dict[str, bytes]]:
    """The record's bytes and the files of one sound draw."""
    sound = sound_case()
    return record_bytes(sound.draw()), sound.files
