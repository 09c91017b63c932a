"""Every command of the tree opens in a process of its own, where nothing is set up beforehand."""

import os
import subprocess
import sys

import pytest

from huizhi.cli import OWNERS


@pytest.mark.parametrize("command", sorted(OWNERS))
def test_a_command_opens_alone(command, tmp_path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("DJANGO_")}
    asked = [sys.executable, "-m", "huizhi.cli", command, "--help"]
    said = subprocess.run(
        asked, env={**kept, "HUIZHI_HOME": str(tmp_path)}, capture_output=True, text=True, timeout=120
    )
    assert said.returncode == 0, said.stderr
    assert said.stdout.strip()
