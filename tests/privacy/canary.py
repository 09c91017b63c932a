"""A planted reporter, and a nose for it: in any encoding a page, export, log, document or table may carry.

    from tests.privacy.canary import CANARY, leaks, where
    seal_person(fields=CANARY.fields(), …)
    assert not leaks(response.content), where(response.content)

The values occur nowhere else, so one find is a leak. Masks (冼** 138****6741) are no leak; the name, the number, the
id, the street or a whole sentence of the report are.
"""

import base64
import gzip
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote

import pyarrow.parquet as parquet
from pypdf import PdfReader
from pypdf.errors import PyPdfError

DEEPEST = 5
LARGEST = 64 << 20


@dataclass(frozen=True)
class Canary:
    """One invented reporter."""

    name: str = "冼翥翯"
    phone: str = "13800496741"
    id_number: str = "371002198702302248"
    street: str = "砚台坳路9407号"
    email: str = "xian-zhuhe-9407@example.cn"
    facts: str = "砚台坳烧腊铺后厨的鹩哥会背进货账"

    def fields(self) -> dict[str, str]:
        """As `identities.seal_person` takes them."""
        return {
            "name": self.name,
            "phone": self.phone,
            "id_number": self.id_number,
            "address": f"威海市环翠区{self.street}",
            "email": self.email,
        }

    def secrets(self) -> tuple[str, ...]:
        """What must not be found."""
        return (self.name, self.phone, self.id_number, self.street, self.email, self.facts)


CANARY = Canary()


def written(secret: str) -> Iterator[tuple[str, bytes]]:
    """(encoding, bytes) of every way a secret may be written."""
    for charset in ("utf-8", "gb18030", "utf-16-le", "utf-16-be"):
        raw = secret.encode(charset)
        yield charset, raw
        yield f"percent of {charset}", quote(raw, safe="").encode()
        yield f"percent of {charset}, lower case", quote(raw, safe="").lower().encode()
        yield f"hex of {charset}", raw.hex().encode()
        yield f"hex of {charset}, upper case", raw.hex().upper().encode()
        yield f"bytes of {charset} as Python shows them", repr(raw)[2:-1].encode()
        for shift in range(3):
            yield from _base64(raw, shift, charset)
    escaped = json.dumps(secret)[1:-1]
    yield "JSON escapes", escaped.encode()
    yield "JSON escapes, upper case", re.sub(r"(?<=\\u)....", lambda found: found[0].upper(), escaped).encode()
    yield "twice escaped JSON", json.dumps(escaped)[1:-1].encode()
    yield "HTML numbers", "".join(f"&#{ord(c)};" for c in secret).encode()
    yield "HTML hexadecimal", "".join(f"&#x{ord(c):x};" for c in secret).encode()
    yield "HTML hexadecimal, upper case", "".join(f"&#x{ord(c):X};" for c in secret).encode()
    yield "HTML names", html.escape(secret).encode()


def _base64(raw: bytes, shift: int, charset: str) -> Iterator[tuple[str, bytes]]:
    """The part of a base64 text that is the same whatever stands before and after it, for one of three alignments."""
    whole = base64.b64encode(b"\0" * shift + raw)
    unsteady = (0, 3, 2)[(shift + len(raw)) % 3]
    steady = whole[(0, 2, 3)[shift] : len(whole) - unsteady]
    if len(steady) >= 8:
        yield f"base64 of {charset}", steady
        yield f"url-safe base64 of {charset}", steady.translate(bytes.maketrans(b"+/", b"-_"))


@cache
def _needles(canary: Canary) -> list[tuple[str, bytes]]:
    return [(how, needle) for secret in canary.secrets() for how, needle in written(secret) if len(needle) >= 6]


@cache
def _spaced(canary: Canary) -> re.Pattern:
    """Numbers with spaces, hyphens or full-width digits between or instead of their digits."""
    digits = {c: f"[{c}{chr(ord(c) + 0xFEE0)}]" for c in "0123456789"}
    between = r"[\s\-‐–.]{0,2}"
    numbers = (between.join(digits[c] for c in number) for number in (canary.phone, canary.id_number))
    name = r"\s{0,2}".join(canary.name)
    return re.compile("|".join([*numbers, name]))


def where(content: bytes | str, canary: Canary = CANARY) -> list[str]:
    """Every place and encoding in which the canary is found; empty is what one hopes for."""
    raw = content.encode() if isinstance(content, str) else bytes(content)
    return sorted(set(_search(raw, canary, "", 0)))


def leaks(content: bytes | str, canary: Canary = CANARY) -> bool:
    """Whether the canary is found."""
    return bool(where(content, canary))


def _search(raw: bytes, canary: Canary, inside: str, depth: int) -> Iterator[str]:
    for how, needle in _needles(canary):
        if needle in raw:
            yield f"{inside}{how}"
    for charset in ("utf-8", "gb18030"):
        if _spaced(canary).search(raw.decode(charset, "ignore")):
            yield f"{inside}written apart, {charset}"
    if depth < DEEPEST:
        for what, part in _inside(raw):
            yield from _search(part, canary, f"{inside}{what} > ", depth + 1)


def _inside(raw: bytes) -> Iterator[tuple[str, bytes]]:
    """What a container holds: compressed streams, archives and spreadsheets, documents, lake tables, base64 lines."""
    if raw[:2] == b"\x1f\x8b" and (found := _or_none(gzip.decompress, raw)):
        yield "gzip", found
    if raw[:1] == b"\x78" and (found := _or_none(zlib.decompress, raw)):
        yield "zlib", found
    if raw[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            yield "zip names", "\n".join(archive.namelist()).encode()
            for entry in archive.infolist():
                if entry.file_size <= LARGEST:
                    yield f"zip {entry.filename}", archive.read(entry)
    if raw[:5] == b"%PDF-":
        yield from _pdf(raw)
    if raw[:4] == b"PAR1":
        yield (
            "parquet",
            json.dumps(parquet.read_table(io.BytesIO(raw)).to_pylist(), ensure_ascii=False, default=_plain).encode(),
        )
    for line in re.findall(rb"[A-Za-z0-9+/]{64,}={0,2}", raw[: 4 << 20]):
        if found := _or_none(base64.b64decode, line + b"=" * (-len(line) % 4)):
            yield "base64", found


def _pdf(raw: bytes) -> Iterator[tuple[str, bytes]]:
    try:
        reader = PdfReader(io.BytesIO(raw))
        text = "\n".join(page.extract_text() for page in reader.pages)
        yield "pdf text", (text + re.sub(r"\s", "", text)).encode()
        yield "pdf properties", repr(dict(reader.metadata or {})).encode()
        for name, contents in reader.attachments.items():
            yield f"pdf attachment {name}", b"".join(contents)
    except (PyPdfError, ValueError, KeyError):
        yield "pdf unreadable", b""
    for stream in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", raw, re.S):
        if found := _or_none(zlib.decompress, stream):
            yield "pdf stream", found


def _plain(value) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def _or_none(call, content: bytes) -> bytes | None:
    try:
        return call(content)
    except (OSError, EOFError, ValueError, zlib.error):
        return None
