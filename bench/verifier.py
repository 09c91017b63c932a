"""How fast a stranger's browser draws again from a verification pack: python -m bench.verifier --entities 1000000.

Unpacks a pack, opens its verify.html in Chromium from the folder, chooses the four files as a visitor would, and waits
for the verdict. A timer that should fire every 10 ms tells how long the page was ever deaf. The rival is `verify` in
Python on the same files in the same run.
"""

import argparse
import sys
import tempfile
import time
import zipfile
from io import BytesIO
from pathlib import Path

from playwright.sync_api import sync_playwright
from tests.browser.chromium import find, flags

from bench.draw import SECRETS, frame_of, officers_of, plan_of
from huizhi.draw import record_bytes, run_draw, verify
from huizhi.draw.pack import write_pack
from huizhi.ui.built import text_of

TICKING = """() => {
    window.deaf = 0; let last = performance.now();
    setInterval(() => {
        const now = performance.now(); window.deaf = Math.max(window.deaf, now - last); last = now;
    }, 10);
}"""
SETTLED = (
    "() => ['passed', 'failed', 'broken'].includes(document.querySelector('[data-draw-offline]').dataset.drawState)"
)


def browse(folder: Path) -> tuple[float, float, str]:
    """(seconds from the choice of the files to the verdict, longest deaf spell in seconds, the verdict's state)."""
    with sync_playwright() as playwright:
        executable = find()
        browser = playwright.chromium.launch(executable_path=executable, args=flags(executable))
        page = browser.new_page()
        page.goto((folder / "verify.html").as_uri())
        page.evaluate(TICKING)
        begun = time.perf_counter()
        names = ("record.json", "frame.csv", "officers.csv", "recusals.csv")
        page.set_input_files("#draw-files", [folder / name for name in names])
        page.wait_for_function(SETTLED, timeout=600_000)
        taken = time.perf_counter() - begun
        deaf, state = page.evaluate(
            "() => [window.deaf, document.querySelector('[data-draw-offline]').dataset.drawState]"
        )
        browser.close()
    return taken, deaf / 1000, state


def main() -> None:
    """Make the pack, verify it both ways, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entities", type=int, default=1_000_000)
    parser.add_argument("--picked", type=int, default=2_000)
    chosen = parser.parse_args()
    _ids, frame = frame_of(chosen.entities)
    files = {"frame.csv": frame, "officers.csv": officers_of(400), "recusals.csv": b"officer_id,object_id\n"}
    record = record_bytes(run_draw(plan_of(chosen.picked), *files.values(), SECRETS, "1", "2026-01-02T01:00:00Z"))
    begun = time.perf_counter()
    if not all(check.ok for check in verify(record, files)):
        sys.exit("the draw does not verify")
    python = time.perf_counter() - begun
    with tempfile.TemporaryDirectory() as name:
        zipfile.ZipFile(BytesIO(write_pack(record, files, text_of("offline.js")))).extractall(name)
        taken, deaf, state = browse(Path(name))
    if state != "passed":
        sys.exit(f"the browser says {state}")
    sys.stdout.write(
        f"| verifying a draw of {chosen.picked:,} from {chosen.entities:,} | seconds | ratio |\n|---|---|---|\n"
        f"| `huizhi verify`, in Python | {python:.2f} | 1.0 |\n"
        f"| verify.html in Chromium, offline | {taken:.2f} | {taken / python:.2f} |\n\n"
        f"Longest time the page did not answer: {deaf * 1000:.0f} ms.\n"
    )


if __name__ == "__main__":
    main()
