"""What the draw's tests share: Node for the JavaScript twin, and one sound draw."""

import subprocess
from pathlib import Path

import pytest
from tools.assets import node_and_npm

from huizhi.draw import record_bytes
from tests.draw.draws import Case, sound_case

FRONTEND = Path(__file__).resolve().parents[2] / "frontend"


@pytest.fixture(scope="session")
def node() -> str:
    """Path of a Node executable; without one the set-up fails, because the twin must be tested."""
    return node_and_npm()[0]


@pytest.fixture(scope="session")
def twin(node):
    """Runs cases through the JavaScript verifier in one process: list of JSON lines in, list of JSON lines out."""

    def run(lines: list[str]) -> list[str]:
        script = FRONTEND / "src" / "draw" / "run_batch.mjs"
        given = "\n".join(lines)
        done = subprocess.run(
            [node, str(script)], input=given, capture_output=True, text=True, check=False, timeout=280
        )
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
