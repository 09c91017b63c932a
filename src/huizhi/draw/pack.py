"""The verification pack: one zip with which anybody can check a draw, without a network and without this program."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from huizhi.draw.files import FRAME, OFFICERS, RECUSALS
from huizhi.draw.refusals import refused

_ROOM = Path(__file__).parent
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_READABLE = 0o644 << 16


def write_pack(record: bytes, files: Mapping[str, bytes], script: str) -> bytes:
    """The zip's bytes: record.json, the three CSVs, verify.py, verify.html; same input, same bytes.

    `script` is the built text of frontend/src/draw/offline.js; without it there is no page. Refused: file_missing.
    """
    missing = [name for name in (FRAME, OFFICERS, RECUSALS) if name not in files]
    if missing:
        raise refused("file_missing", ", ".join(missing))
    members = {
        "record.json": record,
        **{name: files[name] for name in (FRAME, OFFICERS, RECUSALS)},
        "verify.py": (_ROOM / "rerun.py").read_bytes(),
        **({"verify.html": offline_page(script).encode()} if script else {}),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in members.items():
            archive.writestr(_entry(name), content, zipfile.ZIP_DEFLATED, compresslevel=6)
    return packed.getvalue()


def offline_page(script: str) -> str:
    """verify.html: a page that needs no other file; nothing in it can end its script early."""
    return inlined((_ROOM / "offline.html").read_text(encoding="utf-8"), script)


def inlined(page: str, script: str) -> str:
    """`page` with `script` in the place of {{script}}."""
    before, after = page.split("{{script}}")
    return before + re.sub("</(script)", r"<\\/\1", script, flags=re.IGNORECASE) + after


def _entry(name: str) -> zipfile.ZipInfo:
    """A member with a fixed time, readable by whoever unpacks it."""
    entry = zipfile.ZipInfo(name, _FIXED_TIME)
    entry.create_system, entry.external_attr = _UNIX, _READABLE
    return entry
