"""Make a virtual environment on a bare Debian machine, as root or not, or say what is missing."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

MISSING = """
Huizhi needs python3.11 with venv and pip, and could not make a virtual environment.
What is safe: nothing was changed.
What to do: ask an administrator for   apt-get install python3.11-venv
需要带 venv 与 pip 的 python3.11；请管理员执行上面的命令后重试。
"""


def succeeded(*command: str) -> bool:
    """Whether a command ends well; its output is shown only when it does not."""
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
    return done.returncode == 0


def make(folder: Path) -> bool:
    """Try, in order: venv, venv after apt, venv without pip filled by another pip."""
    python = sys.executable
    if succeeded(python, "-m", "venv", str(folder)):
        return True
    shutil.rmtree(folder, ignore_errors=True)
    if os.geteuid() == 0 and shutil.which("apt-get"):
        succeeded("apt-get", "update", "-qq")
        if succeeded("apt-get", "install", "-y", "-qq", "python3.11-venv") and succeeded(
            python, "-m", "venv", str(folder)
        ):
            return True
        shutil.rmtree(folder, ignore_errors=True)
    return succeeded(python, "-m", "venv", "--without-pip", str(folder)) and succeeded(
        python, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet", "pip"
    )


def main() -> int:
    """Exit code 0 when the environment stands."""
    folder = Path(sys.argv[1])
    if (folder / "bin" / "pip").exists() or make(folder):
        return 0
    sys.stderr.write(MISSING)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
