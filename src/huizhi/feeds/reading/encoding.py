"""Finds out how a file is encoded: declared encodings in order, over the whole file, strictly; then the least bad."""

import codecs
import re
from collections.abc import Callable
from pathlib import Path

BLOCK = 1 << 22
UTF8 = ("utf-8", "utf-8-sig")
SURROGATE = re.compile("[\ud800-\udfff]")


def choose_encoding(path: Path, declared: tuple[str, ...], header_fits: Callable[[str], bool]) -> str | None:
    """The first declared encoding that decodes every byte and under which `header_fits`.

    When none does: the one with the fewest undecodable lines among those under which the header fits. None when the
    header fits under none of them.
    """
    fitting = [e for e in declared if header_fits(e)]
    for encoding in fitting:
        if decodes(path, encoding):
            return encoding
    return min(fitting, key=lambda e: bad_lines(path, e), default=None)


def decodes(path: Path, encoding: str) -> bool:
    """Whether every byte of the file is valid."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as file:
            while block := file.read(BLOCK):
                decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def bad_lines(path: Path, encoding: str) -> int:
    """How many lines do not decode."""
    with path.open("rb") as file:
        return sum(not _decodes_line(line, encoding) for line in file)


def _decodes_line(line: bytes, encoding: str) -> bool:
    try:
        line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def as_text(line: bytes, encoding: str) -> str:
    """One line as text, without its line end; undecodable bytes become surrogates."""
    return line.rstrip(b"\r\n").decode("utf-8" if encoding in UTF8 else encoding, "surrogateescape")


def as_utf8(block: bytes, encoding: str) -> bytes:
    """A block of whole lines re-encoded as UTF-8; UnicodeDecodeError when a byte is invalid (UTF-8 is not checked)."""
    return block if encoding in UTF8 else block.decode(encoding).encode()


def shown(text: str) -> str:
    """Text with undecodable bytes written as \\xNN (and half characters as \\uNNNN), so that it can be stored."""
    return SURROGATE.sub(_as_escape, text)


def _as_escape(found: re.Match) -> str:
    number = ord(found.group())
    return f"\\x{number - 0xDC00:02x}" if 0xDC80 <= number <= 0xDCFF else f"\\u{number:04x}"
