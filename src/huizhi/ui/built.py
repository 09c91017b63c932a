"""The files that `make assets` builds from frontend/: where they lie and what is in them."""

from pathlib import Path

FOLDER = Path(__file__).resolve().parent / "static" / "built"
NAMES = ("site.js", "draw.js", "offline.js", "receipt.js", "receipt-offline.js", "visits.js", "visits-worker.js",
    "icons.json",
)  # fmt: skip


def missing() -> list[str]:
    """The names of built files that are not there."""
    return [name for name in NAMES if not (FOLDER / name).exists()]


def text_of(name: str) -> str:
    """The text of a built file; "" before `make assets` has run, so that pages still work."""
    path = FOLDER / name
    return path.read_text(encoding="utf-8") if path.exists() else ""
