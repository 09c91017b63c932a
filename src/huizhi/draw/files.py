"""The three files of a draw in their one canonical form; anything else is refused by name, with file and row."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice, repeat
from operator import lt

from huizhi.draw.refusals import refused, shown

FRAME, OFFICERS, RECUSALS = "frame.csv", "officers.csv", "recusals.csv"
FRAME_HEADER = ("object_id", "stratum", "weight", "unit")
OFFICERS_HEADER = ("officer_id", "unit", "skills", "lead")
RECUSALS_HEADER = ("officer_id", "object_id")
LONGEST_WEIGHT = 100
SPACES = (
    " \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SUSPECT = bytes([*range(10), *range(11, 32), 0x7F, 0xC2])
_WEIGHT = re.compile(r"[1-9][0-9]*", re.ASCII)
_LEADS = {"1": True, "true": True, "yes": True, "0": False, "false": False, "no": False, "": False}


@dataclass(frozen=True)
class Frame:
    """The objects that can be drawn, column by column, sorted by id; `rows` are the data lines without their ends."""

    object_ids: tuple[str, ...]
    strata: tuple[str, ...]
    weights: tuple[int, ...]
    units: tuple[str, ...]
    rows: tuple[bytes, ...]


@dataclass(frozen=True)
class Officer:
    """One row of the officer pool."""

    officer_id: str
    unit: str
    skills: frozenset[str]
    lead: bool


def read_frame(content: bytes) -> Frame:
    """Read frame.csv. Refused: file_*, field_*, id_duplicate, rows_unsorted, weight_*, frame_empty."""
    columns = _columns(content, FRAME, FRAME_HEADER)
    if not columns[0]:
        raise refused("frame_empty", FRAME)
    _filled(columns, FRAME)
    _sorted_once(columns[0], FRAME)
    known = {text: _weight(text) for text in set(columns[2])}
    wrong = {text for text, weight in known.items() if isinstance(weight, str)}
    if wrong:
        row = next(row for row, text in enumerate(columns[2]) if text in wrong)
        raise refused(str(known[columns[2][row]]), _row(FRAME, row + 2, columns[2][row]))
    weights = tuple(map({text: int(weight) for text, weight in known.items()}.__getitem__, columns[2]))
    return Frame(columns[0], columns[1], weights, columns[3], tuple(content.split(b"\n")[1:-1]))


def read_officers(content: bytes) -> list[Officer]:
    """Read officers.csv. Refused: file_*, field_*, id_duplicate, rows_unsorted, skills_form, lead_form."""
    columns = _columns(content, OFFICERS, OFFICERS_HEADER)
    _filled(columns[:2], OFFICERS)
    _tidy(columns[2:], OFFICERS)
    _sorted_once(columns[0], OFFICERS)
    officers = []
    for number, (officer_id, unit, skills, lead) in enumerate(zip(*columns, strict=True), start=2):
        parts = skills.split(";") if skills else []
        if any(not part or part.strip(SPACES) != part for part in parts):
            raise refused("skills_form", _row(OFFICERS, number, skills))
        if lead not in _LEADS:
            raise refused("lead_form", _row(OFFICERS, number, lead))
        officers.append(Officer(officer_id, unit, frozenset(parts), _LEADS[lead]))
    return officers


def read_recusals(content: bytes) -> frozenset[tuple[str, str]]:
    """Read recusals.csv as (officer_id, object_id) pairs, in any order. Refused: file_*, field_*, recusal_duplicate."""
    columns = _columns(content, RECUSALS, RECUSALS_HEADER)
    _filled(columns, RECUSALS)
    seen: set[tuple[str, str]] = set()
    for number, pair in enumerate(zip(*columns, strict=True), start=2):
        if pair in seen:
            raise refused("recusal_duplicate", _row(RECUSALS, number, ",".join(pair)))
        seen.add((pair[0], pair[1]))
    return frozenset(seen)


def _columns(content: bytes, name: str, header: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Split a file into columns after checking its outer form."""
    lines = _text(content, name).split("\n")
    if lines[0] != ",".join(header):
        raise refused("file_header", _row(name, 1, lines[0]))
    rows, commas = lines[1:-1], len(header) - 1
    if not set(map(str.count, rows, repeat(","))) <= {commas}:
        number = next(n for n, row in enumerate(rows, start=2) if row.count(",") != commas)
        raise refused("file_columns" if rows[number - 2] else "file_blank_row", _row(name, number))
    cells = ",".join(rows).split(",") if rows else []
    return [tuple(cells[column :: len(header)]) for column in range(len(header))]


def _text(content: bytes, name: str) -> str:
    """The file's text: UTF-8 without a mark, LF line ends, no quotes, no control characters."""
    if not content:
        raise refused("file_empty", name)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise refused("file_not_utf8", name) from error
    if text.startswith("\ufeff"):
        raise refused("file_bom", name)
    suspect = len(content.translate(None, _SUSPECT)) < len(content)
    control = _CONTROL.search(text) if suspect else None
    for code, at in (
        ("file_crlf", text.find("\r")),
        ("file_control_character", control.start() if control else -1),
        ("file_quote", text.find('"')),
    ):
        if at >= 0:
            raise refused(code, _row(name, 1 + text.count("\n", 0, at)))
    if not text.endswith("\n"):
        raise refused("file_no_final_newline", name)
    return text


def _filled(columns: Sequence[tuple[str, ...]], name: str) -> None:
    """Every cell holds something, without a space at either end."""
    if any("" in column for column in columns):
        raise refused("field_empty", _row(name, min(c.index("") for c in columns if "" in c) + 2))
    _tidy(columns, name)


def _tidy(columns: Sequence[tuple[str, ...]], name: str) -> None:
    """No cell starts or ends with a space of any kind."""
    joined = ["\n".join(column) for column in columns]
    if not any(space in text for text in joined for space in SPACES):
        return
    for number, cells in enumerate(zip(*columns, strict=True), start=2):
        for cell in cells:
            if cell and (cell[0] in SPACES or cell[-1] in SPACES):
                raise refused("field_spaces", _row(name, number, cell))


def _sorted_once(ids: tuple[str, ...], name: str) -> None:
    """Ids ascend bytewise (code points sort as their UTF-8 bytes do) and none comes twice."""
    if all(map(lt, ids, islice(ids, 1, None))):
        return
    twin = _first_twin(ids)
    if twin is not None:
        raise refused("id_duplicate", _row(name, twin + 2, ids[twin]))
    late = next(at for at in range(1, len(ids)) if ids[at] < ids[at - 1])
    raise refused("rows_unsorted", _row(name, late + 2, ids[late]))


def _first_twin(ids: Iterable[str]) -> int | None:
    seen: set[str] = set()
    for at, one in enumerate(ids):
        if one in seen:
            return at
        seen.add(one)
    return None


def _weight(text: str) -> int | str:
    """The weight, or the code of what is wrong with it."""
    if _WEIGHT.fullmatch(text):
        return int(text) if len(text) <= LONGEST_WEIGHT else "weight_too_long"
    if re.fullmatch(r"-?0+(\.0+)?", text, re.ASCII):
        return "weight_zero"
    return "weight_negative" if re.fullmatch(r"-[0-9]+(\.[0-9]+)?", text, re.ASCII) else "weight_form"


def _row(name: str, number: int, value: str = "") -> str:
    return f"{name} row {number}: {shown(value)}" if value else f"{name} row {number}"
