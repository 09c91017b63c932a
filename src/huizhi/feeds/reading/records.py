"""JSON and JSON Lines: numbers keep the digits they were written with."""

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from huizhi.feeds.contract import Format
from huizhi.feeds.reading.chunks import Broken, Chunk, Source, raw_text, unreadable
from huizhi.feeds.reading.encoding import as_text, shown

RECORDS = 50_000
CELLS = 5_000_000
"""Records, and cells, handled at a time."""


class Number(str):
    """A JSON number as written."""

    __slots__ = ()


def open_json(path: Path, name: str, form: Format) -> Source:
    """Open a document whose records stand in the array at `records` (dotted; "" = the document itself)."""
    document = _parse(_decoded(path, name, form), name)
    for step in filter(None, form.records.split(".")):
        document = document.get(step) if isinstance(document, dict) else None
    if not isinstance(document, list):
        where = form.records or "(top)"
        raise unreadable(name, f"{where} 处没有记录数组", f"there is no array of records at {where}")
    return _source([(i, r) for i, r in enumerate(document, 1)], [])


def open_jsonl(path: Path, name: str, form: Format) -> Source:
    """Open a file with one JSON object per line; a line that is none is set aside, the others stay."""
    rows: list[tuple[int, object]] = []
    broken: list[Broken] = []
    encoding = next((e for e in form.encodings if _decodes(path, e)), form.encodings[0])
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            text = as_text(line, encoding).lstrip("\ufeff") if number == 1 else as_text(line, encoding)
            if not text.strip():
                continue
            if shown(text) != text:
                broken.append(Broken(number, "undecodable", shown(text)[:200], raw_text(shown(text))))
                continue
            try:
                rows.append((number, _loads(text)))
            except (ValueError, RecursionError):
                broken.append(Broken(number, "not_a_record", text[:200], raw_text(text)))
    if not rows and not broken:
        raise unreadable(name, "文件是空的", "it is empty", "empty_file")
    return _source(rows, broken)


def _source(rows: list[tuple[int, object]], broken: list[Broken]) -> Source:
    headers: dict[str, None] = {}
    good: list[tuple[int, dict]] = []
    for number, record in rows:
        problem = _problem(record)
        if problem:
            broken.append(Broken(number, problem, "", raw_text(shown(dump(record)))))
        else:
            headers.update(dict.fromkeys(record))
            good.append((number, record))
    return Source(list(headers), _chunks(good, list(headers), broken), keyed=True)


def _problem(record: object) -> str:
    if not isinstance(record, dict):
        return "not_a_record"
    try:
        dump(record).encode()
    except UnicodeEncodeError:
        return "undecodable"
    return ""


def _chunks(rows: list[tuple[int, dict]], headers: list[str], broken: list[Broken]) -> Iterator[Chunk]:
    step = max(1, min(RECORDS, CELLS // max(1, len(headers))))
    for start in range(0, max(len(rows), 1), step):
        part = rows[start : start + step]
        cells = {
            str(i): pl.Series([_cell(record.get(h)) for _, record in part], dtype=pl.String)
            for i, h in enumerate(headers)
        }
        numbers = pl.Series([number for number, _ in part], dtype=pl.Int64)
        yield Chunk(pl.DataFrame(cells), numbers, broken if start == 0 else [], lambda i, p=part: dump(p[i][1]))


def _cell(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return "、".join(value)
    return dump(value)


def dump(value: object) -> str:
    """JSON text again, numbers digit for digit."""
    if isinstance(value, Number):
        return str.__str__(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"{json.dumps(k, ensure_ascii=False)}: {dump(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(dump, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def _loads(text: str) -> object:
    return json.loads(text, parse_float=Number, parse_int=Number, parse_constant=Number)


def _parse(text: str, name: str) -> object:
    try:
        return _loads(text)
    except RecursionError as error:
        raise unreadable(name, "嵌套过深", "it is nested too deeply") from error
    except ValueError as error:
        raise unreadable(name, f"不是完好的 JSON（{error}）", f"not sound JSON ({error})") from error


def _decoded(path: Path, name: str, form: Format) -> str:
    content = path.read_bytes()
    if not content.strip():
        raise unreadable(name, "文件是空的", "it is empty", "empty_file")
    for encoding in form.encodings:
        try:
            return content.decode(encoding).lstrip("\ufeff")
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "surrogateescape").lstrip("\ufeff")


def _decodes(path: Path, encoding: str) -> bool:
    try:
        path.read_bytes().decode(encoding)
    except UnicodeDecodeError:
        return False
    return True
