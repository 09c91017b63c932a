"""What a file is, by its content: an allow-list. The name only has to agree. Pure, except that archives are listed."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import PurePath

import filetype

from huizhi.apps.papers import refusals


@dataclass(frozen=True)
class Kind:
    """One kind of file that may be stored, and the name endings it may have; the first is given to it."""

    media_type: str
    endings: tuple[str, ...]


OOXML = "application/vnd.openxmlformats-officedocument."
KINDS = {
    "jpg": Kind("image/jpeg", ("jpg", "jpeg", "jfif")),
    "png": Kind("image/png", ("png",)),
    "gif": Kind("image/gif", ("gif",)),
    "webp": Kind("image/webp", ("webp",)),
    "bmp": Kind("image/bmp", ("bmp",)),
    "heic": Kind("image/heic", ("heic", "heif")),
    "pdf": Kind("application/pdf", ("pdf",)),
    "docx": Kind(OOXML + "wordprocessingml.document", ("docx",)),
    "xlsx": Kind(OOXML + "spreadsheetml.sheet", ("xlsx",)),
    "pptx": Kind(OOXML + "presentationml.presentation", ("pptx",)),
    "ofd": Kind("application/ofd", ("ofd",)),
    "ole": Kind("application/x-ole-storage", ("doc", "xls", "ppt", "wps", "et", "dps")),
    "mp3": Kind("audio/mpeg", ("mp3",)),
    "m4a": Kind("audio/mp4", ("m4a", "aac")),
    "wav": Kind("audio/x-wav", ("wav",)),
    "amr": Kind("audio/amr", ("amr",)),
    "mp4": Kind("video/mp4", ("mp4", "m4v", "3gp")),
    "mov": Kind("video/quicktime", ("mov",)),
    "webm": Kind("video/webm", ("webm",)),
}
PICTURES = ("image/jpeg", "image/png", "image/gif", "image/webp", "image/bmp")
"""Of these a preview can be made."""
IN_ARCHIVE = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx", "OFD.xml": "ofd"}
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS = "_VBA_PROJECT".encode("utf-16-le")
MOST_ENTRIES = 5000
MOST_UNPACKED = 512 << 20
MOST_GROWTH = 200


def kind_of(content: bytes, name: str) -> Kind:
    """The kind of a file. Refused: unknown or unlisted content, a name of another kind, an archive that unpacks to too
    much, macros, or a file that is an archive besides what it seems."""
    found = _recognised(content)
    if found is None:
        raise refusals.kind_not_taken()
    ending = PurePath(name.replace("\\", "/")).suffix.lower().lstrip(".")
    if ending not in KINDS[found].endings:
        raise refusals.name_disagrees(ending, KINDS[found].endings[0])
    if found not in IN_ARCHIVE.values() and zipfile.is_zipfile(io.BytesIO(content)):
        raise refusals.two_kinds()
    if found == "ole" and MACROS in content:
        raise refusals.macros()
    return KINDS[found]


def ending_of(media_type: str) -> str:
    """The name ending a stored kind is given out with."""
    return next(kind.endings[0] for kind in KINDS.values() if kind.media_type == media_type)


def _recognised(content: bytes) -> str | None:
    if content.startswith(OLE):
        return "ole"
    if content.startswith(b"PK\x03\x04"):
        return _archive(content)
    guessed = filetype.guess(content)
    if guessed is None:
        return None
    return next((short for short, kind in KINDS.items() if kind.media_type == guessed.mime), None)


def _archive(content: bytes) -> str | None:
    """Which office document an archive is, by its list of entries; nothing is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return None
    packed, unpacked = (sum(getattr(each, size) for each in entries) for size in ("compress_size", "file_size"))
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or unpacked > MOST_GROWTH * max(packed, 1 << 16):
        raise refusals.unpacks_to_too_much()
    names = {each.filename for each in entries}
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise refusals.macros()
    return next((short for name, short in IN_ARCHIVE.items() if name in names), None)
