"""Cuts delimited text into records the careful way: a broken row costs only itself."""

from dataclasses import dataclass

WHOLE, OPEN, STRAY = "whole", "open", "stray"
LONGEST_LINES = 1000
LONGEST_CHARACTERS = 1 << 20


@dataclass(frozen=True)
class Record:
    """One record: the index of its first line, how many lines it takes, its cells, or why it has none that count."""

    first: int
    lines: int
    cells: list[str]
    reason: str = ""
    text: str = ""


def split_record(text: str, delimiter: str) -> tuple[list[str], str]:
    """The cells of one record, and whether its quotes are WHOLE, still OPEN at the end, or STRAY (text behind one)."""
    if '"' not in text:
        return text.split(delimiter), WHOLE
    cells: list[str] = []
    at, end = 0, len(text)
    while True:
        if text.startswith('"', at):
            value, at = _quoted(text, at)
            if at < 0:
                return [*cells, value], OPEN
            while at < end and text[at] == " ":
                at += 1
            if at < end and text[at] != delimiter:
                return [*cells, value], STRAY
            cells.append(value)
            if at == end:
                return cells, WHOLE
            at += 1
            continue
        stop = text.find(delimiter, at)
        if stop < 0:
            return [*cells, text[at:]], WHOLE
        cells.append(text[at:stop])
        at = stop + 1


def _quoted(text: str, at: int) -> tuple[str, int]:
    """A quoted cell's value and the position behind its closing quote, -1 when it is never closed."""
    parts, start = [], at + 1
    while (quote := text.find('"', start)) >= 0:
        if not text.startswith('"', quote + 1):
            return "".join([*parts, text[start:quote]]), quote + 1
        parts.append(text[start : quote + 1])
        start = quote + 2
    return "".join([*parts, text[start:]]), -1


def split_lines(lines: list[str], width: int, delimiter: str, final: bool) -> tuple[list[Record], int]:
    """The records in some lines, and how many lines they take; blank lines are passed over.

    Undecodable bytes stand in the lines as surrogates. When the file goes on (`final` is false), a record that is
    still open at the last line is left: the caller comes back with more lines.
    """
    records: list[Record] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        if not line or line.isspace():
            at += 1
            continue
        cells, state = split_record(line, delimiter)
        taken, text = 1, line
        if state == OPEN:
            grown = _close(lines, at, delimiter)
            if grown is None and not final and len(lines) - at <= LONGEST_LINES:
                break
            if grown and _belongs_together(lines, at, grown, width, delimiter):
                cells, text, taken = grown
                state = WHOLE
        records.append(Record(at, taken, cells, _reason(cells, state, width, text), text))
        at += taken
    return records, at


def _close(lines: list[str], at: int, delimiter: str) -> tuple[list[str], str, int] | None:
    """Grow an open record until its quote closes: cells, text, lines taken; none taken when it closes inside a word.

    None when the lines ran out first.
    """
    text, length = lines[at], len(lines[at])
    pieces = [text]
    for extra in range(1, LONGEST_LINES):
        if at + extra >= len(lines):
            return None
        line = lines[at + extra]
        pieces.append(line)
        length += len(line) + 1
        if length > LONGEST_CHARACTERS:
            break
        if '"' in line:
            text = "\n".join(pieces)
            cells, state = split_record(text, delimiter)
            if state == WHOLE:
                return cells, text, extra + 1
            if state == STRAY:
                break
    return [], "", 0


def _belongs_together(lines: list[str], at: int, grown: tuple[list[str], str, int], width: int, delimiter: str) -> bool:
    """Whether the grown record is one row, not an unclosed quote that swallowed the rows after it."""
    cells, _, taken = grown
    if not taken:
        return False
    if len(cells) == width:
        return True
    following, state = split_record(lines[at + 1], delimiter)
    return not (state == WHOLE and len(following) == width)


def _reason(cells: list[str], state: str, width: int, text: str) -> str:
    if not text.isascii() and any("\udc80" <= c <= "\udcff" for c in text):
        return "undecodable"
    if state == OPEN:
        return "unterminated_quote"
    if state == STRAY:
        return "stray_quote"
    return "" if len(cells) == width else "wrong_field_count"
