"""The verification pack: one zip with which anybody can check a draw, without a network and without this program."""

import io
import json
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

from huizhi.draw.files import FRAME, OFFICERS, RECUSALS
from huizhi.draw.refusals import messages, refused

_ROOM = Path(__file__).parent
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)


def write_pack(record: bytes, files: Mapping[str, bytes], script: str) -> bytes:
    """The zip's bytes: record.json, the three CSVs, verify.html, verify.py; same input, same bytes.

    `script` is the built text of frontend/src/draw/offline.js. Refused: file_missing.
    """
    missing = [name for name in (FRAME, OFFICERS, RECUSALS) if name not in files]
    if missing:
        raise refused("file_missing", ", ".join(missing))
    members = {
        "record.json": record,
        **{name: files[name] for name in (FRAME, OFFICERS, RECUSALS)},
        "verify.html": offline_page(script).encode(),
        "verify.py": (_ROOM / "rerun.py").read_bytes(),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name, _FIXED_TIME), content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def offline_page(script: str) -> str:
    """verify.html: a page that needs no other file; nothing in it can end its script early."""
    table = json.dumps(messages(), ensure_ascii=False).replace("<", "\\u003c")
    page = (_ROOM / "offline.html").read_text(encoding="utf-8")
    before, after = page.split("{{script}}")
    return before.replace("{{messages}}", table) + re.sub("</(script)", r"<\\/\1", script, flags=re.IGNORECASE) + after
